"""Paints a picture that shows what its prompt said, so that a person sees at a glance whose it is."""

import math
from random import Random

from PIL import Image, ImageChops, ImageOps

from bot.playground.agent.painting.colours import hashed, mixed, named
from bot.playground.agent.painting.lettering import caption
from bot.playground.agent.painting.motifs import draw_motifs
from bot.playground.agent.painting.pen import Pen

Size = tuple[int, int]
_CANVAS = 2_400_000  # pixels that are drawn; then they are scaled, which is quick and smooths the edges
_TILE = (256, 256)
_GRAIN = 0.2
_FILM = 0.5


def painted(prompt: str, size: Size, *, variation: int) -> Image.Image:
    """Colours and shapes depend on the prompt alone, where the shapes stand on the variation too."""
    dice = Random(f"{prompt} {variation}")
    image = _background(prompt, canvas(size))
    _scatter(image, prompt, dice)
    draw_motifs(image, prompt, dice)
    caption(image, prompt)
    return finished(image, size)


def finished(image: Image.Image, size: Size) -> Image.Image:
    """With a grain, and in the size that was asked for."""
    return _grained(image).resize(size, Image.Resampling.BICUBIC)


def filmed(image: Image.Image, *, variation: int) -> Image.Image:
    """Under a film grain that no JPEG makes small."""
    noise = Image.frombytes("L", image.size, Random(variation).randbytes(image.width * image.height))
    return Image.blend(image, Image.merge("RGB", (noise, noise, noise)), _FILM)


def canvas(size: Size) -> Size:
    """The size to draw in, of about the same ratio."""
    scale = math.sqrt(_CANVAS / (size[0] * size[1]))
    return round(size[0] * scale), round(size[1] * scale)


def _background(prompt: str, size: Size) -> Image.Image:
    base = named(prompt) or hashed(prompt)
    gradient = Image.linear_gradient("L").resize(size)
    return ImageOps.colorize(gradient, mixed(base, (255, 255, 255), 0.35), mixed(base, hashed(prompt, 0.4), 0.5))


def _scatter(image: Image.Image, prompt: str, dice: Random) -> None:
    """Translucent circles and triangles, as many and in such colours as the prompt's words make them."""
    pen = Pen(image, 0, 0, min(image.size), dice)
    for number in range(5 + len(prompt) % 5):
        colour = hashed(f"{prompt}{number}")
        x, y, radius = dice.uniform(0, pen.right), dice.uniform(0, pen.bottom), dice.uniform(0.08, 0.28)
        if colour[0] % 2:
            pen.circle(x, y, radius, colour, alpha=120)
        else:
            pen.shape([(x - radius, y + radius), (x, y - radius), (x + radius, y + radius)], colour, alpha=120)


def _grained(image: Image.Image) -> Image.Image:
    """One small tile of noise, repeated: real noise for every pixel takes longer than all the rest."""
    tile = Image.frombytes("L", _TILE, Random(0).randbytes(_TILE[0] * _TILE[1]))
    tile = tile.point([round(128 + (level - 128) * _GRAIN) for level in range(256)])
    noise = Image.new("L", image.size)
    for left in range(0, image.width, tile.width):
        for top in range(0, image.height, tile.height):
            noise.paste(tile, (left, top))
    return ImageChops.add(image, Image.merge("RGB", (noise, noise, noise)), 1, -128)
