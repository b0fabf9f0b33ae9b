"""What a file is by its first bytes: labels of pictures were seen to be wrong."""

from collections.abc import Callable

HEAD = 48
"""Bytes that are enough to tell."""

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS: tuple[tuple[bytes, str], ...] = (
    (b"qt  ", "video/quicktime"),
    (b"avif", "image/avif"),
    (b"avis", "image/avif"),
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"mif1", "image/heif"),
    (b"M4A ", "audio/mp4"),
)


def type_of(data: bytes) -> str:
    """The media type of a file that begins so; empty for anything unknown, a page of HTML among it."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    boxes: tuple[Callable[[bytes], str], ...] = (_riff, _iso, _matroska, _mp3_frame)
    return next((kind for read in boxes if (kind := read(data))), "")


def kind_of(mime_type: str) -> str:
    """The word for it in a `MediaPart`: image, video, audio or document."""
    family = mime_type.partition("/")[0].lower()
    return family if family in ("image", "video", "audio") else "document"


def _riff(data: bytes) -> str:
    return _RIFF.get(data[8:12], "") if data.startswith(b"RIFF") else ""


def _iso(data: bytes) -> str:
    """MP4 and its relatives: a box `ftyp`, then the brand."""
    if data[4:8] != b"ftyp":
        return ""
    return next((kind for brand, kind in _BRANDS if data[8:12] == brand), "video/mp4")


def _matroska(data: bytes) -> str:
    if not data.startswith(b"\x1a\x45\xdf\xa3"):
        return ""
    return "video/x-matroska" if b"matroska" in data[:HEAD] else "video/webm"


def _mp3_frame(data: bytes) -> str:
    """An MPEG audio frame of layer III without a tag before it: eleven set bits, then the layer."""
    is_frame = len(data) > 2 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2 and data[2] & 0xF0 != 0xF0
    return "audio/mpeg" if is_frame else ""
