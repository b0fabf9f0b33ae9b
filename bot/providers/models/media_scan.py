"""Finds files in one line of Markdown, however much of the line has come; a data URI may be most of 20 MB.

Everything is read from left to right by index. What looks ahead either has a limit, counted from where it begins and
not from where a stream was cut, or goes on behind what it has read: so the time grows as the line does, and any cut
gives the same.
"""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.core.events import MediaPart, TextPart
from bot.providers.models.media_data import from_address, from_base64

Piece: TypeAlias = TextPart | MediaPart

ANY = re.compile("", re.DOTALL)
NO_BASE64 = re.compile(r"[^A-Za-z0-9+/_=-]")
_CODE_LIMIT = 1000
_LABEL_LIMIT = 1000
_TARGET_LIMIT = 2048
_HEAD_LIMIT = 400
_LEAST_PAYLOAD = 16
_SPECIAL = re.compile(r"\\|`+|!?\[|data:", re.IGNORECASE)
_MAYBE_SPECIAL = re.compile(r"(?:!|d|da|dat|data)\Z", re.IGNORECASE)
_TICKS = re.compile("`+")
_NO_TICK = re.compile("[^`]")
_HEAD = re.compile(r"data:([\w.+-]{1,60}/[\w.+-]{1,80})(?:;[\w.=+-]{1,60}){0,5}?;base64,", re.ASCII | re.IGNORECASE)
_MAYBE_HEAD = re.compile(r"data:[\w.+/;=-]*", re.ASCII | re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_BRACKET = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class Scanned:
    """`rest`: where what is not settled yet begins. `until`: nothing changes before this comes."""

    pieces: list[Piece] = field(default_factory=list)
    rest: int = 0
    until: re.Pattern[str] = ANY


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands up to `end`; no pieces: it is text, and is gone on with from there."""

    end: int
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wait:
    until: re.Pattern[str] = ANY


_Step: TypeAlias = _Found | _Wait


def scan(line: str, *, is_whole: bool) -> Scanned:
    """The line's text and files in order, as far as they are sure; a whole line to its end."""
    pieces: list[Piece] = []
    settled = at = 0
    while found := _SPECIAL.search(line, at):
        step = _Line(line, is_whole=is_whole).read(found)
        if isinstance(step, _Wait):
            _add_text(pieces, line[settled : found.start()])
            return Scanned(pieces, found.start(), step.until)
        at = step.end
        if step.pieces:
            _add_text(pieces, line[settled : found.start()])
            pieces += step.pieces
            settled = at
    rest = len(line)
    if not is_whole and (tail := _MAYBE_SPECIAL.search(line, max(at, rest - 4))):
        rest = tail.start()
    _add_text(pieces, line[settled:rest])
    return Scanned(pieces, rest)


def _add_text(pieces: list[Piece], text: str) -> None:
    if text:
        pieces.append(TextPart(text))


@dataclass(frozen=True, slots=True)
class _Line:
    """`is_whole`: nothing comes after it."""

    text: str
    is_whole: bool

    def read(self, found: re.Match[str]) -> _Step:
        match found[0][0]:
            case "\\":
                return _Wait() if self._ends_at(found.end()) else _Found(found.end() + 1)
            case "`":
                return self._code(found)
            case "!" | "[":
                return self._bracket(found)
            case _:
                return self._bare(found.start())

    def _ends_at(self, index: int) -> bool:
        return not self.is_whole and index >= len(self.text)

    def _is_all(self, limit: int) -> bool:
        """No more than what is there up to the limit comes."""
        return self.is_whole or len(self.text) >= limit

    def _code(self, found: re.Match[str]) -> _Step:
        """Code is text, whatever stands in it: up to as many backticks as it began with."""
        if self._ends_at(found.end()):
            return _Wait(_NO_TICK)
        limit = found.end() + _CODE_LIMIT
        for ticks in _TICKS.finditer(self.text, found.end(), limit):
            if ticks.end() < limit and self._ends_at(ticks.end()):
                return _Wait()
            if ticks[0] == found[0]:
                return _Found(ticks.end())
        return _Found(found.end()) if self._is_all(limit) else _Wait()

    def _bracket(self, found: re.Match[str]) -> _Step:
        """A link ends its label with the first bracket; that of a picture may be a prompt, with brackets of its own."""
        is_picture, start = found[0] == "![", found.end()
        limit = start + _LABEL_LIMIT
        close = self.text.find("](" if is_picture else "]", start, limit)
        if close < 0:
            return _Found(start) if self._is_all(limit) else _Wait()
        if not is_picture and self._ends_at(close + 1):
            return _Wait()
        label = self.text[start:close]
        if self.text[close + 1 : close + 2] != "(" or not _is_balanced(label):
            return _Found(start)
        target = self._target(close + 2, kind="image" if is_picture else "")
        if isinstance(target, _Wait):
            return target
        if not target.pieces:
            return _Found(start)
        said = () if is_picture or not label else (TextPart(label),)
        return _Found(target.end, (*said, *target.pieces))

    def _target(self, start: int, *, kind: str) -> _Step:
        head = self.text[start : start + 5].lower()
        if self._ends_at(start + len(head)) and "data:".startswith(head):
            return _Wait()
        if head != "data:":
            return self._address(start, kind=kind)
        step = self._bare(start)
        if isinstance(step, _Wait) or not step.pieces:
            return step
        if self._ends_at(step.end):
            return _Wait()
        return _Found(step.end + 1, step.pieces) if self.text[step.end : step.end + 1] == ")" else _Found(start)

    def _address(self, start: int, *, kind: str) -> _Step:
        """Up to the bracket that ends it, for an address may have brackets; a title after it is left out."""
        limit = start + _TARGET_LIMIT
        end = self.text.find(")", start, limit)
        while end >= 0 and self.text.count("(", start, end) > self.text.count(")", start, end):
            end = self.text.find(")", end + 1, limit)
        if end < 0:
            return _Found(start) if self._is_all(limit) else _Wait()
        address, _, title = self.text[start:end].strip().partition(" ")
        if title and title.strip()[:1] not in ('"', "'", "("):
            return _Found(start)
        part = from_address(address.removeprefix("<").removesuffix(">"), kind=kind)
        return _Found(end + 1, (part,)) if part else _Found(start)

    def _bare(self, start: int) -> _Step:
        """A data URI of a file, wherever it stands; one of text is text."""
        head = _HEAD.match(self.text, start, start + _HEAD_LIMIT)
        if head is None:
            so_far = _MAYBE_HEAD.match(self.text, start, start + _HEAD_LIMIT)
            may_come = so_far is not None and so_far.end() < start + _HEAD_LIMIT and self._ends_at(so_far.end())
            return _Wait() if may_come else _Found(start + 5)
        run = _RUN.match(self.text, head.end())
        end = run.end() if run else head.end()
        if self._ends_at(end):
            return _Wait(NO_BASE64)
        part = from_base64(self.text[head.end() : end], label=head[1])
        if part is None or len(part.data) < _LEAST_PAYLOAD or not _is_file(part):
            return _Found(end)
        return _Found(end, (part,))


def _is_file(part: MediaPart) -> bool:
    return part.kind != "document" or part.mime_type == "application/pdf"


def _is_balanced(label: str) -> bool:
    brackets = [found[0] for found in _BRACKET.finditer(label)]
    return not brackets or (brackets[0] == "[" and brackets[-1] == "]" and brackets.count("[") == brackets.count("]"))
