"""Paints a picture of over 12 MB: noise, which does not compress."""

import random
from pathlib import Path

from PIL import Image

SIDE = 2100


def main() -> None:
    noise = random.Random(12).randbytes(SIDE * SIDE * 3)
    Image.frombytes("RGB", (SIDE, SIDE), noise).save("poster.png", compress_level=1)
    print(f"Saved poster.png, {Path('poster.png').stat().st_size:,} bytes")  # noqa: T201 - its result


if __name__ == "__main__":
    main()
