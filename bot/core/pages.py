"""An agent's Markdown as pages of Discord messages, laid out again and again while the text grows.

Theory of operation. The text is read once, segment by segment (`lines`), into blocks (`markdown`); a block that came
out is drawn once (`drawing`) and put on a page (`press`, `fences`). What is still open is at most one segment and one
capped leaf; only that is drawn again when more text arrives, on top of the page being filled. All of these are folds
over the segments, so the pages depend on the text alone and not on the pieces it arrived in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.core.blocks import Block, Definition, OpenFence, OpenIndented, OpenText, Paragraph, Scan
from bot.core.drawing import Sheet, mentions, put
from bot.core.graphemes import clean
from bot.core.lines import Segment, next_segment
from bot.core.markdown import feed, feed_glued, finish
from bot.core.press import Press, finished
from bot.core.sentences import mend

PAGE_LIMIT = 2_000  # Discord's limit for a message's content
_LATE = 400_000  # characters drawn anew for references defined after their use; what is defined later is text
_MARKS = frozenset("-=*_+#~|:`> \t")


@dataclass(frozen=True, slots=True)
class Draft:
    """All that is needed to go on with a text: what lies before `at` is read, drawn and done."""

    sheet: Sheet
    at: int = 0
    glued: bool = False
    scan: Scan = field(default_factory=Scan)
    definitions: Mapping[str, str] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()
    spent: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of `source`, ready to be sent: stripped, never empty, none over the limit.

    The first `closed` of them are the same in every layout of a text that goes on from this one, with one exception: a
    reference link whose definition comes later (`[text][label]` … `[label]: url`) is redrawn where it stands. The other
    pages are seldom more than two: the one being filled, and one that an open paragraph or table reaches over to.
    """

    source: str
    pages: tuple[str, ...]
    closed: int
    limit: int
    draft: Draft = field(repr=False, compare=False)


def lay_out(text: str, *, limit: int = PAGE_LIMIT, after: Layout | None = None) -> Layout:
    """Lay out Markdown in pages of at most `limit` (100 or more) UTF-16 units; `after` spares the work it has done.

    What is half written at the very end is mended for the eye (an open bold closed, half a link shown as its text),
    unless the text ends with a line end: so a caller who knows that the text is whole ends it with one.
    """
    goes_on = after is not None and after.limit == limit and text.startswith(after.source)
    draft = after.draft if after is not None and goes_on else Draft(Sheet(Press(limit)))
    draft = _read(draft, text)
    sheet = draft.sheet
    for block in _tail(draft, text):
        sheet = put(sheet, block, draft.definitions)
    return Layout(text, finished(sheet.press), len(draft.sheet.press.pages), limit, draft)


def _read(draft: Draft, text: str) -> Draft:
    """Take in every whole segment. A definition of something that closed pages mention begins the drawing anew."""
    read, blocks = _scan(draft, text)
    if read is draft:
        return draft
    if read.definitions.keys() - draft.definitions.keys() & draft.mentioned:
        read, blocks = _scan(Draft(Sheet(Press(draft.sheet.press.limit))), text)
    return _draw(read, blocks)


def _scan(draft: Draft, text: str) -> tuple[Draft, list[Block]]:
    at, glued, scan, spent = draft.at, draft.glued, draft.scan, draft.spent
    definitions = draft.definitions
    blocks: list[Block] = []
    while segment := next_segment(text, at, glued=glued):
        scan, closed = _take(scan, segment)
        blocks += closed
        at, glued = segment.end, not segment.ends_line
        for block in closed:
            if isinstance(block, Definition) and block.label not in definitions:
                spent += at
                definitions = {**definitions, block.label: block.url} if spent <= _LATE else definitions
    if at == draft.at:
        return draft, blocks
    return replace(draft, at=at, glued=glued, scan=scan, definitions=definitions, spent=spent), blocks


def _take(scan: Scan, segment: Segment) -> tuple[Scan, tuple[Block, ...]]:
    step = feed_glued if segment.glued else feed
    return step(scan, clean(segment.text))


def _draw(draft: Draft, blocks: Iterable[Block]) -> Draft:
    sheet, mentioned = draft.sheet, draft.mentioned
    for block in blocks:
        mentioned = mentioned | found if (found := mentions(block) - mentioned) else mentioned
        if not _is_used(block, draft.definitions, mentioned):
            sheet = put(sheet, block, draft.definitions)
    return replace(draft, sheet=sheet, mentioned=mentioned)


def _is_used(block: Block, definitions: Mapping[str, str], mentioned: frozenset[str]) -> bool:
    """A definition that a link above stands for need not be seen itself."""
    return isinstance(block, Definition) and block.label in mentioned and definitions.get(block.label) == block.url


def _tail(draft: Draft, text: str) -> tuple[Block, ...]:
    """The blocks of what is still open, as if the text ended here."""
    rest = clean(text[draft.at :])
    if (not rest and not draft.glued) or _is_mark(draft, rest):
        return finish(draft.scan)
    scan, blocks = (feed_glued if draft.glued else feed)(draft.scan, rest)
    last = finish(scan)
    if last and isinstance(last[-1], Paragraph) and isinstance(scan.leaf, OpenText):
        last = (*last[:-1], replace(last[-1], text=mend(last[-1].text)))
    return (*blocks, *last)


def _is_mark(draft: Draft, rest: str) -> bool:
    """A last line of marks alone may still become anything (a list, a fence, a rule): it is not shown yet."""
    match draft.scan.leaf:
        case OpenFence() as fence:
            return not draft.glued and bool(rest.strip()) and set(rest.strip()) <= {fence.mark[0]}
        case OpenIndented():
            return False
        case _:
            return not draft.glued and set(rest) <= _MARKS
