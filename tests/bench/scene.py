"""The answer that the bench lets the scripted agent give: known text in pieces at known times.

The text is plain enough that its pages hold it as it is, so that what is shown can be found in what was sent.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

Json = dict[str, Any]

CHARACTERS_PER_S = 300
DELTAS_PER_S = 20
_VOCABULARY = (
    "queue worker thread answer machine message letter second window bucket river mountain garden "
    "carries leaves waits begins reads writes keeps finds before after under between slowly early often "
    "green quiet small heavy bright the a one every its"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """`sent`: seconds after the run began, and how many visible characters were sent by then. `seconds`: the whole."""

    name: str
    text: str
    events: tuple[Json, ...]
    sent: tuple[tuple[float, int], ...]
    seconds: float

    @property
    def length(self) -> int:
        return self.sent[-1][1]


def visible(text: str) -> str:
    """Without white space, which pages do not keep at their ends."""
    return "".join(text.split())


def scene(seconds: float) -> Scene:
    """A few steps, then `seconds` of text: 10 s are about 3,000 characters in 200 deltas."""
    text = text_of(round(CHARACTERS_PER_S * seconds))
    pieces = _cut(text, max(round(DELTAS_PER_S * seconds), 1))
    steps, pause = list(_steps(seconds / 10)), seconds / len(pieces)
    index = steps[-1]["index"] + 1
    deltas = [_event(pause, "step.delta", index, delta={"type": "text", "text": piece}) for piece in pieces]
    before = [*steps, _event(0.1, "step.start", index, step={"type": "model_output"})]
    begins = sum(event["after_s"] for event in before)
    ends = _event(0.02, "step.stop", index)
    lengths = accumulate(len(visible(piece)) for piece in pieces)
    return Scene(
        name=f"bench-{seconds:g}s",
        text=text,
        events=(*before, *deltas, ends),
        sent=tuple((begins + pause * (number + 1), length) for number, length in enumerate(lengths)),
        seconds=begins + seconds + ends["after_s"],
    )


def text_of(length: int) -> str:
    """Paragraphs, headings and lists of about `length` characters, always the same."""
    dice = random.Random(7)  # noqa: S311 - the same words every time, not a secret
    blocks, number = list[str](), 0
    while sum(map(len, blocks)) < length:
        number += 1
        blocks.append(_block(dice, number))
    return "\n\n".join(blocks)[:length].rstrip() + "\n"


def _block(dice: random.Random, number: int) -> str:
    if number % 4 == 1:
        return f"## Part {number} {_sentence(dice, 4)}"
    if number % 4 == 0:
        return "\n".join(f"- {_sentence(dice, 9)}" for _ in range(4))
    return " ".join(_sentence(dice, 12) for _ in range(4))


def _sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(_VOCABULARY.split(), k=words)).capitalize() + "."


def _cut(text: str, count: int) -> list[str]:
    places = [round(len(text) * place / count) for place in range(count + 1)]
    return [text[start:end] for start, end in pairwise(places)]


def _steps(pace: float) -> Iterator[Json]:
    """A thought, a search and a command, each with its result: the card's lines."""
    summary = {"type": "thought_summary", "content": {"type": "text", "text": "Looking at how queues behave"}}
    yield from _step(0, {"type": "thought"}, summary, pause=0.4 * pace)
    search = {"type": "google_search_call", "arguments": {"queries": ["how long do queues get"]}}
    yield from _step(1, {"type": "google_search_call", "id": "call_1"}, search, pause=0.2 * pace)
    found = {"type": "google_search_result", "result": [{"search_suggestions": "<div>queues</div>"}]}
    yield from _step(2, {"type": "google_search_result", "call_id": "call_1"}, found, pause=0.8 * pace)
    code = {"type": "code_execution_call", "arguments": {"code": "print(sum(range(10)))", "language": "python"}}
    yield from _step(3, {"type": "code_execution_call", "id": "call_2"}, code, pause=0.2 * pace)
    output = {"type": "code_execution_result", "result": "45\n", "is_error": False}
    yield from _step(4, {"type": "code_execution_result", "call_id": "call_2"}, output, pause=0.8 * pace)


def _step(index: int, step: Json, delta: Json, *, pause: float) -> Iterator[Json]:
    yield _event(pause / 2, "step.start", index, step=step)
    yield _event(pause / 2, "step.delta", index, delta=delta)
    yield _event(0.0, "step.stop", index)


def _event(after_s: float, kind: str, index: int, **fields: Json) -> Json:
    return {"after_s": after_s, "event_type": kind, "index": index, **fields}
