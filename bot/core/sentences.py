"""Where a long run of text may be cut: after a sentence, else after a word, and never inside what belongs together."""

import re

from bot.core.graphemes import fit

_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_END = re.compile(r"""[.!?…:;]["'”’)\]*_]*\s+|[。！？；]["'”’」』）]*\s*|\n\s*""")  # noqa: RUF001
_GAP = re.compile(r"\s+")
_PAIRS = ("**", "~~", "__", "$$", "||")


def ends_sentence(text: str) -> bool:
    """The text ends where a reader pauses."""
    return bool(re.search(_END.pattern + r"$", text[-16:] + " "))


def sever(text: str, least: int, most: int) -> tuple[str, str, str]:
    """Cut Markdown in two between `least` and `most` characters: (left, white space at the cut, right).

    Prefers the last sentence end that leaves no bold, link or code open, then such a word's end, then any end at all.
    """
    ends = _places(_END, text, least, most)
    gaps = _places(_GAP, text, least, most)
    whole = (place for place in (*ends[-200:][::-1], *gaps[-200:][::-1]) if is_whole(text[: place[0]]))
    fallback = (ends or gaps or [(fit(text, most),) * 2])[-1]
    left, right = next(whole, fallback)
    return text[:left], text[left:right], text[right:]


def _places(pattern: re.Pattern[str], text: str, least: int, most: int) -> list[tuple[int, int]]:
    """The white space at each match, as (begin, end)."""
    found = []
    for match in pattern.finditer(text, least, most):
        begin = match.start() + len(match[0].rstrip())
        if match.end() < len(text):
            found.append((begin, match.end()))
    return found


def is_whole(text: str) -> bool:
    """Nothing that has an end is left open: by counting marks, which errs on the side of seeing something open."""
    bare = _CODE.sub("", text)
    if "`" in bare or any(bare.count(pair) % 2 for pair in _PAIRS):
        return False
    return bare.count("[") == bare.count("]") and bare.count("(") == bare.count(")") and bare.count("*") % 2 == 0


_HALF_LINK = re.compile(r"!?(?<![\w\\])\[([^\[\]]*)(?:\]\([^()\s]*(?:\s+[^()\n]*)?)?$")


def mend(text: str) -> str:
    """The half-written end of a growing text as it can be shown: half a link as its text, what is open closed."""
    text = _HALF_LINK.sub(r"\1", text)
    bare = _CODE.sub("", text)
    ticks = re.search(r"`+", bare)
    if ticks:
        return text.removesuffix(ticks[0]) if bare.endswith(ticks[0]) else text + ticks[0]
    for mark in ("**", "~~"):
        if bare.count(mark) % 2:
            after = bare.rpartition(mark)[2]
            text = f"{text.rstrip()}{mark}" if after[:1].strip() else text.rstrip().removesuffix(mark)
    return text
