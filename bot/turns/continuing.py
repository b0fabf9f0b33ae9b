"""What a turn's next run waits for: the token of a run that paused, or our answers to what it called."""

import asyncio
from dataclasses import replace

from bot.core.answer import answer_of
from bot.core.events import Heard, RecordRead, RunStatus
from bot.core.ports import RunRequest
from bot.core.prompt import NOTE_LIMIT
from bot.core.session import Run, Turn, TurnEvent
from bot.core.tools.calls import ToolCall, open_calls
from bot.core.transcript import fold
from bot.turns import endings
from bot.turns.answering import MOST_ROUNDS, answer_all, owe
from bot.turns.work import Work

MOST_RUNS = 5
"""So many rounds a turn may take: a run that pauses for ever would cost for ever."""
_CALLING = (RunStatus.REQUIRES_ACTION, RunStatus.COMPLETED)
"""A run that has completed may still hold a call that nobody has answered."""


def goes_on(work: Work, runs: tuple[Run, ...]) -> bool:
    """The newest run has paused, and nothing speaks against going on."""
    if work.transcript.runs[-1].status is not RunStatus.REQUIRES_CONTINUATION:
        return False
    before = sum(run.status is RunStatus.REQUIRES_CONTINUATION for run in runs[:-1])
    return before + 1 < MOST_RUNS and not _is_to_end(work)


async def called(work: Work, run: Run) -> tuple[ToolCall, ...]:
    """What the newest run asks of us, by the provider's own record. Raises ProviderError."""
    last = work.transcript.runs[-1]
    is_calling = last.status is RunStatus.REQUIRES_ACTION or open_calls(last.steps)
    if last.status not in _CALLING or not is_calling or _is_to_end(work) or run.id is None:
        return ()
    record = await work.tools.agent.read(run.id)
    work.transcript = work.transcript.with_run(fold(last, Heard(0, RecordRead(record))))
    calls = open_calls(record.steps) if record.status in _CALLING else ()
    if calls and len({owed.run for owed in work.calls} - {run.number}) >= MOST_ROUNDS:
        work.cut_by = endings.ROUNDS
        return ()
    return calls


def _is_to_end(work: Work) -> bool:
    return work.cut_by is not None or work.stop_asked.is_set()


async def pause(work: Work, run: Run, calls: tuple[ToolCall, ...] = ()) -> Turn:
    """RUNNING: write how the run stands and what it calls, so that the next stage needs nothing but rows."""
    last = work.transcript.runs[-1]
    paused = replace(run, status=last.status, usage=last.usage)
    note = answer_of(work.transcript.steps).text[:NOTE_LIMIT]
    await work.tools.store.run_ended(paused, environment=last.environment, note=note)
    if calls:
        await owe(work, run, calls)
    return await work.move(TurnEvent.ASKED)


async def go_on(work: Work) -> Turn:
    """WAITING: answer what is called. For a token there is nobody to wait: it is in the run's own record."""
    runs = await work.tools.store.runs(work.turn.id)
    answering = asyncio.create_task(answer_all(work, runs[-1]))
    try:
        await _within_minutes(work, answering)
        if answering.done():
            answering.result()
    finally:
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)
    return await work.move(TurnEvent.ENDED if _is_to_end(work) else TurnEvent.ANSWERED)


async def _within_minutes(work: Work, answering: asyncio.Task[None]) -> None:
    """Wait until all is answered, or somebody asks to stop, or the minutes are over, of which people take none."""
    limits = work.tools.limits
    while not answering.done() and not work.stop_asked.is_set():
        if (left := work.seconds_left) <= 0:
            work.cut_by = endings.of_minutes(limits.minutes_per_turn)
            return
        waits = any(owed.waits for owed in work.calls)
        try:
            async with asyncio.timeout(max(left, limits.look_again_s) if waits else left):
                await work.unless_stopped(asyncio.shield(answering))
        except TimeoutError:
            pass


async def continued(work: Work, run: Run, request: RunRequest) -> RunRequest | None:
    """The request that lets a paused run go on; None where its record gives no token. Raises ProviderError."""
    if run.id is None:
        return None
    record = await work.tools.agent.read(run.id)
    if not record.continuation:
        return None
    place = record.environment or request.environment
    return replace(request, previous=run.id, environment=place, continuation=record.continuation)
