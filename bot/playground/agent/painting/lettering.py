"""The small line of words on a picture."""

from PIL import Image, ImageDraw, ImageFont

_WORDS = 8
_LONGEST = 60
_DARK = (20, 20, 24)


def caption(image: Image.Image, text: str) -> None:
    """The text's first words at the foot, on a shade, so that they can be read on anything."""
    _write(image, text, top=image.height - 2 * _size(image), alpha=140)


def headline(image: Image.Image, text: str) -> None:
    """The same at the top, on what hides an earlier headline."""
    size = _size(image)
    ImageDraw.Draw(image).rectangle([0, 0, image.width, 2 * size], fill=_DARK)
    _write(image, text, top=size // 2, alpha=255)


def _write(image: Image.Image, text: str, *, top: int, alpha: int) -> None:
    words = " ".join("".join(c for c in word if c.isprintable()) for word in text.split()[:_WORDS])[:_LONGEST]
    size = _size(image)
    pen, font = ImageDraw.Draw(image, "RGBA"), ImageFont.load_default(size)
    _, _, right, bottom = pen.textbbox((size, top), words, font=font)
    pen.rectangle([size // 2, top - size // 4, right + size // 2, bottom + size // 4], fill=(*_DARK, alpha))
    pen.text((size, top), words, font=font, fill=(255, 255, 255, 255))


def _size(image: Image.Image) -> int:
    return max(9, min(image.width // 36, image.height // 16))
