"""Requests that wait behind others of their talk: what is marked, what was reworded, what was refused."""

from bot.core.attachments import Attachment
from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.session import Outcome, Turn, TurnEvent, TurnState
from bot.core.waiting import MOST_REFUSALS, Edited, Mark, Reworded, Rewording
from bot.store import attachments, inbound, turns
from bot.store.database import Database, Row, Transaction, only
from bot.store.turns import of_row

_OF_MESSAGE = """
    SELECT * FROM turn
    WHERE outcome IS NULL AND (origin = :origin OR (reply_to = :message AND origin LIKE 'rerun:%'))
    ORDER BY created_at DESC, id DESC LIMIT 1"""
"""The newest request that a person's message is, and that is not over."""


class SqliteQueue:
    """Implements `core.waiting.Queue`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- requests ---

    async def waiting(self, session: SessionId) -> tuple[Turn, ...]:
        rows = await self._database.read(turns.OPEN_IN_ORDER, session=session)
        return tuple(of_row(row) for row in rows[1:] if row["state"] == TurnState.QUEUED)

    async def of_message(self, message: Snowflake) -> Turn | None:
        row = only(await self._database.read(_OF_MESSAGE, message=message, origin=f"message:{message}"))
        return None if row is None else of_row(row)

    async def reword(self, edited: Edited) -> Turn | None:
        async with self._database.transaction() as tx:
            row = only(await tx.run(_OF_MESSAGE, message=edited.message, origin=f"message:{edited.message}"))
            if row is None or row["actor_id"] != edited.author:
                return None
            turn = of_row(row)
            is_as_before = turn.request == edited.request and _files(turn.attachments) == _files(edited.attachments)
            if turn.state is TurnState.QUEUED:
                return None if is_as_before else await _change(tx, turn, edited)
            known = await _forget_rewording(tx, turn.id)
            if is_as_before:
                return turn if known is not None else None
            reworded = Reworded(
                turn=turn.id, kind=Rewording.EDITED, request=edited.request, attachments=edited.attachments
            )
            await _note(tx, reworded)
            return turn

    async def take_back(self, message: Snowflake, *, now: Milliseconds) -> Turn | None:
        async with self._database.transaction() as tx:
            row = only(await tx.run(_OF_MESSAGE, message=message, origin=f"message:{message}"))
            if row is None:
                return None
            turn = of_row(row)
            ahead = await tx.run(turns.OPEN_IN_ORDER, session=turn.session)
            if turn.state is TurnState.QUEUED and ahead[0]["id"] != turn.id:
                return await _withdraw(tx, turn, now=now)
            await _forget_rewording(tx, turn.id)
            await _note(tx, Reworded(turn=turn.id, kind=Rewording.DELETED))
            return turn

    async def reworded(self, turn: TurnId) -> Reworded | None:
        row = only(await self._database.read("SELECT * FROM rewording WHERE turn = :turn", turn=turn))
        return None if row is None else _reworded(row)

    async def refuse(self, origin: str, mark: Mark, *, now: Milliseconds) -> bool:
        async with self._database.transaction() as tx:
            if not await inbound.claim(tx, origin, at=now, itx=None, sealed=None):
                return False
            sql = "SELECT COUNT(*) AS marks FROM mark WHERE session = :session AND emoji = :emoji"
            rows = await tx.run(sql, session=mark.session, emoji=mark.emoji)
            if rows[0]["marks"] < MOST_REFUSALS:
                await _promise(tx, mark)
        return True

    async def say_full_once(self, turn: TurnId, *, now: Milliseconds) -> bool:
        async with self._database.transaction() as tx:
            rows = await tx.run(
                """
                INSERT INTO full_queue (turn, said_at) VALUES (:turn, :now)
                ON CONFLICT (turn) DO NOTHING
                RETURNING turn""",
                turn=turn,
                now=now,
            )
        return bool(rows)

    # --- marks ---

    async def marks(self, session: SessionId) -> tuple[Mark, ...]:
        marks = "SELECT * FROM mark WHERE session = :session ORDER BY message"
        rows = await self._database.read(marks, session=session)
        return tuple(_mark(row) for row in rows)

    async def promise_mark(self, mark: Mark) -> None:
        async with self._database.transaction() as tx:
            await _promise(tx, mark)

    async def forget_mark(self, message: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await tx.run("DELETE FROM mark WHERE message = :message", message=message)

    async def marked_sessions(self) -> tuple[SessionId, ...]:
        rows = await self._database.read("SELECT DISTINCT session FROM mark ORDER BY session")
        return tuple(SessionId(row["session"]) for row in rows)


async def _change(transaction: Transaction, turn: Turn, edited: Edited) -> Turn:
    rows = await transaction.run(
        "UPDATE turn SET request = :request, attachments = :attachments WHERE id = :turn RETURNING *",
        turn=turn.id,
        request=edited.request,
        attachments=attachments.written(edited.attachments),
    )
    return of_row(rows[0])


async def _withdraw(transaction: Transaction, turn: Turn, *, now: Milliseconds) -> Turn:
    """Nothing of it stands anywhere, so there is nothing to deliver."""
    await turns.settle(transaction, turn.id, outcome=Outcome.CANCELLED, reason="turn.withdrawn", detail="", now=now)
    return await turns.move(transaction, turn.id, TurnEvent.DELIVERED, now=now)


async def _note(transaction: Transaction, reworded: Reworded) -> None:
    await transaction.run(
        """
        INSERT INTO rewording (turn, kind, request, attachments) VALUES (:turn, :kind, :request, :attachments)""",
        turn=reworded.turn,
        kind=reworded.kind,
        request=reworded.request,
        attachments=attachments.written(reworded.attachments),
    )


async def _forget_rewording(transaction: Transaction, turn: TurnId) -> Row | None:
    return only(await transaction.run("DELETE FROM rewording WHERE turn = :turn RETURNING turn", turn=turn))


async def _promise(transaction: Transaction, mark: Mark) -> None:
    await transaction.run(
        """
        INSERT INTO mark (message, channel, session, emoji, stands)
        VALUES (:message, :channel, :session, :emoji, :stands)
        ON CONFLICT (message) DO UPDATE SET emoji = :emoji, stands = :stands""",
        message=mark.message,
        channel=mark.channel,
        session=mark.session,
        emoji=mark.emoji,
        stands=int(mark.stands),
    )


def _files(given: tuple[Attachment, ...]) -> list[object]:
    return [one.source.file for one in given]


def _mark(row: Row) -> Mark:
    return Mark(
        message=row["message"],
        channel=row["channel"],
        session=row["session"],
        emoji=row["emoji"],
        stands=bool(row["stands"]),
    )


def _reworded(row: Row) -> Reworded:
    return Reworded(
        turn=row["turn"],
        kind=Rewording(row["kind"]),
        request=row["request"],
        attachments=attachments.read(row["attachments"]),
    )
