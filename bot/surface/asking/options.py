"""What was written into the options of `/ask`, and what a session makes of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.catalogue import say
from bot.core.choices import Choices
from bot.core.ids import EnvironmentId
from bot.core.steps import code
from bot.surface.asking.refusal import NotTaken
from bot.surface.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """As they were written; empty where nothing was."""

    agent: str = ""
    model: str = ""
    mode: str = ""
    tools: str = ""
    environment: str = ""
    max_tokens: int | None = None
    private: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a new session begins with."""

    agent: str
    choices: Choices
    environment: EnvironmentId | None = None


def within_ceiling(desk: Desk, options: Options, choices: Choices) -> Choices:
    """With the ceiling that was chosen. Raises NotTaken where it lies above the operator's."""
    most = options.max_tokens
    if most is not None and most > desk.tokens_per_turn:
        raise NotTaken(say("ask.ceiling", most=f"{desk.tokens_per_turn:,}"))
    return choices if most is None else replace(choices, max_tokens=most)


def listed(names: Iterable[str]) -> str:
    return ", ".join(code(name) for name in names)
