"""Measures that remember what they were told."""

from dataclasses import dataclass, field
from typing import Any

from bot.core.events import Usage
from bot.core.session import Outcome


@dataclass
class Noted:
    """Implements `core.measures.Measures`; `all` is what was told, oldest first."""

    all: list[tuple[Any, ...]] = field(default_factory=list)

    def named(self, name: str) -> list[tuple[Any, ...]]:
        return [told[1:] for told in self.all if told[0] == name]

    def turn_settled(self, outcome: Outcome, *, agent: str, model: str, usage: Usage) -> None:
        self.all.append(("turn", outcome, agent, model, usage))

    def first_page_shown(self, *, after_s: float) -> None:
        self.all.append(("first page", after_s))

    def text_shown(self, *, after_s: float) -> None:
        self.all.append(("text", after_s))

    def picture_settled(self, *, model: str, is_made: bool, dollars: float | None) -> None:
        self.all.append(("picture", model, is_made, dollars))

    def discord_wrote(self, kind: str, status: int | None) -> None:
        self.all.append(("write", kind, status))

    def rate_limited(self, scope: str) -> None:
        self.all.append(("429", scope))
