"""Draws a chart with axes, a grid and two lines, and saves it as PNG."""

from math import log
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

LEFT, TOP, RIGHT, BOTTOM = 90, 60, 920, 520
MOST_X, MOST_Y = 20_000, 2_400
COUNTS = [
    168,
    303,
    430,
    550,
    669,
    783,
    900,
    1007,
    1117,
    1229,
    1335,
    1438,
    1547,
    1652,
    1754,
    1862,
    1960,
    2064,
    2158,
    2262,
]


def place(x: float, y: float) -> tuple[float, float]:
    return LEFT + (RIGHT - LEFT) * x / MOST_X, BOTTOM - (BOTTOM - TOP) * y / MOST_Y


def axes(pen: ImageDraw.ImageDraw) -> None:
    font = ImageFont.load_default(16)
    for x in range(0, MOST_X + 1, 4000):
        pen.line([place(x, 0), place(x, MOST_Y)], fill="#dddddd")
        pen.text((place(x, 0)[0], BOTTOM + 10), f"{x:,}", fill="black", font=font, anchor="ma")
    for y in range(0, MOST_Y + 1, 400):
        pen.line([place(0, y), place(MOST_X, y)], fill="#dddddd")
        pen.text((LEFT - 10, place(0, y)[1]), str(y), fill="black", font=font, anchor="rm")
    pen.line([(LEFT, TOP), (LEFT, BOTTOM), (RIGHT, BOTTOM)], fill="black", width=2)
    pen.text(((LEFT + RIGHT) / 2, BOTTOM + 40), "n", fill="black", font=font, anchor="ma")


def main() -> None:
    picture = Image.new("RGB", (960, 600), "white")
    pen = ImageDraw.Draw(picture)
    axes(pen)
    points = [(1000 * number, count) for number, count in enumerate(COUNTS, 1)]
    pen.line([place(x, y) for x, y in points], fill="#c33c54", width=4)
    pen.line([place(x, x / log(x)) for x in range(100, MOST_X, 100)], fill="#254e70", width=3)
    title = ImageFont.load_default(24)
    pen.text((LEFT, 20), "Primes below n (red) and n / ln n (blue)", fill="black", font=title)
    number = 1 + sum(1 for _ in Path().glob("chart*.png"))
    name = "chart.png" if number == 1 else f"chart-{number}.png"
    picture.save(name)
    print(f"Saved {name}, {picture.width} x {picture.height}")  # noqa: T201 - its result


if __name__ == "__main__":
    main()
