"""One job at work: its pictures are asked for side by side, and shown in its one message."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from bot.core.errors import ProviderError
from bot.core.ids import Snowflake
from bot.core.imagine.brief import brief_of
from bot.core.imagine.job import Deed, Job, Picture, PictureState
from bot.core.imagine.ports import PaintRequest
from bot.core.ports import Reference
from bot.core.session import Outcome
from bot.turns.imagine.calling import Calling
from bot.turns.imagine.equipment import Studio
from bot.turns.imagine.hanging import Finished
from bot.turns.imagine.message import Message
from bot.turns.imagine.sources import bytes_of, references_of
from bot.turns.imagine.troubles import INTERNAL, STOPPED, NoPicture, Trouble

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Painting:
    """`places`: how many calls to providers there may be at once, over all jobs."""

    studio: Studio
    places: asyncio.Semaphore
    message: Message
    _ended_for: Trouble | None = None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _finished: dict[int, Finished] = field(default_factory=dict)
    _calls: dict[int, Calling] = field(default_factory=dict)

    @property
    def job(self) -> Job:
        return self.message.job

    async def carry(self) -> Job:
        """To the job's end. Raises DeliveryUnknown where Discord cannot be reached: then all is as its rows say."""
        if self.job.stop_asked_by is not None:
            self.end(STOPPED)
        await self.message.open()
        drawing = asyncio.create_task(self.message.keep_drawn())
        try:
            if self._ended_for is None:
                await self._until_stopped(self._paint())
            if self._ended_for is not None:
                await self._abandon(self._ended_for)
        finally:
            self.message.close()
            await drawing
        return await self.message.finish(self._outcome(), [self._finished[n] for n in sorted(self._finished)])

    def stop(self, by: Snowflake) -> None:
        self.message.stopping(by)
        self.end(STOPPED)

    def end(self, trouble: Trouble) -> None:
        """Ask for nothing more, and let the provider stop what it has begun."""
        self._ended_for = self._ended_for or trouble
        self._stop.set()

    async def _until_stopped(self, work: Coroutine[Any, Any, None]) -> None:
        painting, stopping = asyncio.create_task(work), asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({painting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if painting.done():
                painting.result()
        finally:
            for task in (painting, stopping):
                task.cancel()
            await asyncio.gather(painting, stopping, return_exceptions=True)

    async def _abandon(self, trouble: Trouble) -> None:
        open_ones = [p for p in self.message.view.pictures if p.state in (PictureState.PENDING, PictureState.CALLED)]
        await asyncio.gather(*map(self._cancel, open_ones))
        for picture in open_ones:
            await self._failed(picture, trouble)

    async def _cancel(self, picture: Picture) -> None:
        """As far as the provider has begun it and lets us; the row may not know of its run yet."""
        call = self._calls.get(picture.id.number)
        run = call.run if call else picture.run
        if run is None:
            return
        try:
            async with asyncio.timeout(self.studio.patience.cancel_within_s):
                await self.studio.painters[self.job.provider].cancel(run)
        except (ProviderError, TimeoutError) as error:
            log.warning("picture.not_cancelled", picture=str(picture.id), error=str(error))

    async def _paint(self) -> None:
        references = await self._references()
        async with asyncio.TaskGroup() as group:
            for picture in self.message.view.pictures:
                if picture.state is not PictureState.FAILED:
                    group.create_task(self._one(picture, references))

    async def _references(self) -> tuple[Reference, ...]:
        """For the calls that are still to be made; what was called before needs none of them any more."""
        new = [picture for picture in self.message.view.pictures if picture.state is PictureState.PENDING]
        if self.job.deed is Deed.CHOOSE or not new:
            return ()
        try:
            return await references_of(self.studio, self.job)
        except NoPicture as none:
            for picture in new:
                await self._failed(picture, none.trouble)
            return ()

    async def _one(self, picture: Picture, references: tuple[Reference, ...]) -> None:
        try:
            await self._made(picture, await self._data(picture, references))
        except NoPicture as none:
            await self._failed(picture, none.trouble)
        except Exception:
            log.exception("picture.crashed", picture=str(picture.id))
            await self._failed(picture, INTERNAL)

    async def _data(self, picture: Picture, references: tuple[Reference, ...]) -> bytes:
        if self.job.deed is Deed.CHOOSE:
            return await bytes_of(self.studio, self.job.sources[0])
        painter, waits = self.studio.painters[self.job.provider], self.message.wait_until
        request = self._request(references)
        call = self._calls[picture.id.number] = Calling(self.studio, self.places, painter, picture, request, waits)
        return await call.data()

    def _request(self, references: tuple[Reference, ...]) -> PaintRequest:
        return PaintRequest(
            model=self.job.model,
            prompt=brief_of(self.job),
            ratio=self.job.ratio,
            size=self.job.size,
            references=references,
        )

    async def _made(self, picture: Picture, data: bytes) -> None:
        measured = await self.studio.pictures.measure(data)
        if measured is None:
            raise NoPicture(Trouble("imagine.broken", f"{len(data)} bytes"))
        made = replace(
            picture,
            state=PictureState.MADE,
            width=measured.width,
            height=measured.height,
            dollars=self._dollars(),
        )
        self._finished[picture.id.number] = Finished(made, data, measured.ending)
        self._now(made)

    def _dollars(self) -> float | None:
        """By the table, for the size that was asked for."""
        model = self.studio.models.get(self.job.model)
        if model is None or self.job.deed is Deed.CHOOSE:
            return None
        return model.dollars.get(self.job.size or model.usual_size)

    async def _failed(self, picture: Picture, trouble: Trouble) -> None:
        await self.studio.jobs.failed(picture.id, reason=trouble.reason, detail=trouble.detail)
        self._now(replace(picture, state=PictureState.FAILED, reason=trouble.reason, detail=trouble.detail))

    def _now(self, changed: Picture) -> None:
        pictures = self.message.view.pictures
        self.message.show([changed if picture.id == changed.id else picture for picture in pictures])

    def _outcome(self) -> Outcome:
        if self._finished:
            return Outcome.COMPLETED
        if self._ended_for is not None:
            return Outcome.CANCELLED
        reasons = {picture.reason for picture in self.message.view.pictures}
        return Outcome.UNCERTAIN if reasons == {"imagine.uncertain"} else Outcome.FAILED
