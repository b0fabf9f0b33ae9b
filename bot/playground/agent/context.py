"""How much of a conversation a model reads each time, and when an agent goes on with a summary of it instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.playground.agent.create import JsonObject
from bot.playground.agent.glimpse import pictures_in, without_bytes

COMPACTED_OVER = 135_000
"""Tokens, about."""
PICTURE_READ = 258
"""Tokens; what a picture in the input counts is not documented for every model."""
CHARS_PER_TOKEN = 4
_SUMMARY = 12_000  # tokens
_OVERHEAD = 900  # tokens: the agent's own instructions and tool descriptions


@dataclass
class Context:
    """Only agents have tools, and a summary. What was said is remembered all the same."""

    for_agent: bool = True
    characters: int = 0
    pictures: int = 0

    @property
    def tokens(self) -> int:
        own = _OVERHEAD if self.for_agent else 0
        return own + tokens(self.characters) + self.pictures * PICTURE_READ

    def take(self, *, characters: int, pictures: int = 0) -> None:
        self.characters += characters
        self.pictures += pictures

    def take_steps(self, steps: Iterable[JsonObject]) -> None:
        for step in steps:
            self.take(characters=len(str(without_bytes(step))), pictures=sum(1 for _ in pictures_in(step)))
            self.compact()

    def compact(self) -> None:
        if self.for_agent and self.tokens > COMPACTED_OVER:
            self.characters, self.pictures = _SUMMARY * CHARS_PER_TOKEN, 0


def tokens(characters: int) -> int:
    return -(-characters // CHARS_PER_TOKEN)
