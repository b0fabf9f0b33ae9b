"""A paragraph's words, as the places where a page may end."""

from dataclasses import replace

from bot.core.spans import Span

_NEVER_FIRST = "、。，．」』）】！？；：ー々\u3099\u309a\u302a\u302b\u302c\u302d"  # noqa: RUF001
_NEVER_LAST = "「『（【"  # noqa: RUF001


def words_of(run: Span) -> list[Span]:
    """The run's words, each with the white space behind it; CJK, which is written without spaces, by character."""
    if run.solid or run.text == "\n":
        return [run]
    return [replace(run, text=word) for word in _split(run.text)]


def may_part(left: Span, right: Span) -> bool:
    """A page may end between these two: there is white space or a CJK character at the gap."""
    if left.text[-1:].isspace() or right.text[:1].isspace():
        return True
    return not right.solid and is_ideograph(right.text[:1]) and right.text[:1] not in _NEVER_FIRST


def is_ideograph(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff"


def _split(text: str) -> list[str]:
    words: list[str] = []
    for part in text.split(" "):
        words.extend(_characters(part))
        words[-1] += " "
    words[-1] = words[-1][:-1]
    return [word for word in words if word]


def _characters(word: str) -> list[str]:
    if word.isascii():
        return [word]
    parts = [""]
    for character in word:
        if is_ideograph(character) and character not in _NEVER_FIRST and parts[-1][-1:] not in tuple(_NEVER_LAST):
            parts.append(character)
        else:
            parts[-1] += character
    return parts
