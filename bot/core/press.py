"""Pages: the contents of messages, filled line by line, never over the limit, with nothing torn that belongs together.

Theory of operation. A `Press` is a value: the pages that are full and the one being filled. What is added only ever
touches the page being filled; when something does not fit, that page is closed, and the last block on it moves to the
next page if it is short (with the heading above it), or is torn where it hurts least. So a closed page never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.blocks import Place
from bot.core.escapes import code, guard
from bot.core.graphemes import fit, units
from bot.core.sentences import ends_sentence
from bot.core.spans import Span, drawn, trimmed
from bot.core.words import may_part, words_of


@dataclass(frozen=True, slots=True)
class Fence:
    """An open code block: how every page of it begins, and what stands before each of its lines."""

    info: str
    before: str = ""
    head: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        return "\n".join(self.before + line for line in (f"```{self.info}", *self.head))

    @property
    def closing(self) -> str:
        return f"\n{self.before}```"


@dataclass(frozen=True, slots=True)
class Press:
    """`kind` and `quoted` tell of the last block. `shift` is how many list levels the page leaves out.

    `block` and `heading` are where on the page that block and the headings just above it begin, or -1.
    """

    limit: int
    pages: tuple[str, ...] = ()
    body: str = ""
    fence: Fence | None = None
    kind: str = ""
    quoted: bool = False
    block: int = -1
    heading: int = -1
    shift: int = 0

    @property
    def room(self) -> int:
        """Units that still fit on the page behind the body, when an open code block is closed."""
        return self.limit - units(self.body) - (len(self.fence.closing) if self.fence else 0)


def finished(press: Press) -> tuple[str, ...]:
    """All pages, the open one as if the text ended here."""
    last = _closed(press)
    return (*press.pages, last) if is_visible(last) else press.pages


def turn_page(press: Press, keep: int | None = None) -> Press:
    """Close the page; what stands behind `keep` moves to the next one."""
    moved = "" if keep is None else press.body[keep:].lstrip("\n")
    pages = finished(press if keep is None else replace(press, body=press.body[:keep], fence=None))
    return replace(press, pages=pages, body=moved, block=-1, heading=-1, shift=0)


def _closed(press: Press) -> str:
    return (press.body + press.fence.closing if press.fence else press.body).strip()


def is_visible(text: str) -> bool:
    return any(character.isprintable() and not character.isspace() for character in text)


def end_fence(press: Press) -> Press:
    if press.fence is None:
        return press
    return replace(press, body=press.body + press.fence.closing, fence=None)


def gap_above(press: Press, kind: str, *, quoted: bool) -> str:
    """What parts a block from the one above it on the same page."""
    if not press.body:
        return ""
    tight = (
        "code" in {press.kind, kind} or press.kind == "heading" or (kind == "item" and press.kind in {"item", "text"})
    )
    if tight:
        return "\n" if quoted or not press.quoted else "\n\n"
    return "\n> \n" if quoted and press.quoted else "\n\n"


# --- prose ---


@dataclass(frozen=True, slots=True)
class Prose:
    """Something to read. `lead` is the white space before it where it goes on with a line, otherwise None.

    `opening` is a heading's hash marks; `keep`: on one page if any page can hold it.
    """

    place: Place
    runs: tuple[Span, ...]
    kind: str = "text"
    opening: str = ""
    lead: str | None = None
    keep: bool = False


def add_prose(press: Press, prose: Prose) -> Press:
    """Put a paragraph, heading or list item on the page, and as much of it as must be on the next."""
    if not any(is_visible(run.text) for run in prose.runs):
        return press
    press = _settled(end_fence(press), prose)
    if prose.lead is None or not press.body:
        lead, first, hang = _starts(press, prose)
    else:
        lead, first, hang = prose.lead.replace("\n", "\n" + _hang(press, prose.place)), "", _hang(press, prose.place)
    text = _lines(prose.runs, hang, guarded=bool(lead != " " or not press.body), first=first)
    if units(lead + text) <= press.room:
        return _set(press, prose, press.body + lead + text, len(press.body) if prose.lead is None else press.block)
    return _overflow(press, prose, lead, first, hang)


def _settled(press: Press, prose: Prose) -> Press:
    """The page knows how many list levels it leaves out: those above the first item on it."""
    above = max(0, prose.place.level - 1)
    shift = above if not press.body else min(press.shift, above) if press.kind == "item" else 0
    return press if shift == press.shift else replace(press, shift=shift)


def _starts(press: Press, prose: Prose) -> tuple[str, str, str]:
    """(the gap above, what the first line begins with, what every further line begins with)."""
    place = prose.place
    quote = "> " if place.quoted else ""
    level = max(0, place.level - press.shift)
    marker = f"{place.marker} " if place.marker else ""
    inset = "  " * (min(level, 10) - (1 if place.marker and place.level else 0))
    first = f"{quote}{inset if press.body else ''}{marker}{prose.opening}"
    hang = _hang(press, place) if press.body or marker else quote
    return gap_above(press, prose.kind, quoted=place.quoted), first, hang


def _hang(press: Press, place: Place) -> str:
    return ("> " if place.quoted else "") + "  " * min(max(0, place.level - press.shift), 10)


def _lines(runs: Sequence[Span], hang: str, *, guarded: bool, first: str = "") -> str:
    lines = drawn(runs).split("\n")
    begin = guard(lines[0]) if guarded else lines[0]
    return first + "\n".join((begin, *(hang + guard(line) for line in lines[1:])))


def _set(press: Press, prose: Prose, body: str, block: int) -> Press:
    heading = -1
    if prose.kind == "heading":
        heading = press.heading if press.kind == "heading" and press.heading >= 0 else block
    return replace(press, body=body, kind=prose.kind, quoted=prose.place.quoted, block=block, heading=heading)


def _overflow(press: Press, prose: Prose, lead: str, first: str, hang: str) -> Press:
    room = press.room - units(lead + first)
    whole = prose.keep and units(_lines(prose.runs, hang, guarded=True, first=first)) <= press.limit
    if press.body and (whole or room < press.limit // 4):
        moves = press.kind == "heading" and press.heading > 0 and prose.lead is None
        return add_prose(turn_page(press, press.heading if moves else None), prose)
    left, right = _tear(prose.runs, hang, room, guarded=lead != " ")
    if not left:
        if press.body:
            return add_prose(turn_page(press), prose)
        left, right = _break(prose.runs, room)
    text = _lines(left, hang, guarded=lead != " ", first=first)
    press = turn_page(_set(press, prose, press.body + lead + text, -1))
    place = replace(prose.place, marker="")
    return add_prose(press, replace(prose, place=place, runs=right, lead="", opening=""))


def _tear(runs: Sequence[Span], hang: str, room: int, *, guarded: bool) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Part the runs so that the first part fits into the room: after a sentence that ends late, else after a word."""
    words = [word for run in runs for word in words_of(run)]
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = units(_lines(trimmed(words[:middle]), hang, guarded=guarded)) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    gaps = [at for at in range(low, 0, -1) if at == len(words) or may_part(words[at - 1], words[at])]
    ends = (at for at in gaps if at > low * 3 // 5 and ends_sentence(words[at - 1].text))
    at = next(ends, gaps[0] if gaps else 0)
    return trimmed(words[:at]), trimmed(words[at:])


def _break(runs: tuple[Span, ...], room: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Part the first word, larger than a page, between graphemes; of a link that large only its text remains."""
    word, *rest = words_of(runs[0])
    is_code = word.solid and word.text.startswith("`")
    text = word.plain if word.solid else word.text
    at = fit(text, max(1, room - 2 * sum(map(len, word.marks)) - (6 if is_code else 1)))
    if not word.solid and at > 1 and text[at - 1] == "\\":
        at -= 1
    halves = [text[:at], text[at:]]
    left, right = (replace(word, text=code(h) if is_code else h, plain=h, solid=is_code) for h in halves)
    return (left,), trimmed([right, *rest, *runs[1:]] if halves[1] else [*rest, *runs[1:]])
