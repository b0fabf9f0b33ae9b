"""What a line of Markdown may begin, apart from its indentation."""

import re

from bot.core.blocks import Definition, Note, OpenFence, label_of
from bot.core.escapes import superscript

_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]|$)")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+$")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_MARKER = re.compile(r"([-*+])(?=[ \t]|$)|(\d{1,9})([.)])(?=[ \t]|$)")
_NOTE = re.compile(r"\[\^(\d{1,3})\]:[ \t]*")
_DEFINITION = re.compile(
    r"""\[((?![\^])(?:[^\[\]\\]|\\.){1,200})\]:[ \t]*"""
    r"""(?:<((?:https?://|mailto:|/)[^<>\s]*)>|((?:https?://|mailto:|/)\S*))"""
    r"""(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$"""
)


def heading_of(text: str) -> tuple[int, str] | None:
    """Level and text of an ATX heading."""
    found = _HEADING.match(text)
    if found is None:
        return None
    return len(found[1]), _CLOSING_HASHES.sub("", text[found.end() :].strip(" \t")).strip(" \t")


def underline_of(text: str) -> int | None:
    """The level of the heading that this line makes of the paragraph above it."""
    found = _UNDERLINE.match(text)
    return None if found is None else 1 if found[1][0] == "=" else 2


def fence_of(text: str, indent: int) -> OpenFence | None:
    found = _FENCE.match(text)
    if found is None:
        return None
    return OpenFence(found[1] or found[3], indent, (found[2] or found[4] or "").strip())


def is_rule(text: str) -> bool:
    return bool(_RULE.match(text))


def marker_of(text: str) -> tuple[str, str, int | None] | None:
    """A list marker: (as it stands, its kind, its number)."""
    found = _MARKER.match(text)
    if found is None or is_rule(text):
        return None
    return found[0], found[1] or found[3], None if found[2] is None else int(found[2])


def note_of(text: str) -> tuple[Note, int] | None:
    """A footnote's beginning, and how far it reaches."""
    found = _NOTE.match(text)
    return None if found is None else (Note(superscript(found[1])), found.end())


def definition_of(text: str) -> Definition | None:
    """A reference definition on one line. Stricter than CommonMark (the URL must look like one): no words get lost."""
    found = _DEFINITION.match(text)
    return None if found is None else Definition(label_of(found[1]), found[2] or found[3], text)
