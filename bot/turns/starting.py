"""The stage that hands a turn to the agent: once, and never again when nobody can know whether it was taken."""

from dataclasses import dataclass, field, replace

import structlog

from bot.core.errors import ProviderError
from bot.core.ids import Milliseconds
from bot.core.machines import Setup
from bot.core.ports import RunRequest
from bot.core.prompt import input_of, instruction
from bot.core.session import Run, Turn
from bot.turns import endings
from bot.turns.answering import answers
from bot.turns.artifacts import note_start
from bot.turns.continuing import continued
from bot.turns.endings import Ending
from bot.turns.faults import lacks_of
from bot.turns.offering import offered
from bot.turns.packing import Packed, pack
from bot.turns.past import without_what_is_gone
from bot.turns.terms import NEW, ceiling_of, machine_of, setup_of
from bot.turns.work import Work

log = structlog.get_logger(__name__)


async def start(work: Work) -> Turn:
    """STARTING: create the run and write its id, or settle how it could not be."""
    runs = await work.tools.store.runs(work.turn.id)
    if runs and runs[-1].id is None:  # an earlier process was killed while it asked: nobody knows what came of it
        return await work.settle(endings.UNCERTAIN)
    work.setup = await setup_of(work)
    try:
        request = await _request(work, runs)
    except ProviderError as error:
        return await work.settle(endings.ending_of_silence(error, agent=work.session.agent))
    if request is None:
        return await work.settle(endings.PAUSED)
    if request.environment == NEW and isinstance(work.setup, Ending):
        return await work.settle(work.setup)
    packed = Packed(request)
    if not runs:
        packed = await pack(work, request)
        await note_start(work)
    run = Run(turn=work.turn.id, number=len(runs), created_at=work.tools.clock.now())
    asking = _Asking(work, run, packed.request, list(packed.losses))
    while not work.stop_asked.is_set():
        try:
            return await asking.create()
        except ProviderError as error:
            ending = await asking.refused(error)
        if ending is not None:
            return await work.settle(ending)
    return await work.settle(work.cut_by or endings.stopped(work.turn))


async def _request(work: Work, runs: tuple[Run, ...]) -> RunRequest | None:
    """The turn's first run, or the next round of one that has paused; None where that cannot go on."""
    used = sum(run.usage.total - run.usage.cached for run in runs if run.usage)
    request = RunRequest(
        agent=work.session.agent,
        input=input_of(work.turn, owner=work.session.owner, note=work.session.note),
        instruction=await _instruction(work),
        environment=machine_of(work),
        previous=work.session.last_run,
        max_tokens=max(ceiling_of(work) - used, 1),
        tools=await offered(work),
        model=work.session.choices.model,
        setup=work.setup if isinstance(work.setup, Setup) else Setup(),
    )
    if not runs:
        return request
    results = await answers(work, runs[-1])
    if results is None:
        return await continued(work, runs[-1], request)
    place_now = work.transcript.runs[-1].environment if work.transcript.runs else None
    return replace(
        request, input="", previous=runs[-1].id, results=results, environment=place_now or request.environment
    )


async def _instruction(work: Work) -> str:
    """Read anew for each run: what a guild sets counts from the next one on."""
    supplies, session = work.tools.supplies, work.session
    return instruction(
        await work.tools.threads.place(session),
        locale=work.turn.locale,
        custom=supplies.instructions,
        guild=await supplies.guilds.instructions(session.guild),
    )


@dataclass(slots=True)
class _Asking:
    """One run's request, and what became of it so far. `losses`: what it goes on without, as keys of sentences."""

    work: Work
    run: Run
    request: RunRequest
    losses: list[str] = field(default_factory=list)
    waits: int = 0

    async def create(self) -> Turn:
        tools = self.work.tools
        await tools.store.begin_run(self.run)
        record = await tools.agent.create(self.request)
        log.info("run.created", turn=self.work.turn.id, run=record.id)
        created = replace(self.run, id=record.id, status=record.status)
        reason = " ".join((*self.losses, *lacks_of(record.faults)))
        return await tools.store.run_created(created, now=tools.clock.now(), reason=reason)

    async def refused(self, error: ProviderError) -> Ending | None:
        """How the turn ends, or None when it is to be tried again, after waiting where that is needed."""
        log.warning("run.refused", turn=self.work.turn.id, code=error.code, status=error.status, error=str(error))
        ending = endings.ending_of_refusal(error, self._fresh() if self.losses else self.request)
        if ending is endings.UNCERTAIN:
            return ending
        await self.work.tools.store.run_refused(self.run)
        mended = await without_what_is_gone(self.work, self.request, error)
        if mended is not None:
            self.request = mended.request
            self.losses += [mended.reason] if mended.reason else []
            return None
        wait = endings.wait_before_retry(error, self.waits, self.work.tools.limits.start_retries_s)
        if wait is None:
            return ending
        await self._wait(wait)
        return None

    async def _wait(self, seconds: float) -> None:
        work, self.waits = self.work, self.waits + 1
        work.retry_at = Milliseconds(work.tools.clock.now() + round(seconds * 1000))
        work.redraw()
        await work.unless_stopped(work.tools.sleep(seconds))
        work.retry_at = None

    def _fresh(self) -> RunRequest:
        """What is left to be not found once the past was looked into is the agent itself."""
        return replace(self.request, previous=None, environment=self.request.environment and NEW)
