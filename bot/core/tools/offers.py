"""What an agent may use in a run. Sent anew with every run, for the service forgets it (Google's documentation)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from bot.core.events import JsonObject


class BuiltIn(StrEnum):
    """The Antigravity agent's own tools; without any word about tools it has all three."""

    CODE = "code_execution"
    SEARCH = "google_search"
    URLS = "url_context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One of ours: the agent calls it, we answer. `parameters`: a JSON schema of an object.

    `name` never equals a tool of the sandbox (`read_file`, …), or the service answers 500; ours begin with
    `discord_`, and no operator's own does.
    """

    name: str
    description: str
    parameters: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class McpServer:
    """A server that the agent service itself talks to. `name`: `[a-z0-9_-]+`. `allowed`: names of tools; empty: all."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    allowed: tuple[str, ...] = ()


ToolOffer: TypeAlias = BuiltIn | Function | McpServer
"""None of them at all (an empty tuple) is not the same as not to speak of tools (None)."""
