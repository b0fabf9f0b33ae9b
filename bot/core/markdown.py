"""Block structure of Markdown, one line at a time: what is open is a small value, so a growing text is read only once.

Theory of operation. This is CommonMark's own algorithm (containers are matched from outside in, then new blocks begin,
then the rest is text); a block comes out as soon as nothing that follows can change it. Two things are ours: paragraphs
and tables of more than CAP characters come out in parts, and HTML blocks are paragraphs. `feed` is a fold over lines.
"""

from dataclasses import replace

from bot.core.blocks import (
    Block,
    Code,
    Container,
    Heading,
    Item,
    Leaf,
    Note,
    OpenFence,
    OpenIndented,
    OpenTable,
    OpenText,
    Paragraph,
    Place,
    Quote,
    Rule,
    Scan,
    Table,
    place_in,
)
from bot.core.columns import Cursor
from bot.core.openings import definition_of, fence_of, heading_of, is_rule, marker_of, note_of, underline_of
from bot.core.sentences import sever
from bot.core.tables import aligns_of, cells_of

CAP = 1_500
DEEPEST = 24


def feed(scan: Scan, line: str) -> tuple[Scan, tuple[Block, ...]]:
    """Take in one line (without its end); the blocks that came out."""
    reader = _Line(scan, line)
    reader.read()
    return reader.taken()


def feed_glued(scan: Scan, text: str) -> tuple[Scan, tuple[Block, ...]]:
    """Take in more of the line before."""
    reader = _Line(scan, text)
    reader.go_on()
    return reader.taken()


def finish(scan: Scan) -> tuple[Block, ...]:
    """The blocks that would come out if the text ended here."""
    reader = _Line(scan, "")
    reader.close_leaf()
    return tuple(reader.out)


class _Line:
    """One line on its way through what is open."""

    def __init__(self, scan: Scan, line: str) -> None:
        self.stack: list[Container] = list(scan.stack)
        self.leaf: Leaf | None = scan.leaf
        self.out: list[Block] = []
        self.cursor = Cursor(line)

    def taken(self) -> tuple[Scan, tuple[Block, ...]]:
        return Scan(tuple(self.stack), self.leaf), tuple(self.out)

    def read(self) -> None:
        matched = self.descend()
        inside = matched == len(self.stack)
        if inside and self.is_code():
            return
        if self.cursor.is_blank:
            self.leave(matched, closing=True)
        elif not (inside and (self.is_table() or self.is_underline())) and not self.begin(matched):
            self.add_text()

    def descend(self) -> int:
        """Match the open containers from outside in; how many still hold."""
        for count, container in enumerate(self.stack):
            match container:
                case Quote():
                    holds = self.cursor.skip_quote_mark()
                case Item() | Note():
                    holds = self.holds(container, is_last=count == len(self.stack) - 1)
            if not holds:
                return count
        return len(self.stack)

    def holds(self, container: Item | Note, *, is_last: bool) -> bool:
        """An empty line belongs to an item, unless the item is empty itself."""
        is_empty = is_last and container.fresh and self.leaf is None
        if self.cursor.is_blank and not is_empty:
            self.cursor.skip(container.indent)
            return True
        return self.cursor.skip_indent(container.indent)

    # --- what begins ---

    def begin(self, matched: int) -> bool:
        """Open every container and block that the line begins; True when that used the line up."""
        in_text = isinstance(self.leaf, OpenText)
        interrupts = in_text and matched == len(self.stack)
        while not self.cursor.is_blank:
            if self.cursor.indent() > 3:
                return not in_text and self.begin_indented(matched)
            indent = self.cursor.spread()
            if not self.begin_container(matched, indent, interrupts=interrupts):
                return self.begin_leaf(matched, indent, stays=in_text)
            matched, in_text, interrupts = len(self.stack), False, False
        return True

    def begin_container(self, matched: int, indent: int, *, interrupts: bool) -> bool:
        rest = self.cursor.rest[indent:]
        if len(self.stack) >= DEEPEST:
            return False
        if rest[0] == ">":
            self.enter(matched, Quote())
            return self.cursor.skip_quote_mark()
        if note := note_of(rest):
            self.enter(matched, note[0])
            self.cursor.skip(indent + note[1])
            return True
        return self.begin_item(matched, indent, interrupts=interrupts)

    def begin_item(self, matched: int, indent: int, *, interrupts: bool) -> bool:
        rest = self.cursor.rest[indent:]
        marker = marker_of(rest)
        if marker is None:
            return False
        shown, sign, number = marker
        is_empty = not rest[len(shown) :].strip(" \t")
        if interrupts and (is_empty or number not in {None, 1}):
            return False
        ordinal = self.ordinal(matched, sign, number)
        self.cursor.skip(indent + len(shown))
        gap = 1 if is_empty else self.cursor.spread()
        gap = gap if gap <= 4 else 1
        self.enter(matched, Item(sign, ordinal, indent + len(shown) + gap))
        self.cursor.skip(gap)
        return True

    def ordinal(self, matched: int, sign: str, number: int | None) -> int | None:
        """A list counts on from its first number, whatever the others say."""
        before = self.stack[matched] if matched < len(self.stack) else None
        if isinstance(before, Item) and before.sign == sign and before.ordinal is not None:
            return before.ordinal + 1
        return number

    def begin_leaf(self, matched: int, indent: int, *, stays: bool) -> bool:
        """Open a heading, fence, rule or definition. Other text closes what it is not in, unless a text `stays`."""
        rest = self.cursor.rest[indent:].rstrip(" \t")
        heading = heading_of(rest)
        fence = fence_of(rest, indent)
        definition = None if isinstance(self.leaf, OpenText) else definition_of(rest)
        if not (heading or fence or definition or is_rule(rest)):
            self.leave(len(self.stack) if stays else matched)
            return False
        self.leave(matched, closing=True)
        if fence:
            self.leaf = fence
        elif definition:
            self.out.append(definition)
        else:
            self.out.append(Heading(self.place(), *heading) if heading else Rule(self.place()))
        return True

    def begin_indented(self, matched: int) -> bool:
        self.leave(matched, closing=True)
        self.cursor.skip_indent(4)
        self.out.append(Code(self.place(), "", self.cursor.rest, opens=True))
        self.leaf = OpenIndented()
        return True

    # --- what goes on ---

    def is_code(self) -> bool:
        match self.leaf:
            case OpenFence() as fence:
                self.add_to_fence(fence)
                return True
            case OpenIndented() as code if self.cursor.is_blank:
                self.leaf = OpenIndented((*code.blanks, self.cursor.rest[4:]))
                return True
            case OpenIndented() as code if self.cursor.skip_indent(4):
                lines = (*code.blanks, self.cursor.rest)
                self.out.extend(Code(self.place(), "", line) for line in lines)
                self.leaf = OpenIndented()
                return True
            case OpenIndented():
                self.leaf = None
        return False

    def add_to_fence(self, fence: OpenFence) -> None:
        text = self.cursor.rest
        bare = text.strip(" \t")
        outside = len(text) - len(text.lstrip(" "))
        if outside <= 3 and len(bare) >= len(fence.mark) and not bare.strip(fence.mark[0]):
            self.leaf = None
            return
        line = text[min(outside, fence.indent) :]
        self.out.append(Code(self.place(), fence.info, line, opens=not fence.begun))
        self.leaf = replace(fence, begun=True)

    def is_table(self) -> bool:
        """The line is the delimiter row that makes a table of the paragraph's last line."""
        if not isinstance(self.leaf, OpenText) or self.cursor.indent() > 3:
            return False
        aligns = aligns_of(self.cursor.rest)
        before, _, header = self.leaf.text.rpartition("\n")
        head = cells_of(header) if "|" in header else ()
        if not aligns or len(head) != len(aligns) or (self.leaf.lead is not None and not before):
            return False
        self.leaf = replace(self.leaf, text=before)
        self.close_leaf()
        self.leaf = OpenTable(head, aligns)
        return True

    def is_underline(self) -> bool:
        if not isinstance(self.leaf, OpenText) or self.cursor.indent() > 3:
            return False
        level = underline_of(self.cursor.rest.strip(" \t"))
        if level is None:
            return False
        self.out.append(Heading(self.place(), level, self.leaf.text))
        self.leaf = None
        return True

    def add_text(self) -> None:
        text = self.cursor.rest.strip(" \t")
        match self.leaf:
            case OpenText() as leaf:
                self.leaf = replace(leaf, text=f"{leaf.text}\n{text}" if leaf.text else text)
            case OpenTable() as table:
                self.leaf = replace(table, rows=(*table.rows, text))
            case _:
                self.leaf = OpenText(text)
        self.cap()

    def go_on(self) -> None:
        more = self.cursor.rest
        match self.leaf:
            case OpenText() as leaf:
                self.leaf = replace(leaf, text=leaf.text + more)
            case OpenTable() as table if table.rows and len(table.rows[-1]) < CAP:
                self.leaf = replace(table, rows=(*table.rows[:-1], table.rows[-1] + more))
            case OpenFence(info=info, begun=True):
                self.out.append(Code(self.place(), info, more, glued=True))
            case OpenIndented():
                self.out.append(Code(self.place(), "", more, glued=True))
            case OpenFence():  # the rest of an info string that nobody reads
                return
            case _:
                self.close_leaf()
                self.leaf = OpenText(more)
        self.cap()

    # --- closing ---

    def enter(self, matched: int, container: Container) -> None:
        self.leave(matched, closing=True)
        self.stack.append(container)

    def leave(self, matched: int, *, closing: bool = False) -> None:
        """Close all containers but the first `matched`, and the leaf in them; `closing` ends the leaf in any case."""
        if closing or matched < len(self.stack):
            self.close_leaf()
        del self.stack[matched:]

    def close_leaf(self) -> None:
        match self.leaf:
            case OpenText(text=text, lead=lead) if text:
                self.out.append(Paragraph(self.place(), text, lead))
            case OpenTable() as table if table.rows or table.opens:
                rows = tuple(cells_of(row) for row in table.rows)
                self.out.append(Table(self.place(), table.head, table.aligns, rows, table.opens))
        self.leaf = None

    def cap(self) -> None:
        """Let out the first part of a paragraph or table that has grown too long to be drawn again and again."""
        match self.leaf:
            case OpenText(text=text, lead=lead) if len(text) > CAP:
                left, space, right = sever(text, CAP // 3, CAP - 200)
                self.out.append(Paragraph(self.place(), left, lead))
                self.leaf = OpenText(right, lead=space)
                self.cap()
            case OpenTable() as table if sum(map(len, table.rows)) > CAP:
                self.close_leaf()
                self.leaf = replace(table, rows=(), opens=False)

    def place(self) -> Place:
        """Where a block that comes out now stands; it uses up the marker of its item."""
        place = place_in(self.stack)
        if place.marker:
            self.stack = [c if isinstance(c, Quote) else replace(c, fresh=False) for c in self.stack]
        return place
