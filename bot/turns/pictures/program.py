"""The program that decodes pictures: it reads one, writes one and ends; bounded in memory and time, without a secret.

Beside the picture of its own kind it imports nothing of ours. `asking` begins it.
"""

import sys

from bot.turns.pictures.answer import Change, Fitted, packed
from bot.turns.pictures.bounds import REFERENCE_BYTES, REFERENCE_SIDE, bind
from bot.turns.pictures.decoding import UNREADABLE, decoded, plain, upright_size
from bot.turns.pictures.encoding import PNG, encoded, jpeg, webp
from bot.turns.pictures.kinds import ending_of

_FITTING = (webp(92), webp(85), webp(80))
_OPAQUE_REFERENCE = (jpeg(90), jpeg(80))
_CLEAR_REFERENCE = (PNG, webp(90), webp(80))


def fitted(data: bytes, *, limit: int) -> Fitted | None:
    """In at most `limit` bytes: as it is, else as WebP, else smaller; None where it cannot be had."""
    ending = ending_of(data)
    if ending is None or limit < 1:
        return None
    try:
        picture = decoded(data)
    except UNREADABLE:
        return None
    if len(data) <= limit:
        return Fitted(data, ending, *upright_size(picture), Change.NONE)
    return encoded(plain(picture), _FITTING, limit=limit)


def reference(data: bytes) -> Fitted | None:
    """For a model to look at: without metadata, and so always encoded anew, however small it is."""
    try:
        picture = plain(decoded(data, longest=REFERENCE_SIDE))
    except UNREADABLE:
        return None
    encodings = _CLEAR_REFERENCE if picture.mode == "RGBA" else _OPAQUE_REFERENCE
    return encoded(picture, encodings, limit=REFERENCE_BYTES, longest=REFERENCE_SIDE)


def main(wish: str, *limits: str) -> None:
    """`fit LIMIT` or `reference`; the picture comes on standard input and goes to standard output."""
    bind()
    data = sys.stdin.buffer.read()
    answer = fitted(data, limit=int(limits[0])) if wish == "fit" else reference(data)
    sys.stdout.buffer.write(packed(answer))
