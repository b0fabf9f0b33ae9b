"""Reads the pictures that a painter works from, as far as they can be read."""

import io

from PIL import Image, ImageOps

_LARGEST = 100_000_000  # pixels; all of them at once stand in memory
_UNREADABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning)
_HEIC_SIDE = 512


def opened(picture: bytes) -> Image.Image | None:
    """Upright and in RGB. None for what is no picture, is cut off or declares an absurd size."""
    try:
        with Image.open(io.BytesIO(picture)) as image:
            if image.width * image.height > _LARGEST:
                return None
            return ImageOps.exif_transpose(image).convert("RGB")
    except _UNREADABLE:
        return None


def is_readable(picture: bytes) -> bool:
    return _is_heic(picture) or opened(picture) is not None


def subject(picture: bytes) -> Image.Image | None:
    """As `opened`; a grey card stands for the one kind that models take and Pillow does not read."""
    if _is_heic(picture):
        return Image.new("RGB", (_HEIC_SIDE, _HEIC_SIDE), (150, 150, 150))
    return opened(picture)


def _is_heic(picture: bytes) -> bool:
    return picture[4:8] == b"ftyp"
