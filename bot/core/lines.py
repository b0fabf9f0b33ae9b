"""A growing text as a sequence of bounded segments: a line is one, a very long line is several.

A segment, once cut, is the same however the text grows; everything drawn from segments inherits that.
"""

from dataclasses import dataclass

from bot.core.graphemes import boundaries

SEGMENT = 1_000
_AHEAD = 32  # what must be known behind a cut, so that no grapheme can reach over it later


@dataclass(frozen=True, slots=True)
class Segment:
    """`text` is without its line end. `glued`: it goes on with the segment before. `end`: where the next one begins."""

    text: str
    end: int
    glued: bool
    ends_line: bool


def next_segment(source: str, start: int, *, glued: bool) -> Segment | None:
    """The segment at `start`, or None while the text ends before the segment does."""
    newline = source.find("\n", start, start + SEGMENT + 1)
    if newline >= 0:
        return Segment(source[start:newline].removesuffix("\r"), newline + 1, glued, ends_line=True)
    if len(source) - start < SEGMENT + _AHEAD:
        return None
    end = start + _cut(source[start : start + SEGMENT + _AHEAD])
    return Segment(source[start:end], end, glued, ends_line=False)


def _cut(text: str) -> int:
    """The last place behind white space in the segment's second half, otherwise between two graphemes."""
    places = [at for at in boundaries(text) if at <= SEGMENT]
    if not places:
        return SEGMENT
    spaced = (at for at in reversed(places) if at > SEGMENT // 2 and text[at - 1].isspace())
    return next(spaced, places[-1])
