"""Answers that are to be removed, and whether they are."""

from bot.core.ids import Milliseconds, TurnId
from bot.core.removal import Removal
from bot.store.database import Database, Row, only


class SqliteRemovals:
    """Implements `core.removal.Removals`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, removal: Removal) -> None:
        async with self._database.transaction() as tx:
            await tx.run(
                """
                INSERT INTO removal (turn, asked_by, asked_at, done_at)
                VALUES (:turn, :asked_by, :asked_at, :done_at)
                ON CONFLICT (turn) DO NOTHING""",
                turn=removal.turn,
                asked_by=removal.asked_by,
                asked_at=removal.asked_at,
                done_at=removal.done_at,
            )

    async def of_turn(self, turn: TurnId) -> Removal | None:
        row = only(await self._database.read("SELECT * FROM removal WHERE turn = :turn", turn=turn))
        return None if row is None else _removal(row)

    async def open_ones(self) -> tuple[Removal, ...]:
        rows = await self._database.read("SELECT * FROM removal WHERE done_at IS NULL ORDER BY asked_at, turn")
        return tuple(_removal(row) for row in rows)

    async def done(self, turn: TurnId, *, now: Milliseconds) -> None:
        async with self._database.transaction() as tx:
            await tx.run("UPDATE removal SET done_at = :now WHERE turn = :turn AND done_at IS NULL", turn=turn, now=now)


def _removal(row: Row) -> Removal:
    return Removal(turn=row["turn"], asked_by=row["asked_by"], asked_at=row["asked_at"], done_at=row["done_at"])
