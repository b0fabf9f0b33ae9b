"""Where an answer's words come from: small numbered marks in the text, and the numbered list at its end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.blocks import Block, Code, Definition, Heading, OpenFence, OpenIndented, OpenTable, OpenText, Rule, Scan
from bot.core.escapes import web_url
from bot.core.events import Citation
from bot.core.graphemes import boundaries, clean, fit
from bot.core.markdown import feed

TITLE_LIMIT = 80
_WHOLE = re.compile(
    r"""
      (`+)(?!`).*?(?<!`)\1(?!`)                                   # code
    | !?\[[^\[\]]*\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]]*\])  # links and images
    | <[^<>\s][^<>\n]*> | https?://[^\s<>)\]]+ | &\#?\w{1,31};
    | \*{2,} | _{2,} | ~{2,} | \$\$.+?\$\$ | \$\S[^$\n]*\$ | \\\(.+?\\\) | \\\[.+?\\\] | \\[^\w\s]
    | \[\^?[^\[\]\s]{1,32}\]
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSERS = re.compile(r"[*_~]+(?=[\W_]|$)")
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
    """A run of lines, its last line end not included; no mark may stand in one that is not `open` (code, rules)."""

    start: int
    end: int
    open: bool


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
        before = text[:place]
        space = "" if not place or before[-1].isspace() else " "
        parts += [text[at:place], space, "".join(rf"\[{number}\]" for number in numbers)]
        at = place
    return "".join((*parts, text[at:]))


# --- places ---


def _places(text: str, citations: Sequence[Citation]) -> list[int]:
    """For each citation the index where its mark stands, or -1 for none."""
    stretches = tuple(_stretches(text))
    places = {end: _safe(text, index, stretches) for end, index in _indexes(text, {c.end for c in citations}).items()}
    return [places[citation.end] for citation in citations]


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


def _stretches(text: str) -> Iterator[_Stretch]:
    """The text's lines in runs in which marks may or may not stand."""
    scan = Scan()
    start, end, is_open = 0, 0, True
    at = 0
    for line in text.split("\n"):
        before = scan
        scan, closed = feed(scan, clean(line).removesuffix("\r"))
        free = not (_is_code(before, scan) or any(isinstance(b, Code | Rule | Definition) for b in closed))
        free = free and not _is_structure(before, scan, closed)
        if free != is_open:
            if at:
                yield _Stretch(start, end, is_open)
            start, is_open = at, free
        end = at + len(line)
        at = end + 1
    yield _Stretch(start, end, is_open)


def _is_code(before: Scan, after: Scan) -> bool:
    code = OpenFence | OpenIndented
    return isinstance(after.leaf, code) or isinstance(before.leaf, OpenFence)


def _is_structure(before: Scan, after: Scan, closed: Sequence[Block]) -> bool:
    """The line under a heading or a table's head."""
    if not isinstance(before.leaf, OpenText):
        return False
    underline = any(isinstance(block, Heading) and block.text == before.leaf.text for block in closed)
    return underline or (isinstance(after.leaf, OpenTable) and not after.leaf.rows)


def _safe(text: str, index: int, stretches: Sequence[_Stretch]) -> int:
    """The first place from `index` on where a mark tears nothing, or -1; white space before `index` stays behind it."""
    index = len(text[:index].rstrip())
    if index == 0:
        return -1
    for stretch in stretches:
        if not stretch.open or stretch.end < index or not text[stretch.start : stretch.end].strip():
            continue
        if stretch.start < index:
            return _inside(text, index, stretch)
        first = text.find("\n", stretch.start + _margin(text[stretch.start : stretch.end]), stretch.end)
        return _inside(text, len(text[: first if first >= 0 else stretch.end].rstrip()), stretch)
    return -1


def _margin(text: str) -> int:
    return len(text) - len(text.lstrip())


def _inside(text: str, index: int, stretch: _Stretch) -> int:
    body = text[stretch.start : stretch.end]
    wholes = [match.span() for match in _WHOLE.finditer(body)]
    at = index - stretch.start
    for _ in range(16):
        moved = _step(body, at, wholes)
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


def _step(body: str, at: int, wholes: Sequence[tuple[int, int]]) -> int:
    """One reason to move on, or the same place."""
    for begin, end in wholes:
        if begin < at < end:
            return end
    line = body.rfind("\n", 0, at) + 1
    grapheme = next((line + end for end in boundaries(body[line : at + 64]) if line + end >= at), at)
    if grapheme != at:
        return grapheme
    if 0 < at < len(body) and _is_word(body[at]) and (_is_word(body[at - 1]) or body[at - 1] in _OPENERS):
        return at + 1
    closers = _CLOSERS.match(body, at)
    return closers.end() if closers else at


def _is_word(character: str) -> bool:
    """A letter or digit of a script that parts words by spaces."""
    return character.isalnum() and not "\u2e80" <= character <= "\u9fff"
