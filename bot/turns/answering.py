"""Calls of our own functions: asked for by the agent, answered one beside the other, and sent back in one request."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.core.catalogue import say
from bot.core.events import JsonValue
from bot.core.ids import Milliseconds
from bot.core.session import Run
from bot.core.tools.calls import Caller, CallState, OwedCall, ToolCall, ToolError, ToolResult
from bot.core.tools.look import ask_slot
from bot.core.tools.questions import REFUSE, SESSION, Question, QuestionKind, Reply
from bot.turns.rations import MOST_OF_A_RUN, MOST_OF_A_TURN, Places, beyond
from bot.turns.work import Work

log = structlog.get_logger(__name__)

MOST_ROUNDS = 20
"""So often a turn's calls are answered: an agent that calls for ever would cost for ever."""


async def owe(work: Work, run: Run, calls: Sequence[ToolCall]) -> None:
    """Write what the newest run asks of us. Repeated after a crash, it changes nothing."""
    known = await work.tools.calls.of_turn(work.turn.id)
    first = sum(1 for owed in known if owed.run < run.number)
    await work.tools.calls.owe(
        [OwedCall(turn=work.turn.id, number=first + n, run=run.number, call=call) for n, call in enumerate(calls)]
    )
    await work.look_at_calls()


async def answers(work: Work, run: Run) -> tuple[ToolResult, ...] | None:
    """What we answer to a run's calls, all of it; None where it has asked for nothing."""
    calls = [owed for owed in await work.tools.calls.of_turn(work.turn.id) if owed.run == run.number]
    return tuple(owed.result for owed in calls if owed.result is not None) or None


async def answer_all(work: Work, run: Run) -> None:
    """Answer every open call of this run; each answer is a row before it is sent."""
    session = await work.tools.store.session(work.session.id) or work.session
    owed_calls = [owed for owed in work.calls if owed.run == run.number and owed.state is not CallState.ANSWERED]
    too_many = beyond(work.calls)
    await _refuse(work, [owed for owed in owed_calls if owed.number in too_many])
    places = Places()
    async with asyncio.TaskGroup() as group:
        for owed in owed_calls:
            if owed.number not in too_many:
                caller = Caller(session=session, turn=work.turn, number=owed.number)
                group.create_task(_Answering(work, owed, caller, places).answer())


async def _refuse(work: Work, calls: Sequence[OwedCall]) -> None:
    said = say("tool.too_many", run=MOST_OF_A_RUN, turn=MOST_OF_A_TURN)
    for owed in calls:
        await _written(work, owed, said, is_error=True)
    if calls:
        log.warning("tool.too_many", turn=work.turn.id, refused=len(calls))
        await work.look_at_calls()


async def _written(work: Work, owed: OwedCall, result: JsonValue, *, is_error: bool) -> None:
    answer = ToolResult(call=owed.call.id, name=owed.call.name, result=result, is_error=is_error)
    await work.tools.calls.answered(owed.turn, owed.number, answer, now=work.tools.clock.now())


@dataclass(slots=True)
class _Answering:
    """One call on its way to an answer, from whatever state its row is in."""

    work: Work
    owed: OwedCall
    caller: Caller
    places: Places

    async def answer(self) -> None:
        try:
            result, is_error = await self._result(), False
        except ToolError as error:
            result, is_error = str(error), True
        owed = self.owed
        log.info("tool.answered", turn=owed.turn, tool=owed.call.name, number=owed.number, is_error=is_error)
        await _written(self.work, owed, result, is_error=is_error)
        await self.work.look_at_call(owed.number)

    async def _result(self) -> JsonValue:
        tools = self.work.tools
        if self.owed.state is CallState.BEGUN:  # by an earlier process, of which nobody knows how far it came
            raise ToolError(say("tool.unknown_outcome"))
        reply = await self._reply()
        async with self.places.acting:
            if tools.toolbox.acts(self.owed.call):
                await tools.calls.begun(self.owed.turn, self.owed.number)
            return await tools.toolbox.act(self.owed.call, self.caller, reply)

    async def _reply(self) -> Reply | None:
        """What the asker said; None where there is nothing to ask, or they said yes for the session."""
        question = self.owed.question or await self._question()
        if question is None:
            return None
        async with self.places.asking:
            if self.owed.question is None:
                if await self._is_granted(question):
                    return None
                await self._put(question)
            return await self._said(question)

    async def _question(self) -> Question | None:
        async with self.places.acting:
            return await self.work.tools.toolbox.question(self.owed.call, self.caller)

    async def _is_granted(self, question: Question) -> bool:
        work = self.work
        asker = work.turn.actor.id
        return bool(question.scope) and await work.tools.calls.is_granted(work.session.id, question.scope, by=asker)

    async def _put(self, question: Question) -> None:
        """Ask it. The questions of a run have one time together, for its service keeps the run no longer."""
        work, owed = self.work, self.owed
        now = work.tools.clock.now()
        first = min((one.asked_at for one in work.calls if one.run == owed.run and one.asked_at), default=now)
        until = Milliseconds(first + round(work.tools.limits.answer_within_s * 1000))
        if until <= now:
            raise ToolError(say("tool.nobody_answered"))
        await work.tools.calls.asked(owed.turn, owed.number, question, now=now, expires_at=until)
        await work.look_at_call(owed.number)

    async def _said(self, question: Question) -> Reply:
        """What the asker said. Raises ToolError where they refuse, or say nothing for too long."""
        reply = await self._waited_for()
        if question.kind is not QuestionKind.LEAVE:
            return reply
        if reply.choice == REFUSE:
            reason = reply.text.strip()
            raise ToolError(say("tool.refused", reason=reason) if reason else say("tool.refused_plainly"))
        if reply.choice == SESSION:
            work = self.work
            now = work.tools.clock.now()
            await work.tools.calls.grant(work.session.id, question.scope, by=work.turn.actor.id, now=now)
        return reply

    async def _waited_for(self) -> Reply:
        tools = self.work.tools
        while True:
            news = self.work.next_reply()
            owed = await self.work.look_at_call(self.owed.number)
            if owed.reply is not None:
                return owed.reply
            if self.work.is_unseen(ask_slot(owed.number)):
                self.work.drawing.forget(ask_slot(owed.number))  # refused once, it would stand in the answer's way
                raise ToolError(say("tool.question_gone"))
            left_s = ((owed.expires_at or 0) - tools.clock.now()) / 1000
            if left_s <= 0:
                raise ToolError(say("tool.nobody_answered"))
            try:
                async with asyncio.timeout(min(left_s, tools.limits.look_again_s)):
                    await news.wait()
            except TimeoutError:
                pass
