"""What a file really is, from its first bytes: Discord tells type and size of what is a picture, whatever its name."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_AVIF_SEARCHED: Final = 4096  # bytes; the size stands among the first boxes


@dataclass(frozen=True)
class Picture:
    """A picture by its header alone; `width` and `height` in pixels."""

    content_type: str
    width: int
    height: int


def picture_of(content: bytes) -> Picture | None:
    """A PNG, GIF, JPEG, WebP or AVIF; None for anything else, broken headers included."""
    for content_type, is_one, size_of in _KINDS:
        if is_one(content):
            size = _size(size_of, content)
            return None if size is None else Picture(content_type, *size)
    return None


def _size(size_of: Callable[[bytes], tuple[int, int] | None], content: bytes) -> tuple[int, int] | None:
    try:
        size = size_of(content)
    except (struct.error, IndexError):  # the header is cut off
        return None
    return size if size and all(size) else None


def _png(content: bytes) -> tuple[int, int] | None:
    width, height = struct.unpack(">II", content[16:24])
    return (width, height) if content[12:16] == b"IHDR" else None


def _gif(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", content[6:10])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    """Walks the segments to the frame header."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    """The three forms: lossy, lossless, and extended with its size less one in three bytes each."""
    match content[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = struct.unpack("<I", content[21:25])[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X" if len(content) >= 30:
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
        case _:
            return None


def _avif(content: bytes) -> tuple[int, int] | None:
    at = content.find(b"ispe", 0, _AVIF_SEARCHED)
    if at < 0:
        return None
    width, height = struct.unpack(">II", content[at + 8 : at + 16])
    return width, height


_KINDS: Final[tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes], tuple[int, int] | None]], ...]] = (
    ("image/png", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    ("image/gif", lambda content: content.startswith((b"GIF87a", b"GIF89a")), _gif),
    ("image/jpeg", lambda content: content.startswith(b"\xff\xd8"), _jpeg),
    ("image/webp", lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", _webp),
    ("image/avif", lambda content: content[4:12] in (b"ftypavif", b"ftypavis"), _avif),
)
