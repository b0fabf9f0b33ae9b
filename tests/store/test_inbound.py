"""What answers an itx after a restart, and that nobody reads it on the disk."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.core.ids import TurnId
from bot.core.imagine.job import JobId
from bot.store import SqliteStore, open_store
from tests.store.samples import ITX, JOB, SESSION, TURN, another_job, another_turn


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_what_answers_an_itx_is_kept_over_a_restart(url: str) -> None:
    """After a restart the itx, its token and its time are there again."""
    async with open_store(url) as store:
        await store.accept(SESSION, TURN, itx=ITX)

    async with open_store(url) as store:
        assert await store.itx_of(TURN.id) == ITX


async def test_an_answer_for_one_person_alone_stays_so(store: SqliteStore) -> None:
    """That the itx is answered in private is known after a restart too."""
    await store.accept(SESSION, TURN, itx=replace(ITX, is_private=True))

    assert await store.itx_of(TURN.id) == replace(ITX, is_private=True)


async def test_a_turn_begun_by_a_message_has_no_itx(asked: SqliteStore) -> None:
    """A turn without an itx, and an unknown turn, have none."""
    assert await asked.itx_of(TURN.id) is None
    assert await asked.itx_of(TurnId("none")) is None


async def test_a_lost_claim_does_not_change_the_first(store: SqliteStore) -> None:
    """The token of a claim that came second is not kept."""
    await store.accept(SESSION, TURN, itx=ITX)
    await store.accept(SESSION, TURN)

    assert await store.itx_of(TURN.id) == ITX


async def test_no_token_is_in_any_file(url: str, tmp_path: Path) -> None:
    """While the store is open and after, no file of it holds the token, though the request beside it is there."""
    async with open_store(url) as store:
        await store.accept(SESSION, TURN, itx=ITX)
        while_open = bytes_of(tmp_path)
    after = bytes_of(tmp_path)

    for content in (while_open, after):
        assert TURN.request.encode() in content
        assert ITX.token.encode() not in content


async def test_a_job_s_token_is_kept_sealed(url: str, tmp_path: Path) -> None:
    """A job's itx is there after a restart, and no file holds its token, though the request beside it is there."""
    async with open_store(url) as store:
        await store.jobs.accept(JOB, itx=ITX)
        while_open = bytes_of(tmp_path)

    async with open_store(url) as store:
        assert await store.jobs.itx_of(JOB.id) == ITX
    for content in (while_open, bytes_of(tmp_path)):
        assert JOB.prompt.encode() in content
        assert ITX.token.encode() not in content


async def test_a_job_begun_by_a_message_has_no_itx(store: SqliteStore) -> None:
    """A job without an itx, an unknown job, and a job that has a turn's id but is not it, have none."""
    await store.accept(SESSION, TURN, itx=ITX)
    await store.jobs.accept(another_job(1))
    await store.jobs.accept(replace(another_job(2), id=JobId(TURN.id)))

    for job in (another_job(1).id, JobId("none"), JobId(TURN.id)):
        assert await store.jobs.itx_of(job) is None


async def test_a_token_copied_to_another_row_does_not_open(url: str) -> None:
    """Whoever can write the file cannot make one person's token answer for another's turn."""
    async with open_store(url) as store:
        await store.accept(SESSION, TURN, itx=ITX)
        await store.accept(SESSION, another_turn(1))
        async with store._database.transaction() as transaction:
            await transaction.run("""
                UPDATE inbound SET itx = 1, application = 1, itx_at = 1, token = (SELECT MAX(token) FROM inbound)
                WHERE token IS NULL""")

        with pytest.raises(SettingsError, match="belongs to another row"):
            await store.itx_of(another_turn(1).id)
        assert await store.itx_of(TURN.id) == ITX


async def test_a_lost_key_is_named(url: str, tmp_path: Path) -> None:
    """When the key file was removed, what it sealed is refused with what to put back; everything else works."""
    async with open_store(url) as store:
        await store.accept(SESSION, TURN, itx=ITX)
    (tmp_path / "bot.db.key").unlink()

    async with open_store(url) as store:
        with pytest.raises(SettingsError, match="put back the key"):
            await store.itx_of(TURN.id)
        assert await store.turn(TURN.id) == TURN


async def test_keys_of_the_settings_take_over_from_the_file(url: str, tmp_path: Path) -> None:
    """A key in the settings seals from then on, and what the file's key sealed still opens."""
    async with open_store(url) as store:
        await store.accept(SESSION, TURN, itx=ITX)
    given = [SecretStr(base64.urlsafe_b64encode(b"k" * 32).decode())]
    async with open_store(url, given) as store:
        await store.accept(SESSION, another_turn(1), itx=ITX)
        first = await store.itx_of(TURN.id)
    (tmp_path / "bot.db.key").unlink()

    async with open_store(url, given) as store:
        assert first == ITX
        assert await store.itx_of(another_turn(1).id) == ITX
