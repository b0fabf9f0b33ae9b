"""Steps and events as onlookers see them: with a word about each picture instead of its bytes."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent_events import Followed


class Glimpsed:
    """A run, followed without its pictures: what looks on keeps thousands of events."""

    def __init__(self, run: Followed) -> None:
        self.id = run.id
        self._run = run

    async def follow(self, start: int) -> AsyncIterator[tuple[int, JsonObject]]:
        async for index, event in self._run.follow(start):
            yield index, without_bytes(event)


def without_bytes(value: Any) -> Any:
    match value:
        case {"type": "image", "data": str(data)}:
            return {**value, "data": f"({len(data)} characters)"}
        case dict():
            return {name: without_bytes(inner) for name, inner in value.items()}
        case list():
            return [without_bytes(inner) for inner in value]
    return value


def pictures_in(value: Any) -> Iterator[JsonObject]:
    """Every picture, however deep."""
    match value:
        case {"type": "image"}:
            yield value
        case dict():
            for inner in value.values():
                yield from pictures_in(inner)
        case list():
            for inner in value:
                yield from pictures_in(inner)
