"""A copy of the database put in its place again, never under a bot that runs."""

import asyncio
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.store import keys
from bot.store.backup import blaming_place, checked, copy, drafted, settle
from bot.store.database import Database
from bot.store.location import make_private_folder, path_of
from bot.store.lock import only_process
from bot.store.mcp_servers import headers_key
from bot.store.migrate import is_current, packaged
from bot.store.secrets import secret_key
from bot.store.sqlite import open_database
from bot.store.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`schema`: the newest migration in it, `aside`: where the database lies that was there before.

    `sealed`: how many secrets it holds, `lost`: how many of them no key opens that is here; `key_file`: its place.
    """

    schema: str
    aside: Path | None
    sealed: int
    lost: int
    key_file: Path


async def restore(url: str, *, source: Path, given_keys: Sequence[SecretStr] = (), stamp: str) -> Restored:
    """What was there before is kept as `bot.db.before-restore-STAMP`; migrations are left to the bot's next start.

    Raises `SettingsError` where the bot runs, or the copy is not sound or comes from a newer bot: nothing changes then.
    """
    path, source = path_of(url), _found(source)
    make_private_folder(path.parent)
    key_file = path.with_name(f"{path.name}.key")
    with only_process(path), drafted(path) as draft:
        await asyncio.to_thread(copy, source, draft)
        schema = await asyncio.to_thread(checked, draft)
        sealed, lost = await _secrets(draft, given_keys, key_file)
        aside = _set_aside(path, path.with_name(f"{path.name}.before-restore-{stamp}"))
        settle(draft, path)
    return Restored(schema=schema, aside=aside, sealed=sealed, lost=lost, key_file=key_file)


def _found(source: Path) -> Path:
    if not source.is_file():
        raise SettingsError(f"there is no file {source}: name a copy that `bot backup` has made")
    return source.resolve()


async def _secrets(draft: Path, given: Sequence[SecretStr], key_file: Path) -> tuple[int, int]:
    """How many there are, and how many of them open with none of the keys. No key is made."""
    vault = _vault(given, key_file)
    async with open_database(draft) as database:
        await is_current(database, packaged())
        rows = await _sealed(database)
    lost = [row_key for row_key, sealed in rows if vault is None or not _opens(vault, row_key, sealed)]
    return len(rows), len(lost)


def _vault(given: Sequence[SecretStr], key_file: Path) -> Vault | None:
    return Vault(keys.gather(given, file=key_file)) if given or key_file.exists() else None


async def _sealed(database: Database) -> list[tuple[str, str]]:
    """The lasting ones with the names that they are sealed under; an older database may lack a table."""
    tables = {row["name"] for row in await database.read("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found: list[tuple[str, str]] = []
    if "secret" in tables:
        rows = await database.read("SELECT name, sealed FROM secret")
        found += [(secret_key(row["name"]), row["sealed"]) for row in rows]
    if "mcp_server" in tables:
        rows = await database.read("SELECT guild, name, headers FROM mcp_server")
        found += [(headers_key(row["guild"], row["name"]), row["headers"]) for row in rows]
    return found


def _opens(vault: Vault, row_key: str, sealed: str) -> bool:
    try:
        vault.open(row_key, sealed)
    except SettingsError:
        return False
    return True


def _set_aside(path: Path, aside: Path) -> Path | None:
    """A second name for what is there, so that a kill between this and the new one's arrival leaves it in its place.

    Its -wal file must not outlive it: SQLite would read it as the new database's. A sound database takes it in first;
    that of a damaged one goes aside too.
    """
    if not path.exists():
        return None
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with blaming_place(aside):
        os.link(path, aside)
        for ending in ("-wal", "-shm"):
            file = path.with_name(path.name + ending)
            if file.exists():
                file.rename(aside.with_name(aside.name + ending))
    return aside
