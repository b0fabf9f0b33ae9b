"""What parts and grounding of generateContent hold: files, code, sources."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core import events as e
from bot.providers.models.loosely import child, field, objects, text

_FENCES = re.compile(r"`{3,}")
_KINDS = ("image", "audio", "video")


def file_of(part: e.JsonObject) -> e.MediaPart | None:
    """The file within, or at the address that the part names."""
    inline, far = child(part, "inlineData"), child(part, "fileData")
    if not text(inline, "data") and not text(far, "fileUri"):
        return None
    mime = text(inline or far, "mimeType")
    kind = mime.partition("/")[0].lower() or "image"
    kind = kind if kind in _KINDS else "document"
    return e.MediaPart(kind, mime, data=text(inline, "data"), uri=text(far, "fileUri"))


def in_fence(part: e.JsonObject) -> str:
    """Code that the service ran, or what came of it, as a block of code; empty for any other part."""
    code, result = child(part, "executableCode"), child(part, "codeExecutionResult")
    if code:
        language = text(code, "language").lower()
        return _fenced(text(code, "code"), language if language.isalnum() else "")
    return _fenced(text(result, "output")) if result else ""


def _fenced(said: str, language: str = "") -> str:
    fence = "`" * max((len(found) + 1 for found in _FENCES.findall(said)), default=3)
    return f"\n\n{fence}{language}\n{said.rstrip()}\n{fence}\n\n"


@dataclass(frozen=True, slots=True)
class Source:
    """`quoted`: the words that rest on it, said to begin at the byte `start`; empty where none are named."""

    url: str
    title: str
    quoted: str = ""
    start: int = 0


def sources_in(grounding: e.JsonObject) -> Iterator[Source]:
    """The sources of each passage, then those that no passage names."""
    places = [_place(chunk) for chunk in objects(grounding, "groundingChunks")]
    named: set[int] = set()
    for support in objects(grounding, "groundingSupports"):
        segment = child(support, "segment")
        start = field(segment, "startIndex")
        for index in _indices(support, len(places)):
            named.add(index)
            url, title = places[index]
            yield Source(url, title, text(segment, "text"), start if isinstance(start, int) and start > 0 else 0)
    for index, (url, title) in enumerate(places):
        if index not in named:
            yield Source(url, title)


def _indices(support: e.JsonObject, count: int) -> list[int]:
    found = field(support, "groundingChunkIndices")
    numbers = found if isinstance(found, list) else []
    return [one for one in numbers if isinstance(one, int) and not isinstance(one, bool) and 0 <= one < count]


def _place(chunk: e.JsonObject) -> tuple[str, str]:
    inner = child(chunk, "web") or child(chunk, "retrievedContext") or child(chunk, "maps")
    return text(inner, "uri"), text(inner, "title")
