"""Up to which message of each place all is taken care of, so that what was missed can be told from what was heard."""

from collections.abc import Sequence

from bot.core.ids import Milliseconds, Snowflake
from bot.core.session import Session
from bot.store.database import Database, only
from bot.store.sessions import of_row


class SqliteHeard:
    """Implements `core.waiting.Heard`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, room: Snowflake) -> Snowflake | None:
        row = only(
            await self._database.read(
                """
                SELECT MAX(message) AS newest FROM (
                    SELECT message FROM heard WHERE room = :room
                    UNION ALL
                    SELECT turn.reply_to AS message FROM turn JOIN session ON session.id = turn.session
                    WHERE (session.thread = :room OR (session.thread IS NULL AND session.parent = :room))
                      AND turn.origin LIKE 'message:%'
                ) AS known""",
                room=room,
            )
        )
        return None if row is None or row["newest"] is None else Snowflake(row["newest"])

    async def is_room(self, room: Snowflake) -> bool:
        rows = await self._database.read(
            """
            SELECT id FROM session WHERE thread = :room
            UNION ALL
            SELECT id FROM session WHERE parent = :room AND kind IN ('direct', 'channel')
            LIMIT 1""",
            room=room,
        )
        return bool(rows)

    async def heard(self, room: Snowflake, message: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await tx.run(
                """
                INSERT INTO heard (room, message) VALUES (:room, :message)
                ON CONFLICT (room) DO UPDATE SET message = :message WHERE heard.message < :message""",
                room=room,
                message=message,
            )

    async def lively(self, *, since: Milliseconds, most: int) -> Sequence[Session]:
        rows = await self._database.read(
            """
            SELECT session.* FROM session
            JOIN (
                SELECT session AS id, MAX(created_at) AS asked_at FROM turn WHERE created_at >= :since GROUP BY session
            ) AS lately ON lately.id = session.id
            WHERE session.closed_at IS NULL AND (session.thread IS NOT NULL OR session.kind IN ('direct', 'channel'))
            ORDER BY lately.asked_at DESC, session.id
            LIMIT :most""",
            since=since,
            most=most,
        )
        return [of_row(row) for row in rows]
