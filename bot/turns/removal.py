"""Removes answers: what a turn has put before people is deleted; who asked for that, and that they did, is left.

The row says so before anything is deleted, so a process that is killed leaves the rest to the next one. A turn that is
at work is stopped first, and nothing of it is drawn once it is done.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass, field

import structlog
from structlog.contextvars import bound_contextvars

from bot.core.catalogue import say
from bot.core.ids import Slot, Snowflake, TurnId
from bot.core.imagine.job import JobId
from bot.core.imagine.ports import Jobs
from bot.core.patches import Card, Page
from bot.core.removal import Removal, Removals
from bot.core.session import Outgoing, Turn, TurnState
from bot.core.tools.calls import OwedCall
from bot.core.view import ROOT, is_card_slot
from bot.turns.equipment import Equipment
from bot.turns.erasing import Eraser
from bot.turns.mailbox import Mailbox

log = structlog.get_logger(__name__)

_LOOK_EVERY_S = 0.1
_SENDS_FILES = "discord_send_file"
"""By this function an agent sends a file; the result says in which message it stands."""


@dataclass(slots=True)
class Remover:
    """`group` owns what is at work; cancelling it leaves every row as it is, to be taken up after the next start.

    `forgets`: a message is gone; whether it was a picture's.
    """

    mailbox: Mailbox
    removals: Removals
    jobs: Jobs
    forgets: Callable[[Snowflake], Awaitable[bool]]
    group: asyncio.TaskGroup
    _at_work: dict[TurnId, asyncio.Task[bool]] = field(default_factory=dict)

    @property
    def tools(self) -> Equipment:
        return self.mailbox.tools

    @property
    def eraser(self) -> Eraser:
        return Eraser(self.tools, self.forgets)

    async def remove(self, turn: TurnId, *, by: Snowflake) -> None:
        """Written when this returns; `ended` tells what became of it."""
        now = self.tools.clock.now()
        await self.removals.ask(Removal(turn=turn, asked_by=by, asked_at=now))
        removal = await self.removals.of_turn(turn)
        if removal is not None and removal.done_at is None:
            self._begin(removal)

    async def ended(self, turn: TurnId) -> bool:
        """Wait for it; False where something of it could not be removed. The next process tries that again."""
        task = self._at_work.get(turn)
        return True if task is None else await asyncio.shield(task)

    async def take_up(self) -> None:
        for removal in await self.removals.open_ones():
            self._begin(removal)

    async def lay_down(self) -> None:
        tasks = list(self._at_work.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, removal: Removal) -> None:
        if removal.turn not in self._at_work:
            task = self.group.create_task(self._work(removal), context=Context())
            self._at_work[removal.turn] = task

    async def _work(self, removal: Removal) -> bool:
        try:
            with bound_contextvars(turn=removal.turn):
                is_done = await self._carry(removal)
                log.info("removal.ended", done=is_done)
        except Exception:  # its row stays as it is; all else goes on
            log.exception("removal.failed")
            return False
        else:
            return is_done
        finally:
            del self._at_work[removal.turn]

    async def _carry(self, removal: Removal) -> bool:
        turn = await self._stopped(removal)
        if turn is None:
            return True
        results = [await self.eraser.delete(channel, message) for channel, message in await self._beside(turn)]
        rows = [row for row in await self.tools.store.outbox(turn.id) if row.message is not None and not row.gone]
        cards = [row.slot for row in rows if is_card_slot(row.slot)]
        for row in rows:
            left = what_is_left(row.slot, turn, removal, card=cards[-1] if cards else None)
            results.append(await self._taken_away(row, left))
        if all(results):
            await self.removals.done(turn.id, now=self.tools.clock.now())
        return all(results)

    async def _stopped(self, removal: Removal) -> Turn | None:
        """The turn, once nothing more is drawn of it."""
        store = self.tools.store
        turn = await store.turn(removal.turn)
        while turn is not None and turn.state is not TurnState.DONE:
            if turn.stop_asked_by is None:
                await self.mailbox.ask_stop(turn.id, by=removal.asked_by)
            await asyncio.sleep(_LOOK_EVERY_S)  # nobody tells
            turn = await store.turn(removal.turn)
        return turn

    async def _beside(self, turn: Turn) -> list[tuple[Snowflake, Snowflake]]:
        """Messages that its agent had made in the talk: pictures, and files that it sent."""
        session = await self.tools.store.session(turn.session)
        room = session.room if session is not None else None
        found: list[tuple[Snowflake, Snowflake]] = []
        for owed in await self.tools.calls.of_turn(turn.id):
            job = await self.jobs.job(JobId(f"{turn.id}-{owed.number}"))
            if job is not None and job.message is not None and not job.gone:
                found.append((job.channel, job.message))
            if room is not None and (message := file_sent(owed)) is not None:
                found.append((room, message))
        return found

    async def _taken_away(self, row: Outgoing, left: Page | None) -> bool:
        if row.message is None:
            return True
        if left is None:
            return await self.eraser.delete(row.channel, row.message)
        return await self.eraser.rewrite(row.channel, row.message, left)


def what_is_left(slot: Slot, turn: Turn, removal: Removal, *, card: Slot | None) -> Page | None:
    """Of the quoting message, for a thread hangs on it, and of the newest card: who asked for this, no more."""
    line = say("removal.line", who=removal.asked_by)
    if slot == ROOT:
        return Page(slot=slot, content=f"<@{turn.actor.id}> {say('root.asked')}\n{line}")
    return Page(slot=slot, card=Card((line,), None)) if slot == card else None


def file_sent(owed: OwedCall) -> Snowflake | None:
    """The message with a file that the agent sent by this call."""
    result = owed.result.result if owed.result is not None and owed.call.name == _SENDS_FILES else None
    message = str(result.get("message", "")) if isinstance(result, dict) else ""
    return Snowflake(int(message)) if message.isascii() and message.isdecimal() else None
