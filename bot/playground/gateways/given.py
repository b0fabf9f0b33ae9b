"""Reads files that a request brings: what they really are, whatever their label says."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from bot.playground.gateways.errors import GatewayError

_DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(;[\w.=+-]+)*?;base64,")
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"RIFF", "audio/wav"),
)


@dataclass(frozen=True)
class Given:
    """`size` in pixels; None for what is no picture, or was not fetched."""

    mime: str
    size: tuple[int, int] | None = None

    def told(self) -> str:
        return f"{self.mime}, {self.size[0]}×{self.size[1]}" if self.size else self.mime  # noqa: RUF001 - times


def from_bytes(data: bytes, label: str, note: Callable[[str, str], None]) -> Given:
    """The same, and a violation for a picture with another label than its own."""
    given = sniffed(data)
    if given.size is not None and label != given.mime:
        note("picture-mislabelled", f"It says {label or 'nothing'} and is {given.mime}.")
    return given


def sniffed(data: bytes) -> Given:
    """Raises GatewayError for what is neither a picture nor another file that may be sent."""
    mime = _other(data)
    return Given(mime) if mime is not None else _picture(data)


def from_base64(data: object, label: str, note: Callable[[str, str], None]) -> Given:
    return from_bytes(_decoded(data), label, note)


def _decoded(data: object) -> bytes:
    try:
        return base64.b64decode(data if isinstance(data, str) else "", validate=True)
    except binascii.Error as wrong:
        raise GatewayError("bad_picture", "base64") from wrong


def from_address(
    address: object, note: Callable[[str, str], None], fetch: Callable[[str], bytes | None], *, bare: bool = False
) -> Given:
    """A data URI, an address (only the gateway's own storage is looked into), or, if `bare`, plain base64."""
    if not isinstance(address, str) or not address:
        raise GatewayError("bad_picture", "url")
    if head := _DATA_URI.match(address):
        return from_base64(address[head.end() :], head[1] or "", note)
    if address.startswith(("http://", "https://")):
        return _fetched(address, note, fetch)
    if bare:
        return sniffed(_decoded(address))
    raise GatewayError("bad_picture", address[:40])


def _fetched(address: str, note: Callable[[str, str], None], fetch: Callable[[str], bytes | None]) -> Given:
    data = fetch(address)
    if data is None:
        note("unfetched-address", f"The playground fetches nothing from elsewhere: {address}")
        return Given("an address that was not fetched")
    return sniffed(data)


def _picture(data: bytes) -> Given:
    try:
        with Image.open(BytesIO(data)) as picture:
            picture.load()
            return Given(Image.MIME[picture.format or ""], picture.size)
    except (OSError, KeyError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        raise GatewayError("bad_picture", f"{len(data)} bytes") from wrong


def _other(data: bytes) -> str | None:
    """What may be sent and is no picture."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return next((mime for magic, mime in _MAGIC if data.startswith(magic) and data[8:12] != b"WEBP"), None)
