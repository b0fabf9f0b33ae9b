"""Which of all that a turn said is the answer, and what was only said on the way."""

from collections.abc import Iterator, Mapping, Sequence
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
    if not spoken:
        return Answer()
    *earlier, last = spoken
    kept = [run.part for run in earlier if not run.is_short]
    whole = joined([*kept, last.part], between="\n\n")
    return Answer(whole.text, whole.citations, {run.index: run.part.text.strip() for run in earlier if run.is_short})


def has_answer(steps: Sequence[e.Step]) -> bool:
    """Something was said to the person, or shown."""
    shown = (part for step in steps if isinstance(step, e.Output) for part in step.parts)
    return any(isinstance(part, e.MediaPart) for part in shown) or bool(answer_of(steps).text.strip())


def _spoken(steps: Sequence[e.Step]) -> list[_Spoken]:
    audible = [(index, step) for index, step in enumerate(steps) if not isinstance(step, e.Thought)]
    found = []
    for is_output, run in groupby(audible, key=lambda pair: isinstance(pair[1], e.Output)):
        outputs = [(index, step) for index, step in run if isinstance(step, e.Output)]
        part = joined(list(_texts([part for _, step in outputs for part in step.parts])))
        if is_output and part.text.strip():
            found.append(_Spoken(outputs[0][0], part))
    return found


def _texts(parts: Sequence[e.Part]) -> Iterator[e.TextPart]:
    """What nobody here knows is told of, once, where it stood: without a word it would be lost on the person."""
    has_told = False
    for part in parts:
        if isinstance(part, e.TextPart):
            yield part
        elif isinstance(part, e.UnknownPart) and not has_told:
            has_told = True
            yield e.TextPart(f"\n\n{say('answer.unknown_part')}\n\n")


def joined(parts: Sequence[e.TextPart], *, between: str = "") -> e.TextPart:
    """One text of several, every citation moved to where its text now stands."""
    text, citations = "", []
    for part in parts:
        before = text + between if text else ""
        offset = len(before.encode())
        citations += [e.Citation(c.url, c.title, c.start + offset, c.end + offset) for c in part.citations]
        text = before + part.text
    return e.TextPart(text, tuple(citations))
