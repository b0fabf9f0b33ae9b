"""Encodes a picture into so many bytes, with as little loss as can be.

Runs in the program alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import sqrt

from PIL import Image

from bot.turns.pictures.answer import Change, Fitted

_TRIES = 4
_CLEARLY = 1.6
"""So many times too large, a picture needs more than the next quality."""
_LONGEST_SIDE_OF_WEBP = 16_383


@dataclass(frozen=True, slots=True)
class Encoding:
    """A kind of picture as Pillow writes it. `longest`: the most pixels a side."""

    kind: str
    ending: str
    options: Mapping[str, int] = field(default_factory=dict)
    longest: int = _LONGEST_SIDE_OF_WEBP


def webp(quality: int) -> Encoding:
    """Method 4 of 6: a quicker one makes noise twice as large, and cannot encode some pictures of this many pixels."""
    return Encoding("WEBP", ".webp", {"quality": quality, "method": 4})


def jpeg(quality: int) -> Encoding:
    return Encoding("JPEG", ".jpg", {"quality": quality})


PNG = Encoding("PNG", ".png")


def encoded(
    picture: Image.Image, encodings: Sequence[Encoding], *, limit: int, longest: int | None = None
) -> Fitted | None:
    """Of the tries the first that has at most `limit` bytes; None where none has.

    `encodings` begins with the least loss.
    """
    sides = (encodings[-1].longest, longest or max(picture.size), max(picture.size))
    at_most = _scaled(picture, min(sides) / max(picture.size))
    for small, encoding, data in _tries(at_most, encodings, limit):
        if 0 < len(data) <= limit:
            change = Change.ENCODED if small.size == picture.size else Change.SCALED
            return Fitted(data, encoding.ending, *small.size, change)
    return None


def _tries(
    picture: Image.Image, encodings: Sequence[Encoding], limit: int
) -> Iterator[tuple[Image.Image, Encoding, bytes]]:
    """Every encoding that may do, then ever smaller with the last, each scaled by what the one before it came to."""
    last, size = encodings[-1], 0
    for encoding in encodings:
        if size <= limit * _CLEARLY or encoding is last:
            data = _saved(picture, encoding)
            yield picture, encoding, data
            size = len(data)
    scale = 1.0
    for _ in range(_TRIES):
        scale *= min(0.9 * sqrt(limit / size), 0.9) if size else 0.7
        small = _scaled(picture, scale)
        data = _saved(small, last)
        yield small, last, data
        size = len(data)


def _saved(picture: Image.Image, encoding: Encoding) -> bytes:
    """Nothing where the encoder gives up: WebP cannot hold every picture of many pixels in high quality."""
    target = BytesIO()
    try:
        picture.save(target, encoding.kind, **encoding.options)
    except ValueError:
        return b""
    return target.getvalue()


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    if scale >= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)
