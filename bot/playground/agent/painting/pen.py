"""Draws simple shapes in units of its own, so that a motif looks the same at any place and size."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from bot.playground.agent.painting.colours import Rgb

Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """(0, 0) is at the pixel (`x`, `y`), 1 is `unit` pixels; down is positive. Colours may have an alpha."""

    image: Image.Image
    x: float
    y: float
    unit: float
    dice: Random

    @property
    def left(self) -> float:
        """The picture's edge, in units; so are the others."""
        return -self.x / self.unit

    @property
    def right(self) -> float:
        return (self.image.width - self.x) / self.unit

    @property
    def bottom(self) -> float:
        return (self.image.height - self.y) / self.unit

    def circle(self, x: float, y: float, radius: float, fill: Rgb, *, alpha: int = 255) -> None:
        corners = [self._at(x - radius, y - radius), self._at(x + radius, y + radius)]
        self._draw.ellipse(corners, fill=(*fill, alpha))

    def box(self, left: float, top: float, right: float, bottom: float, fill: Rgb, *, alpha: int = 255) -> None:
        self._draw.rectangle([self._at(left, top), self._at(right, bottom)], fill=(*fill, alpha))

    def shape(self, points: Sequence[Point], fill: Rgb, *, alpha: int = 255) -> None:
        self._draw.polygon([self._at(*point) for point in points], fill=(*fill, alpha))

    def _at(self, x: float, y: float) -> Point:
        return self.x + x * self.unit, self.y + y * self.unit

    @property
    def _draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image, "RGBA")
