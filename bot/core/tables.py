"""Tables, which Discord does not draw: narrow ones become an aligned grid of fixed-width text, wide ones records."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.core.graphemes import cells

NARROW = 36  # cells of a code block that a phone shows without wrapping
MOST_COLUMNS = 64
_GAP = "  "
_DELIMITER = re.compile(r"[ \t]*:?-+:?[ \t]*")


# --- reading ---


@lru_cache(maxsize=256)
def cells_of(row: str) -> tuple[str, ...]:
    """The cells of a row's Markdown; an escaped pipe is a pipe."""
    row = row.strip(" \t").removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return tuple(cell.strip(" \t").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row))


def aligns_of(line: str) -> tuple[str, ...]:
    """The alignments (`<`, `>`, `^`) a delimiter row gives its columns; empty for any other line."""
    if not set(line) <= set("|-: \t") or not ("|" in line or ":" in line) or "-" not in line:
        return ()
    found = cells_of(line)
    if len(found) > MOST_COLUMNS or not all(_DELIMITER.fullmatch(cell) for cell in found):
        return ()
    return tuple(_align(cell) for cell in found)


def _align(cell: str) -> str:
    if cell.endswith(":"):
        return "^" if cell.startswith(":") else ">"
    return "<"


# --- drawing ---


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines of fixed-width text; by `widths`, the columns' cells, later rows of the same table can be aligned alike."""

    head: tuple[str, ...]
    rows: tuple[str, ...]
    widths: tuple[int, ...]


def grid(
    head: tuple[str, ...], aligns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], least: tuple[int, ...] = ()
) -> Grid | None:
    """Draw cells of plain text in columns of at least `least` cells; None where that is wider than a phone."""
    table = [fill(row, len(head)) for row in (head, *rows)]
    least = least or (0,) * len(head)
    widths = tuple(max(wide, *(cells(row[i]) for row in table)) for i, wide in enumerate(least))
    if sum(widths) + len(_GAP) * (len(widths) - 1) > NARROW or any("\n" in cell for row in table for cell in row):
        return None
    lines = [_line(row, widths, aligns) for row in table]
    ruler = _GAP.join("-" * width for width in widths)
    return Grid((lines[0], ruler), tuple(lines[1:]), widths)


def fill(row: tuple[str, ...], columns: int) -> tuple[str, ...]:
    """The row with exactly `columns` cells; what is too much is joined to the last cell, for nothing may be lost."""
    if len(row) > columns:
        return (*row[: columns - 1], " | ".join(row[columns - 1 :]))
    return row + ("",) * (columns - len(row))


def _line(row: tuple[str, ...], widths: tuple[int, ...], aligns: tuple[str, ...]) -> str:
    return _GAP.join(_pad(*column) for column in zip(row, widths, aligns, strict=True)).rstrip()


def _pad(cell: str, width: int, align: str) -> str:
    free = width - cells(cell)
    left = {"<": 0, ">": free, "^": free // 2}[align]
    return " " * left + cell + " " * (free - left)
