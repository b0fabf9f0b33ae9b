"""MCP servers as people know them: their names, what is kept of them, and what they offer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.errors import BotError
from bot.core.ids import Milliseconds, Snowflake
from bot.core.tools.offers import McpServer

NAME_LIMIT = 32
MOST_SERVERS = 20
"""Of one guild: what a list in one message and Discord's 25 suggestions can show."""
VALUE_LIMIT = 4_000
ADDRESS_LIMIT = 1_000
MOST_TOOL_NAMES, TOOL_NAME_LIMIT = 30, 128
_NAME = re.compile(r"[a-z0-9_-]+")
HEADER_LIMIT = 50
"""Characters of a header's name: it stands in the custom id of a form, which has no more than 100."""
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_TAKEN = frozenset({"accept", "connection", "content-length", "content-type", "cookie", "host", "transfer-encoding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedServer:
    """A server that somebody added to a guild. `headers` are secrets; `allowed`: names of tools, empty for all."""

    guild: Snowflake
    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    allowed: tuple[str, ...] = ()
    added_by: Snowflake
    added_at: Milliseconds

    @property
    def offer(self) -> McpServer:
        return McpServer(name=self.name, url=self.url, headers=self.headers, allowed=self.allowed)


@dataclass(frozen=True, slots=True)
class ServerTool:
    """A tool that a server has; both texts are the server's own."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What a server said of itself: its own name, the protocol's version, its tools."""

    title: str
    version: str
    tools: tuple[ServerTool, ...]


class VisitFailed(BotError):
    """The server could not be spoken to; `sentence` tells a person why, and holds no header's value."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Servers(Protocol):
    """What guilds have added; each verb is one transaction."""

    async def names(self, guild: Snowflake | None) -> tuple[str, ...]: ...

    async def of_guild(self, guild: Snowflake) -> tuple[AddedServer, ...]:
        """By their names."""
        ...

    async def get(self, guild: Snowflake | None, name: str) -> AddedServer | None: ...

    async def add(self, server: AddedServer) -> bool:
        """False where the name is taken, or the guild has its `MOST_SERVERS`."""
        ...

    async def remove(self, guild: Snowflake, name: str) -> bool:
        """False where there was none."""
        ...


class Visitor(Protocol):
    async def visit(self, server: McpServer) -> Visit:
        """Speak to the server and list its tools. Raises `VisitFailed`."""
        ...

    def why_not(self, url: str) -> str:
        """Why this address would not be asked, in a sentence; empty where it would."""
        ...


def is_name(text: str) -> bool:
    """As the agent's service takes it (Google's documentation, "MCP servers"), and short enough for a list."""
    return len(text) <= NAME_LIMIT and bool(_NAME.fullmatch(text))


def is_header(text: str) -> bool:
    """A header that may be given: a word of HTTP's, and none that the transport itself sets."""
    name = text.lower()
    return (
        len(text) <= HEADER_LIMIT
        and bool(_HEADER.fullmatch(text))
        and name not in _TAKEN
        and not name.startswith("mcp-")
    )


def is_header_value(text: str) -> bool:
    return 0 < len(text) <= VALUE_LIMIT and text.isascii() and text.isprintable()


def names_of_tools(text: str) -> tuple[str, ...]:
    """As they are written in one line, with commas or spaces between. Raises ValueError: too many, or too long."""
    names = tuple(dict.fromkeys(text.replace(",", " ").split()))
    if len(names) > MOST_TOOL_NAMES or any(len(name) > TOOL_NAME_LIMIT for name in names):
        raise ValueError("too much")
    return names
