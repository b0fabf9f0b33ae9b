"""The API's ids become addresses, rows and lines of a card, so one of another make than any published is not taken."""

import re

from bot.core.ids import Cursor, EnvironmentId, RunId

_RUN = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9_.=-]{1,256}")
_ENVIRONMENT = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9_.-]{1,128}")
_CURSOR_LIMIT = 512


def run_id(word: str | None) -> RunId | None:
    return RunId(word) if word and _RUN.fullmatch(word) else None


def environment_id(word: str | None) -> EnvironmentId | None:
    return EnvironmentId(word) if word and _ENVIRONMENT.fullmatch(word) else None


def cursor(word: str | None) -> Cursor | None:
    """An event's id is opaque; one that is too long to be asked with, or that cannot be printed, is no place."""
    is_usable = word and len(word) <= _CURSOR_LIMIT and word.isprintable()
    return Cursor(word) if word and is_usable else None
