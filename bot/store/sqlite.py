"""The SQLite driver. One connection writes, behind a lock held for a whole transaction: two coroutines that shared a
connection would otherwise mix their statements between one BEGIN and one COMMIT. Another connection reads.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from sqlite3 import Row as SqliteRow

import aiosqlite

from bot.core.errors import SettingsError
from bot.store.database import Row, Transaction, Value, storable
from bot.store.faults import blaming_disk, blaming_sqlite

BUSY_MS = 5_000
"""How long a statement waits for a program that is not ours, such as a backup."""


class SqliteDatabase:
    def __init__(self, path: Path, *, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._path = path
        self._writer = writer
        self._reader = reader
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Cancelled before COMMIT, nothing stands; cancelled in COMMIT, all stands."""
        async with self._lock:
            with blaming_sqlite(self._path):
                try:
                    await self._writer.execute_fetchall("BEGIN IMMEDIATE")
                    yield _Statements(self._writer)
                    await self._writer.commit()
                except BaseException:
                    # A cancelled statement still runs in the connection's thread. The roll-back queues behind it, and
                    # before whatever comes next, even if it is cancelled itself; behind a COMMIT it does nothing.
                    await self._writer.rollback()
                    raise

    async def read(self, sql: str, /, **values: Value) -> Sequence[Row]:
        with blaming_sqlite(self._path):
            return await _Statements(self._reader).run(sql, **values)

    async def copy_aside(self, name: str) -> None:
        """Written beside the database as `bot.db.NAME`, whole or not at all; an older copy of that name is replaced."""
        copy = self._path.with_name(f"{self._path.name}.{name}")
        draft = copy.with_name(f"{copy.name}.new")
        with blaming_disk(draft):
            draft.unlink(missing_ok=True)
        _make_private_file(draft, is_new=True)
        async with self._lock:
            with blaming_sqlite(draft):
                await _Statements(self._writer).run("VACUUM INTO :path", path=str(draft))
        with blaming_disk(copy):
            draft.replace(copy)


class _Statements:
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str, /, **values: Value) -> Sequence[Row]:
        clean = {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
        return list(await self._connection.execute_fetchall(sql, clean))


@asynccontextmanager
async def open_database(path: Path, *, busy_ms: int = BUSY_MS) -> AsyncIterator[SqliteDatabase]:
    """Open the file, or make it, readable for this user only. Raises `SettingsError` where it is not ours to use."""
    # At DEBUG aiosqlite logs every statement with its values, which are people's words.
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    _make_private_file(path)
    async with _connection(path, busy_ms) as writer:
        await _prepare(writer, path)
        async with _connection(path, busy_ms) as reader:
            with blaming_sqlite(path):
                await reader.execute_fetchall("PRAGMA query_only = ON")
            yield SqliteDatabase(path, writer=writer, reader=reader)


@asynccontextmanager
async def _connection(path: Path, busy_ms: int) -> AsyncIterator[aiosqlite.Connection]:
    with blaming_sqlite(path):
        connection = await aiosqlite.connect(path, isolation_level=None, timeout=busy_ms / 1000)
    try:
        connection.row_factory = SqliteRow
        yield connection
    finally:
        await connection.close()


async def _prepare(writer: aiosqlite.Connection, path: Path) -> None:
    with blaming_sqlite(path):
        await _refuse_foreign(writer, path)
        _refuse_open(path)
        mode = next(iter(await writer.execute_fetchall("PRAGMA journal_mode = WAL")))[0]
        await writer.execute_fetchall("PRAGMA synchronous = FULL")
        await writer.execute_fetchall("PRAGMA foreign_keys = ON")
    if mode != "wal":
        raise SettingsError(f"the file system of {path} cannot hold the database: DATABASE_URL must name a local disk")


async def _refuse_foreign(writer: aiosqlite.Connection, path: Path) -> None:
    tables = {row[0] for row in await writer.execute_fetchall("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "migration" not in tables:
        raise SettingsError(
            f"{path} is another program's database: DATABASE_URL must name the bot's own file, or a new one"
        )


def _refuse_open(path: Path) -> None:
    """Looked at by name: opening and closing the file once more would drop the locks that SQLite has on it."""
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with blaming_disk(file):
            if file.exists() and file.stat().st_mode & 0o077:
                raise SettingsError(f"others on this machine may read the database {file}: chmod 600 {file}")


def _make_private_file(path: Path, *, is_new: bool = False) -> None:
    """SQLite gives the -wal and -shm files the rights of this one; one that is there is left as it is, or refused."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_EXCL if is_new else 0)
    with blaming_disk(path):
        os.close(os.open(path, flags, 0o600))
