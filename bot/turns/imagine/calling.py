"""One picture of a job: asked of its provider once, or taken up where an earlier process left it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from bot.core.errors import Overloaded, ProviderError, Refused, Unreachable
from bot.core.ids import Milliseconds, RunId
from bot.core.imagine.job import Picture, PictureState
from bot.core.imagine.ports import Painter, PaintRequest
from bot.turns.endings import wait_before_retry
from bot.turns.imagine.equipment import Studio
from bot.turns.imagine.troubles import UNCERTAIN, NoPicture, trouble_of

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Calling:
    """`run`: its name as soon as it is known. `waits` is told when it is tried again, and None when it is.

    `places`: how many calls there may be at once; none is held while nothing is asked.
    """

    studio: Studio
    places: asyncio.Semaphore
    painter: Painter
    picture: Picture
    request: PaintRequest
    waits: Callable[[Milliseconds | None], None]
    run: RunId | None = field(default=None, init=False)
    _named: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def __post_init__(self) -> None:
        self.run = self.picture.run

    async def data(self) -> bytes:
        """The picture's bytes. Raises NoPicture."""
        if self.run is None and self.picture.state is PictureState.CALLED:
            raise NoPicture(UNCERTAIN)  # the process that asked was killed before it had an answer
        for attempt in range(len(self.studio.patience.call_retries_s) + 1):
            try:
                async with self.places:
                    return await self._once()
            except ProviderError as error:
                await self._after(error, attempt)
        raise AssertionError("the last attempt raises")

    async def _once(self) -> bytes:
        if self.run is not None:
            return await self.painter.resume(self.run)
        await self.studio.jobs.called(self.picture.id)
        painting = asyncio.create_task(self.painter.paint(self.request, begun=self._begun))
        try:
            return await asyncio.shield(painting)
        finally:
            await self._end(painting)

    async def _begun(self, run: RunId) -> None:
        self.run = run
        await self.studio.jobs.ran(self.picture.id, run)
        self._named.set()
        log.info("picture.begun", picture=str(self.picture.id), run=run)

    async def _end(self, painting: "asyncio.Task[bytes]") -> None:
        """Where nobody waits for it any more: not before its name is written, or nobody could ever ask for it again."""
        naming = asyncio.create_task(self._named.wait())
        await asyncio.wait(
            {painting, naming}, timeout=self.studio.patience.named_within_s, return_when=asyncio.FIRST_COMPLETED
        )
        for task in (painting, naming):
            task.cancel()
        await asyncio.gather(painting, naming, return_exceptions=True)

    async def _after(self, error: ProviderError, attempt: int) -> None:
        """Wait for the next attempt; raises NoPicture where there is none."""
        log.warning("picture.refused", picture=str(self.picture.id), code=error.code, status=error.status)
        trouble = trouble_of(error, model=self.request.model, was_taken=self.run is not None)
        if self.run is None and isinstance(error, Refused | Overloaded | Unreachable):
            await self.studio.jobs.not_called(self.picture.id)
        if trouble.reason == "imagine.quota":
            self.studio.tell_operator("operator.quota")
        wait = wait_before_retry(error, attempt, self.studio.patience.call_retries_s)
        if wait is None or wait > self.studio.patience.longest_wait_s:
            raise NoPicture(trouble) from error
        self.waits(Milliseconds(self.studio.clock.now() + round(wait * 1000)))
        await self.studio.sleep(wait)
        self.waits(None)
