"""Pictures as they really are: their kind by their first bytes, and smaller where Discord takes no more.

What comes from an agent's machine may be made to be slow or huge, so it is decoded by this file run as a program of its
own (see `shrinking`): it imports nothing of ours, reads the picture and writes the smaller one.
"""

import os
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
)
_DECODED = ("PNG", "JPEG", "GIF", "WEBP")
PIXEL_LIMIT = 20_000_000
"""A picture of more pixels is not decoded: these are 80 MB in memory, and some seconds of work."""
SCAN_LIMIT = 200
"""A progressive JPEG has ten scans or so. Each costs a pass over all pixels, and ten bytes are enough for one."""
MEMORY_LIMIT = 1 << 30
SECONDS_LIMIT = 10
_SCAN = b"\xff\xda"
_TRIES = 3
_QUALITY = 80
_METHOD = 2
"""WebP's own scale of patience, 0 to 6."""
_BYTES_PER_PIXEL = 0.5
"""A rich estimate of WebP at this quality, so that the first try mostly fits."""
_LONGEST_SIDE = 16_383
"""WebP has no more."""


def ending_of(data: bytes) -> str | None:
    """`.png`, `.jpg`, `.gif` or `.webp` by the first bytes; None where they are no picture's that Discord shows."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ending for signature, ending in _SIGNATURES if data.startswith(signature)), None)


def shrunk(data: bytes, *, limit: int) -> bytes | None:
    """The picture as WebP of at most `limit` bytes, scaled where it must be; None where it cannot be had."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - imported when the first picture is too large

    if data.startswith(b"\xff\xd8") and data.count(_SCAN) > SCAN_LIMIT:
        return None
    try:
        with Image.open(BytesIO(data), formats=_DECODED) as picture:
            if picture.width * picture.height > PIXEL_LIMIT:
                return None
            plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return next((small for small in _tries(plain, limit) if len(small) <= limit), None)


def _tries(picture: "Image.Image", limit: int) -> Iterator[bytes]:
    """Each is scaled by what the one before it came to."""
    pixels = picture.width * picture.height
    scale = min(1.0, _LONGEST_SIDE / max(picture.size), sqrt(limit / (_BYTES_PER_PIXEL * pixels)))
    for _ in range(_TRIES):
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        target = BytesIO()
        (picture if scale == 1.0 else picture.resize(size)).save(target, "WEBP", quality=_QUALITY, method=_METHOD)
        yield target.getvalue()
        scale *= 0.9 * sqrt(limit / target.tell())


def bind() -> None:
    """Take from this process, for good, what a picture may not cost."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def main() -> None:
    """The picture comes on standard input and goes, smaller, to standard output: at most so many bytes as told."""
    bind()
    sys.stdout.buffer.write(shrunk(sys.stdin.buffer.read(), limit=int(sys.argv[1])) or b"")


if __name__ == "__main__":
    main()
