"""Code on pages: its block is closed at the end of every page and opened again at the top of the next."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.graphemes import fit, units
from bot.core.press import Fence, Press, end_fence, gap_above, turn_page


def add_line(press: Press, fence: Fence, line: str, *, opens: bool, glued: bool = False) -> Press:
    """Put a line of code on the page, in a block of its own (`opens`) or in the one that is open."""
    if opens or press.fence != fence:
        press = _open(press, fence)
    start = "" if glued else "\n" + fence.before
    if units(start + line) <= press.room:
        return replace(press, body=press.body + start + line)
    for keep in (press.heading, press.block):
        if keep > 0 and len(press.body) - keep < press.limit // 4:
            return add_line(turn_page(press, keep), fence, line, opens=False, glued=glued)
    if press.body != fence.opening and not glued:
        return add_line(_next(press, fence), fence, line, opens=False)
    return _cut_line(press, fence, start, line)


def add_lines(press: Press, fence: Fence, lines: Sequence[str], *, opens: bool) -> Press:
    """Put lines of code on the page, the first in a block of its own (`opens`)."""
    if opens or press.fence != fence:
        press = _open(press, fence)
    text = "".join(f"\n{fence.before}{line}" for line in lines)
    if units(text) <= press.room:
        return replace(press, body=press.body + text)
    for line in lines:
        press = add_line(press, fence, line, opens=False)
    return press


def _open(press: Press, fence: Fence) -> Press:
    press = end_fence(press)
    if press.body and units(press.body + "\n\n" + fence.opening + fence.closing) + 16 > press.limit:
        press = turn_page(press, press.heading if press.kind == "heading" and press.heading > 0 else None)
    quoted = bool(fence.before)
    gap = gap_above(press, "code", quoted=quoted)
    return replace(
        press,
        body=press.body + gap + fence.opening,
        fence=fence,
        kind="code",
        quoted=quoted,
        block=len(press.body),
        heading=press.heading if press.kind == "heading" else -1,
        shift=0,
    )


def _next(press: Press, fence: Fence) -> Press:
    return replace(turn_page(press), body=fence.opening)


def _cut_line(press: Press, fence: Fence, start: str, line: str) -> Press:
    """Part a line that no page holds between two graphemes."""
    room = press.room - units(start)
    at = fit(line, room) if room > 0 else 0
    if units(line[:at]) > room and press.body not in {fence.opening, fence.opening + "\n" + fence.before}:
        at = 0
    press = _next(replace(press, body=press.body + start + line[:at]) if at else press, fence)
    press = replace(press, body=press.body + "\n" + fence.before)
    return add_line(press, fence, line[at:], opens=False, glued=True)
