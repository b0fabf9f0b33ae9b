"""A database that gets stuck in the middle of a transaction, as one does when its process is stopped there."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.store.database import Database, Row, Transaction, Value


class StuckDatabase:
    """The given one, but before its transaction's statement `at` (from 0) it is `stuck`, and waits to be cancelled."""

    def __init__(self, database: Database, *, at: int) -> None:
        self._database = database
        self._left = at
        self.stuck = asyncio.Event()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._database.transaction() as self._transaction:
            yield self

    async def run(self, sql: str, /, **values: Value) -> Sequence[Row]:
        if not self._left:
            self.stuck.set()
            await asyncio.Event().wait()
        self._left -= 1
        return await self._transaction.run(sql, **values)

    async def read(self, sql: str, /, **values: Value) -> Sequence[Row]:
        return await self._database.read(sql, **values)

    async def copy_aside(self, name: str) -> None:
        await self._database.copy_aside(name)
