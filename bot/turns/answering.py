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
    async with asyncio.TaskGroup() as group:
        for owed in owed_calls:
            caller = Caller(session=session, turn=work.turn, number=owed.number)
            group.create_task(_Answering(work, owed, caller).answer())


@dataclass(slots=True)
class _Answering:
    """One call on its way to an answer, from whatever state its row is in."""

    work: Work
    owed: OwedCall
    caller: Caller

    async def answer(self) -> None:
        try:
            result, is_error = await self._result(), False
        except ToolError as error:
            result, is_error = str(error), True
        call, tools = self.owed.call, self.work.tools
        log.info("tool.answered", turn=self.owed.turn, tool=call.name, number=self.owed.number, is_error=is_error)
        answer = ToolResult(call=call.id, name=call.name, result=result, is_error=is_error)
        await tools.calls.answered(self.owed.turn, self.owed.number, answer, now=tools.clock.now())
        await self.work.look_at_calls()

    async def _result(self) -> JsonValue:
        tools = self.work.tools
        if self.owed.state is CallState.BEGUN:  # by an earlier process, of which nobody knows how far it came
            raise ToolError(say("tool.unknown_outcome"))
        question = self.owed.question or await self._to_ask()
        reply = await self._reply(question) if question is not None else None
        if tools.toolbox.acts(self.owed.call):
            await tools.calls.begun(self.owed.turn, self.owed.number)
        return await tools.toolbox.act(self.owed.call, self.caller, reply)

    async def _to_ask(self) -> Question | None:
        """What the asker has to be asked, put to them; None where nothing is, or they said yes for the session."""
        tools, asker = self.work.tools, self.work.turn.actor.id
        question = await tools.toolbox.question(self.owed.call, self.caller)
        if question is None:
            return None
        if question.scope and await tools.calls.is_granted(self.work.session.id, question.scope, by=asker):
            return None
        now = tools.clock.now()
        until = Milliseconds(now + round(tools.limits.answer_within_s * 1000))
        await tools.calls.asked(self.owed.turn, self.owed.number, question, now=now, expires_at=until)
        await self.work.look_at_calls()
        return question

    async def _reply(self, question: Question) -> Reply:
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
            owed = (await tools.calls.of_turn(self.owed.turn))[self.owed.number]
            if owed.reply is not None:
                return owed.reply
            if ask_slot(owed.number) in self.work.drawing.gone:
                raise ToolError(say("tool.question_gone"))
            left_s = ((owed.expires_at or 0) - tools.clock.now()) / 1000
            if left_s <= 0:
                raise ToolError(say("tool.nobody_answered"))
            try:
                async with asyncio.timeout(min(left_s, tools.limits.look_again_s)):
                    await news.wait()
            except TimeoutError:
                pass
