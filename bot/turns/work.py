"""One turn at work: what its stages know together, and how it looks meanwhile."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace

from bot.core.ids import Milliseconds, Slot, Snowflake
from bot.core.in_channel import InChannel, in_channel
from bot.core.machines import Setup
from bot.core.models.modes import makes_of
from bot.core.pages import Layout
from bot.core.patches import Page
from bot.core.replying import with_new_talk, with_reply
from bot.core.session import Session, SessionKind, Turn, TurnEvent, TurnState
from bot.core.tools.calls import OwedCall, waited_for_people
from bot.core.transcript import Transcript
from bot.core.view import Gathered, View, lay_out_answer, pages_of
from bot.core.waiting import Reworded, is_withdrawn
from bot.turns.drawing import Drawing
from bot.turns.endings import WITHDRAWN, Ending, ending_of_delivery
from bot.turns.equipment import Equipment
from bot.turns.places import Ticket


@dataclass(slots=True)
class Work:
    tools: Equipment
    session: Session
    turn: Turn
    drawing: Drawing
    transcript: Transcript = field(default_factory=Transcript)
    cut_by: Ending | None = None
    setup: Setup | Ending = field(default_factory=Setup)
    heard_at: Milliseconds | None = None
    retry_at: Milliseconds | None = None
    gathered: Gathered | None = None
    attaches: bool = True
    notices: tuple[str, ...] = ()
    calls: tuple[OwedCall, ...] = ()
    is_cut_off: bool = False
    ticket: Ticket | None = None
    in_channel: InChannel | None = None
    waiting: int = 0
    reworded: Reworded | None = None
    stop_asked: asyncio.Event = field(default_factory=asyncio.Event)
    _layout: Layout | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _replies: asyncio.Event = field(default_factory=asyncio.Event)

    async def move(self, event: TurnEvent) -> Turn:
        return await self.tools.store.move_turn(self.turn.id, event, now=self.tools.clock.now())

    async def settle(self, ending: Ending) -> Turn:
        """Write how the turn ended; what is left is to show it."""
        if ending.reason == "turn.quota":
            self.tools.tell_operator("operator.quota")
        return await self.tools.store.settle_turn(
            self.turn.id,
            outcome=ending.outcome,
            reason=f"{self.turn.reason} {ending.reason}".strip(),
            detail=ending.detail,
            now=self.tools.clock.now(),
        )

    async def stop(self, by: Snowflake, *, makes_way: bool = False) -> None:
        """Somebody who may has asked to stop this turn; the first who does is kept."""
        await self.tools.store.ask_stop(self.turn.id, by=by, makes_way=makes_way)
        if self.turn.stop_asked_by is None:
            self.turn = replace(self.turn, stop_asked_by=by, makes_way=makes_way)
        self.stop_asked.set()
        self.redraw()

    def halt(self, ending: Ending) -> None:
        """End it before its time, for a reason of ours: it would cost money, and nobody could see what comes of it."""
        self.cut_by = self.cut_by or ending
        self.stop_asked.set()

    async def halt_when_unseen(self) -> None:
        """Wait until Discord takes nothing more of this turn, and then halt it."""
        await self.drawing.broken.wait()
        ending = ending_of_delivery(self.drawing.failure, self.session.kind) if self.drawing.failure else None
        if ending is not None:
            self.halt(ending)
        self.wake_questions()

    async def unless_stopped(self, waiting: Awaitable[object]) -> None:
        """Wait for it, but not longer than until somebody asks to stop."""
        tasks = {asyncio.ensure_future(waiting), asyncio.ensure_future(self.stop_asked.wait())}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def look_at_calls(self) -> None:
        """Something changed in what the agent called."""
        self.calls = await self.tools.calls.of_turn(self.turn.id)
        self.tools.places.look()
        self.redraw()

    async def look_at_request(self) -> None:
        """Its message was edited or deleted; what has not begun by then does not begin."""
        self.reworded = await self.tools.queue.reworded(self.turn.id)
        if self.turn.state is TurnState.QUEUED and is_withdrawn(self.reworded):
            self.halt(WITHDRAWN)
        self.redraw()

    def count_waiting(self, count: int) -> None:
        """So many requests are behind this one."""
        if count != self.waiting:
            self.waiting = count
            self.redraw()

    async def look_at_call(self, number: int) -> OwedCall:
        """Something may have changed in this one. Raises LookupError for one that is not owed."""
        newest = await self.tools.calls.of_call(self.turn.id, number)
        if newest is None:
            raise LookupError(f"turn {self.turn.id} has no call {number}")
        self.calls = tuple(newest if owed.number == number else owed for owed in self.calls)
        self.tools.places.look()
        self.redraw()
        return newest

    def rests(self) -> bool:
        """It waits for its asker, and so takes no place from anybody."""
        return any(owed.waits for owed in self.calls)

    def is_unseen(self, slot: Slot) -> bool:
        """Nobody sees this message, or will: it was deleted, or drawing failed before it stood."""
        drawing = self.drawing
        return slot in drawing.gone or (drawing.failure is not None and slot not in drawing.shown)

    def next_reply(self) -> asyncio.Event:
        """Set when somebody has answered one of the questions, from now on."""
        return self._replies

    async def hear_reply(self) -> None:
        """The asker's word is written: tell those who wait for it."""
        await self.look_at_calls()
        self.wake_questions()

    def wake_questions(self) -> None:
        """Something happened to a question: whoever waits for its answer looks again."""
        self._replies.set()
        self._replies = asyncio.Event()

    @property
    def seconds_left(self) -> float:
        """Of the operator's minutes; while a person is asked, they do not pass."""
        now = self.tools.clock.now()
        worked = now - (self.turn.started_at or self.turn.created_at) - waited_for_people(self.calls, now)
        return max(self.tools.limits.minutes_per_turn * 60 - worked / 1000, 0.0)

    def _hold_up(self) -> str:
        if self.ticket is None or self.ticket.seated.is_set():
            return ""
        return self.tools.places.full(self.ticket) or ""

    def redraw(self) -> None:
        self._news.set()

    async def keep_drawn(self) -> None:
        """Look at what is true a few times a second at most, until cancelled: drawing costs more than hearing."""
        while True:
            try:
                async with asyncio.timeout(self.tools.limits.look_again_s):
                    await self._news.wait()
            except TimeoutError:
                pass
            self._news.clear()
            if self.turn.outcome is None:
                self.drawing.want(self.pages())
            pause = self.tools.limits.redraw_every_s
            await asyncio.sleep(pause if self.drawing.has_text else pause / 4)  # the first text is not kept waiting

    def pages_so_far(self) -> tuple[Page, ...]:
        """The messages as they should look at this moment, until the turn is settled."""
        return self.pages() if self.turn.outcome is None else self.drawing.wanted

    def pages(self) -> tuple[Page, ...]:
        """The messages as they should look now."""
        view = View(
            turn=self.turn,
            agent=self.session.choices.model or self.session.agent,
            transcript=self.transcript,
            heard_at=self.heard_at,
            retry_at=self.retry_at,
            gathered=self.gathered,
            attaches=self.attaches,
            notices=self.notices,
            calls=self.calls,
            makes=makes_of(self.tools.supplies.providers, self.session.choices.model),
            hold_up=self._hold_up(),
            waiting=self.waiting,
            reworded=self.reworded.kind if self.reworded else None,
        )
        self._layout = lay_out_answer(view, self._layout)
        pages = pages_of(view, self._layout, now=self.tools.clock.now())
        if self.in_channel is not None:
            pages = in_channel(pages, self.in_channel)
        if self.session.kind is SessionKind.DIRECT:  # what is written there always reaches us
            return pages if self.turn.outcome is None else with_new_talk(pages, self.turn.id)
        return pages if self.tools.reads_content() else with_reply(pages, self.turn.id)
