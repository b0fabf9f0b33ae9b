"""A real store on a real file for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import SqliteStore, open_store
from bot.store.sqlite import SqliteDatabase, open_database
from tests.store.samples import SESSION, TURN


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db"


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqliteStore]:
    async with open_store(url) as opened:
        yield opened


@pytest.fixture
async def asked(store: SqliteStore) -> SqliteStore:
    """A store that holds SESSION and its queued TURN."""
    await store.accept(SESSION, TURN)
    return store


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    """A bare database with one table, `thing (id, number)`, and one row in it."""
    async with open_database(tmp_path / "bare.db") as opened:
        async with opened.transaction() as transaction:
            await transaction.run("CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL)")
            await transaction.run("INSERT INTO thing (id, number) VALUES ('counter', 0)")
        yield opened
