"""A person's request as a thread's name, and as a quotation that stays one."""

import re
import unicodedata

from bot.core.blocks import Block, Code, Heading, Paragraph, Scan, Table
from bot.core.graphemes import clean, fit, units
from bot.core.markdown import feed, finish
from bot.core.spans import seen, spans

FALLBACK = "New talk"
_READ = 1_000
_FOREIGN = re.compile(
    r"<(?:@[!&]?|\#)\d+> | <a?:\w+:\d+> | <t:-?\d+(?::\w)?> | </[^<>\n]+:\d+> | <id:\w+> | @(?:everyone|here)\b",
    re.VERBOSE,
)


def plain_title(text: str, *, limit: int = 60) -> str:
    """A request's beginning without Markdown and mentions, on one line, never empty, at most `limit` UTF-16 units."""
    words = _words(_FOREIGN.sub(" ", clean(text)[:_READ]))
    words = _FOREIGN.sub(" ", words)
    title = " ".join("".join(" " if is_control(c) else c for c in words).split())
    if not any(unicodedata.category(c)[0] in "LNSP" for c in title):
        return FALLBACK
    return title if units(title) <= limit else _cut(title, limit)


def _words(text: str) -> str:
    scan = Scan()
    blocks: list[Block] = []
    for line in text.splitlines():
        scan, closed = feed(scan, line)
        blocks += closed
    return " ".join(map(_plain, (*blocks, *finish(scan))))


def _plain(block: Block) -> str:
    match block:
        case Paragraph(text=text) | Heading(text=text):
            return seen(spans(text, {}))
        case Code(line=line):
            return line
        case Table(head=head, rows=rows):
            return " ".join(seen(spans(cell, {})) for row in (head, *rows) for cell in row)
        case _:
            return ""


def is_control(character: str) -> bool:
    """Characters that show nothing and may turn the line around; joiners inside emoji and scripts are kept."""
    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} and character not in "\u200c\u200d"


def _cut(title: str, limit: int) -> str:
    room = title[: fit(title, limit - 1)]
    words = room.rpartition(" ")[0] if title[len(room) : len(room) + 1].strip() else room
    return (words or room).rstrip(" ,;:-–(") + "…"  # noqa: RUF001


def quote(text: str, limit: int) -> str:
    """The text as a block quote of at most `limit` UTF-16 units; code left open in it is closed in it."""
    lines = clean(text).strip().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    quoted = "\n".join(f"> {line}" for line in lines)
    if units(quoted) + 6 > limit:
        quoted = (quoted[: fit(quoted, limit - 8)].rstrip("> \n`") or "> ") + "…"
    if not quoted.strip("> \n"):
        return ""
    return quoted + "\n> ```" if quoted.count("```") % 2 else quoted
