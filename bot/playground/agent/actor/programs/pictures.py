"""Paints twelve small pictures, one a month."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def main() -> None:
    Path("months").mkdir(exist_ok=True)
    font = ImageFont.load_default(40)
    for number, name in enumerate(MONTHS, 1):
        picture = Image.new("RGB", (400, 300), (20 * number, 120, 255 - 20 * number))
        ImageDraw.Draw(picture).text((200, 150), name, fill="white", font=font, anchor="mm")
        picture.save(f"months/{number:02}-{name.lower()}.png")
    print(f"Painted {len(MONTHS)} pictures in months/")  # noqa: T201 - its result


if __name__ == "__main__":
    main()
