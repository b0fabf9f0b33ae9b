"""Messages of ours, each promised before it is sent; a place (slot) in a turn is one message."""

from bot.core.ids import Slot, Snowflake, TurnId
from bot.core.session import Outgoing
from bot.store.database import Database, Row, Transaction, only


async def promise(transaction: Transaction, outgoing: Outgoing) -> None:
    """A slot promised again before its message is known may stand as either: both digests are kept."""
    await transaction.run(
        """
        INSERT INTO outbox (turn, slot, channel, nonce, first, promised_at, message, shown, gone)
        VALUES (:turn, :slot, :channel, :nonce, :first, :promised_at, :message, :shown, :gone)
        ON CONFLICT (turn, slot) DO UPDATE SET first = outbox.first || ' ' || excluded.first
        WHERE outbox.message IS NULL AND outbox.first NOT LIKE '%' || excluded.first || '%'""",
        turn=outgoing.turn,
        slot=outgoing.slot,
        channel=outgoing.channel,
        nonce=outgoing.nonce,
        first=outgoing.first,
        promised_at=outgoing.promised_at,
        message=outgoing.message,
        shown=outgoing.shown,
        gone=int(outgoing.gone),
    )


async def shown(transaction: Transaction, turn: TurnId, slot: Slot, *, message: Snowflake, digest: str) -> None:
    """Raises ValueError where nothing was promised."""
    rows = await transaction.run(
        """
        UPDATE outbox SET message = :message, shown = :digest
        WHERE turn = :turn AND slot = :slot
        RETURNING slot""",
        turn=turn,
        slot=slot,
        message=message,
        digest=digest,
    )
    if not rows:
        raise ValueError(f"{slot} of turn {turn} was never promised")


async def gone(transaction: Transaction, message: Snowflake) -> Outgoing | None:
    row = only(
        await transaction.run("UPDATE outbox SET gone = 1 WHERE message = :message RETURNING *", message=message)
    )
    return None if row is None else _outgoing(row)


async def of_turn(database: Database, turn: TurnId) -> tuple[Outgoing, ...]:
    """In the order of their promises; `page2` before `page10`."""
    rows = await database.read(
        "SELECT * FROM outbox WHERE turn = :turn ORDER BY promised_at, LENGTH(slot), slot", turn=turn
    )
    return tuple(_outgoing(row) for row in rows)


def _outgoing(row: Row) -> Outgoing:
    return Outgoing(
        turn=row["turn"],
        slot=row["slot"],
        channel=row["channel"],
        nonce=row["nonce"],
        first=row["first"],
        promised_at=row["promised_at"],
        message=row["message"],
        shown=row["shown"],
        gone=bool(row["gone"]),
    )
