"""A job's one message, kept like what is true: one write at a time, and the last one shows it all."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import structlog

from bot.core.errors import DeliveryError, DeliveryUnknown, FilesRefused, Gone, Hidden
from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.job import Job, Picture
from bot.core.imagine.look import JobView, page_of
from bot.core.patches import Page, Urgency
from bot.core.session import Outcome
from bot.turns.imagine.equipment import Studio
from bot.turns.imagine.hanging import Finished, Hanging
from bot.turns.imagine.troubles import NOT_SHOWN

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Message:
    """`gone` is called when somebody has deleted it, or its place is no more. `is_new`: as of `JobMessages.open`."""

    studio: Studio
    view: JobView
    gone: Callable[[], None]
    is_new: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _closed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def job(self) -> Job:
        return self.view.job

    async def open(self) -> None:
        """Make it, or find it where an earlier process has. Raises DeliveryError."""
        if self.job.message is None:
            message = await self.studio.messages.open(self.job, self._compose, is_new=self.is_new)
            await self.studio.jobs.stands(self.job.id, message)
            self._change(job=replace(self.job, message=message))

    def show(self, pictures: Sequence[Picture]) -> None:
        self._change(pictures=tuple(pictures))

    def wait_until(self, when: Milliseconds | None) -> None:
        """The provider is busy, and is asked again then; None: it is being asked."""
        self._change(retry_at=when)

    def stopping(self, by: Snowflake) -> None:
        self._change(job=replace(self.job, stop_asked_by=by))

    def _change(self, **fields: object) -> None:
        self.view = replace(self.view, **fields)  # type: ignore[arg-type]
        self._news.set()

    def close(self) -> None:
        """Let the write under way end, and begin no other."""
        self._closed.set()
        self._news.set()

    async def keep_drawn(self) -> None:
        """Edit it as things come about, now and then, until it is closed; the last news are the end's to show."""
        shown = page_of(self.view)
        while True:
            await self._news.wait()
            self._news.clear()
            if self._closed.is_set():
                return
            if not self.view.is_settled and page_of(self.view) != shown:
                shown = page_of(self.view)
                await self._draw()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closed.wait(), self.studio.patience.redraw_every_s)

    async def _draw(self) -> None:
        try:
            await self._edit(Urgency.PROGRESS)
        except Gone:
            self.gone()
        except DeliveryError as error:
            log.warning("job.not_drawn", job=self.job.id, error=str(error))

    async def _compose(self) -> Page:
        return page_of(self.view)

    async def _edit(self, urgency: Urgency) -> None:
        if self.job.message is not None:
            await self.studio.canvas.edit(self.job.channel, self.job.message, self._compose, urgency=urgency)

    # --- the end ---

    async def finish(self, outcome: Outcome, finished: Sequence[Finished], *, reason: str = "") -> Job:
        """Show what came of it, then write that it is shown. Raises DeliveryUnknown, and Hidden, until it can be."""
        now = self.studio.clock.now()
        self._change(job=replace(self.job, outcome=outcome, reason=reason, ended_at=now), retry_at=None)
        try:
            await self._show(finished)
        except Gone:
            log.info("job.message_gone", job=self.job.id)
        except (DeliveryUnknown, Hidden):
            raise
        except DeliveryError as error:
            await self._show_none(error)
        shown = [picture for picture in self.view.pictures if picture.file]
        ended = self.job.outcome or outcome
        return await self.studio.jobs.settle(
            self.job.id, shown, outcome=ended, reason=self.job.reason, detail=self.job.detail, now=now
        )

    async def _show(self, finished: Sequence[Finished]) -> None:
        """Where Discord's limit turns out to be lower than we knew, with half as much."""
        limit = self.studio.canvas.upload_limit(self.job.place[0])
        try:
            await self._show_within(finished, limit)
        except FilesRefused as error:
            log.warning("job.files_refused", job=self.job.id, limit=limit, error=str(error))
            await self._show_within(finished, limit // 2)

    async def _show_within(self, finished: Sequence[Finished], limit: int) -> None:
        hanging = Hanging(self.studio.pictures, self.job.prompt, limit)
        await hanging.hang(finished)
        hung = {picture.id: picture for picture in hanging.pictures}
        pictures = tuple(hung.get(picture.id, replace(picture, file="")) for picture in self.view.pictures)
        self._change(pictures=pictures, uploads=tuple(hanging.uploads), remarks=tuple(hanging.remarks))
        await self._write()

    async def _show_none(self, error: DeliveryError) -> None:
        """Not even that: the reason, at least, if Discord takes it."""
        log.warning("job.not_shown", job=self.job.id, error=str(error))
        failed = replace(self.job, outcome=Outcome.FAILED, reason=NOT_SHOWN, detail=str(error)[:100])
        unshown = tuple(replace(picture, file="") for picture in self.view.pictures)
        self._change(job=failed, pictures=unshown, uploads=(), remarks=())
        try:
            await self._write()
        except (DeliveryUnknown, Hidden):
            raise
        except DeliveryError:
            log.warning("job.reason_not_shown", job=self.job.id)

    async def _write(self) -> None:
        """Once more while it is unknown whether it was taken: the same edit twice is one."""
        for wait in self.studio.patience.write_retries_s:
            try:
                await self._edit(Urgency.FINAL)
            except DeliveryUnknown as error:
                log.warning("job.outcome_unknown", job=self.job.id, error=str(error))
                await self.studio.sleep(wait)
            else:
                return
        await self._edit(Urgency.FINAL)
