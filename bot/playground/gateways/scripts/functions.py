"""The client's own functions: called when the prompt names them, and their results told."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

from bot.playground.gateways.answer import Call, Piece, Text
from bot.playground.gateways.asked import Function, JsonObject
from bot.playground.gateways.scripts.stage import Stage

_EXAMPLES: dict[str, Any] = {"number": 1.5, "integer": 1, "boolean": True, "array": [], "object": {}}


def wanted(stage: Stage) -> list[Function]:
    """Every function that the prompt names, whole or by one of the longer words of its name."""
    return [one for one in stage.asked.functions if _is_named(one.name.lower(), stage.words)]


def _is_named(name: str, words: str) -> bool:
    parts = [part for part in re.split(r"[^a-z]+", name) if len(part) > 3]
    return name in words or any(re.search(rf"\b{part}", words) for part in parts)


def calling(stage: Stage) -> Iterator[Piece]:
    functions = wanted(stage)
    yield Text(f"Let me call {', '.join(f'`{one.name}`' for one in functions)}.")
    for one in functions:
        yield Call(f"call_{secrets.token_hex(8)}", one.name, _arguments(one.schema, stage.prompt))


def answered(stage: Stage) -> Iterator[Piece]:
    lines = [f"`{result.name}` answered: {result.told}" for result in stage.asked.results]
    yield Text("\n\n".join(lines))


def _arguments(schema: JsonObject, prompt: str) -> JsonObject:
    """A value for every required parameter; texts are the prompt's capitalised words, or the prompt."""
    properties, required = schema.get("properties"), schema.get("required")
    known = properties if isinstance(properties, dict) else {}
    named = re.findall(r"(?<!^)(?<![.!?] )\b[A-Z]\w+", prompt)
    text = " ".join(named) or prompt
    wanted = [name for name in required if isinstance(name, str)] if isinstance(required, list) else list(known)
    return {name: _value(known.get(name), text) for name in wanted}


def _value(schema: Any, text: str) -> Any:
    if not isinstance(schema, dict):
        return text
    if isinstance(schema.get("enum"), list) and schema["enum"]:
        return schema["enum"][0]
    return _EXAMPLES.get(str(schema.get("type", "string")).lower(), text)
