"""What may stand in `input`, brought into one form: user_input and function_result steps."""

from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import LEGACY, invalid
from bot.playground.agent.results import checked_result

_CONTENT = ("text", "image", "audio", "document", "video")


def normal_steps(value: Any, *, for_agent: bool) -> tuple[JsonObject, ...]:
    """From a string, one content, a list of contents or a list of steps. Raises AgentError."""
    items = _items(value)
    if any("role" in item or "parts" in item for item in items):
        raise invalid(LEGACY)
    if all(item.get("type") in _CONTENT for item in items):
        items = [{"type": "user_input", "content": items}]
    return tuple(_step(item, for_agent=for_agent) for item in items)


def _items(value: Any) -> list[JsonObject]:
    if isinstance(value, str):
        value = {"type": "text", "text": value}
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, dict) for item in items):
        raise invalid("input must be a string, a content, a list of contents or a list of steps, and not empty.")
    return items


def _step(item: JsonObject, *, for_agent: bool) -> JsonObject:
    match item.get("type"):
        case "user_input":
            return {"type": "user_input", "content": _contents(item.get("content"), for_agent=for_agent)}
        case "function_result":
            return checked_result(_with_contents(item, for_agent=for_agent))
        case kind if isinstance(kind, str) and not for_agent:
            return item
        case kind:
            raise invalid(f"input step of type '{kind}' is not supported: an agent's history is kept by the server.")


def _contents(value: Any, *, for_agent: bool) -> list[JsonObject]:
    if isinstance(value, str):
        value = [{"type": "text", "text": value}]
    if not isinstance(value, list) or not value:
        raise invalid("user_input.content must be a list of contents, and not empty.")
    for part in value:
        _check_content(part, for_agent=for_agent)
    return value


def _with_contents(item: JsonObject, *, for_agent: bool) -> JsonObject:
    """A list in a result holds contents, as an input does."""
    for part in item["result"] if isinstance(item.get("result"), list) else []:
        _check_content(part, for_agent=for_agent)
    return item


def _check_content(part: Any, *, for_agent: bool) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in _CONTENT:
        raise invalid(f"Unknown content type '{kind}'.")
    if kind == "text" and not isinstance(part.get("text"), str):
        raise invalid("A text content needs a string in text.")
    if for_agent and kind not in ("text", "image"):
        raise invalid(f"The agent does not support {kind} input.")
