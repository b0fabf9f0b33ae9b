"""Calls of an agent, each written before it is made, so that none is made twice."""

from dataclasses import asdict

from bot.core.events import RunStatus, Usage
from bot.core.ids import RunId, TurnId
from bot.core.session import Run
from bot.store.database import Database, Row, Transaction, Value, only


async def begin(transaction: Transaction, run: Run) -> None:
    """Raises ValueError where a run of this number was begun before."""
    await transaction.run(
        """
        INSERT INTO run (
            turn, number, created_at, id, status,
            input_tokens, output_tokens, thought_tokens, cached_tokens, tool_use_tokens, total_tokens
        ) VALUES (
            :turn, :number, :created_at, :id, :status,
            :input, :output, :thought, :cached, :tool_use, :total
        )""",
        turn=run.turn,
        number=run.number,
        created_at=run.created_at,
        id=run.id,
        status=run.status,
        **_tokens(run.usage),
    )


async def name(transaction: Transaction, run: Run) -> None:
    """Write the provider's id. Raises ValueError where the run has one, or was never begun."""
    rows = await transaction.run(
        """
        UPDATE run SET id = :id, status = :status
        WHERE turn = :turn AND number = :number AND id IS NULL
        RETURNING id""",
        turn=run.turn,
        number=run.number,
        id=run.id,
        status=run.status,
    )
    if not rows or run.id is None:
        raise ValueError(f"run {run.number} of turn {run.turn} cannot be named {run.id}: it has an id, or is unknown")


async def forget(transaction: Transaction, run: Run) -> None:
    """A run that has the provider's id was taken, and stays."""
    await transaction.run(
        "DELETE FROM run WHERE turn = :turn AND number = :number AND id IS NULL", turn=run.turn, number=run.number
    )


async def end(transaction: Transaction, run: Run) -> RunId | None:
    """Write status and usage; the provider's id of the run. Raises ValueError where it was never begun."""
    row = only(
        await transaction.run(
            """
            UPDATE run
            SET id = COALESCE(id, :id), status = :status,
                input_tokens = :input, output_tokens = :output, thought_tokens = :thought,
                cached_tokens = :cached, tool_use_tokens = :tool_use, total_tokens = :total
            WHERE turn = :turn AND number = :number
            RETURNING id""",
            turn=run.turn,
            number=run.number,
            id=run.id,
            status=run.status,
            **_tokens(run.usage),
        )
    )
    if row is None:
        raise ValueError(f"run {run.number} of turn {run.turn} was never begun")
    return None if row["id"] is None else RunId(row["id"])


async def of_turn(database: Database, turn: TurnId) -> tuple[Run, ...]:
    rows = await database.read("SELECT * FROM run WHERE turn = :turn ORDER BY number", turn=turn)
    return tuple(_run(row) for row in rows)


def _tokens(usage: Usage | None) -> dict[str, Value]:
    return dict.fromkeys(Usage.__slots__) if usage is None else asdict(usage)


def _run(row: Row) -> Run:
    return Run(
        turn=row["turn"],
        number=row["number"],
        created_at=row["created_at"],
        id=row["id"],
        status=RunStatus(row["status"]),
        usage=None if row["total_tokens"] is None else _usage(row),
    )


def _usage(row: Row) -> Usage:
    return Usage(
        input=row["input_tokens"],
        output=row["output_tokens"],
        thought=row["thought_tokens"],
        cached=row["cached_tokens"],
        tool_use=row["tool_use_tokens"],
        total=row["total_tokens"],
    )
