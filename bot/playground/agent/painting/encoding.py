"""Pictures as files: the usual ones, and two that are none."""

import io

from PIL import Image

_QUALITY = 88
_FINE_QUALITY = 95
_SIDE = (65500).to_bytes(2)


def jpeg(image: Image.Image, *, fine: bool = False) -> bytes:
    return _saved(image, "JPEG", quality=_FINE_QUALITY if fine else _QUALITY)


def png(image: Image.Image) -> bytes:
    return _saved(image, "PNG", compress_level=1)


def broken() -> bytes:
    return b"This is no picture. " * 100


def bomb() -> bytes:
    """A JPEG of a few hundred bytes whose header declares over four billion pixels."""
    small = jpeg(Image.new("RGB", (16, 16)))
    sides = small.index(b"\xff\xc0") + 5  # after the marker, the length and the precision
    return small[:sides] + _SIDE + _SIDE + small[sides + 4 :]


def _saved(image: Image.Image, form: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()
