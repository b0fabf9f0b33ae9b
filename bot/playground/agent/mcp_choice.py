"""Which tool of which MCP server a request means, and with what it is called."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.playground.agent.create import JsonObject

_EXAMPLES: dict[str, Any] = {"boolean": True, "array": [], "object": {}}


@dataclass(frozen=True)
class Meant:
    """A server as the request brought it, and one of its tools as it listed it."""

    server: JsonObject
    tool: JsonObject


def is_called(server: JsonObject, prompt: str) -> bool:
    """The prompt says to use this server, by its name."""
    return re.search(rf"\buse\W+{re.escape(str(server['name']))}\b", prompt.lower()) is not None


def is_on_this_machine(server: JsonObject) -> bool:
    host = urlsplit(str(server["url"])).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def may_be_tried(server: JsonObject, prompt: str) -> bool:
    """What is not on this machine is asked only by name: nobody's server is bothered by accident."""
    return is_on_this_machine(server) or is_called(server, prompt)


def allowed(server: JsonObject, tools: Iterable[JsonObject]) -> list[JsonObject]:
    """`allowed_tools` is a list of names, or of objects with a mode and names; both are documented."""
    given = server.get("allowed_tools")
    if not given:
        return list(tools)
    names = {name for each in given for name in _names_in(each)}
    return [tool for tool in tools if tool["name"] in names]


def _names_in(given: Any) -> list[str]:
    if isinstance(given, str):
        return [given]
    if not isinstance(given, dict) or given.get("mode") == "none":
        return []
    return [str(name) for name in given.get("tools") or []]


def meant(server: JsonObject, tools: Iterable[JsonObject], prompt: str) -> Meant | None:
    """The first tool that the prompt names, whole or by a longer word; of a server called by name, else the first."""
    usable = allowed(server, tools)
    for tool in usable:
        if _is_named(str(tool["name"]).lower(), prompt.lower()):
            return Meant(server, tool)
    return Meant(server, usable[0]) if usable and is_called(server, prompt) else None


def _is_named(name: str, prompt: str) -> bool:
    words = [word for word in re.split(r"[^a-z]+", name) if len(word) > 3]
    return re.search(rf"\b{re.escape(name)}\b", prompt) is not None or any(
        re.search(rf"\b{word}", prompt) for word in words
    )


def arguments(tool: JsonObject, prompt: str) -> JsonObject:
    """A value for all that is required, or for all there is: the prompt's names for texts, its numbers for numbers."""
    schema = tool.get("inputSchema") or {}
    properties = schema.get("properties") or {}
    numbers = iter(re.findall(r"-?\d+(?:\.\d+)?", prompt))
    names = re.findall(r"(?<!^)(?<![.!?:] )\b[A-Z]\w+", prompt)
    text = " ".join(names) or prompt
    wanted = schema.get("required") or list(properties)
    return {name: _value(properties.get(name) or {}, text, numbers) for name in wanted}


def _value(schema: JsonObject, text: str, numbers: Iterator[str]) -> Any:
    if schema.get("enum"):
        return schema["enum"][0]
    match schema.get("type", "string"):
        case "integer":
            return int(float(next(numbers, "1")))
        case "number":
            return float(next(numbers, "1"))
        case kind:
            return _EXAMPLES.get(str(kind), text)
