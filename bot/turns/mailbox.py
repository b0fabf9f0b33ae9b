"""One worker per session, so that a session's turns run one at a time and in the order in which they were asked."""

import asyncio
from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass, field

import structlog
from structlog.contextvars import bound_contextvars

from bot.core.errors import DeliveryError, DeliveryUnknown, Gone, Hidden
from bot.core.ids import SessionId, Snowflake, TurnId
from bot.core.session import Outgoing, Turn, TurnEvent, TurnState
from bot.turns import endings
from bot.turns.drawing import Drawing
from bot.turns.endings import Ending
from bot.turns.equipment import Equipment
from bot.turns.in_channel import how_in_channel
from bot.turns.least import show_least
from bot.turns.losses import Losses
from bot.turns.recovery import adopt
from bot.turns.rests import rest_of
from bot.turns.runner import carry
from bot.turns.waiting import Waiting
from bot.turns.work import Work

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Mailbox:
    """`group` owns the workers; cancelling it leaves every row as it is, to be taken up after the next start."""

    tools: Equipment
    group: asyncio.TaskGroup
    working: dict[TurnId, Work] = field(default_factory=dict)
    losses: Losses = field(default_factory=Losses)
    _workers: dict[SessionId, asyncio.Task[None]] = field(default_factory=dict)
    _woken: set[SessionId] = field(default_factory=set)
    _laid_down: bool = False
    waiting: Waiting = field(init=False)

    def __post_init__(self) -> None:
        self.waiting = Waiting(self.tools, self.group, self._count_waiting)

    def wake(self, session: SessionId) -> None:
        """There may be a turn to carry in this session."""
        self._woken.add(session)
        if session not in self._workers and not self._laid_down:
            work = self._work_off(session)
            self._workers[session] = self.group.create_task(
                work, context=Context()
            )  # whoever wakes it is not in its log
        else:
            self.waiting.look(session)

    async def lay_down(self) -> None:
        """Begin nothing any more and leave what is at work as its rows say; they are taken up after the next start."""
        self._laid_down = True
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        await self.waiting.lay_down()

    async def take_up(self) -> int:
        """Wake every session that an earlier process left with open turns; how many turns those are."""
        turns = await self.tools.store.open_turns()
        await self._line_up(turns)
        for turn in turns:
            self.wake(turn.session)
        await self.waiting.take_up()
        return len(turns)

    async def _line_up(self, turns: Sequence[Turn]) -> None:
        """Before any of them is carried: places of those that have begun first, then in order, one of each session."""
        first: dict[SessionId, Turn] = {}
        for turn in sorted(turns, key=lambda one: one.state is TurnState.QUEUED):
            first.setdefault(turn.session, turn)
        sessions = [(await self.tools.store.session(session), turn) for session, turn in first.items()]
        self.tools.places.line_up(
            (session, turn, turn.state is not TurnState.QUEUED) for session, turn in sessions if session is not None
        )

    async def stop(self, turn: TurnId, *, by: Snowflake, makes_way: bool = False) -> bool:
        """False where the turn is not at work. `makes_way`: the next one goes first."""
        work = self.working.get(turn)
        if work is None:
            return False
        await work.stop(by, makes_way=makes_way)
        return True

    async def ask_stop(self, turn: TurnId, *, by: Snowflake, makes_way: bool = False) -> None:
        """Written, also of a turn that is not at work."""
        if not await self.stop(turn, by=by, makes_way=makes_way):
            await self.tools.store.ask_stop(turn, by=by, makes_way=makes_way)

    async def look_at_request(self, turn: Turn) -> None:
        """Its message was edited or deleted, and that is written."""
        work = self.working.get(turn.id)
        if work is not None:
            await work.look_at_request()
        self.wake(turn.session)

    def _count_waiting(self, session: SessionId, count: int) -> None:
        for work in self.working.values():
            if work.session.id == session:
                work.count_waiting(count)

    async def hear_reply(self, turn: TurnId) -> None:
        """The asker has answered a question of this turn, and that is written."""
        work = self.working.get(turn)
        if work is not None:
            await work.hear_reply()

    def forget(self, row: Outgoing) -> None:
        """Somebody deleted this message of ours."""
        work = self.working.get(row.turn)
        if work is not None:
            work.drawing.forget(row.slot)
            work.wake_questions()

    def halt_lost(self) -> None:
        """Something was added to `losses`: what works for it costs money, so it ends at once."""
        for work in self.working.values():
            ending = self.losses.ending_of(work.session, work.turn)
            if ending is not None:
                work.halt(ending)

    async def _work_off(self, session: SessionId) -> None:
        try:
            while session in self._woken:
                self._woken.discard(session)
                while turn := await self.tools.store.next_turn(session):
                    with bound_contextvars(turn=turn.id):
                        await self._carry(turn)
                    self.waiting.look(session)
        finally:
            del self._workers[session]
            self.tools.places.leave_all(session)

    async def _carry(self, turn: Turn) -> None:
        try:
            work = self.working[turn.id] = await self._prepare(turn)
            self.waiting.look(turn.session)
            if work.turn.state is not TurnState.QUEUED:
                self.tools.places.seat(work.session, work.turn, work.rests)
            await carry(work)
            if work.is_cut_off:
                await self._wait_for_discord(turn)
        except (DeliveryUnknown, Hidden) as error:
            log.warning("turn.discord_away", error=str(error))
            await self._wait_for_discord(turn)
        except DeliveryError as error:
            log.warning("turn.no_thread", error=str(error))
            await self._give_up(turn.id, endings.ending_of_delivery(error) or endings.INTERNAL)
        except Exception:
            log.exception("turn.crashed")
            await self._say_so(turn)
        finally:
            self.working.pop(turn.id, None)
            self.tools.places.leave(turn.id)

    async def _wait_for_discord(self, turn: Turn) -> None:
        """The row stays as it is, so that the turn is taken up again as after a restart; though not for ever."""
        age = self.tools.clock.now() - turn.created_at
        if age > self.tools.limits.deliver_within_s * 1000:
            await self._give_up(turn.id, endings.INTERNAL)
        else:
            self.tools.places.leave(turn.id)
            await self.tools.sleep(rest_of(age / 1000, at_least=self.tools.limits.away_s))

    async def _prepare(self, turn: Turn) -> Work:
        session = await self.tools.store.session(turn.session)
        if session is None:
            raise ValueError(f"turn {turn.id} has no session")
        if turn.started_at is None and self.losses.ending_of(session, turn) is not None:
            raise Gone("the place or the asker is no more")
        room = await self.tools.threads.open(session, turn)
        session = await self.tools.store.session(turn.session) or session
        newest = await self.tools.store.turn(turn.id) or turn
        drawing = Drawing(self.tools, turn.id, room, asked_at=turn.created_at)
        rows = await adopt(self.tools, turn.id)
        drawing.take_up(rows)
        is_whole = not any(row.gone and row.message is None for row in rows)
        notices = () if is_whole else ("receipt.not_shown",)
        calls = await self.tools.calls.of_turn(turn.id)
        how = await how_in_channel(self.tools, session, newest)
        work = Work(self.tools, session, newest, drawing, notices=notices, calls=calls, in_channel=how)
        work.reworded = await self.tools.queue.reworded(turn.id)
        work.waiting = len(await self.tools.queue.waiting(session.id))
        return work

    async def _say_so(self, turn: Turn) -> None:
        """Our own fault: write it as the ending and show that, so that the session can go on."""
        try:
            await self._fail(turn.id, endings.INTERNAL)
            await carry(await self._prepare(turn))
        except Exception:
            log.exception("turn.crash_not_shown")
            await self._say_least(turn)
            await self._give_up(turn.id, endings.INTERNAL)

    async def _say_least(self, turn: Turn) -> None:
        """What failed us fails us again, so it is left out; without any receipt the card would run for ever."""
        try:
            await show_least(await self._prepare(turn))
        except Exception:
            log.exception("turn.least_not_shown")

    async def _fail(self, turn: TurnId, ending: Ending) -> Turn | None:
        now = self.tools.clock.now()
        known = await self.tools.store.turn(turn)
        if known is not None and known.state in (TurnState.RUNNING, TurnState.WAITING):
            known = await self.tools.store.move_turn(turn, TurnEvent.ENDED, now=now)
        if known is None or known.outcome is not None:
            return known
        return await self.tools.store.settle_turn(
            turn, outcome=ending.outcome, reason=ending.reason, detail=ending.detail, now=now
        )

    async def _give_up(self, turn: TurnId, ending: Ending) -> None:
        """Nothing can be shown: the row still ends, so that nothing waits for it."""
        known = await self._fail(turn, ending)
        if known is not None and known.state is TurnState.DELIVERING:
            await self.tools.store.move_turn(turn, TurnEvent.DELIVERED, now=self.tools.clock.now())
