"""Lengths as Discord may count them, and places between characters as people see them."""

import re
from collections.abc import Iterator

import wcwidth

_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def units(text: str) -> int:
    """Length in UTF-16 units: never less than the count of code points, so safe whichever of the two Discord counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cells(text: str) -> int:
    """Width in the cells of a fixed-width font: two for CJK and emoji, none for combining marks."""
    return len(text) if text.isascii() else max(0, wcwidth.width(text))


def boundaries(text: str) -> Iterator[int]:
    """The indexes after each grapheme."""
    at = 0
    for grapheme in wcwidth.iter_graphemes(text):
        at += len(grapheme)
        yield at


def fit(text: str, room: int) -> int:
    """How many characters of `text` fit into `room` UTF-16 units without cutting a grapheme.

    Where not even the first grapheme fits, it is cut between characters; for text that is not empty it is at least 1.
    """
    if units(text) <= room:
        return len(text)
    if text.isascii():
        return max(1, room) if "\r" not in text else _fit(text, room)
    return _fit(text, room)


def _fit(text: str, room: int) -> int:
    at = used = 0
    for end in boundaries(text[: room + 1]):
        used += units(text[at:end])
        if used > room:
            return at or _squeeze(text, room)
        at = end
    return at or 1


def _squeeze(text: str, room: int) -> int:
    at = max(1, min(len(text), room))
    while at > 1 and units(text[:at]) > room:
        at -= 1
    return at


def clean(text: str) -> str:
    """Text that can be sent: halves of surrogate pairs are joined, lone halves and NUL become U+FFFD."""
    if not _UNSAFE.search(text):
        return text
    return text.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
