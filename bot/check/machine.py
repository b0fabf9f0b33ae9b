"""The machine that the bot runs on: room on the disk, and the program that decodes pictures."""

import shutil
import struct
import zlib
from pathlib import Path
from typing import Final

from bot.core.errors import SettingsError
from bot.core.findings import Finding, bad, good, warning
from bot.store.location import path_of
from bot.turns.pictures.asking import PictureProgram

_MB: Final = 1_000_000
LITTLE: Final = 500 * _MB
NOTHING: Final = 50 * _MB


def look_at_disk(url: str) -> list[Finding]:
    """Nothing where the address of the database cannot be used, which is told elsewhere."""
    try:
        path = path_of(url)
    except SettingsError:
        return []
    return [judged_disk(shutil.disk_usage(_there(path)).free)]


def judged_disk(free: int) -> Finding:
    told = f"{free / 1000 / _MB:.1f} GB" if free >= 1000 * _MB else f"{free // _MB} MB"
    if free < NOTHING:
        return bad("disk", "check.disk_full", free=told)
    if free < LITTLE:
        return warning("disk", "check.disk_low", free=told)
    return good("disk", "check.disk_good", free=told)


def _there(path: Path) -> Path:
    return next(place for place in path.parents if place.exists())


async def look_at_pictures() -> Finding:
    made = await PictureProgram(within=20.0).reference(_smallest())
    return good("pictures", "check.pictures_good") if made else bad("pictures", "check.pictures_bad")


def _smallest() -> bytes:
    """A PNG of one grey pixel."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\x80")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
