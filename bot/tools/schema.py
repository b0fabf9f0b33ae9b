"""A pydantic model as the subset of JSON schema that the agent API takes: no references, no empty `required`."""

from typing import Any

from pydantic import BaseModel

from bot.core.events import JsonObject

_KEPT = frozenset({"type", "description", "enum", "minimum", "maximum", "minItems", "maxItems", "format"})
_DEEPEST = 10


def schema_of(model: type[BaseModel]) -> JsonObject:
    """Raises ValueError for a model that contains itself: that cannot be written without references."""
    raw = model.model_json_schema()
    return {"properties": {}} | _plain(raw, raw.get("$defs", {}), depth=0)


def _plain(node: dict[str, Any], known: dict[str, Any], *, depth: int) -> dict[str, Any]:
    if depth > _DEEPEST:
        raise ValueError("a model of arguments that contains itself cannot be offered to the agent")
    found = _resolved(node, known)
    made = {key: value for key, value in found.items() if key in _KEPT}
    if "const" in found:
        made["enum"] = [found["const"]]
    if "items" in found:
        made["items"] = _plain(found["items"], known, depth=depth + 1)
    if "properties" in found:
        fields = found["properties"].items()
        made["properties"] = {name: _plain(field, known, depth=depth + 1) for name, field in fields}
    if found.get("required"):
        made["required"] = found["required"]
    choices = [option for option in found.get("anyOf", ()) if option.get("type") != "null"]
    if len(choices) == 1:
        return _plain(choices[0], known, depth=depth + 1) | made
    if choices:
        made["anyOf"] = [_plain(option, known, depth=depth + 1) for option in choices]
    return made


def _resolved(node: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What it refers to, with its own words over that."""
    if "$ref" not in node:
        return node
    name = str(node["$ref"]).rpartition("/")[2]
    return {**known.get(name, {}), **{key: value for key, value in node.items() if key != "$ref"}}
