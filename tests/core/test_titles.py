"""Names of threads and quotations of requests."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.graphemes import units
from bot.core.titles import plain_title, quote
from tests.core.documents import scraps


@pytest.mark.parametrize(
    ("request_text", "title"),
    [
        ("How are you?", "How are you?"),
        ("# Hello **world** <@123> @everyone how `are` you", "Hello world how are you"),
        ("<@&1> <#1> <:ok:123> </ask:1> hi", "hi"),
        ("[docs](https://a.b) and\n- a\n- b", "docs and a b"),
        ("```py\nprint(1)\n```", "print(1)"),
        ("word " * 30, "word word word word word word word word word word word word…"),
        ("a" * 100, "a" * 59 + "…"),
        ("", "New talk"),
        ("<@1>", "New talk"),
        ("\u200b\n***\n", "New talk"),
        ("😀", "😀"),
        ("@every<@1>one", "@every one"),
        ("turn\u202eround", "turn round"),
    ],
)
def test_titles(request_text: str, title: str) -> None:
    """A title is the request's first words without Markdown, mentions and control characters."""
    assert plain_title(request_text) == title


@settings(max_examples=150, deadline=None)
@given(st.one_of(scraps(), st.text(max_size=200)), st.integers(10, 100))
def test_titles_can_be_names(text: str, limit: int) -> None:
    """A title is never empty, too long, on two lines or a mention."""
    title = plain_title(text, limit=limit)

    assert title == title.strip() != ""
    assert units(title) <= max(limit, len("New talk"))
    assert len(title.splitlines()) == 1
    assert "@everyone" not in title
    assert title.encode()


def test_a_quotation() -> None:
    """Every line is marked, and code left open ends with the quotation."""
    assert quote("a\r\n> b\n>>> c\n```py\nd", 100) == "> a\n> > b\n> >>> c\n> ```py\n> d\n> ```"


@settings(max_examples=150, deadline=None)
@given(st.one_of(scraps(), st.text(max_size=200)), st.integers(20, 300))
@example("```\n```\n# H\n", 20)
def test_a_quotation_cannot_be_left(text: str, limit: int) -> None:
    """No line of a quotation stands outside it, no code reaches over its end, and it keeps to its limit."""
    quoted = quote(text, limit)

    assert all(line.startswith("> ") for line in quoted.split("\n") if quoted)
    assert quoted.count("```") % 2 == 0
    assert units(quoted) <= limit


def test_nothing_to_quote() -> None:
    """An empty request is no quotation."""
    assert quote(" \n ", 100) == ""
