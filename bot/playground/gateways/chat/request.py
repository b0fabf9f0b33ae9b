"""Judges a chat completions request."""

from dataclasses import dataclass
from typing import Any

from bot.playground.agent.actor.stage import request_in
from bot.playground.gateways.asked import Asked, Desk, Function, JsonObject, Result
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.fields import Types, check_fields, inner, objects
from bot.playground.gateways.given import Given, from_address
from bot.playground.gateways.model_names import parsed
from bot.playground.gateways.parameters import extras, size_wanted
from bot.playground.gateways.tools import check_tools_served

_NUMBER = (int, float)
_KNOWN: Types = {
    "model": str,
    "messages": list,
    "stream": bool,
    "stream_options": dict,
    "max_tokens": int,
    "max_completion_tokens": int,
    "temperature": _NUMBER,
    "top_p": _NUMBER,
    "n": int,
    "stop": (str, list),
    "presence_penalty": _NUMBER,
    "frequency_penalty": _NUMBER,
    "logit_bias": dict,
    "logprobs": bool,
    "top_logprobs": int,
    "user": str,
    "tools": list,
    "tool_choice": (str, dict),
    "parallel_tool_calls": bool,
    "reasoning_effort": str,
    "response_format": dict,
    "seed": int,
    "metadata": dict,
    "store": bool,
    "service_tier": str,
    "safety_identifier": str,
    "prompt_cache_key": str,
    "verbosity": str,
}
_ROLES = ("system", "developer", "user", "assistant", "tool")


@dataclass(frozen=True, kw_only=True)
class Order:
    """`reasoning`: where thoughts go. `include_usage`: in a chunk of its own."""

    asked: Asked
    include_usage: bool
    reasoning: str


def read(desk: Desk, body: JsonObject) -> Order:
    """Raises GatewayError."""
    check_fields(desk, body, _KNOWN, needs=("model", "messages"))
    extra = extras(desk, body)
    model = parsed(desk.platform, body["model"])
    messages = objects(body["messages"], "messages")
    _check_order(messages)
    users = [message for message in messages if message["role"] == "user"]
    text = "\n\n".join(_texts(users[-1])) if users else ""
    asked = Asked(
        model=model,
        size=size_wanted(desk, model, extra),
        prompt=request_in(text),
        turn="",
        earlier=tuple(request_in("\n\n".join(_texts(one))) for one in users[:-1]),
        pictures=tuple(_files(desk, users[-1])) if users else (),
        functions=_functions(desk, body.get("tools", [])),
        results=_results(messages),
        stream=body.get("stream", False),
        thinks="thinking" in model.name or "reasoning_effort" in body,
        max_tokens=body.get("max_completion_tokens", body.get("max_tokens")),
    )
    include_usage = inner(body, "stream_options").get("include_usage") is True
    return Order(asked=asked, include_usage=include_usage, reasoning=_reasoning(desk, extra))


def _reasoning(desk: Desk, extra: JsonObject) -> str:
    if extra.get("close_reasoning_content"):
        return "nowhere"
    if desk.conditions.reasoning != "documented":
        return desk.conditions.reasoning
    return "reasoning_content" if extra.get("return_reasoning_content") else "think"


def _check_order(messages: list[JsonObject]) -> None:
    """Every result belongs to a call just before it, and every call has its result."""
    waiting: set[str] = set()
    for message in messages:
        role = message.get("role")
        if role not in _ROLES:
            raise GatewayError("bad_talk", f"role {role}")
        if role == "tool":
            if str(message.get("tool_call_id")) not in waiting:
                raise GatewayError("bad_talk", "a tool message answers no call before it")
            waiting.discard(str(message["tool_call_id"]))
        elif waiting:
            raise GatewayError("bad_talk", f"calls without a result: {', '.join(sorted(waiting))}")
        if role == "assistant":
            waiting = {str(call.get("id")) for call in _calls(message)}
    if waiting:
        raise GatewayError("bad_talk", f"calls without a result: {', '.join(sorted(waiting))}")


def _calls(message: JsonObject) -> list[JsonObject]:
    return objects(message.get("tool_calls") or [], "tool_calls", empty=True)


def _results(messages: list[JsonObject]) -> tuple[Result, ...]:
    """Those at the end of the talk; a later user message means that they were told already."""
    names = {
        str(call.get("id")): str(inner(call, "function").get("name"))
        for message in messages
        if message["role"] == "assistant"
        for call in _calls(message)
    }
    found: list[Result] = []
    for message in reversed(messages):
        if message["role"] != "tool":
            break
        found.append(Result(names[str(message["tool_call_id"])], " ".join(_texts(message))))
    return tuple(reversed(found))


def _parts(message: JsonObject) -> list[JsonObject]:
    content = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return objects(content, "content")


def _texts(message: JsonObject) -> list[str]:
    texts = [part.get("text") for part in _parts(message) if part.get("type") == "text"]
    if not all(isinstance(text, str) for text in texts):
        raise GatewayError("bad_field", "text")
    return [str(text) for text in texts]


def _files(desk: Desk, message: JsonObject) -> list[Given]:
    return [_file(desk, part) for part in _parts(message) if part.get("type") != "text"]


def _file(desk: Desk, part: JsonObject) -> Given:
    match part:
        case {"type": "image_url", "image_url": {"url": address}}:
            return from_address(address, desk.note, desk.fetch)
        case {"type": "file", "file": {"file_data": address}}:
            return from_address(address, desk.note, desk.fetch, bare=True)
        case _:
            raise GatewayError("bad_field", f"content part {part.get('type')}")


def _functions(desk: Desk, tools: list[Any]) -> tuple[Function, ...]:
    if tools:
        check_tools_served(desk)
    return tuple(_function(tool) for tool in objects(tools, "tools", empty=True))


def _function(tool: JsonObject) -> Function:
    match tool:
        case {"type": "function", "function": {"name": str(name), **rest}} if name:
            schema = rest.get("parameters") or {}
            return Function(name, schema if isinstance(schema, dict) else {})
        case _:
            raise GatewayError("bad_field", "tools")
