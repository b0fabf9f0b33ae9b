"""What is said once and for all, and which commands Discord was last told: small rows that outlive the process."""

from bot.core.ids import Milliseconds, Snowflake
from bot.core.notices import Notice
from bot.store.database import Database, only


class SqliteNotices:
    """Implements `core.notices.Notices` and `core.notices.CommandSync`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def say_once(self, kind: Notice, place: Snowflake, *, now: Milliseconds) -> bool:
        async with self._database.transaction() as tx:
            rows = await tx.run(
                """
                INSERT INTO notice (kind, place, said_at) VALUES (:kind, :place, :said_at)
                ON CONFLICT (kind, place) DO NOTHING
                RETURNING place""",
                kind=kind,
                place=place,
                said_at=now,
            )
        return bool(rows)

    async def was_said(self, kind: Notice, place: Snowflake) -> bool:
        rows = await self._database.read(
            "SELECT place FROM notice WHERE kind = :kind AND place = :place", kind=kind, place=place
        )
        return bool(rows)

    async def forget(self, kind: Notice, place: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await tx.run("DELETE FROM notice WHERE kind = :kind AND place = :place", kind=kind, place=place)

    async def synced(self, application: Snowflake) -> str:
        row = only(
            await self._database.read(
                "SELECT digest FROM command_sync WHERE application = :application", application=application
            )
        )
        return "" if row is None else str(row["digest"])

    async def sync_done(self, application: Snowflake, digest: str) -> None:
        async with self._database.transaction() as tx:
            await tx.run(
                """
                INSERT INTO command_sync (application, digest) VALUES (:application, :digest)
                ON CONFLICT (application) DO UPDATE SET digest = :digest""",
                application=application,
                digest=digest,
            )
