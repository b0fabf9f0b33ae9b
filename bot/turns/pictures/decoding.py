"""Decodes a picture: bounded before it begins, and afterwards plain, so that nothing but what is seen goes on.

Runs in the program alone.
"""

import struct
import warnings
from io import BytesIO

from PIL import Image, ImageCms, UnidentifiedImageError

from bot.turns.pictures.bounds import PIXEL_LIMIT, SCAN_LIMIT

UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What the decoders raise for bytes that are no picture, or a broken one."""
_DECODED = ("PNG", "JPEG", "GIF", "WEBP")
_SCAN = b"\xff\xda"
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = (5, 6, 7, 8)
"""Those that make width of height."""


def decoded(data: bytes, *, longest: int | None = None) -> Image.Image:
    """The picture, or the first of an animation, with all its pixels. Raises one of UNREADABLE.

    `longest`: the longest side that is needed. A JPEG comes at a half, a quarter or an eighth where that is enough, so
    that photos can be read that have too many pixels otherwise.
    """
    if data.startswith(b"\xff\xd8") and data.count(_SCAN) > SCAN_LIMIT:
        raise ValueError("a JPEG of endless scans")
    with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
        picture = Image.open(BytesIO(data), formats=_DECODED)
    if longest is not None and max(picture.size) > longest:
        scale = longest / max(picture.size)
        picture.draft(None, (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
    if picture.width * picture.height > PIXEL_LIMIT:
        raise ValueError("a picture of too many pixels")
    picture.load()
    return picture


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as a person sees them."""
    width, height = picture.size
    return (height, width) if _orientation(picture) in _LYING else (width, height)


def plain(picture: Image.Image) -> Image.Image:
    """Upright, in the colors of every screen, RGB or (where something shines through) RGBA, and nothing else in it."""
    turn = _UPRIGHT.get(_orientation(picture))
    colors = _opaque(_colors(picture))
    if turn is not None:
        colors = colors.transpose(turn)
    colors.info = {}
    return colors


def _orientation(picture: Image.Image) -> int:
    """By EXIF or XMP, which may be anything at all: where they cannot be read, the picture is upright."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - so many things are raised for a broken EXIF
        return 1


def _colors(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        return _of_8_bits(picture).convert("RGB")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    # A profile speaks of the colors as they are in the file; a palette or a transparent color it does not know.
    is_direct = picture.mode in ("RGB", "RGBA", "CMYK", "L") and "transparency" not in picture.info
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture.convert(mode)
    return _profiled(picture if is_direct else picture.convert(mode), profile, mode)


def _of_8_bits(picture: Image.Image) -> Image.Image:
    """Of sixteen: a plain conversion makes white of all that is not nearly black."""
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _profiled(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Its colors by its profile, or as if it had none, where that is broken or another kind of picture's."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture.convert(mode)
    return converted or picture.convert(mode)


def _opaque(picture: Image.Image) -> Image.Image:
    """Without an alpha channel that hides nothing."""
    if picture.mode != "RGBA":
        return picture
    least, _ = picture.getchannel("A").getextrema()
    return picture.convert("RGB") if least == 255 else picture
