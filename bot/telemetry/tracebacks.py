"""Tracebacks without what was in the variables, and without words that may be somebody's.

The message of an exception often repeats its input: a prompt, an answer, what a function was called with. So a log has
its type and where it was raised, and its words only where they are known to be harmless.
"""

from collections.abc import Iterator
from textwrap import indent
from traceback import format_tb

MOST_CAUSES = 10
_HARMLESS = ("bot.core.errors", "discord.errors", "sqlite3")
"""Modules whose errors never say what they were given: our own (`str` is for the log), Discord's answers, SQLite's."""


def told(error: BaseException) -> str:
    """All of it, the causes first, as Python prints it."""
    return "\n".join(_lines(error, left=MOST_CAUSES))


def named(error: BaseException) -> str:
    """The exception on one line."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if _is_harmless(error):
        return f"{name}: {' '.join(str(error).split())}".removesuffix(": ")
    return name


def _is_harmless(error: BaseException) -> bool:
    return type(error).__module__ in _HARMLESS or type(error) in (TimeoutError, ConnectionResetError)


def _lines(error: BaseException, *, left: int) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and left:
        yield from _lines(before, left=left - 1)
        yield "\nand so:\n"
    yield "Traceback (most recent call last):"
    yield "".join(format_tb(error.__traceback__)).rstrip("\n")
    yield named(error)
    if isinstance(error, BaseExceptionGroup) and left:
        for number, part in enumerate(error.exceptions, 1):
            yield indent("\n".join((f"--- {number} ---", *_lines(part, left=left - 1))), "  | ")
