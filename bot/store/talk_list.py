"""The list of talks, with how each stands; and what changes in a talk from there."""

from bot.core.ids import Milliseconds, SessionId, Snowflake
from bot.core.session import Session
from bot.core.talk_list import Bookmark, Talk, TalkState
from bot.store import sessions
from bot.store.database import Database, Row, Transaction, storable

_END_OF_TIME = 1 << 53
_WORK = {0: TalkState.IDLE, 1: TalkState.RUNNING, 2: TalkState.WAITING}
"""By the most that any of its requests says: they are read together."""


class SqliteTalkList:
    """Implements `core.talk_list.TalkList`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def before(
        self, bookmark: Bookmark | None, *, person: Snowflake, guild: Snowflake | None, limit: int
    ) -> tuple[Talk, ...]:
        rows = await self._database.read(
            """
            SELECT * FROM (
                SELECT
                    session.*,
                    COALESCE(MAX(turn.created_at), session.created_at) AS used_at,
                    MAX(CASE turn.state WHEN 'done' THEN 0 WHEN 'waiting' THEN 2 ELSE 1 END) AS work
                FROM session LEFT JOIN turn ON turn.session = session.id
                WHERE (session.owner = :person OR session.guild = :guild)
                AND (session.thread IS NOT NULL OR session.kind IN ('direct', 'channel'))
                GROUP BY session.id
            ) AS talk
            WHERE used_at < :used_at OR (used_at = :used_at AND id < :id)
            ORDER BY used_at DESC, id DESC
            LIMIT :most""",
            person=person,
            guild=guild,
            used_at=_END_OF_TIME if bookmark is None else bookmark.used_at,
            id="" if bookmark is None else bookmark.session,
            most=limit,
        )
        return tuple(_talk(sessions.of_row(row), row) for row in rows)

    async def talk(self, session: SessionId) -> Talk | None:
        known = await sessions.get(self._database, session)
        if known is None:
            return None
        rows = await self._database.read(
            """
            SELECT
                MAX(created_at) AS used_at,
                MAX(CASE state WHEN 'done' THEN 0 WHEN 'waiting' THEN 2 ELSE 1 END) AS work
            FROM turn WHERE session = :session""",
            session=session,
        )
        return _talk(known, rows[0])

    async def rename(self, session: SessionId, title: str) -> None:
        async with self._database.transaction() as tx:
            await tx.run(
                "UPDATE session SET title = :title WHERE id = :session", session=session, title=storable(title)
            )

    async def close(self, session: SessionId, *, now: Milliseconds) -> None:
        async with self._database.transaction() as tx:
            await tx.run(
                "UPDATE session SET closed_at = :now WHERE id = :session AND closed_at IS NULL",
                session=session,
                now=now,
            )


async def reopen(transaction: Transaction, session: SessionId) -> None:
    """Somebody goes on with it."""
    await transaction.run(
        "UPDATE session SET closed_at = NULL WHERE id = :session AND closed_at IS NOT NULL", session=session
    )


def _talk(session: Session, row: Row) -> Talk:
    state = TalkState.CLOSED if session.closed_at is not None else _WORK[row["work"] or 0]
    return Talk(session=session, state=state, used_at=row["used_at"] or session.created_at)
