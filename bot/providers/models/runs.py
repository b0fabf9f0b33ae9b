"""A run at work in this process: what it has told so far, for everybody who listens, from any place on."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from bot.core import events as e
from bot.core.allowance import FAULT_LIMIT
from bot.core.ids import Cursor
from bot.core.models.history import ModelRun
from bot.core.transcript import RunTranscript, fold


@dataclass(slots=True)
class LiveRun:
    """`is_ending`: its row is being written, and nothing changes it any more. `stop_asked`: somebody wants its end."""

    run: ModelRun
    told: RunTranscript = field(init=False)
    stop_asked: bool = False
    is_ending: bool = False
    task: "asyncio.Task[None] | None" = None
    _events: list[e.Heard] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _taken: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def __post_init__(self) -> None:
        self.told = RunTranscript(id=self.run.id)

    def hear(self, event: e.AgentEvent) -> None:
        place = len(self._events)
        heard = e.Heard(place, event, Cursor(str(place)))
        self._events.append(heard)
        self.told = fold(self.told, heard)
        self._news.set()
        self._news = asyncio.Event()

    def is_enough(self, event: e.AgentEvent) -> bool:
        """Whether it adds nothing to what was told: an endless stream of such would fill the memory."""
        is_known = isinstance(event, e.Faulted) and len(self.told.faults) >= FAULT_LIMIT
        return is_known or isinstance(event, e.Skipped)

    async def follow(self, start: int) -> AsyncGenerator[e.Heard, None]:
        """From the `start`-th event on, until the run has ended."""
        while True:
            news = self._news
            while start < len(self._events):
                yield self._events[start]
                start += 1
            if self.told.ended:
                return
            if news is self._news:
                await news.wait()

    # --- whether the provider took it ---

    def was_taken(self) -> None:
        """It answers."""
        if not self._taken.done():
            self._taken.set_result(None)

    def was_refused(self, error: Exception) -> None:
        """Told to whoever still waits."""
        if not self._taken.done():
            self._taken.set_exception(error)

    async def taken(self, *, within_s: float) -> None:
        """Returns when it answers, or does not for so long. Raises what it was refused with."""
        try:
            await asyncio.wait_for(asyncio.shield(self._taken), within_s)
        except TimeoutError:
            self.was_taken()
