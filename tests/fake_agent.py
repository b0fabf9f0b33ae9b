"""An agent, played by a few lines: runs that tell their events, and every trouble that a provider can make."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from functools import reduce

from bot.core import events as e
from bot.core.errors import ProviderError, Refused, Unreachable
from bot.core.ids import Cursor, EnvironmentId, RunId
from bot.core.ports import RunRequest
from bot.core.transcript import RunTranscript, fold


def speech(*texts: str, index: int = 0) -> tuple[e.AgentEvent, ...]:
    """The events of one output."""
    added = tuple(e.TextAdded(index, text) for text in texts)
    return (e.StepStarted(index, e.Output()), *added, e.StepStopped(index))


def ending(status: e.RunStatus = e.RunStatus.COMPLETED, *, tokens: int = 1200) -> e.AgentEvent:
    return e.StatusChanged(status, e.Usage(input=tokens - 200, output=200, total=tokens), ended=True)


HELLO: tuple[e.AgentEvent, ...] = (
    e.StatusChanged(e.RunStatus.IN_PROGRESS),
    e.StepStarted(0, e.Call("code_execution", "call-1", arguments={"code": "ls"})),
    e.StepStopped(0),
    *speech("Hello, ", "world.", index=1),
    ending(),
)


@dataclass
class FakeRun:
    """A run that has come as far as `at`; it does not go beyond `holds` events until somebody lets it."""

    id: RunId
    request: RunRequest
    events: list[e.AgentEvent]
    holds: int = 1_000_000
    at: int = 0

    def may_tell(self, number: int) -> bool:
        return number < min(self.holds, len(self.events))

    def record(self) -> e.RunRecord:
        heard = [e.Heard(number, event) for number, event in enumerate(self.events[: self.at])]
        told = reduce(fold, heard, RunTranscript(status=e.RunStatus.IN_PROGRESS))
        place = EnvironmentId(f"env-of-{self.id}")
        token = f"token-of-{self.id}" if told.status is e.RunStatus.REQUIRES_CONTINUATION else ""
        return e.RunRecord(self.id, told.status, told.steps, told.usage, told.faults, place, token)

    def cancel(self) -> None:
        if self.at < len(self.events):
            self.events = [*self.events[: self.at], e.StatusChanged(e.RunStatus.CANCELLED, ended=True)]
            self.holds = len(self.events)


@dataclass
class FakeAgent:
    """Plays `scripts`, one a run. Each list of troubles is used up from its left.

    `refusals`: what `create` raises; with True the run was taken all the same. `cuts`: after so many events a stream
    breaks. `deaf`: no stream works. `silence`: what `read` raises.
    """

    scripts: deque[Sequence[e.AgentEvent]] = field(default_factory=deque)
    holds: int = 1_000_000
    pace_s: float = 0.0
    refusals: deque[tuple[ProviderError, bool]] = field(default_factory=deque)
    cuts: deque[int] = field(default_factory=deque)
    deaf: bool = False
    silence: deque[ProviderError] = field(default_factory=deque)
    runs: dict[RunId, FakeRun] = field(default_factory=dict)
    asked: list[RunRequest] = field(default_factory=list)
    listened: list[tuple[Cursor | None, int]] = field(default_factory=list)
    cancelled: list[RunId] = field(default_factory=list)

    async def create(self, request: RunRequest) -> e.RunRecord:
        await asyncio.sleep(0)
        self.asked.append(request)
        error, taken = self.refusals.popleft() if self.refusals else (None, True)
        if taken:
            run = self._begin(request)
        if error is not None:
            raise error
        return e.RunRecord(run.id, e.RunStatus.IN_PROGRESS)

    def _begin(self, request: RunRequest) -> FakeRun:
        script = self.scripts.popleft() if self.scripts else HELLO
        run = FakeRun(RunId(f"run-{len(self.runs)}"), request, list(script), self.holds)
        self.runs[run.id] = run
        return run

    async def listen(
        self, run: RunId, *, after: Cursor | None = None, position: int = 0
    ) -> AsyncGenerator[e.Heard, None]:
        self.listened.append((after, position))
        cut = self.cuts.popleft() if self.cuts else None
        playing, first = self._known(run), 0 if after is None else int(after) + 1
        number = first
        while number < len(playing.events):
            if self.deaf or number - first == cut:
                raise Unreachable("the stream broke")
            while not playing.may_tell(number):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.001)
            is_new, playing.at = number >= playing.at, max(playing.at, number + 1)
            yield e.Heard(position + number - first, playing.events[number], Cursor(str(number)))
            await asyncio.sleep(self.pace_s if is_new else 0)
            number += 1

    async def read(self, run: RunId) -> e.RunRecord:
        """A run that still works has come one event further each time it is read."""
        await asyncio.sleep(0)
        if self.silence:
            raise self.silence.popleft()
        playing = self._known(run)
        record = playing.record()
        if playing.may_tell(playing.at):
            playing.at += 1
        return record

    async def cancel(self, run: RunId) -> None:
        self.cancelled.append(run)
        self._known(run).cancel()

    def _known(self, run: RunId) -> FakeRun:
        if run not in self.runs:
            raise Refused("no such run", code="not_found", status=404)
        return self.runs[run]
