"""What the agent asks of us, and what we answer."""

from dataclasses import dataclass

from bot.core.events import JsonObject, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """`id` is the provider's; a call is ours to answer when its run holds no result with this id."""

    id: str
    name: str
    arguments: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    call: str
    name: str
    result: JsonValue
    is_error: bool = False
