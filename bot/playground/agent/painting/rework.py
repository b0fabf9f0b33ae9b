"""Changes pictures that were brought, in a way that shows both what they were and what was asked."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageOps

from bot.playground.agent.painting.colours import Rgb, hashed, mixed, named
from bot.playground.agent.painting.lettering import headline
from bot.playground.agent.painting.motifs import draw_motifs
from bot.playground.agent.painting.painter import Size, canvas, finished

_TINT = 0.6
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)


def reworked(subjects: Sequence[Image.Image], instruction: str, size: Size, *, variation: int) -> Image.Image:
    """Side by side where they are several; tinted when a colour is named, framed otherwise; with what it names."""
    image = _side_by_side(subjects, canvas(size))
    colour = named(instruction)
    image = _framed(image, hashed(instruction)) if colour is None else _tinted(image, colour)
    draw_motifs(image, instruction, Random(f"{instruction} {variation}"))
    headline(image, f"edit: {instruction}")
    return finished(image, size)


def _side_by_side(subjects: Sequence[Image.Image], size: Size) -> Image.Image:
    columns = _columns(len(subjects), size)
    rows = math.ceil(len(subjects) / columns)
    image = Image.new("RGB", size)
    for number, subject in enumerate(subjects):
        row, column = divmod(number, columns)
        in_row = min(columns, len(subjects) - row * columns)
        left, right = (size[0] * place // in_row for place in (column, column + 1))
        top, bottom = (size[1] * place // rows for place in (row, row + 1))
        image.paste(ImageOps.fit(subject, (right - left, bottom - top)), (left, top))
    return image


def _columns(count: int, size: Size) -> int:
    """Up to four in one row, more of them in as many rows as keep them near a square."""
    if count <= 4:
        return count if size[0] * 2 > size[1] else 1
    return min(count, max(1, round(math.sqrt(count * size[0] / size[1]))))


def _tinted(image: Image.Image, colour: Rgb) -> Image.Image:
    toned = ImageOps.colorize(image.convert("L"), mixed(colour, _BLACK, 0.7), mixed(colour, _WHITE, 0.4))
    return Image.blend(image, toned, _TINT)


def _framed(image: Image.Image, colour: Rgb) -> Image.Image:
    thickness = max(4, min(image.size) // 24)
    inner = ImageOps.fit(image, (image.width - 2 * thickness, image.height - 2 * thickness))
    return ImageOps.expand(inner, thickness, colour)
