"""The ports of `bot.core.imagine.ports`, played by a few lines each: a painter, Discord's files, a job's message.

What stands in them is the outer world: it lives on when a process of ours is killed.
"""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.core.attachments import Source
from bot.core.errors import AttachmentTooLarge, DeliveryError, Gone, ProviderError, Refused
from bot.core.ids import RunId, Snowflake
from bot.core.imagine.job import Job
from bot.core.imagine.ports import Begun, PaintRequest
from bot.core.patches import Page, Urgency
from bot.core.ports import Compose, Reference
from bot.turns.pictures.answer import Change, Fitted, Measured
from tests.fakes import FakeCanvas

_HEAD = re.compile(rb"(\d+)x(\d+) ")


def painted(word: str = "fox", *, sides: tuple[int, int] = (1024, 1024), size: int = 100) -> bytes:
    """A picture of so many bytes, as FakePictures knows them."""
    return f"{sides[0]}x{sides[1]} {word}".encode().ljust(size, b".")


@dataclass(frozen=True)
class Stroke:
    """What comes of one call. `is_begun`: the provider took it and named it, before anything else came of it."""

    result: bytes | Exception
    is_begun: bool = True


@dataclass
class FakePainter:
    """Plays `strokes`, one a call, then a picture of its own for each. Each list of troubles is used up from its left.

    `lets`: how many calls are finished until somebody lets more. `silence`: what looking at a begun call raises.
    `has_names`: calls have names that can be asked for again. `stubborn`: what `cancel` raises.
    """

    strokes: deque[Stroke] = field(default_factory=deque)
    silence: deque[ProviderError] = field(default_factory=deque)
    lets: int = 1_000_000
    has_names: bool = True
    stubborn: ProviderError | None = None
    asked: list[PaintRequest] = field(default_factory=list)
    taken: list[Stroke] = field(default_factory=list)
    resumed: list[RunId] = field(default_factory=list)
    cancelled: list[RunId] = field(default_factory=list)
    most_at_work: int = 0
    finished: int = 0
    _at_work: int = 0
    _runs: dict[RunId, Stroke] = field(default_factory=dict)

    async def paint(self, request: PaintRequest, *, begun: Begun) -> bytes:
        async with self._work():
            await asyncio.sleep(0)
            self.asked.append(request)
            stroke = self.strokes.popleft() if self.strokes else Stroke(painted(f"fox {len(self.taken)}"))
            if not stroke.is_begun:
                return _given(stroke)
            self.taken.append(stroke)
            if not self.has_names:
                await self._wait()
                return _given(stroke)
            run = RunId(f"run-{len(self.taken) - 1}")
            self._runs[run] = stroke
            await begun(run)
            return await self._looked_at(run)

    async def resume(self, run: RunId) -> bytes:
        async with self._work():
            self.resumed.append(run)
            return await self._looked_at(run)

    async def cancel(self, run: RunId) -> None:
        await asyncio.sleep(0)
        self.cancelled.append(run)
        if self.stubborn is not None:
            raise self.stubborn

    async def _looked_at(self, run: RunId) -> bytes:
        await asyncio.sleep(0)
        if self.silence:
            raise self.silence.popleft()
        await self._wait()
        if run not in self._runs:
            raise Refused("no such run", code="not_found", status=404)
        return _given(self._runs[run])

    async def _wait(self) -> None:
        while self.finished >= self.lets:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.001)
        self.finished += 1

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[None]:
        self._at_work += 1
        self.most_at_work = max(self.most_at_work, self._at_work)
        try:
            yield
        finally:
            self._at_work -= 1


def _given(stroke: Stroke) -> bytes:
    if isinstance(stroke.result, Exception):
        raise stroke.result
    return stroke.result


@dataclass
class FakeAttachments:
    """Files by their address, and by channel, message and name: their bytes, or what reading them raises."""

    files: dict[object, bytes | DeliveryError] = field(default_factory=dict)
    read: list[object] = field(default_factory=list)

    async def fetch(self, source: Source, *, limit: int) -> bytes:
        is_in_message = source.message is not None
        return await self._read((source.channel, source.message, source.name) if is_in_message else source.url, limit)

    async def _read(self, key: object, limit: int) -> bytes:
        self.read.append(key)
        await asyncio.sleep(0)
        found = self.files.get(key, Gone("no such file"))
        if isinstance(found, DeliveryError):
            raise found
        if len(found) > limit:
            raise AttachmentTooLarge(f"{len(found)} bytes")
        return found


@dataclass
class FakePictures:
    """Knows the pictures of `painted` alone; one of them can be had in half its bytes, scaled in an eighth of them."""

    async def measure(self, data: bytes) -> Measured | None:
        await asyncio.sleep(0)
        head = _HEAD.match(data)
        return Measured(".png", int(head[1]), int(head[2])) if head else None

    async def fit(self, data: bytes, *, limit: int) -> Fitted | None:
        measured = await self.measure(data)
        if measured is None:
            return None
        width, height, size = measured.width, measured.height, len(data)
        if size <= limit:
            return Fitted(data, measured.ending, width, height, Change.NONE)
        if size // 2 <= limit:
            return Fitted(data[: size // 2], ".webp", width, height, Change.ENCODED)
        if size // 8 <= limit:
            return Fitted(data[: size // 8], ".webp", width // 2, height // 2, Change.SCALED)
        return None

    async def reference(self, data: bytes) -> Reference | None:
        measured = await self.measure(data)
        return Reference("image/png", b"as seen: " + data) if measured else None


@dataclass
class JobCanvas(FakeCanvas):
    """A FakeCanvas whose faults of the verb `last` concern final edits alone."""

    async def edit(self, channel: Snowflake, message: Snowflake, compose: Compose, *, urgency: Urgency) -> Page | None:
        if urgency is Urgency.FINAL and self._faults["last"]:
            self._faults["edit"].append(self._faults["last"].popleft())
        return await super().edit(channel, message, compose, urgency=urgency)


@dataclass
class FakeJobMessages:
    """A job's message is an ordinary one with the job's id as its nonce, found again however late.

    `opened`: the job and `is_new` of each call. `troubles`: what the next calls raise, after they took effect.
    """

    canvas: FakeCanvas
    opened: list[tuple[str, bool]] = field(default_factory=list)
    troubles: deque[Exception] = field(default_factory=deque)

    async def open(self, job: Job, compose: Compose, *, is_new: bool) -> Snowflake:
        self.opened.append((job.id, is_new))
        message = self._standing(job) or await self._created(job, compose)
        if self.troubles:
            raise self.troubles.popleft()
        return message

    def _standing(self, job: Job) -> Snowflake | None:
        return next((m.id for m in self.canvas.thread(job.channel) if m.nonce == job.id), None)

    async def _created(self, job: Job, compose: Compose) -> Snowflake:
        made = await self.canvas.create(job.channel, compose, nonce=job.id, urgency=Urgency.ITX)
        if made is None:
            raise DeliveryError("nothing was sent")
        return made[1].message
