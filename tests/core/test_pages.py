"""Properties of the pages of a growing text; how they look is in test_looks."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.blocks import OpenTable, OpenText
from bot.core.graphemes import boundaries, units
from bot.core.lines import SEGMENT
from bot.core.markdown import CAP
from bot.core.pages import PAGE_LIMIT, Layout, lay_out
from tests.core.documents import Document, code_lines, documents, scraps, seen_words

LIMITS = st.sampled_from((150, 200, 400, PAGE_LIMIT))
FENCE = re.compile(r"(?:> )?```")


@settings(max_examples=120, deadline=None)
@given(documents(), LIMITS)
def test_words_are_all_there(document: Document, limit: int) -> None:
    """Every word of the text stands whole on a page, in order."""
    pages = lay_out(document.source, limit=limit).pages

    assert seen_words(pages) == document.words


@settings(max_examples=80, deadline=None)
@given(documents(), LIMITS)
@example(Document("> ```py\n> \t\n> ```\n", (), ("\t",)), PAGE_LIMIT)
def test_code_is_untouched(document: Document, limit: int) -> None:
    """Code comes out of the pages as it went in, however many pages it spans."""
    pages = lay_out(document.source, limit=limit).pages

    assert code_lines(pages) == document.code


@settings(max_examples=150, deadline=None)
@given(scraps(), LIMITS)
def test_pages_can_be_sent(text: str, limit: int) -> None:
    """No page is empty, over the limit, wrapped in white space, impossible to encode or ends inside a code block."""
    for page in lay_out(text, limit=limit).pages:
        assert page == page.strip() != ""
        assert units(page) <= limit
        assert page.encode()
        assert sum(bool(FENCE.match(line)) for line in page.split("\n")) % 2 == 0


@settings(max_examples=80, deadline=None)
@given(scraps(), LIMITS, st.lists(st.integers(1, 60), min_size=1))
def test_growing_gives_the_same_pages(text: str, limit: int, steps: list[int]) -> None:
    """Pages do not depend on the pieces in which the text arrived."""
    layout: Layout | None = None
    at = 0
    while at < len(text):
        at += steps[at % len(steps)]
        layout = lay_out(text[:at], limit=limit, after=layout)

        assert layout.pages == lay_out(text[:at], limit=limit).pages


@settings(max_examples=80, deadline=None)
@given(scraps().map(lambda text: text.replace("[ref]:", "")), LIMITS, st.integers(1, 30))
def test_closed_pages_stay(text: str, limit: int, step: int) -> None:
    """The pages that a layout calls closed are those of every later one, where no reference is defined late."""
    layouts = [lay_out("", limit=limit)]
    for at in range(0, len(text) + step, step):
        layouts.append(lay_out(text[:at], limit=limit, after=layouts[-1]))

    for before, after in pairwise(layouts):
        assert after.pages[: before.closed] == before.pages[: before.closed]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(("👨‍👩‍👧", "🇩🇪", "e\u0301", "각", "नि", "a", "漢")), min_size=50, max_size=300).map(
        "".join
    )
)
def test_graphemes_are_whole(text: str) -> None:
    """A page never ends inside what a person sees as one character."""
    pages = lay_out(text, limit=100).pages

    ends = set(boundaries(text))
    at = 0
    for page in pages:
        at += len(page)
        assert at in ends
    assert "".join(pages) == text


@pytest.mark.parametrize(
    "text",
    [
        "- one item of a very long list\n" * 3_000,
        "word " * 20_000,
        "x" * 100_000,
        "| a | b |\n|---|---|\n" + "| one | two |\n" * 6_000,
        "```\n" + "code\n" * 20_000,
        "> quoted\n" * 10_000,
        "[" * 50_000,
        "![" * 25_000,
        "*" * 50_000,
        "**a " * 20_000,
        "`" * 50_000,
        "```\n" * 10_000,
        ">" * 50_000,
        "> " * 25_000,
        "- " * 25_000,
        "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000,
        "e" + "\u0301" * 50_000,
        "<" * 50_000,
        "x\n" * 25_000,
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_what_is_open_is_bounded(text: str) -> None:
    """However long a block is, only a bounded end of it is drawn again when more text arrives."""
    layout = lay_out(text)
    rest = len(text) - layout.draft.at
    leaf = layout.draft.scan.leaf
    match leaf:
        case OpenText(text=held):
            kept = len(held)
        case OpenTable(rows=rows):
            kept = sum(map(len, rows))
        case _:
            kept = 0

    assert rest <= SEGMENT + 64
    assert kept <= CAP + SEGMENT
    assert all(units(page) <= PAGE_LIMIT for page in layout.pages)


def test_few_pages_are_open() -> None:
    """While ordinary text grows, at most the last two pages change."""
    text = ("Some words of prose, and **more** of it. " * 20 + "\n\n- item\n- item\n\n```py\ncode\n```\n\n") * 15
    layout = lay_out("")
    for at in range(0, len(text), 25):
        before, layout = layout, lay_out(text[:at], after=layout)

        assert layout.pages[: max(0, len(before.pages) - 2)] == before.pages[: max(0, len(before.pages) - 2)]


def test_another_text_starts_anew() -> None:
    """A layout of another text is of no use and does no harm."""
    other = lay_out("Something else.\n\nAt length.\n")

    assert lay_out("New text.", after=other) == lay_out("New text.")


def test_another_limit_starts_anew() -> None:
    """Pages of another size are no beginning."""
    text = "word " * 100
    small = lay_out(text, limit=100)

    assert lay_out(text + "more", limit=300, after=small).pages == lay_out(text + "more", limit=300).pages
