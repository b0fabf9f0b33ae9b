"""What a turn needs to offer tools and to answer calls; adapters implement it, `app` hands them in."""

from collections.abc import Sequence
from typing import Protocol

from bot.core.ids import Snowflake
from bot.core.session import Session, Turn
from bot.core.tools.offers import Function, McpServer


class Toolbox(Protocol):
    """Our own functions."""

    def functions(self, session: Session, turn: Turn) -> tuple[Function, ...]:
        """What the asker of this turn may let the agent call."""
        ...


class McpServers(Protocol):
    """The servers that those who manage a guild have added."""

    async def named(self, guild: Snowflake | None, names: Sequence[str]) -> tuple[McpServer, ...]:
        """With their headers opened; a name that is no longer there is left out."""
        ...
