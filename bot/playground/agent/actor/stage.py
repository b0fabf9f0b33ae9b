"""What the scripted agent knows when it acts: the request, the talk so far, and its machine."""

from dataclasses import dataclass

from bot.playground.agent.actor.script import Script
from bot.playground.agent.create import Create, JsonObject
from bot.playground.agent.environments import Environment

INTRODUCTION = (
    "_I am the playground's scripted stand-in, not a real agent: what I do and say was written beforehand._\n\n"
)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`earlier` are the talk's former requests, oldest first; `open_calls` the last run's unanswered calls."""

    create: Create
    script: Script
    earlier: tuple[str, ...]
    open_calls: tuple[JsonObject, ...]
    environment: Environment | None

    @property
    def agent(self) -> str:
        return self.create.agent or ""

    @property
    def prompt(self) -> str:
        """The last paragraph of what was said last: who speaks, and quotations, stand before it."""
        paragraphs = [part.strip() for part in self.create.text.split("\n\n") if part.strip()]
        return paragraphs[-1] if paragraphs else ""

    def introduced(self, text: str) -> str:
        """The first answer of a talk says what speaks here."""
        return text if self.earlier else INTRODUCTION + text
