"""A real, tiny MP4: a few JPEG frames in the boxes that ISO/IEC 14496-12 asks for."""

import struct

from bot.playground.gateways.painter import painted
from bot.playground.gateways.pixels import Size

_SIZE: Size = (160, 96)
_FRAMES = 4
_UNITS = 1000  # a second
_FRAME = 250
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def filmed(words: str) -> bytes:
    """A second of four frames, as motion JPEG; every frame is a key frame."""
    frames = [painted(f"{words} {number}", _SIZE, kind="JPEG") for number in range(1, _FRAMES + 1)]
    head = _box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isomiso2mp41")
    return head + _box(b"mdat", b"".join(frames)) + _movie([len(frame) for frame in frames], len(head) + 8)


def _movie(lengths: list[int], start: int) -> bytes:
    duration = _FRAME * len(lengths)
    header = struct.pack(">4I", 0, 0, _UNITS, duration) + struct.pack(">IH10x", 0x10000, 0x100)
    movie_header = _full(b"mvhd", header + _MATRIX + bytes(24) + struct.pack(">I", 2))
    return _box(b"moov", movie_header + _track(lengths, start, duration))


def _track(lengths: list[int], start: int, duration: int) -> bytes:
    width, height = _SIZE
    header = struct.pack(">5I16x", 0, 0, 1, 0, duration) + _MATRIX + struct.pack(">2I", width << 16, height << 16)
    media_header = _full(b"mdhd", struct.pack(">4I2H", 0, 0, _UNITS, duration, 0x55C4, 0))
    handler = _full(b"hdlr", struct.pack(">I4s12x", 0, b"vide") + b"frames\0")
    return _box(
        b"trak",
        _full(b"tkhd", header, flags=3) + _box(b"mdia", media_header + handler + _information(lengths, start)),
    )


def _information(lengths: list[int], start: int) -> bytes:
    here = _full(b"url ", b"", flags=1)
    source = _box(b"dinf", _full(b"dref", struct.pack(">I", 1) + here))
    return _box(b"minf", _full(b"vmhd", bytes(8), flags=1) + source + _samples(lengths, start))


def _samples(lengths: list[int], start: int) -> bytes:
    """One chunk with all frames, right after the head of the file."""
    count = len(lengths)
    tables = (
        _full(b"stsd", struct.pack(">I", 1) + _entry()),
        _full(b"stts", struct.pack(">3I", 1, count, _FRAME)),
        _full(b"stsc", struct.pack(">4I", 1, 1, count, 1)),
        _full(b"stsz", struct.pack(f">2I{count}I", 0, count, *lengths)),
        _full(b"stco", struct.pack(">2I", 1, start)),
    )
    return _box(b"stbl", b"".join(tables))


def _entry() -> bytes:
    width, height = _SIZE
    picture = struct.pack(">2H2I4xH", width, height, 0x480000, 0x480000, 1)
    return _box(b"jpeg", bytes(6) + struct.pack(">H16x", 1) + picture + bytes(32) + struct.pack(">Hh", 24, -1))


def _full(kind: bytes, data: bytes, *, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags) + data)


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(data), kind) + data
