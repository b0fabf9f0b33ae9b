"""Marks in the text and the list of sources."""

import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.citations import MARK_LIMIT, Source, cite, sources_list
from bot.core.events import Citation
from bot.core.graphemes import boundaries
from bot.core.pages import lay_out
from bot.core.wholes import wholes
from tests.core.documents import Document, code_lines, documents, scraps, seen_words

A = "https://vertexaisearch.cloud.google.com/grounding-api-redirect/" + "A" * 200
MARK = re.compile(r" ?(?:\\\[\d+\\\])+")


def cited(text: str, *ends: int) -> str:
    """The text with marks written as §, for one source cited at these byte offsets."""
    marked, _ = cite(text, [Citation(A, "a.org", 0, end) for end in ends])
    return marked.replace(r"\[1\]", "§")


@pytest.mark.parametrize(
    ("text", "end", "marked"),
    [
        ("A fact. More.", 7, "A fact. § More."),
        ("A fact. More.", 6, "A fact §. More."),
        ("A fact. More.", 8, "A fact. § More."),
        ("A fact\n\nMore.", 8, "A fact §\n\nMore."),
        ("A fact.", 99, "A fact. §"),
        ("A word", 4, "A word §"),
        ("**bold** on", 6, "**bold** § on"),
        ("on **bold**", 4, "on **bold** §"),
        ("`code here` on", 3, "`code here` § on"),
        ("[link](https://a.b/c) on", 9, "[link](https://a.b/c) § on"),
        ("https://a.b/c on", 9, "https://a.b/c § on"),
        ("```\ncode\n```\nafter\nmore", 6, "```\ncode\n```\nafter §\nmore"),
        ("text\n\n    code\n\nafter", 12, "text\n\n    code\n\nafter §"),
        ("Head\n----\nText", 8, "Head\n----\nText §"),
        ("| a | b |\n|---|---|\n| c | d |\nend", 30, "| a | b |\n|---|---|\n| c | d § |\nend"),
        ("| a | b |\n|---|---|\n| c | d |\nend", 22, "| a | b |\n|---|---|\n| c § | d |\nend"),
        ("漢字。後", 4, "漢字 §。後"),
        ("a 👨‍👩‍👧 b", 4, "a 👨‍👩‍👧 § b"),
        ("$a + b$ on", 3, "$a + b$ § on"),
    ],
)
def test_a_mark_tears_nothing(text: str, end: int, marked: str) -> None:
    """A mark stands where the cited passage ends, or at the next place that can bear it."""
    assert cited(text, end) == marked


@pytest.mark.parametrize(("text", "end"), [("A fact.", 0), ("A fact.", -5), ("```\ncode", 6), ("", 3)])
def test_without_a_place_there_is_no_mark(text: str, end: int) -> None:
    """A source that belongs nowhere in the text is only in the list."""
    marked, sources = cite(text, [Citation(A, "a.org", 0, end)])

    assert marked == text
    assert sources == (Source(1, A, "a.org"),)


def test_numbers_follow_the_text() -> None:
    """Sources are numbered as their marks appear, one URL has one number, one place has each number once."""
    citations = [Citation("http://b", "b", 0, 9), Citation("http://a", "a", 0, 3), Citation("http://a", "a", 4, 9)]
    marked, sources = cite("One. Two. Three.", [*citations, citations[0]])

    assert marked == r"One \[1\]. Two. \[2\]\[1\] Three."
    assert sources == (Source(1, "http://a", "a"), Source(2, "http://b", "b"))


def test_without_citations_nothing_changes() -> None:
    """No citations, no marks and no list."""
    assert cite("text", []) == ("text", ())
    assert sources_list(()) == ""


def test_the_list() -> None:
    """Every source is a numbered link without preview; what is no web address is a title alone."""
    sources = (
        Source(1, "https://a.b/c d)>(e", "A [title] | of\nlines"),
        Source(2, "javascript:alert(1)", "Evil"),
        Source(3, "https://a.b/c", ""),
        Source(4, "https://[bad", "x" * 200),
    )

    assert sources_list(sources) == "\n".join(
        (
            "**Sources**",
            r"1. [A (title) \| of lines](<https://a.b/c%20d%29%3E%28e>)",
            "2. Evil",
            "3. [a.b/c](<https://a.b/c>)",
            "4. " + "x" * 79 + "…",
        )
    )


def test_the_list_stays_as_it_is() -> None:
    """Laid out with the answer, the list keeps its numbers and links."""
    listed = sources_list((Source(1, A, "a.org"), Source(2, "https://b.org/x_y", "B [b] *c*")))

    assert lay_out(f"Text.\n\n{listed}\n").pages == (f"Text.\n\n{listed}",)


CITATIONS = st.lists(
    st.builds(Citation, st.sampled_from(("http://a", "http://b")), st.just("t"), st.just(0), st.integers(-3, 900))
)


@settings(max_examples=100, deadline=None)
@given(scraps(), CITATIONS)
def test_marks_only_add(text: str, citations: list[Citation]) -> None:
    """Without its marks the text is the text, and no mark stands inside a grapheme."""
    marked, _ = cite(text, citations)
    plain = re.sub(r"\\\[(?:1|2)\\\]", "", marked)

    assert plain.replace(" ", "") == text.replace(" ", "")


@settings(max_examples=60, deadline=None)
@given(documents(), st.lists(st.integers(0, 900), min_size=1, max_size=8))
def test_marks_leave_words_and_code_alone(document: Document, ends: list[int]) -> None:
    """The words and the code of an answer are the same with marks and without."""
    marked, _ = cite(document.source, [Citation("http://a", "a", 0, end) for end in ends])
    shown = tuple(page.replace(" [1]", "") for page in lay_out(marked).pages)

    assert seen_words(shown) == document.words
    assert code_lines(shown) == document.code


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(("👨‍👩‍👧", "e\u0301", "🇩🇪", " ", "w")), max_size=20).map("".join), st.integers(0, 200))
def test_marks_leave_graphemes_alone(text: str, end: int) -> None:
    """A mark never stands inside what a person sees as one character."""
    marked, _ = cite(text, [Citation("http://a", "a", 0, end)])
    found = MARK.search(marked)

    assert found is None or found.start() in {0, *boundaries(text)}


def marked_in(text: str) -> float:
    """Seconds that 300 marks all over the text take, the better of two."""
    step = max(1, len(text) // MARK_LIMIT)
    citations = [Citation(f"http://a/{n}", "a", 0, n * step) for n in range(1, MARK_LIMIT + 1)]
    seconds = []
    for _ in range(2):
        began = perf_counter()
        cite(text, citations)
        seconds.append(perf_counter() - began)
    return min(seconds)


@pytest.mark.parametrize(
    "piece",
    [
        "The quick brown fox jumps over the lazy dog. ",
        r"\(",
        r"\[ ",
        "$$ a ",
        "` a `` ",
        "[a](",
        "<a ",
        "*_",
        "🇩🇪",
        "http://",
    ],
)
def test_the_time_grows_with_the_text(piece: str) -> None:
    """Four times the text takes far less than sixteen times the time, whatever stands in it."""
    short = piece * (16_000 // len(piece))

    assert marked_in(short * 4) < 12 * marked_in(short) + 1


def test_backticks_of_every_length_are_read_once() -> None:
    """Runs of backticks that nothing closes cost no search each."""
    assert marked_in("x " + "`" * 8_000 + " a" * 8_000) < 2
    assert len(wholes("".join("`" * n + " " for n in range(1, 2_000)))) == 1_999


def test_a_long_answer_is_marked_at_once() -> None:
    """A megabyte of prose in one paragraph bears three hundred marks in a moment."""
    assert marked_in("The quick brown fox jumps over the lazy dog. " * 23_000) < 30


def test_marks_end_somewhere() -> None:
    """Behind the first three hundred citations, a source is only in the list."""
    citations = [Citation(f"http://a/{n}", "a", 0, 5 * (n + 1)) for n in range(MARK_LIMIT + 50)]
    marked, sources = cite("word " * 1_000, citations)

    assert len(sources) == MARK_LIMIT + 50
    assert len(MARK.findall(marked)) == MARK_LIMIT


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a `b` c", [(2, 5)]),
        ("``a`b``", [(0, 7)]),
        ("``a`", [(0, 2), (3, 4)]),
        (r"\`a`", [(0, 2), (3, 4)]),
        (r"\(a\) \(b", [(0, 5), (6, 8)]),
        (r"\(a \[b\) c\]", [(0, 9), (11, 13)]),
        ("$$a$$ $$b", [(0, 5), (6, 8)]),
        ("[a](b) **c**", [(0, 6), (7, 9), (10, 12)]),
    ],
)
def test_what_is_whole(text: str, spans: list[tuple[int, int]]) -> None:
    """Code and formulas reach to their own end, and without one are only their beginning."""
    assert list(wholes(text)) == spans
