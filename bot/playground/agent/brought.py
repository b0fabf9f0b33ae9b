"""The pictures in a request's input: whole, of a kind that the model takes, and not too many."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from bot.playground.agent.create import JsonObject, Picture
from bot.playground.agent.errors import invalid
from bot.playground.agent.formats import only
from bot.playground.agent.image_models import ImageModel

AGENT_KINDS = (
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/gif",
    "image/bmp",
    "image/tiff",
)
_FIELDS = frozenset({"type", "data", "uri", "mime_type", "resolution"})
_STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
_HEIC = frozenset([b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"])
_URL_SAFE = str.maketrans("-_", "+/")


def brought_pictures(steps: tuple[JsonObject, ...], model: ImageModel) -> tuple[bytes, ...]:
    """In their order. Raises AgentError."""
    pictures = tuple(_inline(part, model.kinds) for part in _parts(steps))
    if len(pictures) > model.references:
        raise invalid(f"This model takes at most {model.references} images, not {len(pictures)}.")
    return pictures


def shown_pictures(steps: tuple[JsonObject, ...]) -> tuple[Picture, ...]:
    """What a person shows an agent; those in results are judged as well. Raises AgentError."""
    results = [step["result"] for step in steps if isinstance(step.get("result"), list)]
    for part in (part for result in results for part in result if part["type"] == "image"):
        _inline(part, AGENT_KINDS)
    contents = [step["content"] for step in steps if step["type"] == "user_input"]
    parts = [part for content in contents for part in content if part["type"] == "image"]
    return tuple(Picture(str(part.get("mime_type")), _inline(part, AGENT_KINDS)) for part in parts)


def _parts(steps: tuple[JsonObject, ...]) -> Iterator[JsonObject]:
    contents = [step["content"] for step in steps if isinstance(step.get("content"), list)]
    for part in (part for content in contents for part in content if isinstance(part, dict)):
        if part.get("type") in ("audio", "video"):
            raise invalid(f"This model does not support {part['type']} input.")
        if part.get("type") == "image":
            yield part


def _inline(part: JsonObject, kinds: tuple[str, ...]) -> bytes:
    """Base64 of bytes that begin as its mime_type does, which is one of `kinds`. Raises AgentError."""
    only(part, _FIELDS, "input.image.")
    kind = part.get("mime_type")
    if kind not in kinds:
        raise invalid(f"An image's mime_type must be one of {', '.join(kinds)}, not '{kind}'.")
    picture = _decoded(part.get("data"))
    found = kind_of(picture)
    if found != kind and {found, kind} != {"image/heic", "image/heif"}:
        raise invalid(f"An image is said to be {kind} and is {found or 'no image'}.")
    return picture


def _decoded(data: Any) -> bytes:
    """Either alphabet of base64; nothing is fetched here, so there is no other way to bring a picture."""
    if not isinstance(data, str) or not data:
        raise invalid("An image needs its bytes as base64 in data.")
    try:
        return base64.b64decode(data.translate(_URL_SAFE), validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise invalid("An image's data is not base64.") from wrong


def kind_of(picture: bytes) -> str | None:
    """The MIME type that the first bytes tell, of those that anything here takes."""
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "image/webp"
    if picture[4:8] == b"ftyp" and picture[8:12] in _HEIC:
        return "image/heic"
    return next((kind for start, kind in _STARTS.items() if picture.startswith(start)), None)
