"""The database as it lies there: read without a lock, a migration or a new file, also while the bot runs."""

import asyncio
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.core.findings import Finding, bad, good
from bot.store import keys
from bot.store.faults import blaming_sqlite
from bot.store.location import path_of
from bot.store.mcp_servers import headers_key
from bot.store.migrate import Migration, packaged, refuse_other_history
from bot.store.secrets import secret_key
from bot.store.vault import Vault

_OTHERS = 0o077
_OWNER_WRITES = 0o200


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the database holds, as far as a check needs it. `sealed`: secrets after the names they are sealed under."""

    applied: Sequence[tuple[str, str]] = ()
    sealed: Sequence[tuple[str, str]] = field(default=(), repr=False)
    synced: dict[str, str] = field(default_factory=dict)


async def look_at_database(url: str) -> tuple[Finding, Kept]:
    """The finding, and what was read; nothing where it cannot be."""
    try:
        path = path_of(url)
        if not path.exists():
            return _of_none(path), Kept()
        kept = await asyncio.to_thread(_read, path)
        return _judged(path, kept, packaged()), kept
    except SettingsError as error:
        return bad("database", "check.database_bad", what=_sentence(error)), Kept()


def _of_none(path: Path) -> Finding:
    folder = next(place for place in path.parents if place.exists())
    if not os.access(folder, os.W_OK | os.X_OK) or not folder.stat().st_mode & _OWNER_WRITES:
        return bad("database", "check.database_unwritable", path=path)
    return good("database", "check.database_new", path=path)


def _judged(path: Path, kept: Kept, known: Sequence[Migration]) -> Finding:
    """Raises SettingsError where it comes from newer or other code, or others may read it."""
    files = [file for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))) if file.exists()]
    open_ones = [file for file in files if file.stat().st_mode & _OTHERS]
    if open_ones:
        raise SettingsError(f"others on this machine may read {open_ones[0]}: chmod 600 {open_ones[0]}")
    refuse_other_history(kept.applied, known)
    if any(not _may_write(file) for file in (*files, path.parent)):
        return bad("database", "check.database_unwritable", path=path)
    missing = len(known) - len(kept.applied)
    if missing:
        return good("database", "check.database_old", path=path, count=missing)
    return good("database", "check.database_good", path=path)


def _may_write(file: Path) -> bool:
    """As root everything may be written; that nobody was meant to is told by the file all the same."""
    return os.access(file, os.W_OK) and bool(file.stat().st_mode & _OWNER_WRITES)


def _read(path: Path) -> Kept:
    with (
        blaming_sqlite(path),
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5.0)) as connection,
    ):
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if tables and "migration" not in tables:
            raise SettingsError(f"{path} is another program's database: DATABASE_URL must name the bot's own file")
        return Kept(
            applied=_rows(connection, tables, "migration", "name, checksum", "ORDER BY number"),
            sealed=_sealed(connection, tables),
            synced={str(a): d for a, d in _rows(connection, tables, "command_sync", "application, digest")},
        )


def _rows(connection: sqlite3.Connection, tables: set[str], table: str, columns: str, order: str = "") -> list[tuple]:  # type: ignore[type-arg]
    if table not in tables:
        return []
    return list(connection.execute(f"SELECT {columns} FROM {table} {order}"))  # noqa: S608 - words of ours


def _sealed(connection: sqlite3.Connection, tables: set[str]) -> list[tuple[str, str]]:
    secrets = [(secret_key(name), value) for name, value in _rows(connection, tables, "secret", "name, sealed")]
    servers = _rows(connection, tables, "mcp_server", "guild, name, headers")
    return secrets + [(headers_key(guild, name), value) for guild, name, value in servers]


class LyingSecrets:
    """Implements `core.supply_ports.Secrets` on what was read."""

    def __init__(self, kept: Kept, url: str, given: Sequence[SecretStr]) -> None:
        self._sealed = dict(kept.sealed)
        self._file = _key_file(url)
        self._given = given

    async def get(self, name: str) -> str | None:
        sealed = self._sealed.get(secret_key(name))
        vault = self._vault() if sealed is not None else None
        if sealed is None or vault is None:
            return None
        return (await asyncio.to_thread(vault.open, secret_key(name), sealed)).get_secret_value()

    async def look(self) -> list[Finding]:
        """Whether all open; nothing where there is none. No key is made."""
        if not self._sealed:
            return []
        try:
            vault = self._vault()
        except SettingsError as error:
            return [bad("secrets", "check.secrets_missing", what=_sentence(error))]
        lost = await asyncio.to_thread(_lost, vault, self._sealed.items())
        if lost:
            fields = {"lost": lost, "count": len(self._sealed), "file": self._file}
            return [bad("secrets", "check.secrets_lost", **fields)]
        return [good("secrets", "check.secrets_good", count=len(self._sealed))]

    def _vault(self) -> Vault | None:
        return Vault(keys.gather(self._given, file=self._file)) if self._given or self._file.exists() else None


def _key_file(url: str) -> Path:
    try:
        path = path_of(url)
    except SettingsError:
        return Path("bot.db.key")
    return path.with_name(f"{path.name}.key")


def _lost(vault: Vault | None, sealed: Iterable[tuple[str, str]]) -> int:
    return sum(vault is None or not _opens(vault, name, value) for name, value in sealed)


def _opens(vault: Vault, name: str, value: str) -> bool:
    try:
        vault.open(name, value)
    except SettingsError:
        return False
    return True


def _sentence(error: SettingsError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
