"""Scenes with the client's own functions: asking for one, and using its result."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.script import completed
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.create import JsonObject

_EXAMPLES: dict[str, Any] = {
    "string": "example",
    "number": 1.5,
    "integer": 1,
    "boolean": True,
    "array": [],
    "object": {},
}


def wanted(stage: Stage) -> JsonObject | None:
    """The first function that the prompt names, whole or by one of the longer words of its name."""
    prompt = stage.prompt.lower()
    for function in stage.create.functions:
        name = str(function["name"]).lower()
        words = [word for word in re.split(r"[^a-z]+", name) if len(word) > 3]
        if name in prompt or any(re.search(rf"\b{word}", prompt) for word in words):
            return function
    return None


def asking(stage: Stage) -> Iterator[Cue]:
    """Calls the function and stops: the client has to answer."""
    function = wanted(stage) or {"name": "unknown"}
    yield from stage.script.thought(f"**Calling {function['name']}**", seconds=0.6)
    yield from stage.script.call(str(function["name"]), _arguments(function, stage.prompt))
    yield completed("requires_action")


def answered(stage: Stage) -> Iterator[Cue]:
    """Says what the client's functions gave."""
    names = {call["id"]: call["name"] for call in stage.open_calls}
    lines = [
        f"`{names.get(result['call_id'], result.get('name', 'the function'))}` "
        f"{'failed' if result.get('is_error') else 'answered'}: {_shown(result['result'])}"
        for result in stage.create.results
    ]
    yield from stage.script.thought("**Using the result**", seconds=0.4)
    yield from stage.script.say(stage.introduced("\n\n".join(lines)), seconds=1)


def _arguments(function: JsonObject, prompt: str) -> JsonObject:
    """A value for every required parameter; texts are the prompt's capitalised words, or the prompt."""
    schema = function.get("parameters") or {}
    properties = schema.get("properties") or {}
    required = schema.get("required") or list(properties)
    named = re.findall(r"(?<!^)(?<![.!?] )\b[A-Z]\w+", prompt)
    text = " ".join(named) or prompt
    return {name: _value(properties.get(name) or {}, text) for name in required}


def _value(schema: JsonObject, text: str) -> Any:
    if schema.get("enum"):
        return schema["enum"][0]
    kind = schema.get("type", "string")
    return text if kind == "string" else _EXAMPLES.get(str(kind), text)


def _shown(result: Any) -> str:
    if isinstance(result, str):
        return result
    if isinstance(result, list):
        return " ".join(part.get("text", f"[{part.get('type')}]") for part in result if isinstance(part, dict))
    return json.dumps(result, ensure_ascii=False)
