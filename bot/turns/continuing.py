"""A run that pauses until its token comes back: each round is one more run of the same turn."""

from dataclasses import replace

from bot.core.answer import answer_of
from bot.core.events import RunStatus
from bot.core.ports import RunRequest
from bot.core.prompt import NOTE_LIMIT
from bot.core.session import Run, Turn, TurnEvent
from bot.turns.work import Work

MOST_RUNS = 5
"""So many rounds a turn may take: a run that pauses for ever would cost for ever."""


def goes_on(work: Work, runs: tuple[Run, ...]) -> bool:
    """The newest run has paused, and nothing speaks against going on."""
    is_paused = work.transcript.runs[-1].status is RunStatus.REQUIRES_CONTINUATION
    return is_paused and len(runs) < MOST_RUNS and work.cut_by is None and not work.stop_asked.is_set()


async def pause(work: Work, run: Run) -> Turn:
    """RUNNING: write how the run stands, so that the next stage needs nothing but rows."""
    last = work.transcript.runs[-1]
    paused = replace(run, status=last.status, usage=last.usage)
    note = answer_of(work.transcript.steps).text[:NOTE_LIMIT]
    await work.tools.store.run_ended(paused, environment=last.environment, note=note)
    return await work.move(TurnEvent.ASKED)


async def go_on(work: Work) -> Turn:
    """WAITING: the token that it waits for is in the run's own record, so there is nobody to wait for."""
    return await work.move(TurnEvent.ANSWERED)


async def continued(work: Work, run: Run, request: RunRequest) -> RunRequest | None:
    """The request that lets a paused run go on; None where its record gives no token. Raises ProviderError."""
    if run.id is None:
        return None
    record = await work.tools.agent.read(run.id)
    if not record.continuation:
        return None
    place = record.environment or request.environment
    return replace(request, previous=run.id, environment=place, continuation=record.continuation)
