"""The few things that the painter can draw, each by the word for it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from PIL import Image

from bot.playground.agent.painting.colours import Rgb
from bot.playground.agent.painting.pen import Pen

_WHITE: Rgb = (250, 248, 240)
_DARK: Rgb = (35, 30, 40)
_ORANGE: Rgb = (232, 110, 32)
_RUST: Rgb = (176, 72, 20)
_GREEN: Rgb = (38, 110, 58)
_BARK: Rgb = (96, 62, 36)
_WATER: Rgb = (28, 96, 160)
_LIT: Rgb = (255, 224, 120)


def _moon(pen: Pen) -> None:
    pen.circle(0, 0, 1.25, _WHITE, alpha=60)
    pen.circle(0, 0, 1, _WHITE)
    for _ in range(5):
        pen.circle(
            pen.dice.uniform(-0.5, 0.5), pen.dice.uniform(-0.5, 0.5), pen.dice.uniform(0.08, 0.2), (205, 203, 196)
        )


def _sun(pen: Pen) -> None:
    for radius, alpha in ((1.6, 60), (1.3, 110), (1, 255)):
        pen.circle(0, 0, radius, (255, 214, 70), alpha=alpha)


def _stars(pen: Pen) -> None:
    for _ in range(40):
        x, y = pen.dice.uniform(pen.left, pen.right), pen.dice.uniform(0, pen.bottom * 0.6)
        pen.circle(x, y, pen.dice.uniform(0.1, 0.25), _WHITE)


def _mountains(pen: Pen) -> None:
    for x, height in ((-0.8, 1.1), (0.9, 0.9), (0.1, 1.5)):
        pen.shape([(x - height, 0), (x, -height), (x + height, 0)], (92, 98, 118))
        pen.shape([(x - height / 4, -height * 0.75), (x, -height), (x + height / 4, -height * 0.75)], _WHITE)
    pen.box(pen.left, 0, pen.right, pen.bottom, (84, 92, 96))


def _city(pen: Pen) -> None:
    x = pen.left
    while x < pen.right:
        height, width = pen.dice.uniform(0.8, 2.4), pen.dice.uniform(0.3, 0.6)
        pen.box(x, -height, x + width, pen.bottom, (52, 54, 74))
        for row in range(1, int(height / 0.2)):
            for column in (0.2, 0.6):
                left, top = x + width * column, row * 0.2 - height
                if pen.dice.random() < 0.6:
                    pen.box(left, top, left + width * 0.2, top + 0.1, _LIT)
        x += width + 0.05


def _sea(pen: Pen) -> None:
    pen.box(pen.left, 0, pen.right, pen.bottom, _WATER)
    for row in range(1, 12):
        for _ in range(8):
            x, width = pen.dice.uniform(pen.left, pen.right), pen.dice.uniform(0.2, 0.6)
            pen.box(x, row * 0.25, x + width, row * 0.25 + 0.04, (190, 220, 240), alpha=150)


def _tree(pen: Pen) -> None:
    pen.box(-0.1, -0.6, 0.1, 0, _BARK)
    for level in range(3):
        width, foot = 0.6 - level * 0.13, -0.45 - level * 0.4
        pen.shape([(-width, foot), (0, foot - 0.7), (width, foot)], _GREEN)


def _house(pen: Pen) -> None:
    pen.box(-0.7, -0.9, 0.7, 0, (214, 180, 140))
    pen.shape([(-0.9, -0.85), (0, -1.6), (0.9, -0.85)], (150, 50, 44))
    pen.box(-0.15, -0.5, 0.15, 0, _BARK)
    for x in (-0.5, 0.28):
        pen.box(x, -0.7, x + 0.24, -0.45, _LIT)


def _fox(pen: Pen) -> None:
    pen.shape([(0.4, -0.1), (1.3, -0.9), (1.2, 0), (0.5, 0.1)], _RUST)
    pen.circle(1.2, -0.8, 0.16, _WHITE)
    pen.shape([(-0.45, 0), (-0.3, -0.9), (0.3, -0.9), (0.6, 0)], _ORANGE)
    for side in (-1, 1):
        pen.shape([(side * 0.62, -1.9), (side * 0.6, -1.2), (side * 0.1, -1.5)], _RUST)
    pen.shape([(-0.7, -1.35), (-0.3, -1.6), (0.3, -1.6), (0.7, -1.35), (0, -0.6)], _ORANGE)
    for side in (-1, 1):
        pen.shape([(side * 0.7, -1.35), (side * 0.2, -1.05), (0, -0.6)], _WHITE)
        pen.circle(side * 0.25, -1.25, 0.07, _DARK)
    pen.circle(0, -0.66, 0.09, _DARK)


@dataclass(frozen=True)
class _Motif:
    """Where it stands, as shares of width and height, and its unit as a share of the shorter side."""

    words: str
    draw: Callable[[Pen], None]
    x: float
    y: float
    unit: float


# From the back to the front.
_MOTIFS = (
    _Motif("star|night sky", _stars, 0, 0, 0.02),
    _Motif("sun", _sun, 0.25, 0.2, 0.1),
    _Motif("moon", _moon, 0.78, 0.2, 0.1),
    _Motif("mountain", _mountains, 0.5, 0.7, 0.3),
    _Motif("city|town", _city, 0.5, 0.8, 0.22),
    _Motif("sea|ocean|lake", _sea, 0.5, 0.72, 0.12),
    _Motif("house", _house, 0.7, 0.88, 0.16),
    _Motif("tree|forest", _tree, 0.22, 0.9, 0.26),
    _Motif("fox", _fox, 0.48, 0.92, 0.22),
)


def draw_motifs(image: Image.Image, prompt: str, dice: Random) -> None:
    """All that the prompt names, onto the picture."""
    side = min(image.size)
    for motif in _named(prompt):
        pen = Pen(image, motif.x * image.width, motif.y * image.height, motif.unit * side, dice)
        motif.draw(pen)


def _named(prompt: str) -> Iterator[_Motif]:
    return (motif for motif in _MOTIFS if re.search(rf"\b(?:{motif.words})(?:e?s)?\b", prompt.lower()))
