"""What one sees of a picture at first sight: its size, its colour, and whether it tells where it comes from."""

from collections import Counter

from PIL import Image

from bot.playground.agent.painting.opening import subject

_COLOURS = {
    "black": (20, 20, 20),
    "grey": (128, 128, 128),
    "white": (240, 240, 240),
    "red": (210, 40, 40),
    "orange": (240, 140, 40),
    "yellow": (240, 215, 60),
    "green": (50, 160, 60),
    "teal": (30, 140, 140),
    "blue": (50, 90, 220),
    "purple": (125, 60, 180),
    "pink": (240, 130, 180),
    "brown": (120, 80, 50),
}
_SIDE = 48


def seen(picture: bytes) -> str:
    """In pixels as a person sees it; hidden notes (Exif) are told too."""
    image = subject(picture)
    if image is None:
        return "which I cannot open"
    notes = ", with hidden notes" if b"Exif\0\0" in picture[:4096] or b"eXIf" in picture[:4096] else ""
    return f"{image.width} x {image.height} pixels, mostly {_colour(image)}{notes}"


def _colour(image: Image.Image) -> str:
    """The one that most of it is nearest to."""
    small = image.resize((_SIDE, _SIDE)).convert("RGB")
    raw = small.tobytes()
    counted = Counter(_nearest(raw[at], raw[at + 1], raw[at + 2]) for at in range(0, len(raw), 3))
    return counted.most_common(1)[0][0]


def _nearest(red: int, green: int, blue: int) -> str:
    return min(
        _COLOURS,
        key=lambda name: sum((a - b) ** 2 for a, b in zip(_COLOURS[name], (red, green, blue), strict=True)),
    )
