"""Files inside text: base64 in either alphabet, data URIs, and addresses that end as files do."""

import re
from base64 import b64decode
from binascii import Error
from urllib.parse import urlsplit

from bot.core.events import MediaPart
from bot.providers.models.magic import HEAD, kind_of, type_of

LEAST = 64
"""Characters of base64 from which on a text without a label may be a file."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_LABEL = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w.=+-]*)*", re.ASCII | re.IGNORECASE)
_MARK = ";base64"
_SPACES = str.maketrans("", "", " \t\r\n")
_ENDINGS = {
    "mp4": "video",
    "webm": "video",
    "mov": "video",
    "png": "image",
    "jpg": "image",
    "jpeg": "image",
    "webp": "image",
    "gif": "image",
    "mp3": "audio",
    "wav": "audio",
}


def standard(text: str) -> str | None:
    """Base64 in the standard alphabet and padded, of base64 in either, padded or not; None for anything else."""
    if any(space in text for space in " \t\r\n"):
        text = text.translate(_SPACES)
    if _BASE64.fullmatch(text) is None:
        return None
    bare = text.rstrip("=").replace("-", "+").replace("_", "/")
    if len(bare) % 4 == 1:
        return None
    return bare + "=" * (-len(bare) % 4)


def decoded(data: str) -> bytes | None:
    """The bytes of base64 in any spelling, also of a whole data URI; takes a while where they are many."""
    found = standard(_payload(data) if data[:5].lower() == "data:" else data)
    if found is None:
        return None
    try:
        return b64decode(found)
    except (Error, ValueError):
        return None


def type_of_base64(data: str) -> str:
    """By the first bytes of standard base64; empty where they say nothing."""
    try:
        return type_of(b64decode(data[: HEAD // 3 * 4]))
    except (Error, ValueError):
        return ""


def from_base64(text: str, *, label: str = "") -> MediaPart | None:
    """A file whose type is that of its bytes, else its label's; None where it is no base64 or has neither."""
    data = standard(text)
    if data is None:
        return None
    mime_type = type_of_base64(data) or label.lower()
    return MediaPart(kind=kind_of(mime_type), mime_type=mime_type, data=data) if mime_type else None


def from_data_uri(uri: str) -> MediaPart | None:
    """Of a whole `data:TYPE;base64,…`; None for anything else, as for one of text."""
    head, comma, payload = uri.partition(",")
    if not comma or not head.lower().endswith(_MARK) or (label := _LABEL.fullmatch(head)) is None:
        return None
    return from_base64(payload, label=label[1] or "")


def from_address(address: str, *, kind: str = "") -> MediaPart | None:
    """A data URI, an http(s) address or a path from the gateway's own origin; None for anything else.

    `kind`: what it is where its ending does not tell; without it, only addresses with the ending of a file count.
    """
    address = address.strip()
    if address[:5].lower() == "data:":
        return from_data_uri(address)
    if not _is_address(address):
        return None
    found = _ENDINGS.get(_ending(address), kind)
    return MediaPart(kind=found, uri=address) if found else None


def _payload(uri: str) -> str:
    return uri.partition(",")[2]


def _is_address(text: str) -> bool:
    if any(character.isspace() or ord(character) < 32 for character in text[:4096]):
        return False
    if text.startswith("/"):
        return not text.startswith("//")
    try:
        found = urlsplit(text)
    except ValueError:  # a bracket that belongs to no IPv6 address
        return False
    return found.scheme in ("http", "https") and bool(found.netloc)


def _ending(address: str) -> str:
    path = urlsplit(address).path
    return path.rpartition("/")[2].rpartition(".")[2].lower()
