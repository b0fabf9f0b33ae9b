"""The operator's own secrets: kept sealed, given back by name, and set beside a running bot."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.core.ids import Milliseconds
from bot.store import SqliteStore, open_secrets, open_store
from bot.store import secrets as the_door
from bot.store.lock import only_process
from bot.store.migrate import packaged
from bot.store.secrets import Stored
from tests.store.samples import NOW
from tests.store.test_mcp_servers import all_bytes
from tests.store.test_rotation import NEW, secret_keys

VALUE = "ghp-hush-hush-4711"
TOKEN = SecretStr(VALUE)


async def test_a_secret_comes_back_by_its_name(store: SqliteStore) -> None:
    """The newest value of it, and nothing under a name that was never set."""
    await store.secrets.set("github", SecretStr("an earlier value"), now=NOW)
    await store.secrets.set("github", TOKEN, now=Milliseconds(NOW + 1))

    assert await store.secrets.get("github") == VALUE
    assert await store.secrets.get("gitlab") is None


async def test_secrets_are_listed_without_values(store: SqliteStore) -> None:
    """By the alphabet, with when each was last set."""
    await store.secrets.set("second", TOKEN, now=NOW)
    await store.secrets.set("first", TOKEN, now=Milliseconds(NOW + 1))

    listed = await store.secrets.all()

    assert listed == (
        Stored(name="first", set_at=Milliseconds(NOW + 1)),
        Stored(name="second", set_at=NOW),
    )


async def test_a_value_stands_nowhere_in_the_files(store: SqliteStore, tmp_path: Path) -> None:
    """Neither in the database nor in its log, where its name stands."""
    await store.secrets.set("github", TOKEN, now=NOW)

    assert VALUE not in all_bytes(tmp_path)
    assert "github" in all_bytes(tmp_path)


async def test_a_removed_secret_is_gone(store: SqliteStore) -> None:
    """Removing says whether there was one."""
    await store.secrets.set("github", TOKEN, now=NOW)

    assert await store.secrets.remove("github")
    assert not await store.secrets.remove("github")
    assert await store.secrets.get("github") is None


async def test_a_secret_of_another_name_does_not_open(store: SqliteStore) -> None:
    """A ciphertext copied to another name is refused, so nobody sends a secret where it does not belong."""
    await store.secrets.set("github", TOKEN, now=NOW)
    await store.secrets.set("evil", SecretStr("x"), now=NOW)
    async with store._database.transaction() as tx:
        await tx.run("UPDATE secret SET sealed = (SELECT sealed FROM secret WHERE name = 'github')")

    with pytest.raises(SettingsError, match="belongs to another row"):
        await store.secrets.get("evil")


async def test_the_door_is_open_beside_a_running_bot(store: SqliteStore, url: str) -> None:
    """What is set through it is what the process that has the store reads next."""
    await store.secrets.set("github", SecretStr("an earlier value"), now=NOW)
    async with open_secrets(url) as secrets:
        await secrets.set("github", TOKEN, now=NOW)

    assert await store.secrets.get("github") == VALUE


async def test_the_door_makes_a_database_where_there_is_none(url: str) -> None:
    """A secret can be set before the bot has ever run, and is there when it does."""
    async with open_secrets(url) as secrets:
        await secrets.set("github", TOKEN, now=NOW)

    async with open_store(url) as store:
        assert await store.secrets.get("github") == VALUE


async def test_no_other_key_is_made_beside_the_bots_own(url: str, tmp_path: Path) -> None:
    """Where the database was made with SECRET_KEYS and they are not given, nothing is sealed with a key of its own."""
    async with open_store(url, secret_keys(NEW)):
        pass

    with pytest.raises(SettingsError, match="made with SECRET_KEYS"):
        async with open_secrets(url):
            pass
    assert not (tmp_path / "bot.db.key").exists()


async def test_an_older_bot_that_runs_is_not_migrated_under(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a migration is missing and another process has the database, it is named, and nothing is done."""
    async with open_secrets(url):
        pass
    last = packaged()[-1]
    newer = replace(last, number=last.number + 1, name="9999_newer", sql="CREATE TABLE newer (id TEXT);\n")
    monkeypatch.setattr(the_door, "packaged", lambda: (*packaged(), newer))

    with only_process((tmp_path / "bot.db").resolve()), pytest.raises(SettingsError, match=f"process {os.getpid()}"):
        async with open_secrets(url):
            pass
