"""What came may have any shape: its members read without raising, in either spelling of their names."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from json import loads
from typing import TypeAlias

from bot.core.events import JsonObject, JsonValue

Holder: TypeAlias = "JsonValue | JsonObject"
DONE = b"[DONE]"
MOST = 10**12
"""Sums of it still fit into a row and into a metric."""
DEEPEST = 100
"""Levels: what is nested deeper could be read, and then be written into no row and no request."""


class NotJson(ValueError):
    """The text has no JSON in it, or nested deeper than anything is that means something."""


def parsed(data: bytes | str) -> JsonValue:
    """Raises NotJson."""
    try:
        found: JsonValue = loads(data)
    except (ValueError, RecursionError) as error:  # ValueError: also bytes that are no text, and endless numbers
        raise NotJson from error
    if _is_deep(data, found):
        raise NotJson
    return found


def _is_deep(data: bytes | str, found: JsonValue) -> bool:
    """What few brackets open needs no closer look."""
    opened = data.count("{") + data.count("[") if isinstance(data, str) else data.count(b"{") + data.count(b"[")
    if opened <= DEEPEST:
        return False
    level = [found]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
    return bool(level)


def _inside(value: JsonValue) -> Iterable[JsonValue]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def field(holder: Holder, name: str) -> JsonValue:
    """By its camelCase name, or by the same in snake_case; None where there is none."""
    if not isinstance(holder, Mapping):
        return None
    found = holder.get(name)
    return found if found is not None else holder.get(_snake(name))


def text(holder: Holder, name: str) -> str:
    found = field(holder, name)
    return found if isinstance(found, str) else ""


def number(holder: Holder, name: str) -> int:
    """A count: what is none, below nothing, or more than anybody counts to, is 0."""
    found = field(holder, name)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= MOST else 0


def child(holder: Holder, name: str) -> dict[str, JsonValue]:
    found = field(holder, name)
    return found if isinstance(found, dict) else {}


def objects(holder: Holder, name: str) -> list[dict[str, JsonValue]]:
    found = field(holder, name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


@lru_cache(maxsize=256)
def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)
