"""Where an answer's words come from: small numbered marks in the text, and the numbered list at its end."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter

from bot.core.blocks import Block, Code, Definition, Heading, OpenFence, OpenIndented, OpenTable, OpenText, Rule, Scan
from bot.core.escapes import web_url
from bot.core.events import Citation
from bot.core.graphemes import boundaries, clean, fit
from bot.core.lines import Segment, next_segment
from bot.core.markdown import feed, feed_glued
from bot.core.wholes import Span, whole_around, wholes

TITLE_LIMIT = 80
MARK_LIMIT = 300
"""Citations that get a mark, the first ones; those behind them are only in the list."""
_BEHIND = 256
"""Characters looked at before a place to see which of them are one grapheme."""
_CLOSERS = re.compile(r"[*_~]{1,64}(?=[\W_]|$)")
_SCHEME = re.compile(r"\w+://(?:www\.)?")
_BRACKETS = str.maketrans("[]", "()")
_PUNCTUATION = re.compile(r"([\\*_~`|<>#@$&])")
_CELL_END = re.compile(r"\||\n")
_OPENERS = "*_~([{\"'“‘"  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Source:
    """One place that citations name; `number` is the mark in the text, counted from 1."""

    number: int
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A run of lines, its last line end not included, in which marks may stand; `wholes` count from its start."""

    start: int
    end: int
    body: str = field(repr=False)
    wholes: tuple[Span, ...] = field(repr=False)


def cite(text: str, citations: Sequence[Citation]) -> tuple[str, tuple[Source, ...]]:
    """Put a mark, Markdown for [1], behind each cited passage; the same URL has the same number everywhere.

    A mark that would tear something (code, a link, a word, a grapheme) stands at the next place where it does not.
    Offsets that point nowhere are moved to the nearest place; a source without a place in the text is only in the list.
    """
    if not citations:
        return text, ()
    places = _places(text, citations)
    order = sorted(range(len(citations)), key=lambda i: (places[i] if places[i] >= 0 else len(text) + 1, i))
    sources: dict[str, Source] = {}
    marks: dict[int, list[int]] = {}
    for index in order:
        citation = citations[index]
        key = citation.url or citation.title
        source = sources.setdefault(key, Source(len(sources) + 1, citation.url, citation.title))
        numbers = marks.setdefault(places[index], [])
        if source.number not in numbers:
            numbers.append(source.number)
    marks.pop(-1, None)
    return _marked(text, marks), tuple(sources.values())


def sources_list(sources: Sequence[Source]) -> str:
    """The list for the end of the answer, as Markdown and as Discord's; "" without sources."""
    if not sources:
        return ""
    return "\n".join(("**Sources**", *(f"{source.number}. {_line(source)}" for source in sources)))


def _line(source: Source) -> str:
    url = web_url(source.url)
    title = _title(source.title or source.url)
    return f"[{title}](<{url}>)" if url else title


def _title(text: str) -> str:
    """One line that means nothing to Markdown; a URL loses its scheme, because Discord refuses it as a link's text."""
    title = " ".join(_SCHEME.sub("", clean(text)).translate(_BRACKETS).split())
    if len(title) > TITLE_LIMIT:
        title = title[: fit(title, TITLE_LIMIT - 1)].rstrip() + "…"
    return _PUNCTUATION.sub(r"\\\1", title) or "source"


def _marked(text: str, marks: dict[int, list[int]]) -> str:
    parts: list[str] = []
    at = 0
    for place, numbers in sorted(marks.items()):
        space = "" if not place or text[place - 1].isspace() else " "
        parts += [text[at:place], space, "".join(rf"\[{number}\]" for number in numbers)]
        at = place
    return "".join((*parts, text[at:]))


# --- places ---


def _places(text: str, citations: Sequence[Citation]) -> list[int]:
    """For each citation the index where its mark stands, or -1 for none."""
    marked = citations[:MARK_LIMIT]
    stretches = tuple(_open_stretches(text))
    places = {end: _safe(text, index, stretches) for end, index in _indexes(text, {c.end for c in marked}).items()}
    return [places[citation.end] for citation in marked] + [-1] * (len(citations) - len(marked))


def _indexes(text: str, offsets: set[int]) -> dict[int, int]:
    """Byte offsets of the UTF-8 form as indexes of characters; inside a character, the one behind it."""
    data = text.encode("utf-8", "surrogatepass")
    found: dict[int, int] = {}
    at = index = 0
    for offset in sorted(offsets):
        end = min(max(offset, 0), len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end += 1
        index += len(data[at:end].decode("utf-8", "surrogatepass"))
        at = end
        found[offset] = index
    return found


def _open_stretches(text: str) -> Iterator[_Stretch]:
    """The text's lines in runs in which marks may stand: not those of code, of rules or of white space alone."""
    for is_open, run in groupby(_lines(text), key=itemgetter(0)):
        lines = tuple(run)
        start, end = lines[0][1], lines[-1][2]
        body = text[start:end]
        if is_open and body.strip():
            yield _Stretch(start, end, body, wholes(body))


def _lines(text: str) -> Iterator[tuple[bool, int, int]]:
    """Each line: may marks stand in it, its start, its end. Read in segments, so that a long one costs little."""
    scan = Scan()
    start, end, is_open = 0, 0, True
    for segment in _segments(text):
        before = scan
        scan, closed = (feed_glued if segment.glued else feed)(scan, clean(segment.text))
        start, is_open = (start, is_open) if segment.glued else (end, True)
        is_open = is_open and not (_is_code(before, scan) or _is_structure(before, scan, closed))
        end = segment.end
        if segment.ends_line:
            yield is_open, start, end - 1


def _segments(text: str) -> Iterator[Segment]:
    """All of the text; its last line ends as if a line end stood there."""
    at, glued = 0, False
    while segment := next_segment(text, at, glued=glued):
        yield segment
        at, glued = segment.end, not segment.ends_line
    for line in text[at:].split("\n"):
        at += len(line) + 1
        yield Segment(line.removesuffix("\r"), at, glued, ends_line=True)
        glued = False


def _is_code(before: Scan, after: Scan) -> bool:
    code = OpenFence | OpenIndented
    return isinstance(after.leaf, code) or isinstance(before.leaf, OpenFence)


def _is_structure(before: Scan, after: Scan, closed: Sequence[Block]) -> bool:
    """A line without words of its own: code just ended, a rule, the line under a heading or a table's head."""
    if any(isinstance(block, Code | Rule | Definition) for block in closed):
        return True
    if not isinstance(before.leaf, OpenText):
        return False
    underline = any(isinstance(block, Heading) and block.text == before.leaf.text for block in closed)
    return underline or (isinstance(after.leaf, OpenTable) and not after.leaf.rows)


def _safe(text: str, index: int, stretches: Sequence[_Stretch]) -> int:
    """The first place from `index` on where a mark tears nothing, or -1; white space before `index` stays behind it."""
    index = len(text[:index].rstrip())
    number = bisect_left(stretches, index, key=attrgetter("end"))
    if index == 0 or number == len(stretches):
        return -1
    stretch = stretches[number]
    if stretch.start < index:
        return _inside(index, stretch)
    first = text.find("\n", stretch.start + _margin(stretch.body), stretch.end)
    return _inside(len(text[: first if first >= 0 else stretch.end].rstrip()), stretch)


def _margin(text: str) -> int:
    return len(text) - len(text.lstrip())


def _inside(index: int, stretch: _Stretch) -> int:
    body = stretch.body
    at = index - stretch.start
    for _ in range(16):
        moved = _step(body, at, stretch.wholes)
        if moved == at:
            break
        at = moved
    return stretch.start + (_in_cell(body, at) if body[at - 1 : at] == "|" else at)


def _in_cell(body: str, at: int) -> int:
    """From behind a table's pipe into the cell before it; at a row's first pipe into the cell behind it."""
    line = body.rfind("\n", 0, at) + 1
    before = len(body[: at - 1].rstrip())
    if before > line:
        return before
    end = _CELL_END.search(body, at)
    return at + len(body[at : end.start() if end else len(body)].rstrip())


def _step(body: str, at: int, spans: Sequence[Span]) -> int:
    """One reason to move on, or the same place."""
    if whole := whole_around(spans, at):
        return whole[1]
    start = _plain_place(body, at)
    grapheme = next((start + end for end in boundaries(body[start : at + 64]) if start + end >= at), at)
    if grapheme != at:
        return grapheme
    if 0 < at < len(body) and _is_word(body[at]) and (_is_word(body[at - 1]) or body[at - 1] in _OPENERS):
        return at + 1
    closers = _CLOSERS.match(body, at)
    return closers.end() if closers else at


def _plain_place(body: str, at: int) -> int:
    """The nearest place before `at` that is surely between two graphemes: behind a line end, or before a space."""
    back = max(0, at - _BEHIND)
    space = max(body.rfind("\n", back, at) + 1, body.rfind(" ", back, at))
    return max(back, space)


def _is_word(character: str) -> bool:
    """A letter or digit of a script that parts words by spaces."""
    return character.isalnum() and not "\u2e80" <= character <= "\u9fff"
