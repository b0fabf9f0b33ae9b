"""What an agent called of ours, each state written before the act it stands for."""

import json
from dataclasses import asdict

from pydantic import TypeAdapter

from bot.core.events import JsonValue
from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.tools.calls import CallState, OwedCall, ToolCall, ToolResult
from bot.core.tools.questions import Question, Reply
from bot.store.database import Database, Row, Transaction, only

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)


async def add(transaction: Transaction, owed: OwedCall) -> None:
    """A call that is there already stays as it is."""
    await transaction.run(
        """
        INSERT INTO tool_call (
            turn, number, run, call, name, arguments, state, question, reply, asked_at, expires_at, result, is_error,
            answered_at
        ) VALUES (
            :turn, :number, :run, :call, :name, :arguments, :state, NULL, NULL, NULL, NULL, NULL, 0, NULL
        )
        ON CONFLICT DO NOTHING""",
        turn=owed.turn,
        number=owed.number,
        run=owed.run,
        call=owed.call.id,
        name=owed.call.name,
        arguments=_written(dict(owed.call.arguments)),
        state=CallState.OPEN,
    )


async def of_turn(database: Database, turn: TurnId) -> tuple[OwedCall, ...]:
    rows = await database.read("SELECT * FROM tool_call WHERE turn = :turn ORDER BY number", turn=turn)
    return tuple(_owed(row) for row in rows)


async def of_call(database: Database, turn: TurnId, number: int) -> OwedCall | None:
    rows = await database.read(
        "SELECT * FROM tool_call WHERE turn = :turn AND number = :number", turn=turn, number=number
    )
    return None if (row := only(rows)) is None else _owed(row)


async def asked(
    transaction: Transaction,
    turn: TurnId,
    number: int,
    question: Question,
    *,
    now: Milliseconds,
    expires_at: Milliseconds,
) -> None:
    await transaction.run(
        """
        UPDATE tool_call
        SET state = 'asked', question = :question, asked_at = :now, expires_at = :expires_at
        WHERE turn = :turn AND number = :number AND state = 'open'""",
        turn=turn,
        number=number,
        question=_written(asdict(question)),
        now=now,
        expires_at=expires_at,
    )


async def replied(transaction: Transaction, turn: TurnId, number: int, reply: Reply, *, now: Milliseconds) -> bool:
    rows = await transaction.run(
        """
        UPDATE tool_call SET reply = :reply
        WHERE turn = :turn AND number = :number AND state = 'asked' AND reply IS NULL AND expires_at > :now
        RETURNING number""",
        turn=turn,
        number=number,
        reply=_written(asdict(reply)),
        now=now,
    )
    return bool(rows)


async def begun(transaction: Transaction, turn: TurnId, number: int) -> None:
    """Raises ValueError where it was begun or answered before."""
    rows = await transaction.run(
        """
        UPDATE tool_call SET state = 'begun'
        WHERE turn = :turn AND number = :number AND state IN ('open', 'asked')
        RETURNING number""",
        turn=turn,
        number=number,
    )
    if not rows:
        raise ValueError(f"call {number} of turn {turn} cannot be begun: it was, or is unknown")


async def answered(
    transaction: Transaction, turn: TurnId, number: int, result: ToolResult, *, now: Milliseconds
) -> None:
    """The first answer is kept, for it may have been sent."""
    await transaction.run(
        """
        UPDATE tool_call SET state = 'answered', result = :result, is_error = :is_error, answered_at = :now
        WHERE turn = :turn AND number = :number AND state <> 'answered'""",
        turn=turn,
        number=number,
        result=_written(result.result),
        is_error=int(result.is_error),
        now=now,
    )


async def grant(transaction: Transaction, session: SessionId, scope: str, *, by: Snowflake, now: Milliseconds) -> None:
    await transaction.run(
        """
        INSERT INTO tool_grant (session, scope, actor_id, granted_at) VALUES (:session, :scope, :by, :now)
        ON CONFLICT DO NOTHING""",
        session=session,
        scope=scope,
        by=by,
        now=now,
    )


async def is_granted(database: Database, session: SessionId, scope: str, *, by: Snowflake) -> bool:
    rows = await database.read(
        "SELECT scope FROM tool_grant WHERE session = :session AND scope = :scope AND actor_id = :by",
        session=session,
        scope=scope,
        by=by,
    )
    return bool(rows)


def _written(value: JsonValue) -> str:
    """Not escaped to ASCII: so the driver mends it as it mends all text."""
    return json.dumps(value, ensure_ascii=False)


def _owed(row: Row) -> OwedCall:
    call = ToolCall(id=row["call"], name=row["name"], arguments=json.loads(row["arguments"]))
    return OwedCall(
        turn=row["turn"],
        number=row["number"],
        run=row["run"],
        call=call,
        state=CallState(row["state"]),
        question=None if row["question"] is None else _QUESTION.validate_json(row["question"]),
        reply=None if row["reply"] is None else _REPLY.validate_json(row["reply"]),
        asked_at=row["asked_at"],
        expires_at=row["expires_at"],
        result=None if row["result"] is None else _result(row, call),
        answered_at=row["answered_at"],
    )


def _result(row: Row, call: ToolCall) -> ToolResult:
    return ToolResult(call=call.id, name=call.name, result=json.loads(row["result"]), is_error=bool(row["is_error"]))
