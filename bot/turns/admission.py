"""Whether a turn may begin now, for who its asker is by now."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.core.session import Actor, Session, Turn


@dataclass(frozen=True, slots=True)
class Admission:
    """`actor`: the asker with their present roles. `hindrance`: why it may not, as the key of a sentence."""

    actor: Actor
    hindrance: str = ""


Admit: TypeAlias = Callable[[Session, Turn], Awaitable[Admission]]


async def anybody(_: Session, turn: Turn) -> Admission:
    """Everybody may, as who they were when they asked."""
    return Admission(turn.actor)
