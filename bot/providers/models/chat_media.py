"""Files in members of their own: the vendors' many places for a picture on the chat route, and the images routes'."""

from bot.core import events as e
from bot.providers.models.loosely import child, text
from bot.providers.models.media_data import from_address, from_base64

_TEXTS = frozenset({"text", "output_text", "input_text"})
_PICTURES = frozenset({"image_url", "output_image", "image", "input_image"})
_THOUGHTS = frozenset({"thinking", "reasoning"})
_NAMES = ("url", "image_url", "b64_json", "image", "data", "image_b64_json", "result")


def file_in(item: e.JsonValue) -> e.MediaPart | None:
    """A picture of an item in whatever shape: a text, `{url}`, `{b64_json}`, `{image_url}`, `{image_url: {url}}`."""
    if isinstance(item, str):  # a JPEG's base64 begins with a slash, as a path does
        return from_base64(item) or from_address(item, kind="image")
    if not isinstance(item, dict):
        return None
    for name in _NAMES:
        inner = item.get(name)
        found = file_in(inner) if isinstance(inner, str | dict) else None
        if found is not None:
            return found
    return None


def part_of(item: e.JsonValue) -> e.Part:
    """One element of a `content` that is a list."""
    if isinstance(item, str):
        return e.TextPart(item)
    if not isinstance(item, dict):
        return e.UnknownPart({"value": item})
    kind = text(item, "type")
    if kind in _TEXTS or (not kind and isinstance(item.get("text"), str)):
        return e.TextPart(text(item, "text"))
    film = child(item, "video_url") or child(item, "file")
    address = text(film, "url") or text(film, "file_data")
    found = file_in(item) if kind in _PICTURES or not kind else from_address(address, kind="video")
    return found or e.UnknownPart(item)


def thought_in(item: e.JsonValue) -> str:
    """Of one element of a `content` that is a list: what is thought, not said; its own text may be a list again."""
    if not isinstance(item, dict) or text(item, "type") not in _THOUGHTS:
        return ""
    inner = item.get("thinking") or item.get("reasoning") or item.get("text")
    parts = inner if isinstance(inner, list) else [inner]
    return "".join(part if isinstance(part, str) else text(part, "text") for part in parts)
