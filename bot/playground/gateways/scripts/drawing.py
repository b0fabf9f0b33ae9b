"""Answers of models that draw."""

import re
from collections.abc import Iterator

from bot.playground.gateways.answer import Picture, Piece, Text
from bot.playground.gateways.painter import painted
from bot.playground.gateways.scripts.stage import Stage, quoted

_WORK_S = 4.0
_COUNTS = {"two": 2, "three": 3, "four": 4}


def drawn(stage: Stage) -> Iterator[Piece]:
    """A sentence, then the picture or the pictures; drafts before them on demand."""
    yield Text(f"{_opening(stage)}\n\n")
    if re.search(r"\bdrafts?\b", stage.words):
        yield Picture(painted("draft", (64, 64)), is_draft=True)
    for number in range(1, _count(stage.words) + 1):
        yield picture(stage, stage.prompt if number == 1 else f"{number}. {stage.prompt}")


def picture(stage: Stage, words: str) -> Picture:
    """A JPEG still says that it is a PNG: upstream models have done so."""
    kind = "JPEG" if re.search(r"\bjpe?g\b", stage.words) else "PNG"
    return Picture(painted(quoted(words, 120), stage.asked.size, kind=kind), after_s=_WORK_S)


def told(stage: Stage) -> str:
    """Of the references, what came in; of the picture, its size."""
    given = "; ".join(one.told() for one in stage.asked.pictures)
    width, height = stage.asked.size
    return f"{width}×{height}" + (f", from {given}" if given else "")  # noqa: RUF001 - times


def _opening(stage: Stage) -> str:
    return f"Here is what you asked for, {told(stage)}."


def _count(words: str) -> int:
    found = re.search(r"\b(two|three|four) pictures\b", words)
    return _COUNTS[found[1]] if found else 1
