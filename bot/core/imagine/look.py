"""How a job's one message looks: the request, the pictures, the small print, the buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.card import stamp
from bot.core.catalogue import say
from bot.core.ids import Milliseconds, Slot
from bot.core.imagine.buttons import buttons_of
from bot.core.imagine.image_models import GOOGLE, ImageModel, ImageModels
from bot.core.imagine.job import Deed, Job, Picture, PictureState
from bot.core.patches import Card, Page, Upload, Urgency
from bot.core.prices import in_dollars
from bot.core.session import Outcome
from bot.core.steps import code, plain
from bot.core.titles import quote

JOB = Slot("job")
_QUOTE_LIMIT = 900
_WORKING, _DONE, _NONE = 0x5865F2, 0x3BA55D, 0xED4245
_CLOSE = 0.06
"""How far a side may be from the one that was asked for and still count as what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """All that decides a job's looks. `uploads`: the pictures of the message; `remarks`: what Discord made necessary.

    `parent_link` leads to the message with the picture that this one was made from.
    """

    job: Job
    models: ImageModels
    pictures: tuple[Picture, ...]
    uploads: tuple[Upload, ...] = ()
    remarks: tuple[str, ...] = ()
    retry_at: Milliseconds | None = None
    parent_link: str = ""
    is_spoiler: bool = False

    @property
    def made(self) -> tuple[Picture, ...]:
        return tuple(picture for picture in self.pictures if picture.state is PictureState.MADE)

    @property
    def shown(self) -> tuple[Picture, ...]:
        """Those that are in the message, so that their buttons find them."""
        return tuple(picture for picture in self.made if picture.file)

    @property
    def settled(self) -> int:
        """How many pictures there will be no more news of."""
        return sum(picture.state in (PictureState.MADE, PictureState.FAILED) for picture in self.pictures)

    @property
    def is_settled(self) -> bool:
        return self.settled == len(self.pictures)

    @property
    def model(self) -> ImageModel:
        """For the buttons."""
        return self.models.or_usual(self.job.model)


def page_of(view: JobView) -> Page:
    card = _progress(view) if view.job.is_open else _result(view)
    return Page(
        slot=JOB,
        card=card,
        buttons=buttons_of(view.job, view.shown, view.model),
        files=view.uploads,
        urgency=Urgency.FIRST if view.job.is_open else Urgency.FINAL,
        silent=False,
        reply_to=view.job.reply_to,
    )


def _progress(view: JobView) -> Card:
    job = view.job
    key = "imagine.stopping" if job.stop_asked_by else "imagine.retrying" if view.retry_at else "imagine.painting"
    states = {"imagine.retrying": stamp(view.retry_at or job.created_at)}
    head = say(key, when=states.get(key, stamp(job.created_at)))
    count = f" · {say('imagine.count', done=view.settled, count=job.count)}" if job.count > 1 else ""
    return Card((*_asked(job), head + count), _WORKING, below=_small(_settings(view)))


def _result(view: JobView) -> Card:
    troubles = tuple(line for line in (*_job_trouble(view.job), *_picture_troubles(view)) if line)
    lines = (*_origin(view), *_remarks(view), *view.remarks)
    nothing = () if view.uploads else troubles
    return Card(
        (*_asked(view.job), *nothing),
        _DONE if view.uploads else _NONE,
        gallery=tuple(upload.name for upload in view.uploads),
        below=(*_small(_settings(view)), *_small(lines), *(() if nothing else _small(troubles)), *_reference(view)),
        is_spoiler=view.is_spoiler,
    )


def _asked(job: Job) -> tuple[str, ...]:
    quoted = quote(job.prompt, _QUOTE_LIMIT)
    return (quoted,) if quoted else ()


def _small(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"-# {line}" for line in lines)


def _settings(view: JobView) -> tuple[str, ...]:
    job = view.job
    deed = say(f"imagine.deed.{job.deed}") if job.deed is not Deed.IMAGINE else ""
    named = "" if job.model.startswith(f"{job.provider}/") else _provider(job.provider)
    parts = [deed, code(job.model), named]
    if job.is_open:
        parts += [job.ratio or "", job.size or ""]
    else:
        parts += [job.ratio or "", _pixels(view)]
    parts += [_cost(view), say("imagine.for", who=job.actor.id)]
    return (" · ".join(part for part in parts if part),)


def _provider(name: str) -> str:
    """As people know it; one of a later version of the bot by its name alone."""
    return say(f"provider.{name}") if name == GOOGLE else plain(name)


def _pixels(view: JobView) -> str:
    """The real ones, each once."""
    return ", ".join(dict.fromkeys(f"{p.width} × {p.height}" for p in view.made if p.width))  # noqa: RUF001


def _cost(view: JobView) -> str:
    known = [picture.dollars for picture in view.made if picture.dollars is not None]
    return say("receipt.cost", cost=in_dollars(sum(known))) if known else ""


def _origin(view: JobView) -> tuple[str, ...]:
    return (say("imagine.parent", link=view.parent_link),) if view.parent_link else ()


def _remarks(view: JobView) -> tuple[str, ...]:
    """Where what came is not what was asked for."""
    job, lines = view.job, []
    if job.asked_ratio and job.ratio:
        lines.append(say("imagine.snapped", asked=job.asked_ratio, got=job.ratio))
    lines += dict.fromkeys(line for picture in view.made if (line := _pixel_remark(view, picture)))
    return tuple(lines)


def _pixel_remark(view: JobView, picture: Picture) -> str:
    job, model = view.job, view.models.get(view.job.model)
    if model is None or job.deed is Deed.CHOOSE or not picture.width or not (job.size or job.ratio):
        return ""
    size = job.size or model.usual_size
    wanted = model.pixels_of(job.ratio or model.nearest_ratio(picture.width, picture.height), size)
    if all(abs(a - b) <= _CLOSE * b for a, b in zip((picture.width, picture.height), wanted, strict=True)):
        return ""
    return say("imagine.pixels", asked=_sides(wanted), got=_sides((picture.width, picture.height)))


def _sides(sides: tuple[int, int]) -> str:
    return f"{sides[0]} × {sides[1]}"  # noqa: RUF001 - the sign for it


def _job_trouble(job: Job) -> tuple[str, ...]:
    return (_sentence(job.reason, job.detail, job),) if job.reason else ()


def _picture_troubles(view: JobView) -> tuple[str, ...]:
    """Each reason once; with how many pictures it concerns, where there are others."""
    failed = [picture for picture in view.pictures if picture.state is PictureState.FAILED]
    reasons = dict.fromkeys((picture.reason, picture.detail) for picture in failed)
    lines = [_sentence(reason, detail, view.job) for reason, detail in reasons]
    if failed and view.made:
        lines.insert(0, say("imagine.missing", missing=len(failed), count=view.job.count))
    return tuple(lines)


def _sentence(reason: str, detail: str, job: Job) -> str:
    return say(reason, detail=plain(detail), who=job.stop_asked_by)


def _reference(view: JobView) -> tuple[str, ...]:
    """Where something went wrong that somebody may want to look into."""
    is_whole = view.job.outcome is Outcome.COMPLETED and len(view.made) == len(view.pictures)
    is_fine = is_whole or view.job.outcome is Outcome.CANCELLED
    return () if is_fine else (say("turn.reference", reference=view.job.id),)
