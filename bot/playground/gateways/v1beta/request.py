"""Judges a generateContent request, in Gemini's shape; both spellings of its names are read."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.playground.agent.actor.stage import request_in
from bot.playground.gateways.asked import Asked, Desk, Function, JsonObject, Result
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.fields import Types, check_fields, inner, objects
from bot.playground.gateways.given import Given, from_address, from_base64
from bot.playground.gateways.model_names import Model, parsed
from bot.playground.gateways.parameters import extras, size_wanted
from bot.playground.gateways.pixels import Size, size_for
from bot.playground.gateways.tools import check_tools_served
from bot.playground.gateways.v1beta import signed

_KNOWN: Types = {
    "contents": list,
    "systemInstruction": dict,
    "tools": list,
    "toolConfig": dict,
    "safetySettings": list,
    "generationConfig": dict,
    "cachedContent": str,
    "labels": dict,
}
_BUILT_IN = ("googleSearch", "codeExecution", "urlContext")
_THINKING = ("includeThoughts", "thinkingBudget", "thinkingLevel")
_OWN = ("args", "response", "parameters", "parametersJsonSchema", "labels")
_IMAGE_CONFIG = ("aspectRatio", "imageSize")


def camel(value: Any) -> Any:
    """snake_case names as camelCase, all the way down but for what names things of the client's own."""
    if isinstance(value, list):
        return [camel(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {_camel(name): one if _camel(name) in _OWN else camel(one) for name, one in value.items()}


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def read(desk: Desk, model_name: str, body: JsonObject, *, stream: bool) -> Asked:
    """Raises GatewayError."""
    extra = extras(desk, body)
    body = {_camel(name): camel(value) for name, value in body.items() if name not in extra}
    check_fields(desk, body, _KNOWN, needs=("contents",))
    model = parsed(desk.platform, model_name)
    contents = _turns(objects(body["contents"], "contents"))
    _check_order(contents)
    signed.check(desk, model, contents)
    config = body.get("generationConfig", {})
    typed = [content for content in contents if content.get("role", "user") == "user" and _texts(content)]
    size_wanted(desk, model, extra)
    return Asked(
        model=model,
        size=_size(desk, model, inner(config, "imageConfig")),
        prompt=request_in("\n\n".join(_texts(typed[-1]))) if typed else "",
        turn=signed.turn(contents[-1]),
        earlier=tuple(request_in("\n\n".join(_texts(one))) for one in typed[:-1]),
        pictures=tuple(_files(desk, contents[-1])),
        functions=tuple(_functions(desk, body)),
        results=tuple(_results(contents[-1])),
        stream=stream,
        thinks=_thinks(config) and not extra.get("close_reasoning_content"),
        max_tokens=_most(config),
    )


def _size(desk: Desk, model: Model, config: JsonObject) -> Size:
    if set(config) - set(_IMAGE_CONFIG):
        raise GatewayError("bad_field", "imageConfig")
    if config and not model.base.endswith("-image"):
        desk.note("parameter-not-for-this-model", f"imageConfig is for image models, not for {model.name}.")
        config = {}
    if "imageSize" in config and model.resolution is not None:
        desk.note("suffix-and-body", f"{model.name} and imageSize; which of them counts is not documented.")
    resolution = model.resolution or config.get("imageSize", "1K")
    return size_for(model.base, ratio=str(config.get("aspectRatio", "1:1")), resolution=resolution)


def _most(config: JsonObject) -> int | None:
    most = config.get("maxOutputTokens")
    if most is not None and (not isinstance(most, int) or isinstance(most, bool)):
        raise GatewayError("bad_field", "maxOutputTokens")
    return most


def _thinks(config: JsonObject) -> bool:
    thinking = inner(config, "thinkingConfig")
    if set(thinking) - set(_THINKING):
        raise GatewayError("bad_field", "thinkingConfig")
    return thinking.get("includeThoughts") is True


def parts(content: JsonObject) -> list[JsonObject]:
    return objects(content.get("parts"), "parts")


def _turns(contents: list[JsonObject]) -> list[JsonObject]:
    """Neighbours of one role are one turn: clients keep a stream's pieces as they came."""
    turns: list[JsonObject] = []
    for content in contents:
        if turns and content.get("role", "user") == turns[-1].get("role", "user"):
            turns[-1] = turns[-1] | {"parts": parts(turns[-1]) + parts(content)}
        else:
            turns.append(content)
    return turns


def _check_order(contents: list[JsonObject]) -> None:
    """As many function responses as calls, right after them; the last turn is the user's."""
    waiting: list[str] = []
    for content in contents:
        if content.get("role", "user") not in ("user", "model", "function"):
            raise GatewayError("bad_talk", f"role {content.get('role')}")
        answered = [
            str(inner(part, "functionResponse").get("name")) for part in parts(content) if "functionResponse" in part
        ]
        if sorted(answered) != sorted(waiting):
            raise GatewayError("bad_talk", "the function responses do not match the function calls before them")
        waiting = [str(inner(part, "functionCall").get("name")) for part in parts(content) if "functionCall" in part]
    if contents[-1].get("role", "user") == "model":
        raise GatewayError("bad_talk", "the last turn is the user's")


def _texts(content: JsonObject) -> list[str]:
    return [str(part["text"]) for part in parts(content) if "text" in part]


def _results(content: JsonObject) -> Iterator[Result]:
    for part in parts(content):
        if "functionResponse" in part:
            response = part["functionResponse"]
            yield Result(str(response.get("name")), json.dumps(response.get("response"), ensure_ascii=False))


def _files(desk: Desk, content: JsonObject) -> Iterator[Given]:
    for part in parts(content):
        match part:
            case {"inlineData": {"mimeType": str(label), "data": data}}:
                yield from_base64(str(data).replace("-", "+").replace("_", "/"), label, desk.note)
            case {"fileData": {"fileUri": address}}:
                yield from_address(address, desk.note, desk.fetch)
            case {"text": str()} | {"functionResponse": dict()}:
                continue
            case _:
                raise GatewayError("bad_field", f"part with {', '.join(part)}")


def _functions(desk: Desk, body: JsonObject) -> Iterator[Function]:
    tools = objects(body.get("tools", []), "tools", empty=True)
    if tools:
        check_tools_served(desk)
    for tool in tools:
        if not set(tool) <= {"functionDeclarations", *_BUILT_IN}:
            raise GatewayError("bad_field", "tools")
        for one in objects(tool.get("functionDeclarations", []), "functionDeclarations", empty=True):
            schema = inner(one, "parameters") or inner(one, "parametersJsonSchema")
            yield Function(str(one.get("name")), schema)
