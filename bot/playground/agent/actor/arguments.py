"""Fills a function's JSON schema: with what the request says, else with a guess that is always the same."""

import re
from collections.abc import Mapping
from typing import Any

from bot.playground.agent.actor.wishes import Wish
from bot.playground.agent.create import JsonObject

# What a sentence gives, and how parameters that take it are called.
_CALLED: Mapping[str, frozenset[str]] = {
    "question": frozenset({"question", "prompt", "text", "message", "title"}),
    "options": frozenset({"options", "choices", "answers", "buttons"}),
    "kind": frozenset({"kind", "type", "style"}),
    "text": frozenset({"text", "message", "content", "body"}),
    "channel": frozenset({"channel", "place", "where"}),
    "name": frozenset({"name", "title"}),
    "path": frozenset({"path", "file", "filename"}),
    "emoji": frozenset({"emoji", "reaction"}),
    "message": frozenset({"message"}),
    "subject": frozenset({"prompt", "subject", "description", "text"}),
}
_WRONG: Mapping[str, Any] = {
    "string": {"not": "a text"},
    "number": "many",
    "integer": "many",
    "boolean": "perhaps",
    "array": "no list",
    "object": "no object",
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def filled(wish: Wish) -> JsonObject:
    """Every required parameter, and those that the request speaks of."""
    if wish.arguments is not None:
        return wish.arguments
    schema = _schema(wish)
    arguments = {}
    for name, one in _properties(schema).items():
        told = _told(name, one, wish)
        if told is not None or _is_required(name, one, schema):
            arguments[name] = told if told is not None else _guessed(one, schema, wish.said)
    return arguments


def wrong(wish: Wish) -> JsonObject:
    """A value of another kind for every parameter; one that nobody asked for where there is none."""
    properties = _properties(_schema(wish))
    return {name: _WRONG.get(_kind(one), 0) for name, one in properties.items()} or {"unexpected": True}


def _schema(wish: Wish) -> JsonObject:
    return wish.function.get("parameters") or {}


def _is_required(name: str, one: JsonObject, schema: JsonObject) -> bool:
    """Where nothing is said to be so, all that has no default is."""
    return name in schema["required"] if "required" in schema else "default" not in one


def _properties(schema: JsonObject) -> dict[str, JsonObject]:
    properties = schema.get("properties") or {}
    return {name: _resolved(one, schema) for name, one in properties.items() if isinstance(one, dict)}


def _resolved(one: JsonObject, schema: JsonObject) -> JsonObject:
    """Without references and without the choice of being null."""
    if "$ref" in one:
        known = schema.get("$defs") or schema.get("definitions") or {}
        return _resolved(known.get(str(one["$ref"]).rpartition("/")[2], {}), schema)
    choices = [choice for choice in one.get("anyOf", []) if choice.get("type") != "null"]
    return _resolved(choices[0], schema) if choices else one


def _kind(one: JsonObject) -> str:
    kind = one.get("type", "string")
    return str(next((each for each in kind if each != "null"), "string") if isinstance(kind, list) else kind)


def _told(name: str, one: JsonObject, wish: Wish) -> Any:
    """None where the request says nothing of it."""
    words = {name.lower(), *name.lower().split("_")}
    for what, value in wish.given.items():
        if words & _CALLED[what]:
            return _chosen(one, value) if "enum" in one else _as_kind(one, value)
    return next((value for value in one.get("enum", []) if _stands_in(value, wish.said)), None)


def _chosen(one: JsonObject, words: str) -> Any:
    """The one of the allowed values that the words speak of."""
    fitting = [value for value in one["enum"] if any(word in str(value).lower() for word in words.lower().split())]
    return fitting[0] if fitting else None


def _stands_in(value: Any, said: str) -> bool:
    return isinstance(value, str) and bool(re.search(rf"\b{re.escape(value)}\b", said, re.IGNORECASE))


def _as_kind(one: JsonObject, value: Any) -> Any:
    is_list = isinstance(value, list)
    if _kind(one) == "array":
        return value if is_list else [value]
    return ", ".join(value) if is_list else value


def _guessed(one: JsonObject, schema: JsonObject, said: str) -> Any:
    if "const" in one or one.get("enum"):
        return one.get("const", next(iter(one.get("enum") or []), None))
    match _kind(one):
        case "number" | "integer" as kind:
            return _number(one, said, whole=kind == "integer")
        case "boolean":
            return not re.search(r"\b(no|not|without|false)\b", said, re.IGNORECASE)
        case "array":
            return _list(_resolved(one.get("items") or {}, schema), schema, said, least=one.get("minItems", 0))
        case "object":
            inner = {name: _resolved(each, schema) for name, each in (one.get("properties") or {}).items()}
            wanted = one.get("required") or []
            return {name: _guessed(each, schema, said) for name, each in inner.items() if name in wanted}
    return " ".join(_names(said)) or said.strip()


def _number(one: JsonObject, said: str, *, whole: bool) -> float | int:
    """The first in the request, moved into the allowed range."""
    found = _NUMBER.search(said)
    value = float(found[0]) if found else 1.0
    value = min(max(value, one.get("minimum", value)), one.get("maximum", value))
    return int(value) if whole else value


def _list(items: JsonObject, schema: JsonObject, said: str, *, least: int) -> list[Any]:
    """All numbers of the request, or all of its names."""
    match _kind(items):
        case "number" | "integer" as kind:
            made: list[Any] = [int(float(one)) if kind == "integer" else float(one) for one in _NUMBER.findall(said)]
        case "string" if not items.get("enum"):
            made = list(_names(said))
        case _:
            made = [_guessed(items, schema, said)]
    return made + [_guessed(items, schema, said)] * (least - len(made))


def _names(said: str) -> list[str]:
    """Capitalised words that begin no sentence."""
    return re.findall(r"(?<!^)(?<![.!?] )\b[A-Z]\w+", said)
