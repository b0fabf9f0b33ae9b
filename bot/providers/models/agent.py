"""Models behind conventional APIs as `core.ports.Agent`: what they say cannot be asked for again, so it is kept here.

A run is a row before its request is made, a task of this process while it is answered, and a row with a record from
then on. A run that has a row without an end and no task has died with its process, and is lost.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator

import structlog

from bot.core.errors import Refused
from bot.core.events import Fault, Heard, RunRecord, RunStatus
from bot.core.ids import Cursor, RunId
from bot.core.models.history import Asked, ModelRun
from bot.core.models.naming import Choice, UnknownModel, choose
from bot.core.models.ports import Media, ModelRuns
from bot.core.ports import Clock, RunRequest
from bot.providers.models.answering import Answering, Kit
from bot.providers.models.conversation import Plan, plan
from bot.providers.models.keeping import Keeper
from bot.providers.models.lines import Lines
from bot.providers.models.refusals import GONE, UNKNOWN_MODEL
from bot.providers.models.runs import LiveRun

log = structlog.get_logger(__name__)

PREFIX = "m_"
"""Begins the ids of these runs, which no service gives."""
TAKEN_WITHIN_S = 10.0
"""So long a start waits for the service's first word; what it refuses later, the run itself ends with."""
SHORTENED = "talk_shortened"
"""The code of what a run that has begun goes on without."""
_CLOSE_WITHIN_S = 10.0
_NOT_FOUND = 404


class ModelAgent:
    """Close it before the store that `runs` belongs to, and before its lines."""

    def __init__(
        self, lines: Lines, *, runs: ModelRuns, media: Media, clock: Clock, taken_within_s: float = TAKEN_WITHIN_S
    ) -> None:
        self._lines = lines
        self._kit = Kit(runs=runs, media=media, clock=clock, asker=lines.asker)
        self._taken_within_s = taken_within_s
        self._live: dict[RunId, LiveRun] = {}

    async def create(self, request: RunRequest) -> RunRecord:
        """Write the run and begin to ask.

        Raises `Refused`, `Overloaded` or `Unreachable` where the service says so within a few seconds. The record's
        faults are what the run goes on without.
        """
        choice = self._choice(request.model)
        past = await self._past(request.previous)
        run = await self._begun(request)
        live = self._live[run.id] = LiveRun(run)
        answering = Answering(
            kit=self._kit,
            live=live,
            line=self._lines.to(choice.provider.name),
            keeper=Keeper(self._kit.media, await self._lines.fetching(choice.provider.name), self._kit.clock),
            choice=choice,
            request=request,
            past=past,
            plan=plan(past, request, window=choice.model.window),
        )
        live.task = asyncio.create_task(self._carried(answering), name=f"model run {run.id}")
        await live.taken(within_s=self._taken_within_s)
        lacks = (Fault(SHORTENED, ""),) if answering.plan is Plan.SUMMARY else ()
        return RunRecord(run.id, RunStatus.IN_PROGRESS, faults=lacks)

    async def listen(
        self, run: RunId, *, after: Cursor | None = None, position: int = 0
    ) -> AsyncGenerator[Heard, None]:
        """From memory; of a run that has ended there is the record alone."""
        live = self._live.get(run)
        if live is None:
            return
        async for heard in live.follow(position if after else 0):
            yield heard

    async def read(self, run: RunId) -> RunRecord:
        """Raises `Refused` with status 404 for a run whose process has died, and for one that never was."""
        if (live := self._live.get(run)) is not None:
            told = live.told
            return RunRecord(run, told.status, told.steps, told.usage, told.faults)
        row = await self._kit.runs.run(run)
        if row is None or row.record is None:
            raise Refused(f"404 {GONE}: run {run} has no end", code=GONE, status=_NOT_FOUND)
        return row.record

    async def cancel(self, run: RunId) -> None:
        """Its end may lag behind; one that has ended already needs no stopping."""
        live = self._live.get(run)
        if live is not None and live.task is not None and not live.is_ending:
            live.stop_asked = True
            live.task.cancel()

    async def close(self) -> None:
        """End what is still at work: what it has said so far is kept."""
        tasks = [live.task for live in self._live.values() if live.task is not None]
        for live in self._live.values():
            if live.task is not None and not live.is_ending:
                live.task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSE_WITHIN_S)

    async def _carried(self, answering: Answering) -> None:
        run = answering.live.run.id
        try:
            await answering.carry()
        except Exception:
            log.exception("model_run.not_written", run=run)
        finally:
            self._live.pop(run, None)

    def _choice(self, name: str) -> Choice:
        try:
            return choose(self._lines.providers, name)
        except UnknownModel as error:
            raise Refused(f"0 {UNKNOWN_MODEL}: {name or 'no name'}", code=UNKNOWN_MODEL) from error

    async def _past(self, previous: RunId | None) -> tuple[ModelRun, ...]:
        past = await self._kit.runs.talk(previous)
        if previous is not None and not past:
            raise Refused(f"404 {GONE}: run {previous} is not there", code=GONE, status=_NOT_FOUND)
        return past

    async def _begun(self, request: RunRequest) -> ModelRun:
        now = self._kit.clock.now()
        media = [
            await self._kit.media.keep(picture.data, mime_type=picture.mime_type, now=now)
            for picture in request.pictures
        ]
        run = ModelRun(
            id=RunId(PREFIX + secrets.token_hex(16)),
            previous=request.previous,
            model=request.model,
            asked=Asked(text=request.input, media=tuple(media), results=request.results),
            created_at=now,
        )
        await self._kit.runs.begin(run)
        return run
