"""Requests on their way to an answer; their states change by the table in `core.session` alone."""

from collections.abc import Collection, Mapping

from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.session import Outcome, Turn, TurnEvent, TurnState, advance
from bot.store import actors, attachments, quotations
from bot.store.database import Database, Row, Transaction, only

OPEN_IN_ORDER = """
    SELECT * FROM turn
    WHERE session = :session AND state <> 'done'
    ORDER BY CASE WHEN state <> 'queued' THEN 0 WHEN origin LIKE 'rerun:%' THEN 1 ELSE 2 END, created_at, id"""
"""Of a session: one that was begun, one that takes the place of another, then as they were asked."""


async def add(transaction: Transaction, turn: Turn) -> None:
    await transaction.run(
        """
        INSERT INTO turn (
            id, session, origin, request, actor_id, actor_name, actor_roles, locale, created_at, state, reply_to,
            started_at, ended_at, outcome, reason, detail, stop_asked_by, attachments, about, makes_way
        ) VALUES (
            :id, :session, :origin, :request, :actor_id, :actor_name, :actor_roles, :locale, :created_at, :state,
            :reply_to, :started_at, :ended_at, :outcome, :reason, :detail, :stop_asked_by, :attachments, :about,
            :makes_way
        )""",
        id=turn.id,
        session=turn.session,
        origin=turn.origin,
        request=turn.request,
        **actors.columns(turn.actor),
        locale=turn.locale,
        created_at=turn.created_at,
        state=turn.state,
        reply_to=turn.reply_to,
        started_at=turn.started_at,
        ended_at=turn.ended_at,
        outcome=turn.outcome,
        reason=turn.reason,
        detail=turn.detail,
        stop_asked_by=turn.stop_asked_by,
        attachments=attachments.written(turn.attachments),
        about=quotations.written(turn.about),
        makes_way=int(turn.makes_way),
    )


async def get(database: Database, turn: TurnId) -> Turn | None:
    row = only(await database.read("SELECT * FROM turn WHERE id = :id", id=turn))
    return None if row is None else of_row(row)


async def of_message(database: Database, message: Snowflake) -> Turn | None:
    row = only(
        await database.read(
            "SELECT turn.* FROM turn JOIN outbox ON outbox.turn = turn.id WHERE outbox.message = :message",
            message=message,
        )
    )
    return None if row is None else of_row(row)


async def first_of(database: Database, session: SessionId) -> TurnId | None:
    row = only(
        await database.read(
            "SELECT id FROM turn WHERE session = :session ORDER BY created_at, id LIMIT 1", session=session
        )
    )
    return None if row is None else TurnId(row["id"])


async def has_others(database: Database, session: SessionId, owner: Snowflake) -> bool:
    """Whether anybody else has asked something in this talk."""
    rows = await database.read(
        "SELECT id FROM turn WHERE session = :session AND actor_id <> :owner LIMIT 1", session=session, owner=owner
    )
    return bool(rows)


async def unfinished(database: Database) -> tuple[Turn, ...]:
    rows = await database.read("SELECT * FROM turn WHERE state <> 'done' ORDER BY created_at, id")
    return tuple(of_row(row) for row in rows)


async def next_of(database: Database, session: SessionId) -> Turn | None:
    """One that was begun and is not done comes before the oldest queued one."""
    rows = await database.read(OPEN_IN_ORDER, session=session)
    return of_row(rows[0]) if rows else None


async def move(transaction: Transaction, turn: TurnId, event: TurnEvent, *, now: Milliseconds) -> Turn:
    before = await _state(transaction, turn)
    rows = await transaction.run(
        """
        UPDATE turn SET state = :after, started_at = COALESCE(started_at, :taken_at)
        WHERE id = :turn AND state = :before
        RETURNING *""",
        turn=turn,
        before=before,
        after=advance(before, event),
        taken_at=now if event is TurnEvent.TAKEN else None,
    )
    return of_row(rows[0])


async def give_reason(transaction: Transaction, turn: TurnId, reason: str) -> None:
    """What is known before the end; an empty one changes nothing."""
    if reason:
        await transaction.run("UPDATE turn SET reason = :reason WHERE id = :turn", turn=turn, reason=reason)


async def settle(
    transaction: Transaction, turn: TurnId, *, outcome: Outcome, reason: str, detail: str, now: Milliseconds
) -> Turn:
    """Raises ValueError where no single step leads to DELIVERING: a running turn has to end first."""
    before = await _state(transaction, turn)
    after = advance(before, TurnEvent.SETTLED if before is TurnState.FINISHING else TurnEvent.ENDED)
    if after is not TurnState.DELIVERING:
        raise ValueError(f"a turn that is {before} cannot be settled before it is {after}")
    rows = await transaction.run(
        """
        UPDATE turn SET state = :after, outcome = :outcome, reason = :reason, detail = :detail, ended_at = :now
        WHERE id = :turn AND state = :before
        RETURNING *""",
        turn=turn,
        before=before,
        after=after,
        outcome=outcome,
        reason=reason,
        detail=detail,
        now=now,
    )
    return of_row(rows[0])


async def ask_stop(transaction: Transaction, turn: TurnId, *, by: Snowflake, makes_way: bool) -> None:
    """The first who asks is kept; after the end there is nothing to stop."""
    await transaction.run(
        """
        UPDATE turn SET stop_asked_by = :by, makes_way = :makes_way
        WHERE id = :turn AND stop_asked_by IS NULL AND outcome IS NULL""",
        turn=turn,
        by=by,
        makes_way=int(makes_way),
    )


async def meet(transaction: Transaction, turn: TurnId, roles: Collection[Snowflake]) -> None:
    """Its asker has these roles now."""
    await transaction.run(
        "UPDATE turn SET actor_roles = :roles WHERE id = :turn", turn=turn, roles=actors.written_roles(roles)
    )


async def set_reply_to(transaction: Transaction, turn: TurnId, message: Snowflake) -> None:
    await transaction.run("UPDATE turn SET reply_to = :message WHERE id = :turn", turn=turn, message=message)


async def open_counts(database: Database) -> Mapping[TurnState, int]:
    """How many turns stand in each state but the last; a state without turns is 0."""
    rows = await database.read("SELECT state, COUNT(*) AS turns FROM turn WHERE state <> 'done' GROUP BY state")
    states = (state for state in TurnState if state is not TurnState.DONE)
    return dict.fromkeys(states, 0) | {TurnState(row["state"]): row["turns"] for row in rows}


async def _state(transaction: Transaction, turn: TurnId) -> TurnState:
    row = only(await transaction.run("SELECT state FROM turn WHERE id = :turn", turn=turn))
    if row is None:
        raise ValueError(f"there is no turn {turn}")
    return TurnState(row["state"])


def of_row(row: Row) -> Turn:
    return Turn(
        id=row["id"],
        session=row["session"],
        origin=row["origin"],
        request=row["request"],
        actor=actors.of_row(row),
        locale=row["locale"],
        created_at=row["created_at"],
        state=TurnState(row["state"]),
        reply_to=row["reply_to"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        reason=row["reason"],
        detail=row["detail"],
        stop_asked_by=row["stop_asked_by"],
        attachments=attachments.read(row["attachments"]),
        about=quotations.read(row["about"]),
        makes_way=bool(row["makes_way"]),
    )
