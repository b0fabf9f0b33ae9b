"""How many requests a second the store accepts, and how many transactions bare SQLite makes of the same three rows."""

import sqlite3
from contextlib import closing
from pathlib import Path
from time import perf_counter

from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.session import Actor, Session, Turn
from bot.store import SqliteStore
from bot.store.store import open_store

_BLOCKS = 10
_REQUEST = "What is going on in the world of queues? " * 4


async def transactions(folder: Path, count: int) -> tuple[float, float]:
    """A second: ours and bare, the best of small blocks in turns, for the disk is shared and has its moods."""
    size = max(count // _BLOCKS, 1)
    ours = bare = float("inf")
    async with open_store(f"sqlite:///{folder}/ours.db") as store:
        with closing(_bare(folder / "bare.db")) as connection:
            for block in range(_BLOCKS):
                ours = min(ours, await _accept(store, range(block * size, (block + 1) * size)))
                bare = min(bare, _insert(connection, range(block * size, (block + 1) * size)))
    return size / ours, size / bare


async def _accept(store: SqliteStore, numbers: range) -> float:
    turns = [(_session(number), _turn(number)) for number in numbers]
    began = perf_counter()
    for session, turn in turns:
        assert await store.accept(session, turn)
    return perf_counter() - began


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for table in ("one", "two", "three"):
        connection.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, number BIGINT, words TEXT)")
    return connection


def _insert(connection: sqlite3.Connection, numbers: range) -> float:
    began = perf_counter()
    for number in numbers:
        connection.execute("BEGIN IMMEDIATE")
        for table in ("one", "two", "three"):
            connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", (f"{table}-{number:06}", number, _REQUEST))  # noqa: S608 - our three names
        connection.commit()
    return perf_counter() - began


def _session(number: int) -> Session:
    return Session(
        id=SessionId(f"session-{number:06}"),
        guild=Snowflake(1),
        parent=Snowflake(2),
        thread=Snowflake(10_000 + number),
        owner=Snowflake(3),
        agent="agent",
        title="What is going on",
        created_at=Milliseconds(number),
    )


def _turn(number: int) -> Turn:
    return Turn(
        id=TurnId(f"turn-{number:06}"),
        session=SessionId(f"session-{number:06}"),
        origin=f"message:{number}",
        request=_REQUEST,
        actor=Actor(id=Snowflake(3), name="Ada"),
        locale="en-GB",
        created_at=Milliseconds(number),
    )
