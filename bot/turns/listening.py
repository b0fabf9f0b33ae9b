"""Follows one run to its end, whatever happens to the connection."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

import structlog

from bot.core.errors import ProviderError, Refused
from bot.core.events import Heard, RecordRead
from bot.core.ids import RunId
from bot.core.ports import Agent
from bot.core.transcript import RunTranscript, fold
from bot.turns.equipment import Equipment

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Listener:
    """Streams a run, goes on after the last event when cut, and polls where streaming fails again and again."""

    tools: Equipment
    run: RunId
    told: RunTranscript = field(init=False)
    cuts: int = 0

    def __post_init__(self) -> None:
        self.told = RunTranscript(id=self.run)

    async def follow(self) -> AsyncIterator[RunTranscript]:
        """Every new state of the run, the last one ended. Raises the provider's error when it stays silent for long."""
        while self.cuts <= len(self.tools.limits.stream_retries_s):
            async for told in self._stream():
                yield told
            if self.told.ended:
                return
            record = await self.read_patiently()
            if not record.status.is_pending:
                yield record
                return
            await self._pause()
        async for told in self._poll():
            yield told

    async def _stream(self) -> AsyncIterator[RunTranscript]:
        if self.told.cursor is None:  # nothing to go on after: what was heard is told again from the start
            self.told = RunTranscript(id=self.run)
        heard_on = self.tools.agent.listen(self.run, after=self.told.cursor, position=self.told.resume_at)
        try:
            async with aclosing(heard_on) as events:
                async for heard in events:
                    self.told, self.cuts = fold(self.told, heard), 0
                    yield self.told
        except ProviderError as error:
            log.warning("run.stream_cut", run=self.run, position=self.told.position, error=str(error))

    async def _pause(self) -> None:
        waits = self.tools.limits.stream_retries_s
        if self.cuts < len(waits):
            await self.tools.sleep(waits[self.cuts])
        self.cuts += 1

    async def _poll(self) -> AsyncIterator[RunTranscript]:
        while True:
            record = await self.read_patiently()
            yield record
            if not record.status.is_pending:
                return
            await self.tools.sleep(self.tools.limits.poll_every_s)

    async def read_patiently(self) -> RunTranscript:
        """The run as the provider's record has it; patient with a provider that is away for a while."""
        started = self.tools.clock.now()
        while True:
            try:
                return fold(self.told, await read(self.tools.agent, self.run))
            except Refused:
                raise
            except ProviderError as error:
                log.warning("run.read_failed", run=self.run, error=str(error))
                if self.tools.clock.now() - started > self.tools.limits.lost_after_s * 1000:
                    raise
            await self.tools.sleep(self.tools.limits.poll_every_s)


async def read(agent: Agent, run: RunId) -> Heard:
    """The provider's record, as the last word on a run."""
    return Heard(0, RecordRead(await agent.read(run)))
