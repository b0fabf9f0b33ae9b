"""What is counted of the bot's work, told where it happens; no id, name or word of anybody goes along."""

from typing import Protocol

from bot.core.events import Usage
from bot.core.session import Outcome


class Measures(Protocol):
    """Each is told what happened, and raises nothing. Times in seconds."""

    def turn_settled(self, outcome: Outcome, *, agent: str, model: str, usage: Usage) -> None:
        """`model`: the chosen one; empty for the agent's own."""
        ...

    def first_page_shown(self, *, after_s: float) -> None:
        """Since the request was heard."""
        ...

    def text_shown(self, *, after_s: float) -> None:
        """Since the oldest of the text that this write brings was heard."""
        ...

    def picture_settled(self, *, model: str, is_made: bool, dollars: float | None) -> None: ...

    def discord_wrote(self, kind: str, status: int | None) -> None:
        """One request of a write was answered with this HTTP status; None for no answer."""
        ...

    def rate_limited(self, scope: str) -> None:
        """Discord answered 429; `scope` as its header has it."""
        ...


class NoMeasures:
    """Nobody counts."""

    def turn_settled(self, outcome: Outcome, *, agent: str, model: str, usage: Usage) -> None: ...

    def first_page_shown(self, *, after_s: float) -> None: ...

    def text_shown(self, *, after_s: float) -> None: ...

    def picture_settled(self, *, model: str, is_made: bool, dollars: float | None) -> None: ...

    def discord_wrote(self, kind: str, status: int | None) -> None: ...

    def rate_limited(self, scope: str) -> None: ...
