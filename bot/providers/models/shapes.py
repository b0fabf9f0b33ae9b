"""Answers that are more than text: a document, a report, a film. What has another form than these stays as it is."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core import events as e
from bot.core.catalogue import say
from bot.core.filenames import titled
from bot.core.models.film import film_talk
from bot.core.models.provider import Makes
from bot.core.steps import code
from bot.providers.models.documents import Document, document_in, title_of

PREVIEW_LIMIT = 1_500
"""Characters of a document that stand in the answer."""


def shaped(makes: Makes, steps: Sequence[e.Step]) -> tuple[e.Step, ...]:
    """The steps of a whole answer as people should meet them. New documents have `data`, and a name."""
    match makes:
        case Makes.CANVAS:
            return tuple(_with_document(step) if isinstance(step, e.Output) else step for step in steps)
        case Makes.RESEARCH:
            return _with_report(steps)
        case Makes.VIDEO:
            return _with_quiet_film(steps)
        case _:
            return tuple(steps)


# --- canvas ---


def _with_document(step: e.Output) -> e.Output:
    """Text apart from its document: a preview of that where it stood, and the whole behind."""
    parts: list[e.Part] = []
    documents: list[e.Part] = []
    for part in step.parts:
        found = document_in(part.text) if isinstance(part, e.TextPart) else None
        if found is None:
            parts.append(part)
        else:
            parts.append(e.TextPart(_previewed(found)))
            documents.append(_file(found.body, found.mime_type, titled(found.title or "canvas", found.ending)))
    return replace(step, parts=(*parts, *documents)) if documents else step


def _previewed(found: Document) -> str:
    if found.is_all and len(found.body) <= PREVIEW_LIMIT and not found.language:
        return found.body  # Markdown that is short reads better as it is
    shown, note = found.body.strip("\n"), ""
    if len(shown) > PREVIEW_LIMIT:
        shown = shown[:PREVIEW_LIMIT].rpartition("\n")[0] or shown[:PREVIEW_LIMIT]
        name = code(titled(found.title or "canvas", found.ending))
        note = say("shape.document", name=name, count=f"{len(found.body):,}")
    fence = "`" * max(3, 1 + _longest_run(shown))
    preview = f"{fence}{found.language or found.ending[1:]}\n{shown}\n{fence}"
    return "\n\n".join(one for one in (found.before.strip(), preview, note, found.after.strip()) if one) + "\n"


def _longest_run(text: str) -> int:
    return max((len(run) for run in "".join(c if c == "`" else " " for c in text).split()), default=0)


# --- research ---


def _with_report(steps: Sequence[e.Step]) -> tuple[e.Step, ...]:
    """The text stays as it is; all of it is a document besides."""
    places = [place for place, step in enumerate(steps) if isinstance(step, e.Output)]
    text = "".join(part.text for place in places for part in _texts(steps[place]))
    if not text.strip():
        return tuple(steps)
    last = steps[places[-1]]
    report = _file(text, "text/markdown", titled(title_of(text) or "report", ".md"))
    grown = replace(last, parts=(*last.parts, report)) if isinstance(last, e.Output) else last
    return (*steps[: places[-1]], grown, *steps[places[-1] + 1 :])


def _texts(step: e.Step) -> Iterator[e.TextPart]:
    if isinstance(step, e.Output):
        yield from (part for part in step.parts if isinstance(part, e.TextPart))


# --- films ---


def _with_quiet_film(steps: Sequence[e.Step]) -> tuple[e.Step, ...]:
    """Once there is a film, how it came about is a thought; without one, every word is needed."""
    media = [part for step in steps if isinstance(step, e.Output) for part in step.parts]
    if not any(isinstance(part, e.MediaPart) and _is_film(part) for part in media):
        return tuple(steps)
    told: list[e.Step] = []
    for step in steps:
        told += _quiet(step) if isinstance(step, e.Output) else [step]
    return tuple(told)


def _is_film(part: e.MediaPart) -> bool:
    return part.kind == "video" or part.mime_type.startswith("video/")


def _quiet(step: e.Output) -> list[e.Step]:
    text = "\n".join(part.text for part in _texts(step))
    talk = film_talk(text)
    said = "\n".join((*talk.progress, talk.job)).strip()
    media = tuple(part for part in step.parts if not isinstance(part, e.TextPart))
    rest = (e.TextPart(talk.rest),) if talk.rest else ()
    thought = [e.Thought((e.TextPart(said),))] if said else []
    return [*thought, replace(step, parts=(*rest, *media))]


def _file(text: str, mime_type: str, name: str) -> e.MediaPart:
    return e.MediaPart(kind="document", mime_type=mime_type, data=b64encode(text.encode()).decode(), name=name)
