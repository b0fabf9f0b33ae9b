"""Paints a plain picture with the prompt's words on it, in exactly the pixel size that was asked for."""

import textwrap
import zlib
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.playground.gateways.pixels import Size

_LINES = 6


def painted(words: str, size: Size, *, kind: str = "PNG") -> bytes:
    """The same words and size give the same bytes. `kind` is PNG or JPEG."""
    colour = zlib.crc32(words.encode())
    picture = Image.new("RGB", size, (colour & 127, colour >> 8 & 127, colour >> 16 & 127))
    _write(picture, words)
    paper = BytesIO()
    picture.save(paper, kind)
    return paper.getvalue()


def _write(picture: Image.Image, words: str) -> None:
    width, height = picture.size
    letters = max(1, min(width, height) // 14)
    lines = textwrap.wrap(words, max(4, int(width / (letters * 0.7))))[:_LINES]
    pen = ImageDraw.Draw(picture)
    middle = (width / 2, height / 2)
    pen.text(middle, "\n".join(lines), fill="white", font=ImageFont.load_default(letters), anchor="mm", align="center")
