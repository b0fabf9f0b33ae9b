"""What is told of a picture, and how the program says it: a line of JSON, and then the picture's bytes."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

from bot.turns.pictures.kinds import ending_of

_LONGEST_SIDE = 65_535
"""No kind of picture that we know has more."""


class Change(StrEnum):
    """What making it fit has cost."""

    NONE = "none"
    ENCODED = "encoded"  # the same pixels, with the losses of another encoding
    SCALED = "scaled"


@dataclass(frozen=True, slots=True)
class Measured:
    """`ending`: the real kind, `.png`, `.jpg`, `.gif` or `.webp`. Width and height as a person sees it, upright."""

    ending: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """`data` is untouched where nothing changed. The rest as of `Measured`, of what it became."""

    data: bytes = field(repr=False)
    ending: str
    width: int
    height: int
    change: Change


def packed(answer: Fitted | None) -> bytes:
    """As the program writes it; what did not change is not sent back."""
    if answer is None:
        return b"null\n"
    head = json.dumps([answer.ending, answer.width, answer.height, answer.change]).encode()
    return head + b"\n" + (b"" if answer.change is Change.NONE else answer.data)


def unpacked(head: bytes, body: bytes, *, asked: bytes, room: int) -> Fitted | None:
    """As the bot reads it, and believes nothing: a hostile picture may have taken the program over.

    `asked`: what the program was given, `room`: the most bytes that it was to give. Raises ValueError.
    """
    match json.loads(head):
        case None:
            return None
        case [str(ending), int(width), int(height), str(change)]:
            is_same = Change(change) is Change.NONE
            answer = Fitted(asked if is_same else body, ending, width, height, Change(change))
        case _:
            raise ValueError("the program does not speak our language")
    is_possible = 0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE and len(answer.data) <= room
    if ending_of(answer.data) != ending or not is_possible:
        raise ValueError("the program says what is not so")
    return answer
