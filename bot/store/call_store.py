"""The port `Calls` on a database: which statements make one promise. What a statement says stands with its table."""

from collections.abc import Sequence

from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.tools.calls import OwedCall, ToolResult
from bot.core.tools.questions import Question, Reply
from bot.store import tool_calls
from bot.store.database import Database


class SqliteCalls:
    """Implements `core.tools.ports.Calls`. `database.Conflict`, a ValueError, is raised as by `SqliteStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def owe(self, calls: Sequence[OwedCall]) -> None:
        async with self._database.transaction() as tx:
            for owed in calls:
                await tool_calls.add(tx, owed)

    async def of_turn(self, turn: TurnId) -> tuple[OwedCall, ...]:
        return await tool_calls.of_turn(self._database, turn)

    async def of_call(self, turn: TurnId, number: int) -> OwedCall | None:
        return await tool_calls.of_call(self._database, turn, number)

    async def asked(
        self, turn: TurnId, number: int, question: Question, *, now: Milliseconds, expires_at: Milliseconds
    ) -> None:
        async with self._database.transaction() as tx:
            await tool_calls.asked(tx, turn, number, question, now=now, expires_at=expires_at)

    async def replied(self, turn: TurnId, number: int, reply: Reply, *, now: Milliseconds) -> bool:
        async with self._database.transaction() as tx:
            return await tool_calls.replied(tx, turn, number, reply, now=now)

    async def begun(self, turn: TurnId, number: int) -> None:
        async with self._database.transaction() as tx:
            await tool_calls.begun(tx, turn, number)

    async def answered(self, turn: TurnId, number: int, result: ToolResult, *, now: Milliseconds) -> None:
        async with self._database.transaction() as tx:
            await tool_calls.answered(tx, turn, number, result, now=now)

    async def grant(self, session: SessionId, scope: str, *, by: Snowflake, now: Milliseconds) -> None:
        async with self._database.transaction() as tx:
            await tool_calls.grant(tx, session, scope, by=by, now=now)

    async def is_granted(self, session: SessionId, scope: str, *, by: Snowflake) -> bool:
        return await tool_calls.is_granted(self._database, session, scope, by=by)
