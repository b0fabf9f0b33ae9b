"""Judges a messages request, in Anthropic's shape."""

import json
from collections.abc import Iterator

from bot.playground.agent.actor.stage import request_in
from bot.playground.gateways.asked import Asked, Desk, Function, JsonObject, Result
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.fields import Types, check_fields, objects
from bot.playground.gateways.given import Given, from_address, from_base64
from bot.playground.gateways.messages import thoughts
from bot.playground.gateways.model_names import parsed
from bot.playground.gateways.parameters import extras, size_wanted
from bot.playground.gateways.tools import check_tools_served

_NUMBER = (int, float)
_KNOWN: Types = {
    "model": str,
    "max_tokens": int,
    "messages": list,
    "system": (str, list),
    "tools": list,
    "tool_choice": dict,
    "stream": bool,
    "thinking": dict,
    "output_config": dict,
    "metadata": dict,
    "stop_sequences": list,
    "temperature": _NUMBER,
    "top_p": _NUMBER,
    "top_k": int,
    "service_tier": str,
}
_THINKING = ("enabled", "adaptive", "disabled")


def read(desk: Desk, body: JsonObject) -> Asked:
    """Raises GatewayError."""
    check_fields(desk, body, _KNOWN, needs=("model", "max_tokens", "messages"))
    extra = extras(desk, body)
    model = parsed(desk.platform, body["model"])
    messages = objects(body["messages"], "messages")
    _check_order(messages)
    thoughts.check(desk, messages)
    typed = [message for message in messages if message["role"] == "user" and texts(message)]
    last = messages[-1]
    return Asked(
        model=model,
        size=size_wanted(desk, model, extra),
        prompt=request_in("\n\n".join(texts(typed[-1]))) if typed else "",
        turn=thoughts.turn(last),
        earlier=tuple(request_in("\n\n".join(texts(one))) for one in typed[:-1]),
        pictures=tuple(_files(desk, last)),
        functions=_functions(desk, body),
        results=_results(messages),
        stream=body.get("stream", False),
        thinks=("thinking" in model.name or _thinks(body)) and not extra.get("close_reasoning_content"),
        max_tokens=body["max_tokens"],
    )


def _thinks(body: JsonObject) -> bool:
    thinking = body.get("thinking", {"type": "disabled"})
    budget = thinking.get("budget_tokens", 1024)
    is_budget = isinstance(budget, int) and 1024 <= budget < max(body["max_tokens"], 1025)
    if thinking.get("type") not in _THINKING or not is_budget:
        raise GatewayError("bad_field", "thinking")
    return bool(thinking["type"] != "disabled")


def _check_order(messages: list[JsonObject]) -> None:
    """User and assistant only, and each tool_use is answered in the very next message."""
    waiting: set[str] = set()
    for message in messages:
        role = message.get("role")
        if role not in ("user", "assistant"):
            raise GatewayError("bad_talk", f"role {role}")
        answered = {str(block.get("tool_use_id")) for block in blocks(message) if block.get("type") == "tool_result"}
        if answered != waiting:
            raise GatewayError("bad_talk", "tool_use and tool_result do not match")
        waiting = {str(block.get("id")) for block in blocks(message) if block.get("type") == "tool_use"}
    if waiting or messages[-1]["role"] != "user":
        raise GatewayError("bad_talk", "the last message is the user's")


def _results(messages: list[JsonObject]) -> tuple[Result, ...]:
    names = {str(block.get("id")): str(block.get("name")) for message in messages for block in blocks(message)}
    return tuple(
        Result(names[str(block["tool_use_id"])], " ".join(_told(block)))
        for block in blocks(messages[-1])
        if block.get("type") == "tool_result"
    )


def _told(block: JsonObject) -> Iterator[str]:
    content = block.get("content", "")
    for part in [{"type": "text", "text": content}] if isinstance(content, str) else objects(content, "tool_result"):
        yield str(part.get("text", f"[{part.get('type')}]"))


def blocks(message: JsonObject) -> list[JsonObject]:
    content = message.get("content")
    return [{"type": "text", "text": content}] if isinstance(content, str) else objects(content, "content")


def texts(message: JsonObject) -> list[str]:
    found = [block.get("text") for block in blocks(message) if block.get("type") == "text"]
    if not all(isinstance(text, str) and text for text in found):
        raise GatewayError("bad_field", "text must not be empty")
    return [str(text) for text in found]


def _files(desk: Desk, message: JsonObject) -> Iterator[Given]:
    for block in blocks(message):
        match block:
            case {"type": "text" | "tool_result"}:
                continue
            case {"type": "image" | "document", "source": {"type": "base64", "media_type": str(label), "data": data}}:
                yield from_base64(data, label, desk.note)
            case {"type": "image" | "document", "source": {"type": "url", "url": address}}:
                yield from_address(address, desk.note, desk.fetch)
            case _:
                raise GatewayError("bad_field", f"block {json.dumps(block)[:60]}")


def _functions(desk: Desk, body: JsonObject) -> tuple[Function, ...]:
    tools = objects(body.get("tools", []), "tools", empty=True)
    if tools:
        check_tools_served(desk)
    return tuple(_function(tool) for tool in tools)


def _function(tool: JsonObject) -> Function:
    match tool:
        case {"name": str(name), "input_schema": {"type": "object"} as schema} if name:
            return Function(name, schema)
        case _:
            raise GatewayError("bad_field", "tools need name and input_schema")
