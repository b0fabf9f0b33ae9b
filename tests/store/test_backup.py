"""A copy made while the bot writes, and the way back: what it holds, and what is refused."""

import sqlite3
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.store import open_secrets, open_store
from bot.store.backup import back_up
from bot.store.migrate import packaged
from bot.store.restore import restore
from tests.store.samples import NOW, SESSION, TURN, another_turn
from tests.store.test_process import MANY, another_process, line_of

STAMP = "20261125T043820Z"


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A database with one turn and one stored secret, and its key file."""
    url = f"sqlite:///{tmp_path}/data/bot.db"
    async with open_store(url) as store:
        await store.accept(SESSION, TURN)
        await store.secrets.set("website-token", SecretStr("hush"), now=NOW)
    return url


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_a_copy_is_whole_private_and_told(url: str, tmp_path: Path) -> None:
    """Its size, schema and key file are told; it is one file, readable for this user only, and no draft is left."""
    (tmp_path / "copies").mkdir()
    made = await back_up(url, to=tmp_path / "copies" / "today.db")

    assert made.path == tmp_path / "copies" / "today.db"
    assert made.size == made.path.stat().st_size > 0
    assert made.schema == packaged()[-1].name
    assert made.key_file == tmp_path / "data" / "bot.db.key"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert names_in(made.path.parent) == ["today.db"]


async def test_what_is_committed_during_writes_is_in_the_copy(tmp_path: Path) -> None:
    """Another process goes on accepting turns: all that it reported before are in the copy, each with its message."""
    url = f"sqlite:///{tmp_path}/bot.db"
    async with another_process(MANY, url) as process:
        reported = [await line_of(process) for _ in range(30)]
        made = await back_up(url, to=tmp_path / "copy.db")
        later = [await line_of(process) for _ in range(30)]
    copied = f"sqlite:///{tmp_path}/new/bot.db"
    await restore(copied, source=made.path, stamp=STAMP)

    async with open_store(copied) as store:
        turns = {turn.id for turn in await store.open_turns()}
        promised = [await store.outbox(another_turn(int(number)).id) for number in reported]
    assert {another_turn(int(number)).id for number in reported} <= turns
    assert all(len(rows) == 1 for rows in promised)
    assert len(later) == 30


async def test_a_file_that_is_there_is_replaced_only_when_told(url: str, tmp_path: Path) -> None:
    """Untouched and named in the refusal; with `replace` the new copy stands in its place."""
    target = tmp_path / "copy.db"
    target.write_text("precious")

    with pytest.raises(SettingsError, match=r"copy\.db is there already: choose another name, or say --replace"):
        await back_up(url, to=target)
    assert target.read_text() == "precious"
    await back_up(url, to=target, replace=True)
    assert target.read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("name", ["bot.db", "bot.db-wal", "bot.db.key", "bot.db.lock"])
async def test_the_bots_own_files_are_never_replaced(url: str, tmp_path: Path, name: str) -> None:
    """Not even when told to replace, nor through a folder that is a link."""
    (tmp_path / "link").symlink_to(tmp_path / "data")

    with pytest.raises(SettingsError, match=r"names that begin with bot\.db are the bot's own"):
        await back_up(url, to=tmp_path / "link" / name, replace=True)


async def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    """A wrong DATABASE_URL is told, and leaves neither a database nor a copy behind."""
    with pytest.raises(SettingsError, match=r"there is no database .*/nowhere\.db"):
        await back_up(f"sqlite:///{tmp_path}/nowhere.db", to=tmp_path / "copy.db")

    assert names_in(tmp_path) == []


async def test_a_damaged_database_gives_no_copy(url: str, tmp_path: Path) -> None:
    """A page written over by something else: an error instead of a copy that cannot be used, and no draft."""
    with (tmp_path / "data" / "bot.db").open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 8)

    with pytest.raises(SettingsError, match="is damaged"):
        await back_up(url, to=tmp_path / "copy.db")
    assert names_in(tmp_path) == ["data"]


async def test_what_was_there_before_is_kept_aside(url: str, tmp_path: Path) -> None:
    """Restored, the database is as it was at the copy; what came later is in the file aside, none of it in the new."""
    made = await back_up(url, to=tmp_path / "copy.db")
    async with open_store(url) as store:
        await store.accept(SESSION, another_turn(1))
    done = await restore(url, source=made.path, stamp=STAMP)

    async with open_store(url) as store:
        assert [turn.id for turn in await store.open_turns()] == [TURN.id]
    assert done.aside == tmp_path / "data" / f"bot.db.before-restore-{STAMP}"
    with sqlite3.connect(done.aside) as connection:
        assert connection.execute("SELECT COUNT(*) FROM turn").fetchone() == (2,)
    connection.close()


async def test_a_killed_bots_log_is_not_read_into_the_copy(tmp_path: Path) -> None:
    """What SIGKILL left in the -wal file goes aside with its database; the restored one is the copy alone."""
    url = f"sqlite:///{tmp_path}/bot.db"
    async with another_process(MANY, url) as process:
        await line_of(process)
        made = await back_up(url, to=tmp_path / "copy.db")
        last = [await line_of(process) for _ in range(30)][-1]
    with sqlite3.connect(made.path) as connection:
        before = connection.execute("SELECT COUNT(*) FROM turn").fetchone()[0]
    connection.close()
    done = await restore(url, source=made.path, stamp=STAMP)

    async with open_store(url) as store:
        assert len(await store.open_turns()) == before <= int(last)
    async with open_store(f"sqlite:///{done.aside}") as store:
        assert len(await store.open_turns()) > int(last)


async def test_a_damaged_database_is_replaced_too(url: str, tmp_path: Path) -> None:
    """That is what copies are for; the damaged one is kept as it is."""
    made = await back_up(url, to=tmp_path / "copy.db")
    damage = b"\xff" * 100_000
    (tmp_path / "data" / "bot.db").write_bytes(damage)
    done = await restore(url, source=made.path, stamp=STAMP)

    async with open_store(url) as store:
        assert [turn.id for turn in await store.open_turns()] == [TURN.id]
    assert done.aside is not None
    assert done.aside.read_bytes() == damage


async def test_under_a_bot_that_runs_nothing_is_restored(url: str, tmp_path: Path) -> None:
    """It is refused by the process's number, and the database stays."""
    made = await back_up(url, to=tmp_path / "copy.db")

    async with open_store(url) as store:
        with pytest.raises(SettingsError, match=r"already runs the bot on .*: stop it first"):
            await restore(url, source=made.path, stamp=STAMP)
        assert len(await store.open_turns()) == 1


async def test_secrets_open_with_their_key_file_and_are_counted_without(url: str, tmp_path: Path) -> None:
    """In a new place without the key no key is made; once the file is put there, the secret opens."""
    made = await back_up(url, to=tmp_path / "copy.db")
    new = f"sqlite:///{tmp_path}/new/bot.db"
    without = await restore(new, source=made.path, stamp=STAMP)
    key = tmp_path / "new" / "bot.db.key"
    was_made = key.exists()
    (tmp_path / "data" / "bot.db.key").rename(key)
    with_key = await restore(new, source=made.path, stamp=STAMP + "2")

    assert (without.sealed, without.lost, without.key_file, was_made) == (1, 1, key, False)
    assert (with_key.sealed, with_key.lost) == (1, 0)
    async with open_secrets(new) as secrets:
        assert await secrets.get("website-token") == "hush"


async def test_a_copy_of_a_newer_bot_is_refused(url: str, tmp_path: Path) -> None:
    """Migrations go forward only: the sentence says which bot it needs, and the database stays as it was."""
    made = await back_up(url, to=tmp_path / "copy.db")
    with sqlite3.connect(made.path) as connection:
        connection.execute("INSERT INTO migration VALUES (9999, '9999_of_tomorrow', 'x')")
    connection.close()
    before = (tmp_path / "data" / "bot.db").read_bytes()

    with pytest.raises(SettingsError, match="newer than this bot: it has migration 9999_of_tomorrow"):
        await restore(url, source=made.path, stamp=STAMP)
    assert (tmp_path / "data" / "bot.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
async def test_what_is_no_copy_is_refused(url: str, tmp_path: Path, content: bytes) -> None:
    """An empty file, a text, half a header: an error, the database as it was, no draft."""
    (tmp_path / "copy.db").write_bytes(content)
    before = names_in(tmp_path / "data")

    with pytest.raises(SettingsError):
        await restore(url, source=tmp_path / "copy.db", stamp=STAMP)
    assert names_in(tmp_path / "data") == before


async def test_a_copy_from_before_later_migrations_is_restored(tmp_path: Path) -> None:
    """A copy that lacks tables of today is put back as it is, and brought to this version when the bot starts."""
    old = tmp_path / "old.db"
    first = packaged()[0]
    with sqlite3.connect(old) as connection:
        connection.execute("CREATE TABLE migration (number BIGINT PRIMARY KEY, name TEXT, checksum TEXT)")
        connection.executescript(first.sql)
        connection.execute("INSERT INTO migration VALUES (1, ?, ?)", (first.name, first.checksum))
    connection.close()
    url = f"sqlite:///{tmp_path}/data/bot.db"
    done = await restore(url, source=old, stamp=STAMP)

    assert (done.schema, done.sealed, done.aside) == (first.name, 0, None)
    async with open_store(url) as store:
        assert await store.accept(SESSION, TURN)
