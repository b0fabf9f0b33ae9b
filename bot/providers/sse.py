"""Server-Sent Events from bytes, without any I/O, so that every way a network may cut a stream can be tested."""

from dataclasses import dataclass

FRAME_LIMIT = 64 * 1024 * 1024
"""Bytes of one frame. Pictures come inline as base64, so a frame may be large; what is larger is not meant well."""
_BOM = b"\xef\xbb\xbf"


class FrameTooLarge(Exception):
    """A frame, or a line that never ends, went over the limit; the decoder is of no use afterwards."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One dispatched event. `data` stays bytes: its reader parses bytes, and no character is ever cut in two."""

    data: bytes
    event: str = "message"
    id: str = ""


class Decoder:
    """The decoder of one connection: feed it what arrives, get the frames that became whole (HTML standard, 9.2.6)."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._limit = limit
        self._line = bytearray()
        self._data: list[bytes] = []
        self._held = 0
        self._event = b""
        self._id = b""
        self._after_cr = False
        self._at_start = True

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that end within `data`; a frame the stream never ends is never given.

        Raises `FrameTooLarge` as soon as a frame cannot stay within the limit.
        """
        after_cr, self._after_cr = self._after_cr, data.endswith(b"\r") if data else self._after_cr
        if after_cr:
            data = data.removeprefix(b"\n")
        *ended, rest = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        frames = [frame for last in ended if (frame := self._line_ended(last))]
        self._grow(rest)
        return frames

    def _grow(self, piece: bytes) -> None:
        self._line += piece
        if self._held + len(self._line) > self._limit:
            raise FrameTooLarge(f"a frame is larger than {self._limit} bytes")

    def _line_ended(self, last: bytes) -> Frame | None:
        self._grow(last)
        line = bytes(self._line)
        self._line.clear()
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BOM)
        if not line:
            return self._dispatched()
        self._take(line)
        return None

    def _take(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match name:
            case b"data":
                self._data.append(value)
                self._held += len(line)
            case b"event":
                self._event = value
            case b"id" if b"\0" not in value:
                self._id = value

    def _dispatched(self) -> Frame | None:
        data, event, self._data, self._event, self._held = self._data, self._event, [], b"", 0
        if not data:
            return None
        return Frame(b"\n".join(data), event.decode(errors="replace") or "message", self._id.decode(errors="replace"))
