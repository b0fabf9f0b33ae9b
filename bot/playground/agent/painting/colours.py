"""Which colours a picture has: those that its prompt names, otherwise some that only depend on its words."""

import colorsys
import hashlib
import re
from collections.abc import Mapping

Rgb = tuple[int, int, int]
NAMED: Mapping[str, Rgb] = {
    "blue": (40, 90, 220),
    "red": (210, 45, 45),
    "green": (40, 150, 70),
    "yellow": (240, 205, 50),
    "orange": (240, 140, 40),
    "purple": (125, 60, 180),
    "pink": (240, 130, 180),
    "brown": (120, 80, 50),
    "gold": (212, 175, 55),
    "grey": (128, 128, 128),
    "gray": (128, 128, 128),
    "white": (240, 240, 240),
    "black": (25, 25, 30),
    "night": (18, 24, 70),
    "sunset": (245, 120, 70),
    "winter": (200, 225, 240),
}


def named(text: str) -> Rgb | None:
    """The first colour that a text names."""
    found = re.search(rf"\b({'|'.join(NAMED)})\b", text.lower())
    return NAMED[found[1]] if found else None


def hashed(text: str, turn: float = 0.0) -> Rgb:
    """Always the same for the same words; `turn` goes on around the colour circle by so much of it."""
    hue = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32
    red, green, blue = colorsys.hsv_to_rgb((hue + turn) % 1, 0.55, 0.85)
    return round(red * 255), round(green * 255), round(blue * 255)


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """So much of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
