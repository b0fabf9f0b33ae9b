"""Pictures as they really are: their kind by their first bytes, and smaller where Discord takes no more.

Pillow is imported when the first picture needs it; what it does with bytes from an agent's machine is bounded, and done
in a thread, for decoding a large picture takes longer than the event loop may stand still.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
)
PIXEL_LIMIT = 64_000_000
"""A picture of more pixels is not decoded: 64 million in memory are 256 MB, a bomb is far more."""
_QUALITIES = (90, 80, 65)
_SCALES = (1.0, 0.75, 0.5, 0.25)


def ending_of(data: bytes) -> str | None:
    """`.png`, `.jpg`, `.gif` or `.webp` by the first bytes; None where they are no picture's that Discord shows."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ending for signature, ending in _SIGNATURES if data.startswith(signature)), None)


def shrunk(data: bytes, *, limit: int) -> bytes | None:
    """The picture as WebP of at most `limit` bytes, less fine first and then scaled; None where it cannot be had."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - imported when the first picture is too large

    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.width * picture.height > PIXEL_LIMIT:
                return None
            plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return next((small for small in _tries(plain) if len(small) <= limit), None)


def _tries(picture: "Image.Image") -> Iterator[bytes]:
    for scale in _SCALES:
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        scaled = picture if scale == 1.0 else picture.resize(size)
        for quality in _QUALITIES:
            target = BytesIO()
            scaled.save(target, "WEBP", quality=quality)
            yield target.getvalue()
