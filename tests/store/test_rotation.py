"""Rotation: every secret sealed anew with the newest key, in real processes of `bot rotate`."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.core.ids import Milliseconds
from bot.core.session import ItxReply
from bot.store import open_secrets, open_store
from bot.store.rotation import TOKEN_LASTS_MS, Rotated
from tests.store.samples import ITX, NOW, SESSION, TURN, another_turn
from tests.store.test_mcp_servers import GUILD, SECRET, WEATHER

ROOT = Path(__file__).parents[2]
OLD = base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = base64.urlsafe_b64encode(b"n" * 32).decode()
NEEDED = {"DISCORD_TOKEN": "a-token", "GEMINI_API_KEY": "a-key"}


def rotate(folder: Path, *keys: str) -> subprocess.CompletedProcess[str]:
    """`bot rotate` in a process of its own."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), **NEEDED}
    env |= {"DATABASE_URL": f"sqlite:///{folder}/bot.db", "SECRET_KEYS": ",".join(keys)}
    command = [sys.executable, "-m", "bot", "rotate"]
    return subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, timeout=30, check=False)


def secret_keys(*keys: str) -> list[SecretStr]:
    return [SecretStr(key) for key in keys]


async def fill(url: str, *keys: str) -> None:
    """A server with a header, and a token that was new in the time of the samples."""
    async with open_store(url, secret_keys(*keys)) as store:
        await store.servers.add(WEATHER)
        await store.accept(SESSION, TURN, itx=ITX)


async def test_after_rotation_the_old_key_is_not_needed(url: str, tmp_path: Path) -> None:
    """`bot rotate` says how many it sealed anew; then the newest key alone opens them, and the old one does not."""
    await fill(url, OLD)
    done = rotate(tmp_path, NEW, OLD)

    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 secrets sealed anew with the newest key; 1 expired tokens emptied.\n"
    async with open_store(url, secret_keys(NEW)) as store:
        assert await store.servers.get(GUILD, "weather") == WEATHER
    async with open_store(url, secret_keys(OLD)) as store:
        with pytest.raises(SettingsError, match="put back the key"):
            await store.servers.get(GUILD, "weather")


async def test_the_key_file_can_be_left_for_the_settings(url: str, tmp_path: Path) -> None:
    """What the key file's key sealed is sealed anew with the settings' key, and the file can go."""
    async with open_store(url) as store:
        await store.servers.add(WEATHER)
    done = rotate(tmp_path, NEW)
    (tmp_path / "bot.db.key").unlink()

    assert done.returncode == 0, done.stderr
    async with open_store(url, secret_keys(NEW)) as store:
        assert await store.servers.get(GUILD, "weather") == WEATHER


async def test_a_lost_key_changes_nothing(url: str, tmp_path: Path) -> None:
    """Where a secret opens with none of the keys, a sentence says which, and everything stays as it was."""
    await fill(url, OLD)
    done = rotate(tmp_path, NEW)

    assert done.returncode == 2
    assert f"mcp_server.headers/{GUILD}/weather opens with none of the keys" in done.stderr
    assert SECRET not in done.stderr + done.stdout
    async with open_store(url, secret_keys(OLD)) as store:
        assert await store.servers.get(GUILD, "weather") == WEATHER
        assert await store.itx_of(TURN.id) == ITX


async def test_a_running_service_is_not_rotated(url: str, tmp_path: Path) -> None:
    """While another process has the database, it is named, and nothing is done."""
    async with open_store(url, secret_keys(OLD)):
        done = rotate(tmp_path, NEW, OLD)

    assert done.returncode == 2
    assert f"process {os.getpid()} already runs the bot" in done.stderr


async def test_tokens_that_still_answer_are_kept(url: str) -> None:
    """A token of the last 15 minutes is sealed anew, an older one is emptied, and both rows can still be read."""
    now = Milliseconds(NOW + TOKEN_LASTS_MS)
    young, turn = Milliseconds(now - 1), another_turn(1)
    async with open_store(url, secret_keys(OLD)) as store:
        await store.accept(SESSION, TURN, itx=_at(Milliseconds(NOW - 1)))
        await store.accept(SESSION, turn, itx=_at(young))
    async with open_store(url, secret_keys(NEW, OLD)) as store:
        done = await store.rotate(now=now)

    assert done == Rotated(sealed=1, emptied=1)
    async with open_store(url, secret_keys(NEW)) as store:
        old, kept = await store.itx_of(TURN.id), await store.itx_of(turn.id)
    assert old is not None
    assert old.token == ""
    assert kept == _at(young)


def _at(at: Milliseconds) -> ItxReply:
    return ItxReply(itx=ITX.itx, application=ITX.application, token=ITX.token, at=at)


async def test_more_tokens_than_one_batch(url: str) -> None:
    """However many old tokens there are, each is emptied once."""
    async with open_store(url, secret_keys(OLD)) as store:
        for number in range(1_100):
            await store.accept(SESSION, another_turn(number), itx=ITX)
        done = await store.rotate(now=Milliseconds(NOW + TOKEN_LASTS_MS + 1))

    assert done == Rotated(sealed=0, emptied=1_100)


async def test_the_operators_secrets_are_sealed_anew(url: str, tmp_path: Path) -> None:
    """They count as what is stored, open with the newest key alone, and keep the time they were set at."""
    async with open_secrets(url, secret_keys(OLD)) as secrets:
        await secrets.set("github", SecretStr(SECRET), now=NOW)
    done = rotate(tmp_path, NEW, OLD)

    assert done.stdout == "1 secrets sealed anew with the newest key; 0 expired tokens emptied.\n"
    async with open_secrets(url, secret_keys(NEW)) as secrets:
        assert await secrets.get("github") == SECRET
        assert [one.set_at for one in await secrets.all()] == [NOW]
    async with open_secrets(url, secret_keys(OLD)) as secrets:
        with pytest.raises(SettingsError, match="put back the key"):
            await secrets.get("github")
