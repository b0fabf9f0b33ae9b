"""What a message shows, read out of its JSON."""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]
V2 = 1 << 15


def is_card(message: Json) -> bool:
    return bool(message.get("flags", 0) & V2)


def is_receipt(message: Json) -> bool:
    return is_card(message) and not {"Retry", "Run again"}.isdisjoint(b["label"] for b in buttons(message))


def text_of(message: Json) -> str:
    return message["content"] or "\n".join(c["content"] for c in every(message) if c["type"] == 10)


def buttons(message: Json) -> list[Json]:
    return [c for c in every(message) if c["type"] == 2]


def every(message: Json) -> Iterable[Json]:
    """All components of a message, nested ones too."""
    todo = list(message.get("components", []))
    while todo:
        component = todo.pop(0)
        yield component
        todo = list(component.get("components", [])) + todo


def pages(messages: list[Json], bot_id: str) -> list[str]:
    """What the bot said in plain messages, in order."""
    return [m["content"] for m in messages if m["author"]["id"] == bot_id and not is_card(m) and m["type"] in (0, 19)]
