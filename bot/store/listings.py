"""The files of a turn's environment: what was there when it began, and what it changed."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from bot.core.artifacts import EnvironmentFile, Moment
from bot.core.ids import TurnId
from bot.store.database import Database, Transaction, only

_FILES: TypeAdapter[tuple[EnvironmentFile, ...]] = TypeAdapter(tuple[EnvironmentFile, ...])


async def remember(transaction: Transaction, turn: TurnId, moment: Moment, files: Sequence[EnvironmentFile]) -> None:
    await transaction.run(
        """
        INSERT INTO listing (turn, moment, files) VALUES (:turn, :moment, :files)
        ON CONFLICT (turn, moment) DO UPDATE SET files = excluded.files""",
        turn=turn,
        moment=moment,
        files=_FILES.dump_json(tuple(files)).decode(),
    )


async def forget(transaction: Transaction, turn: TurnId, moment: Moment) -> None:
    await transaction.run("DELETE FROM listing WHERE turn = :turn AND moment = :moment", turn=turn, moment=moment)


async def of_turn(database: Database, turn: TurnId, moment: Moment) -> tuple[EnvironmentFile, ...] | None:
    """None where it was never remembered."""
    rows: Any = await database.read(
        "SELECT files FROM listing WHERE turn = :turn AND moment = :moment", turn=turn, moment=moment
    )
    row = only(rows)
    return None if row is None else _FILES.validate_json(row["files"])
