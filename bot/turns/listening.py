"""Follows one run to its end, whatever happens to the connection."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

import structlog

from bot.core.errors import ProviderError, Refused
from bot.core.events import Heard, RecordRead, RunStatus
from bot.core.ids import Milliseconds, RunId
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
            if self.told.ended and not self.told.status.is_pending:
                return
            record = await self.read_patiently()
            if not record.status.is_pending:
                yield record
                return
            if self.told.ended:  # its last word was one that we do not know: only the record can still say more
                break
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
        """Until the record has an end; after the stream's own end, not for ever."""
        since = self.tools.clock.now()
        while True:
            record = await self.read_patiently()
            yield record
            is_stuck = self.told.ended and record.status is RunStatus.UNKNOWN
            if not record.status.is_pending or (is_stuck and self._is_long_since(since)):
                return
            await self.tools.sleep(self.tools.limits.poll_every_s)

    def _is_long_since(self, when: Milliseconds) -> bool:
        return self.tools.clock.now() - when > self.tools.limits.lost_after_s * 1000

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
                if self._is_long_since(started):
                    raise
            await self.tools.sleep(self.tools.limits.poll_every_s)


async def read(agent: Agent, run: RunId) -> Heard:
    """The provider's record, as the last word on a run."""
    return Heard(0, RecordRead(await agent.read(run)))
