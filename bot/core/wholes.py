"""The passages of a text that a mark would tear: code, links, formulas, runs of marks. Found in one pass over the text.

What ends only at a mark of its own (code, formulas) is never looked for twice: the runs of backticks are indexed once,
and of every other mark the next place is remembered. So the cost grows with the text, whatever stands in it.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_TICKS = re.compile("`+")
_BEGIN = re.compile(
    r"""
      (?P<ticks>`+)
    | !?\[[^\[\]]*\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]]*\])  # links and images
    | <[^<>\s][^<>\n]*> | https?://[^\s<>)\]]+ | &\#?\w{1,31};
    | \*{2,} | _{2,} | ~{2,} | (?P<formula>\$\$|\\[(\[]) | \$\S[^$\n]*\$ | \\[^\w\s]
    | \[\^?[^\[\]\s]{1,32}\]
    """,
    re.VERBOSE,
)
_ENDS = {"$$": "$$", r"\(": r"\)", r"\[": r"\]"}


def wholes(text: str) -> tuple[Span, ...]:
    """The passages in order; none overlaps another."""
    return tuple(_wholes(text))


def whole_around(spans: Sequence[Span], at: int) -> Span | None:
    """The passage that `at` lies inside, not at an end of it."""
    number = bisect_left(spans, (at, -1)) - 1
    return spans[number] if number >= 0 and at < spans[number][1] else None


def _wholes(text: str) -> Iterator[Span]:
    ticks = _ticks(text)
    found: dict[str, int] = {}
    at = 0
    while begun := _BEGIN.search(text, at):
        start, at = begun.span()
        if begun["ticks"]:
            at = _behind_code(ticks[at - start], at)
        elif begun["formula"]:
            at = _behind_formula(text, begun["formula"], at, found)
        yield start, at


def _ticks(text: str) -> dict[int, list[int]]:
    """Where runs of backticks end, by their length."""
    ends: dict[int, list[int]] = defaultdict(list)
    for run in _TICKS.finditer(text):
        ends[run.end() - run.start()].append(run.end())
    return ends


def _behind_code(ends: Sequence[int], at: int) -> int:
    """The end of the next run as long as the one that ends at `at`; without one, the run is all there is."""
    number = bisect_right(ends, at)
    return ends[number] if number < len(ends) else at


def _behind_formula(text: str, opener: str, at: int, found: dict[str, int]) -> int:
    """As `_behind_code`; `found` remembers the next end of every kind, or that there is none."""
    end = _ENDS[opener]
    if found.get(end, 0) <= at:
        place = text.find(end, at + 1)
        found[end] = place if place >= 0 else len(text)
    return found[end] + len(end) if found[end] < len(text) else at
