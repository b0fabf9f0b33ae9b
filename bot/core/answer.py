"""Which of all that a turn said is the answer, and what was only said on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.core import events as e
from bot.core.catalogue import say

PROGRESS_LIMIT = 300
"""Interim text up to this many characters becomes a progress line; longer text stays in the answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The text for the pages, its citations (byte offsets into `text`), and what was said on the way.

    `progress` maps the index of the step where a progress line began to its text.
    """

    text: str = ""
    citations: tuple[e.Citation, ...] = ()
    progress: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One unbroken run of outputs."""

    index: int
    part: e.TextPart

    @property
    def is_short(self) -> bool:
        return len(self.part.text.strip()) <= PROGRESS_LIMIT


def answer_of(steps: Sequence[e.Step]) -> Answer:
    """The last run of outputs is the answer; earlier ones join it when long, and are progress when short.

    Tool steps after the last run do not end it: searches may be reported after the text they fed. Thoughts between
    two outputs do not part them either. So the answer holds at least what the official SDK calls `output_text`.
    """
    spoken = _spoken(steps)
    progress = {run.index: run.part.text.strip() for run in spoken[:-1] if run.is_short}
    kept = [run.part for run in spoken if run.index not in progress]
    whole = joined([*kept, *_unknown(steps)], between="\n\n")
    return Answer(whole.text, whole.citations, progress)


def has_answer(steps: Sequence[e.Step]) -> bool:
    """Something was said to the person, or shown."""
    shown = (part for step in steps if isinstance(step, e.Output) for part in step.parts)
    return any(isinstance(part, e.MediaPart) for part in shown) or bool(answer_of(steps).text.strip())


def _spoken(steps: Sequence[e.Step]) -> list[_Spoken]:
    audible = [(index, step) for index, step in enumerate(steps) if not isinstance(step, e.Thought)]
    found = []
    for is_output, run in groupby(audible, key=lambda pair: isinstance(pair[1], e.Output)):
        outputs = [(index, step) for index, step in run if isinstance(step, e.Output)]
        part = joined([part for _, step in outputs for part in step.parts if isinstance(part, e.TextPart)])
        if is_output and part.text.strip():
            found.append(_Spoken(outputs[0][0], part))
    return found


def _unknown(steps: Sequence[e.Step]) -> list[e.TextPart]:
    """What nobody here knows is told of, once and at the end: without a word it would be lost on the person."""
    parts = (part for step in steps if isinstance(step, e.Output) for part in step.parts)
    is_there = any(isinstance(part, e.UnknownPart) for part in parts)
    return [e.TextPart(say("answer.unknown_part"))] if is_there else []


def joined(parts: Sequence[e.TextPart], *, between: str = "") -> e.TextPart:
    """One text of several, every citation moved to where its text now stands."""
    text, citations = "", []
    for part in parts:
        before = text + between if text else ""
        offset = len(before.encode())
        citations += [e.Citation(c.url, c.title, c.start + offset, c.end + offset) for c in part.citations]
        text = before + part.text
    return e.TextPart(text, tuple(citations))
