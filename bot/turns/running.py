"""The stages in which the agent works: listen to its run, cut it where it must be, and read the record once more."""

import asyncio
from dataclasses import replace

import structlog

from bot.core.answer import answer_of
from bot.core.errors import ProviderError
from bot.core.events import Output, RunStatus
from bot.core.prompt import NOTE_LIMIT
from bot.core.session import Run, Turn, TurnEvent
from bot.core.transcript import RunTranscript, Transcript, fold
from bot.turns import endings
from bot.turns.artifacts import note_changes
from bot.turns.continuing import called, goes_on, pause
from bot.turns.endings import Ending
from bot.turns.listening import Listener, read
from bot.turns.work import Work

log = structlog.get_logger(__name__)


async def listen(work: Work) -> Turn:
    """RUNNING: follow the newest run until it ends or is cut."""
    runs = await work.tools.store.runs(work.turn.id)
    await remember(work, runs[:-1], again=False)
    run = runs[-1].id
    if run is None:
        raise ValueError(f"turn {work.turn.id} runs without a run")
    work.transcript = Transcript((*work.transcript.runs, RunTranscript(id=run, status=runs[-1].status)))
    work.heard_at = work.tools.clock.now()
    try:
        await _listen_or_cut(work, Listener(work.tools, run))
        if calls := await called(work, runs[-1]):
            return await pause(work, runs[-1], calls)
    except ProviderError as error:
        log.warning("run.lost", turn=work.turn.id, run=run, error=str(error))
        work.cut_by = endings.ending_of_silence(error, agent=work.session.agent)
    if goes_on(work, runs):
        return await pause(work, runs[-1])
    return await work.move(TurnEvent.ENDED)


async def _listen_or_cut(work: Work, listener: Listener) -> None:
    hearing = asyncio.create_task(_hear(work, listener))
    try:
        async with asyncio.timeout(work.seconds_left):
            await work.unless_stopped(asyncio.shield(hearing))
    except TimeoutError:
        work.cut_by = endings.of_minutes(work.tools.limits.minutes_per_turn)
    try:
        if not hearing.done():
            await _cancel(work, listener)
            await asyncio.wait({hearing}, timeout=work.tools.limits.cancel_wait_s)
        if hearing.done():
            hearing.result()
    finally:
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)


async def _hear(work: Work, listener: Listener) -> None:
    async for told in listener.follow():
        if told != work.transcript.runs[-1]:  # a record read again and again is no news
            work.heard_at = work.tools.clock.now()
            if _says_more(work.transcript.runs[-1], told):
                work.drawing.freshness.heard()
        work.transcript = work.transcript.with_run(told)
        work.redraw()


def _says_more(before: RunTranscript, told: RunTranscript) -> bool:
    newest = told.steps[-1:]
    return newest != before.steps[-1:] and isinstance(newest[0] if newest else None, Output)


async def _cancel(work: Work, listener: Listener) -> None:
    try:
        await work.tools.agent.cancel(listener.run)
    except ProviderError as error:
        log.warning("run.cancel_failed", turn=work.turn.id, run=listener.run, error=str(error))


async def finish(work: Work) -> Turn:
    """FINISHING: read every run once more, for the record, not our memory, is what is delivered; then settle."""
    runs = await work.tools.store.runs(work.turn.id)
    await remember(work, runs)
    last = work.transcript.runs[-1]
    ended = replace(runs[-1], status=last.status, usage=last.usage)
    note = answer_of(work.transcript.steps).text[:NOTE_LIMIT]
    await note_changes(work, last.environment or work.session.environment)
    await work.tools.store.run_ended(ended, environment=last.environment, note=note)
    return await work.settle(endings.ending_of(work.turn, work.transcript, cut_by=work.cut_by or _cut_before(work)))


def _cut_before(work: Work) -> Ending | None:
    """What an earlier process ended the run for, which no row says: nobody's stop means the operator's minutes."""
    is_cut = work.transcript.runs[-1].status in (RunStatus.CANCELLED, RunStatus.REQUIRES_ACTION)
    return endings.of_minutes(work.tools.limits.minutes_per_turn) if is_cut and work.seconds_left <= 0 else None


async def remember(work: Work, runs: tuple[Run, ...], *, again: bool = True) -> None:
    """Make the transcript from the provider's records of these runs; one that cannot be read stays as it was heard.

    One of which nothing was heard, after a restart, is waited for: without its record there is nothing to deliver.
    `again`: also those that were heard.
    """
    heard = {told.id: told for told in work.transcript.runs}
    known = [
        heard.get(run.id) or RunTranscript(id=run.id, status=run.status, usage=run.usage) for run in runs if run.id
    ]
    work.transcript = Transcript(
        tuple([await _read_once_more(work, told) if again or not told.steps else told for told in known])
    )


async def _read_once_more(work: Work, told: RunTranscript) -> RunTranscript:
    if told.id is None:
        return told
    try:
        if told.steps:
            return fold(told, await read(work.tools.agent, told.id))
        return await Listener(work.tools, told.id).read_patiently()
    except ProviderError as error:
        log.warning("run.read_failed", turn=work.turn.id, run=told.id, error=str(error))
        if not told.steps:
            work.cut_by = work.cut_by or endings.ending_of_silence(error, agent=work.session.agent)
        return told
