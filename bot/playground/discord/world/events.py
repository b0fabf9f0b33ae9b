"""What a change in the local Discord says to everyone connected to its gateway."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """A dispatch before anyone's intents, sight or censorship were applied.

    `only_for` names the only users who are told (ephemeral messages, a thread's new member); None: all who may see it.
    `seen_by` gives the payload for one person, where it differs from viewer to viewer.
    """

    name: str
    payload: dict[str, Any]
    channel_id: int | None = None
    guild_id: int | None = None
    only_for: frozenset[int] | None = None
    seen_by: Callable[[int], dict[str, Any]] | None = None
