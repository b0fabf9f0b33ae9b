"""The stage that hands a turn to the agent: once, and never again when nobody can know whether it was taken."""

from dataclasses import replace

import structlog

from bot.core.errors import ProviderError
from bot.core.ids import Milliseconds
from bot.core.ports import RunRequest
from bot.core.prompt import input_of, instruction
from bot.core.session import Run, Turn
from bot.turns import endings
from bot.turns.artifacts import note_start
from bot.turns.endings import Ending
from bot.turns.work import Work

log = structlog.get_logger(__name__)


async def start(work: Work) -> Turn:
    """STARTING: create the run and write its id, or settle how it could not be."""
    runs = await work.tools.store.runs(work.turn.id)
    if runs and runs[-1].id is None:  # an earlier process was killed while it asked: nobody knows what came of it
        return await work.settle(endings.UNCERTAIN)
    request = await _request(work, runs)
    await note_start(work)
    run = Run(turn=work.turn.id, number=len(runs), created_at=work.tools.clock.now())
    for attempt in range(len(work.tools.limits.start_retries_s) + 1):
        if work.stop_asked.is_set():
            break
        try:
            return await _create(work, run, request)
        except ProviderError as error:
            ending = await _refused(work, run, request, error, attempt)
        if ending is not None:
            return await work.settle(ending)
    return await work.settle(endings.STOPPED)


async def _request(work: Work, runs: tuple[Run, ...]) -> RunRequest:
    place = await work.tools.threads.place(work.session)
    used = sum(run.usage.total - run.usage.cached for run in runs if run.usage)
    return RunRequest(
        agent=work.session.agent,
        input=input_of(work.turn, note=work.session.note),
        instruction=instruction(place, locale=work.turn.locale),
        environment=work.session.environment or "remote",
        previous=work.session.last_run,
        max_tokens=max(work.tools.limits.tokens_per_turn - used, 1),
    )


async def _create(work: Work, run: Run, request: RunRequest) -> Turn:
    await work.tools.store.begin_run(run)
    record = await work.tools.agent.create(request)
    log.info("run.created", turn=work.turn.id, run=record.id)
    created = replace(run, id=record.id, status=record.status)
    return await work.tools.store.run_created(created, now=work.tools.clock.now())


async def _refused(work: Work, run: Run, request: RunRequest, error: ProviderError, attempt: int) -> Ending | None:
    """How the turn ends, or None after waiting when it is to be tried again."""
    log.warning("run.refused", turn=work.turn.id, code=error.code, status=error.status, error=str(error))
    ending = endings.ending_of_refusal(error, request)
    if ending is not endings.UNCERTAIN:
        await work.tools.store.run_refused(run)
    wait = endings.wait_before_retry(error, attempt, work.tools.limits.start_retries_s)
    if wait is None:
        return ending
    work.retry_at = Milliseconds(work.tools.clock.now() + round(wait * 1000))
    work.redraw()
    await work.unless_stopped(work.tools.sleep(wait))
    work.retry_at = None
    return None
