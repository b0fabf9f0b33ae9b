"""Tables as values: cells, alignments and grids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.graphemes import cells
from bot.core.tables import NARROW, aligns_of, cells_of, fill, grid


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ("a", "b")),
        ("a|b", ("a", "b")),
        ("| a \\| b |", ("a | b",)),
        ("| | b |", ("", "b")),
        ("| a \\|", ("a |",)),
    ],
)
def test_cells(row: str, cells: tuple[str, ...]) -> None:
    """A row's cells stand between pipes, of which the outer ones may be missing."""
    assert cells_of(row) == cells


@pytest.mark.parametrize(
    ("line", "aligns"),
    [
        ("|:--|--:|:-:|---|", ("<", ">", "^", "<")),
        ("--- | ---", ("<", "<")),
        (":-:", ("^",)),
        ("---", ()),
        ("| a |", ()),
        ("|  |", ()),
        ("|-" * 100, ()),
    ],
)
def test_aligns(line: str, aligns: tuple[str, ...]) -> None:
    """A delimiter row gives every column its alignment; a rule and a row of too many columns give none."""
    assert aligns_of(line) == aligns


WORDS = st.text(st.sampled_from("ab漢字é👍"), max_size=8)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_a_grid_is_aligned(rows: list[tuple[str, str]]) -> None:
    """The second column begins in the same cell of every line, and no line is wider than a phone."""
    drawn = grid(("x", "y"), ("<", "<"), tuple((a, f"|{b}") for a, b in rows))

    assert drawn is not None
    for line in drawn.rows:
        assert cells(line.split("|")[0]) == drawn.widths[0] + 2
        assert cells(line) <= NARROW


def test_a_wide_table_is_no_grid() -> None:
    """What is wider than a phone is not drawn as a grid."""
    assert grid(("a", "b"), ("<", "<"), (("x" * NARROW, "y"),)) is None


def test_later_rows_keep_the_widths() -> None:
    """Rows that go on with a table stand in its columns."""
    drawn = grid(("a", "b"), ("<", ">"), (("x", "y"),), (5, 3))

    assert drawn is not None
    assert drawn.rows == ("x        y",)


def test_too_many_cells_are_kept() -> None:
    """Cells beyond the last column are joined to it, missing ones are empty."""
    assert fill(("a", "b", "c"), 2) == ("a", "b | c")
    assert fill(("a",), 2) == ("a", "")
