"""Files told as text: Markdown pictures, data URIs, links to files, a reply that is an address or base64 alone.

Gateways without a place of their own for a picture put it into the text (docs/gateways-playground.md has the forms).
"""

import re
from collections.abc import Sequence

from bot.core.events import MediaPart, TextPart
from bot.providers.models.media_data import LEAST, from_address, from_base64, type_of_base64
from bot.providers.models.media_scan import ANY, Piece, scan

_NEWLINE = re.compile("\n")
_NO_SPACE = re.compile(r"\S")
_NO_INDENT = re.compile(r"[^ \t]")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})([^\n]*)")
_MAYBE_FENCE = re.compile(r"[ \t]*(?:`{0,2}|~{0,2})")
_NO_LONE_BASE64 = re.compile(r"[^A-Za-z0-9+/_=\s-]")
_LONE_START = re.compile(r"[A-Za-z0-9+/_-]{16}")
_ADDRESSES = ("http://", "https://")
_BASE64_STARTS = (
    *("iVBORw0KGgo", "/9j/", "_9j_", "R0lGOD", "UklGR"),
    *("AAAA", "GkXfo", "SUQz", "T2dnU", "ZkxhQ", "JVBERi0"),
)
_ADDRESS_LIMIT = 2048


class MediaText:
    """The text of one answer as it comes; any cut into pieces gives the same parts, adjacent texts put together.

    Held back: from an unclosed `![`, `[`, backtick or data URI, a line of a code block, and the beginning as long as
    all of the reply may be one address or one file in base64. Nothing is found in code. Only found files, with
    the Markdown around them, are missing from the text; the words of a link stay.
    """

    def __init__(self) -> None:
        self._held: list[str] = []
        self._until = ANY
        self._fence = ""
        self._at_line_start = True
        self._may_be_lone = True

    def feed(self, text: str) -> list[TextPart | MediaPart]:
        """What is sure now."""
        if not text:
            return []
        self._held.append(text)
        if self._until.search(text) is None:
            return []
        return _merged(self._settled("".join(self._held), is_end=False))

    def close(self) -> list[TextPart | MediaPart]:
        """All the rest. More may be fed afterwards, and then stands by itself."""
        return _merged(self._settled("".join(self._held), is_end=True))

    def _settled(self, text: str, *, is_end: bool) -> list[Piece]:
        self._hold("", ANY)
        if self._may_be_lone:
            until = _lone(text)
            if until is not None and not is_end:
                self._hold(text, until)
                return []
            self._may_be_lone = False
            if until is not None and (part := _lone_part(text.strip())):
                return [part]
        pieces: list[Piece] = []
        start = 0
        while (newline := text.find("\n", start)) >= 0:
            pieces += self._line(text[start : newline + 1])
            start = newline + 1
        return pieces + self._last(text[start:], is_end=is_end)

    def _hold(self, text: str, until: re.Pattern[str]) -> None:
        self._held, self._until = [text] if text else [], until

    def _line(self, line: str) -> list[Piece]:
        """A line to its end, or the rest of one."""
        at_start, self._at_line_start = self._at_line_start, True
        if at_start and self._is_code(line):
            return [TextPart(line)]
        return scan(line, is_whole=True).pieces

    def _is_code(self, line: str) -> bool:
        """Whether the line belongs to a block of code; it may begin or end one."""
        bare = line.strip()
        if self._fence:
            is_last = bare.startswith(self._fence) and not bare.strip(self._fence[0])
            self._fence = "" if is_last else self._fence
            return True
        if (found := _FENCE.match(line)) and (found[1][0] == "~" or "`" not in found[2]):
            self._fence = found[1]
            return True
        return False

    def _last(self, line: str, *, is_end: bool) -> list[Piece]:
        """The beginning of a line that goes on, unless it is the end."""
        if not line:
            return []
        if is_end:
            pieces = self._line(line)
            self._at_line_start = False
            return pieces
        if self._at_line_start and (until := self._maybe_code(line)):
            self._hold(line, until)
            return []
        found = scan(line, is_whole=False)
        self._at_line_start = self._at_line_start and found.rest == 0
        self._hold(line[found.rest :], found.until)
        return found.pieces

    def _maybe_code(self, line: str) -> re.Pattern[str] | None:
        if self._fence or _FENCE.match(line):
            return _NEWLINE
        if _MAYBE_FENCE.fullmatch(line):
            return ANY if line.strip() else _NO_INDENT
        return None


def _lone(text: str) -> re.Pattern[str] | None:
    """What shows that the reply is more than one address or file, where it is not yet; None where it is."""
    bare = text.strip()
    if not bare:
        return _NO_SPACE
    if _may_be_address(bare):
        return ANY
    start = _LONE_START.match(bare)
    if start is None:
        begins = any(one.startswith(bare) or bare.startswith(one) for one in _BASE64_STARTS)
        return ANY if begins and len(bare) < 16 and not _NO_LONE_BASE64.search(bare) else None
    is_file = type_of_base64(start[0].replace("-", "+").replace("_", "/")) != ""
    is_more = _NO_LONE_BASE64.search(bare) or " " in bare  # base64 may stand on lines, but words have spaces
    return _NO_LONE_BASE64 if is_file and not is_more else None


def _may_be_address(bare: str) -> bool:
    if len(bare) > _ADDRESS_LIMIT or any(character.isspace() for character in bare):
        return False
    low = bare[:8].lower()
    begins = any(one.startswith(low) or low.startswith(one) for one in _ADDRESSES)
    return begins or (bare.startswith("/") and not bare.startswith(("//", "/9j/")))


def _lone_part(bare: str) -> MediaPart | None:
    if part := from_address(bare):
        return part
    return from_base64(bare) if len(bare) >= LEAST else None


def _merged(pieces: Sequence[Piece]) -> list[TextPart | MediaPart]:
    merged: list[TextPart | MediaPart] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, TextPart):
            texts.append(piece.text)
            continue
        _put(merged, texts)
        merged.append(piece)
    _put(merged, texts)
    return merged


def _put(merged: list[TextPart | MediaPart], texts: list[str]) -> None:
    if text := "".join(texts):
        merged.append(TextPart(text))
    texts.clear()
