"""What `/imagine` needs from the world; adapters implement it, `app` hands them in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.attachments import Source
from bot.core.ids import Milliseconds, RunId, Snowflake
from bot.core.imagine.job import Job, JobId, Picture, PictureId
from bot.core.ports import Compose, Reference
from bot.core.session import ItxReply, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintRequest:
    """One picture. `ratio` and `size` are words of the model; None leaves it to the model."""

    model: str
    prompt: str
    ratio: str | None = None
    size: str | None = None
    references: tuple[Reference, ...] = ()


Begun = Callable[[RunId], Awaitable[None]]
"""Told the call's own name as soon as it is known, where there is one; awaited before anything else is done."""


class Painter(Protocol):
    """An image model's provider. Every method raises `core.errors.ProviderError` and nothing else of its own.

    `Refused` carries the provider's code also where it took the request and gave no picture (`image_safety`,
    `no_image`, …).
    """

    async def paint(self, request: PaintRequest, *, begun: Begun) -> bytes:
        """Make one picture and give its bytes, whatever kind they are; never repeated by itself, for it costs money.

        Raises `OutcomeUnknown` when the answer was lost after the request may have been taken and cannot be asked for.
        """
        ...

    async def resume(self, run: RunId) -> bytes:
        """The picture of a call that was begun before, perhaps by another process."""
        ...

    async def cancel(self, run: RunId) -> None: ...


class JobMessages(Protocol):
    """Where a job's one message stands. Raises `core.errors.DeliveryError`."""

    async def open(self, job: Job, compose: Compose, *, is_new: bool) -> Snowflake:
        """The job's message, made if it is not there yet; may be called again after any interruption.

        `is_new`: no process can have made it before.
        """
        ...


class Jobs(Protocol):
    """Jobs and their pictures. Each verb is one transaction, committed when it returns."""

    async def accept(self, job: Job, *, itx: ItxReply | None = None) -> bool:
        """Claim `job.origin` and write the job with its pending pictures; False when the origin was claimed before."""
        ...

    async def job(self, job: JobId) -> Job | None: ...

    async def pictures_from(self, origin: str) -> int:
        """How many pictures were asked for by all jobs whose origin begins so."""
        ...

    async def job_of_message(self, message: Snowflake) -> Job | None: ...

    async def open_jobs(self) -> tuple[Job, ...]:
        """All jobs without an outcome, oldest first."""
        ...

    async def pictures(self, job: JobId) -> tuple[Picture, ...]:
        """By number."""
        ...

    async def itx_of(self, job: JobId) -> ItxReply | None: ...

    async def stands(self, job: JobId, message: Snowflake) -> None:
        """The job's message is known."""
        ...

    async def replace_sources(self, job: JobId, sources: Sequence[Source]) -> None: ...

    async def keep_file(self, digest: str, reference: Reference, *, now: Milliseconds) -> None:
        """Keep a file that somebody attached; known by what it holds, so the same one is kept once."""
        ...

    async def kept_file(self, digest: str, *, now: Milliseconds) -> Reference | None:
        """None where it was not used for so long that it was thrown away."""
        ...

    async def throw_away(self, *, now: Milliseconds) -> None:
        """Delete kept files that nobody has used for too long."""
        ...

    async def called(self, picture: PictureId) -> None:
        """Write that the provider is about to be asked."""
        ...

    async def not_called(self, picture: PictureId) -> None:
        """The provider surely did not take it: it may be asked again, also after a restart."""
        ...

    async def ran(self, picture: PictureId, run: RunId) -> None: ...

    async def failed(self, picture: PictureId, *, reason: str, detail: str) -> None: ...

    async def settle(
        self,
        job: JobId,
        made: Sequence[Picture],
        *,
        outcome: Outcome,
        reason: str,
        detail: str,
        now: Milliseconds,
    ) -> Job:
        """Write what was made and how the job ended, once its message shows it."""
        ...

    async def ask_stop(self, job: JobId, *, by: Snowflake) -> None: ...

    async def gone(self, message: Snowflake) -> Job | None:
        """A job's message was deleted by somebody: it is never posted again. None where it was no job's."""
        ...
