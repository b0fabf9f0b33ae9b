"""A talk as a model is told it: all of it again with each request, from rows, as long as it fits.

What fits is estimated: a token for every three bytes of UTF-8 (English has about four, Chinese three, code fewer), and
PICTURE_TOKENS a picture. Where the service has counted the last run, its count stands for everything before.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from itertools import accumulate
from json import dumps

from bot.core import events as e
from bot.core.models.history import ModelRun
from bot.core.models.ports import MEDIA, Media
from bot.core.ports import Clock, Reference, RunRequest
from bot.core.prompt import quoted
from bot.providers.models.speech import ModelSaid, Said, ToolsSaid, UserSaid

BYTES_PER_TOKEN = 3
PICTURE_TOKENS = 1_300
"""Of a picture of a megapixel (Google counts 258 to 1,120, Anthropic up to 1,600)."""
FULL = 0.75
"""Of a model's window: the rest is for its answer and its thoughts, and for rounds of functions."""
PICTURES_TOGETHER = 12_000_000
"""Bytes: in base64 they stay below the 20 MB that a request may have (Google's documentation)."""
_SEEN = frozenset({"image/png", "image/jpeg", "image/webp"})
_SUMMARY = """\
What was said in this conversation before, in short:
{summary}
End of what was said before.

"""
LEFT_OUT = "(What was said before this is left out, for the conversation has grown too long.)"


class Plan(Enum):
    """How much of a talk goes along."""

    ALL = auto()
    NO_OLD_PICTURES = auto()
    SUMMARY = auto()


def plan(past: Sequence[ModelRun], request: RunRequest, *, window: int) -> Plan:
    """In the midst of a turn nothing is summarised: its calls and their results belong together."""
    room = window * FULL - _tokens_of_request(request)
    before = _counted(past) or _tokens(request.instruction) + _tokens_of(past)
    if before <= room or not past:
        return Plan.ALL
    pictures = sum(len(names_in(run)) for run in past) * PICTURE_TOKENS
    if before - pictures <= room or request.results:
        return Plan.NO_OLD_PICTURES
    return Plan.SUMMARY


def _counted(past: Sequence[ModelRun]) -> int:
    """By the service, with the last run; 0 where it did not say. A summary's own tokens are among them."""
    usage = past[-1].record.usage if past and past[-1].record else None
    return usage.input + usage.output if usage is not None and usage.input else 0


def _tokens_of(past: Sequence[ModelRun]) -> int:
    return sum(map(tokens_of_said, told(past, pictures={}))) + sum(len(names_in(run)) for run in past) * PICTURE_TOKENS


def _tokens_of_request(request: RunRequest) -> int:
    results = sum(_tokens(dumps(result.result)) for result in request.results)
    return _tokens(request.input) + results + len(request.pictures) * PICTURE_TOKENS


def tokens_of_said(said: Said) -> int:
    match said:
        case UserSaid(text=text, pictures=pictures):
            return _tokens(text) + len(pictures) * PICTURE_TOKENS
        case ToolsSaid(results=results):
            return sum(_tokens(dumps(result.result)) for result in results)
        case ModelSaid(steps=steps, pictures=pictures):
            return sum(map(_tokens_of_step, steps)) + len(pictures) * PICTURE_TOKENS


def _tokens_of_step(step: e.Step) -> int:
    match step:
        case e.Output(parts=parts):
            return sum(_tokens(part.text) for part in parts if isinstance(part, e.TextPart))
        case e.Call(arguments=arguments):
            return _tokens(dumps(dict(arguments or {})))
        case _:
            return 0


def _tokens(text: str) -> int:
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN)


# --- pictures ---


def names_in(run: ModelRun) -> tuple[str, ...]:
    """Of the kept pictures that it was shown, then of those that it made."""
    steps = run.record.steps if run.record else ()
    parts = [part for step in steps if isinstance(step, e.Output) for part in step.parts]
    made = [part.uri for part in parts if isinstance(part, e.MediaPart) and part.mime_type in _SEEN]
    return (*run.asked.media, *(uri for uri in made if uri.startswith(MEDIA)))


async def pictures_of(past: Sequence[ModelRun], media: Media, clock: Clock, *, most: int) -> dict[str, Reference]:
    """The newest ones, at most so many, that fit together and are still kept."""
    found: dict[str, Reference] = {}
    room = PICTURES_TOGETHER
    for name in dict.fromkeys(name for run in reversed(past) for name in reversed(names_in(run))):
        if len(found) >= most:
            break
        kept = await media.read(name, now=clock.now())
        if kept is None or kept[0] not in _SEEN:
            continue
        room -= len(kept[1])
        if room < 0:
            break
        found[name] = Reference(*kept)
    return found


# --- telling ---


def told(past: Sequence[ModelRun], *, pictures: Mapping[str, Reference]) -> tuple[Said, ...]:
    """What was said in these runs."""
    return tuple(said for run in past for said in _told(run, pictures))


def _told(run: ModelRun, pictures: Mapping[str, Reference]) -> Iterator[Said]:
    asked, names = run.asked, names_in(run)
    shown = tuple(pictures[name] for name in asked.media if name in pictures)
    if asked.results:
        yield ToolsSaid(results=asked.results)
    if text := with_summary(asked.text, asked.summary):
        yield UserSaid(text=text, pictures=shown)
    if run.record is not None:
        made = tuple(pictures[name] for name in names[len(asked.media) :] if name in pictures)
        yield ModelSaid(steps=run.record.steps, echo=run.echo, pictures=made)


def with_summary(text: str, summary: str) -> str:
    return _SUMMARY.format(summary=quoted(summary)) + text if summary else text


def asked_now(request: RunRequest, *, summary: str = "") -> Iterator[Said]:
    """What this request adds."""
    if request.results:
        yield ToolsSaid(results=request.results)
    if request.input or request.pictures:
        yield UserSaid(text=with_summary(request.input, summary), pictures=request.pictures)


def fitted(said: Sequence[Said], *, most: int) -> tuple[Said, ...]:
    """The newest of it that is at most so many tokens, and begins with a request; the last request always stays."""
    sizes = list(accumulate(map(tokens_of_said, reversed(said))))
    count = max(sum(size <= most for size in sizes), 1)
    if count >= len(said):
        return tuple(said)
    requests = [place for place, one in enumerate(said) if isinstance(one, UserSaid)]
    start = next((place for place in requests if place >= len(said) - count), max(requests, default=0))
    return (UserSaid(text=LEFT_OUT), *said[start:]) if start else tuple(said)
