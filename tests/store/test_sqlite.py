"""The driver: whole transactions, one after another, whatever is raised or cancelled."""

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

import pytest

from bot.store.database import Conflict, Transaction
from bot.store.sqlite import SqliteDatabase

INSERT = "INSERT INTO thing (id, number) VALUES (:id, :number)"


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.iterdir()}


async def ids(database: SqliteDatabase) -> set[str]:
    return {row["id"] for row in await database.read("SELECT id FROM thing")}


async def test_a_transaction_that_ends_is_kept(database: SqliteDatabase) -> None:
    """What a transaction wrote is seen by readers once it has ended."""
    async with database.transaction() as transaction:
        await transaction.run(INSERT, id="a", number=1)

    assert await ids(database) == {"counter", "a"}


async def test_a_reader_sees_no_open_transaction(database: SqliteDatabase) -> None:
    """What a transaction has written so far is not seen by readers."""
    async with database.transaction() as transaction:
        await transaction.run(INSERT, id="a", number=1)

        assert await ids(database) == {"counter"}


async def test_an_error_undoes_all_of_a_transaction(database: SqliteDatabase) -> None:
    """A transaction that raises leaves nothing, and the next one works."""
    with suppress(KeyError):
        async with database.transaction() as transaction:
            await transaction.run(INSERT, id="a", number=1)
            raise KeyError

    async with database.transaction() as transaction:
        await transaction.run(INSERT, id="b", number=2)
    assert await ids(database) == {"counter", "b"}


async def test_a_forbidden_row_is_a_conflict_without_its_values(database: SqliteDatabase) -> None:
    """A row that the schema forbids raises Conflict, which names the rule and none of the values."""
    with pytest.raises(Conflict, match=r"thing\.id") as caught:
        async with database.transaction() as transaction:
            await transaction.run(INSERT, id="counter", number=4711)

    assert "4711" not in str(caught.value)
    assert "counter" not in str(caught.value)


async def test_our_own_mistakes_are_not_blamed_on_the_operator(database: SqliteDatabase) -> None:
    """A malformed statement raises what SQLite raised."""
    with pytest.raises(Exception, match="syntax error") as caught:
        await database.read("SELEC")

    assert type(caught.value).__module__ == "sqlite3"


async def test_transactions_never_interleave(database: SqliteDatabase) -> None:
    """Coroutines that read, yield and write inside transactions lose no update."""

    async def increment() -> None:
        for _ in range(10):
            async with database.transaction() as transaction:
                rows = await transaction.run("SELECT number FROM thing WHERE id = 'counter'")
                await asyncio.sleep(0)
                await transaction.run("UPDATE thing SET number = :number", number=rows[0]["number"] + 1)

    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(increment())

    rows = await database.read("SELECT number FROM thing WHERE id = 'counter'")
    assert rows[0]["number"] == 40


async def three_rows(database: SqliteDatabase, *, announce: int, reached: asyncio.Event) -> None:
    """Insert three rows; announce is when to say so: before which statement, 3 for before COMMIT."""
    async with database.transaction() as transaction:
        for number in range(4):
            if number == announce:
                reached.set()
            await insert_if_row(transaction, number)


async def insert_if_row(transaction: Transaction, number: int) -> None:
    if number < 3:
        await transaction.run(INSERT, id=f"row{number}", number=number)


@pytest.mark.parametrize("statement", [0, 1, 2])
async def test_a_cancelled_transaction_leaves_nothing(database: SqliteDatabase, statement: int) -> None:
    """Cancelled while any of its statements runs, a transaction is undone whole, and the next one works."""
    reached = asyncio.Event()
    task = asyncio.create_task(three_rows(database, announce=statement, reached=reached))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with database.transaction() as transaction:
        await transaction.run(INSERT, id="after", number=9)
    assert await ids(database) == {"counter", "after"}


async def test_a_commit_is_waited_for_when_cancelled(database: SqliteDatabase) -> None:
    """Cancelled while COMMIT runs, a transaction stands whole, and the cancellation is still felt."""
    reached = asyncio.Event()
    task = asyncio.create_task(three_rows(database, announce=3, reached=reached))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await ids(database) == {"counter", "row0", "row1", "row2"}


async def test_cancelled_while_it_begins(database: SqliteDatabase) -> None:
    """Cancelled while BEGIN runs, a transaction leaves the connection free for the next."""
    task = asyncio.create_task(three_rows(database, announce=0, reached=asyncio.Event()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with database.transaction() as transaction:
        await transaction.run(INSERT, id="after", number=9)
    assert await ids(database) == {"counter", "after"}


async def test_cancelled_again_and_again(database: SqliteDatabase) -> None:
    """Cancelled at every turn of the loop while it rolls back, a transaction still frees the connection."""
    reached = asyncio.Event()
    task = asyncio.create_task(three_rows(database, announce=1, reached=reached))
    await reached.wait()
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)

    async with database.transaction() as transaction:
        await transaction.run(INSERT, id="after", number=9)
    assert task.cancelled()
    assert await ids(database) == {"counter", "after"}


async def test_a_timeout_inside_a_transaction_is_a_timeout(database: SqliteDatabase) -> None:
    """A deadline that passes inside a transaction undoes it and raises TimeoutError."""

    async def too_slow() -> None:
        async with asyncio.timeout(0.01), database.transaction() as transaction:
            await transaction.run(INSERT, id="a", number=1)
            await asyncio.sleep(10)

    with pytest.raises(TimeoutError):
        await too_slow()

    assert await ids(database) == {"counter"}


async def test_readers_cannot_write(database: SqliteDatabase) -> None:
    """The reading connection refuses to write."""
    with pytest.raises(Exception, match="may not write"):
        await database.read("DELETE FROM thing")

    assert await ids(database) == {"counter"}


async def test_text_of_any_kind_is_kept(database: SqliteDatabase) -> None:
    """A surrogate pair in halves becomes its character; a lone half and NUL, which no database takes, U+FFFD."""
    async with database.transaction() as transaction:
        await transaction.run(INSERT, id="\ud83c\udf19 \ud83c \0 ü", number=1)

    assert await ids(database) == {"counter", "🌙 \ufffd \ufffd ü"}


async def test_values_are_not_logged(database: SqliteDatabase, caplog: pytest.LogCaptureFixture) -> None:
    """What is written is not in the log, even where the root logger takes everything."""
    caplog.set_level(logging.DEBUG)
    async with database.transaction() as transaction:
        await transaction.run(INSERT, id="private words", number=1)

    assert "private words" not in caplog.text


async def test_commits_are_synced_and_logged_ahead(database: SqliteDatabase, tmp_path: Path) -> None:
    """The file is in WAL mode, every commit is synced (2 = FULL), and foreign keys are enforced."""
    async with database.transaction() as transaction:
        synchronous = await transaction.run("PRAGMA synchronous")
        foreign_keys = await transaction.run("PRAGMA foreign_keys")

    assert (synchronous[0]["synchronous"], foreign_keys[0]["foreign_keys"]) == (2, 1)
    assert (tmp_path / "bare.db-wal").exists()
    assert modes(tmp_path) == {0o600}
