"""Each kind of block in the Markdown that Discord understands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.blocks import Block, Code, Definition, Heading, Paragraph, Place, Rule, Table
from bot.core.escapes import fenced
from bot.core.fences import add_line, add_lines
from bot.core.press import Fence, Press, Prose, add_prose
from bot.core.spans import Marks, Span, labels, seen, spans
from bot.core.tables import fill, grid

_THIN_LINE = "─" * 12
_INFO = re.compile(r"[A-Za-z0-9_+\-.#]{1,30}")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_LARGEST_SMALL_HEADING = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """The press, and the column widths of the table whose rows are still coming."""

    press: Press
    columns: tuple[int, ...] = ()


def mentions(block: Block) -> frozenset[str]:
    """The reference labels that the block's text may mean."""
    match block:
        case Paragraph(text=text) | Heading(text=text):
            return labels(text)
        case Table(head=head, rows=rows):
            return frozenset().union(*(labels(cell) for row in (head, *rows) for cell in row))
        case _:
            return frozenset()


def put(sheet: Sheet, block: Block, definitions: Mapping[str, str]) -> Sheet:
    """Draw a block and add it to the pages."""
    press = sheet.press
    match block:
        case Paragraph():
            return Sheet(add_prose(press, _paragraph(block, definitions)))
        case Heading():
            return Sheet(add_prose(press, _heading(block, definitions)))
        case Code(line=line, opens=opens, glued=glued):
            return Sheet(
                add_line(press, Fence(_info(block.info), _before(block.place)), fenced(line), opens=opens, glued=glued)
            )
        case Table():
            return _table(sheet, block, definitions)
        case Rule(place=place):
            return Sheet(add_prose(press, Prose(place, (Span(_THIN_LINE),), "item" if place.level else "text")))
        case Definition(line=line):
            return Sheet(add_prose(press, Prose(Place(), spans(line, {}), "item")))


def _info(text: str) -> str:
    """The language of a fence, if it is a word that Discord takes for one."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    return word if _INFO.fullmatch(word) else ""


def _before(place: Place) -> str:
    return "> " if place.quoted else ""


def _paragraph(block: Paragraph, definitions: Mapping[str, str]) -> Prose:
    text, place = block.text, block.place
    task = _TASK.match(text) if place.level and place.marker else None
    if task:
        text = ("☐ " if task[1] == " " else "☑ ") + text[task.end() :]
    kind = "item" if place.level or place.marker else "text"
    return Prose(place, spans(text, definitions), kind, lead=block.lead)


def _heading(block: Heading, definitions: Mapping[str, str]) -> Prose:
    """Discord knows three sizes of heading, and none inside a list: the others are bold lines."""
    place = block.place
    runs = spans(block.text.replace("\n", " "), definitions)
    if place.level or place.marker or block.level > _LARGEST_SMALL_HEADING:
        kind = "item" if place.level or place.marker else "heading"
        return Prose(place, _bold(runs), kind)
    return Prose(place, _without_bold(runs), "heading", opening="#" * block.level + " ")


def _without_bold(runs: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(run, marks=_lighter(run.marks)) for run in runs)


def _bold(runs: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(run, marks=("**", *_lighter(run.marks))) for run in runs)


def _lighter(marks: Marks) -> Marks:
    return tuple(mark for mark in marks if mark != "**")


# --- tables ---


def _table(sheet: Sheet, table: Table, definitions: Mapping[str, str]) -> Sheet:
    head = tuple(spans(cell, definitions) for cell in table.head)
    rows = tuple(tuple(spans(c, definitions) for c in fill(row, len(head))) for row in table.rows)
    plain = tuple(tuple(seen(cell) for cell in row) for row in rows)
    drawn = grid(tuple(map(seen, head)), table.aligns, plain, () if table.opens else sheet.columns)
    links = any("](<" in run.text for row in rows for cell in row for run in cell)
    if drawn is None or links:
        return Sheet(_records(sheet.press, table, head, rows))
    begin, lines = (drawn.head, drawn.rows) if drawn.rows else ((), drawn.head)
    fence = Fence("", _before(table.place), tuple(map(fenced, begin)))
    return Sheet(add_lines(sheet.press, fence, tuple(map(fenced, lines)), opens=table.opens), drawn.widths)


def _records(
    press: Press, table: Table, head: tuple[tuple[Span, ...], ...], rows: tuple[tuple[tuple[Span, ...], ...], ...]
) -> Press:
    """A list item for each row: every cell that is not empty on a line of its own, behind its column's name."""
    place = replace(table.place, level=table.place.level + 1, marker="-")
    for row in rows:
        runs: list[Span] = []
        for name, cell in zip(head, row, strict=True):
            if seen(cell).strip():
                runs += [Span("\n", plain="\n")] if runs else []
                runs += (
                    [*_bold(name), Span(" ", plain=" "), *cell] if seen(name).strip() else _label(cell, first=not runs)
                )
        press = add_prose(press, Prose(place, tuple(runs), "item", keep=True))
    if rows:
        return press
    names = [(*_bold(name), Span(" · ")) for name in head if seen(name).strip()]
    return add_prose(press, Prose(table.place, tuple(run for name in names for run in name)[:-1]))


def _label(cell: tuple[Span, ...], *, first: bool) -> tuple[Span, ...]:
    """A cell without a column name: the name of the row where it stands first."""
    return _bold(cell) if first else cell
