"""Fills a file of 30 MB that does not compress."""

import random
from pathlib import Path

MEGABYTE = 1024 * 1024

if __name__ == "__main__":
    dice = random.Random(30)
    with Path("dump.bin").open("wb") as file:
        file.writelines(dice.randbytes(MEGABYTE) for _ in range(30))
    print(f"Wrote dump.bin, {30 * MEGABYTE:,} bytes")  # noqa: T201 - its result
