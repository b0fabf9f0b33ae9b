"""Views of jobs for the tests of what they look like."""

from dataclasses import replace
from typing import Any

from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.image_models import IMAGE_MODELS, ImageModels
from bot.core.imagine.job import Deed, Job, JobId, Picture, PictureId, PictureState
from bot.core.imagine.look import JobView, page_of
from bot.core.patches import Button, Card, Upload
from bot.core.session import Actor, Outcome

NOW = Milliseconds(1_795_000_000_000)
MODEL = "gemini-nano-banana-2.1"
MODELS = ImageModels(IMAGE_MODELS, MODEL)
JOB = Job(
    id=JobId("job-1"),
    origin="itx:1",
    guild=Snowflake(1),
    channel=Snowflake(2),
    actor=Actor(id=Snowflake(77), name="Mira"),
    locale="en-GB",
    prompt="A red fox",
    deed=Deed.IMAGINE,
    model=MODEL,
    provider="google",
    created_at=NOW,
)
SMALL_PRINT = f"-# `{MODEL}` · Google · 1024 × 1024 · ≈ $0.034 · for <@77>"
REFERENCE = "-# reference `job-1`"
AGAIN, REMOVE = Button("Again", "image.again:job-1.0"), Button("Remove", "image.remove:job-1.0")


def a_job(**changes: Any) -> Job:
    return replace(JOB, **changes)


def pending(number: int) -> Picture:
    return Picture(id=PictureId(JOB.id, number))


def made(number: int = 0, *, sides: tuple[int, int] = (1024, 1024), file: str | None = None) -> Picture:
    """A picture with its price, in the message unless `file` is empty."""
    return replace(
        pending(number),
        state=PictureState.MADE,
        file=f"a-red-fox-{number + 1}.png" if file is None else file,
        width=sides[0],
        height=sides[1],
        dollars=0.034,
    )


def failed(number: int = 0, reason: str = "imagine.safety", detail: str = "Not safe.") -> Picture:
    return replace(pending(number), state=PictureState.FAILED, reason=reason, detail=detail)


def working(*pictures: Picture, **changes: Any) -> JobView:
    """A job that is open."""
    return JobView(job=a_job(count=len(pictures), **changes), models=MODELS, pictures=pictures)


def ended(*pictures: Picture, outcome: Outcome = Outcome.COMPLETED, **changes: Any) -> JobView:
    """A job that is over; its pictures that have a file are in the message."""
    job = a_job(count=len(pictures), outcome=outcome, ended_at=NOW, **changes)
    uploads = tuple(Upload.of(picture.file, b"fox") for picture in pictures if picture.file)
    return JobView(job=job, models=MODELS, pictures=pictures, uploads=uploads)


def card(view: JobView) -> Card:
    found = page_of(view).card
    assert found is not None
    return found


def labels(view: JobView) -> list[str]:
    return [button.label for button in page_of(view).buttons]
