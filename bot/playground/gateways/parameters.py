"""The extra parameters: at the top of the body or in the query, never nested, each where the documentation has it."""

from collections.abc import Mapping
from typing import Any

from bot.playground.gateways.asked import Desk, JsonObject
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.model_names import Model
from bot.playground.gateways.pixels import Size, exact, size_for
from bot.playground.gateways.platforms import RESOLUTION_KEYS

# Of all platforms: they say how to answer, not what to draw.
_GENERAL: Mapping[str, type] = {
    "return_reasoning_content": bool,
    "close_reasoning_content": bool,
    "retry_attempt": int,
    "thinking_budget": int,
}
_DRAWING: Mapping[str, type] = {
    "aspect_ratio": str,
    "image_size": str,
    "resolution": str,
    "size": str,
    "return_origin_image": bool,
}
EXTRA = {**_GENERAL, **_DRAWING}
_PLACES = ("extra_body", "extra_query", "generationConfig", "generation_config", "metadata", "parameters")
_IN_QUERY = {"key", "alt", "$alt"}


def extras(desk: Desk, body: JsonObject, *, text: bool = False) -> JsonObject:
    """The ones that were sent, with their types right. `text`: the body is a form, whose values are all text."""
    _note_strange(desk, body)
    in_query = {name: _read(name, desk.query[name]) for name in EXTRA if name in desk.query}
    sent = {name: body[name] for name in EXTRA if body.get(name) is not None}
    in_body = {name: _read(name, value) if text else _checked(name, value) for name, value in sent.items()}
    for name in set(in_query) & set(in_body):
        desk.note("parameter-twice", f"{name} stands in the query and in the body.")
    return in_query | in_body


def size_wanted(desk: Desk, model: Model, extra: JsonObject) -> Size:
    """In pixels, with the documented defaults. What does not belong here is named and has no effect."""
    chosen = {name: value for name, value in _own_era(desk, extra).items() if name in _DRAWING}
    wanted = {name: value for name, value in chosen.items() if _belongs(desk, model, name)}
    if "size" in wanted:
        return exact(wanted["size"])
    resolution = _resolution(desk, model, wanted)
    return size_for(model.base, ratio=wanted.get("aspect_ratio", "1:1"), resolution=resolution)


def _resolution(desk: Desk, model: Model, wanted: JsonObject) -> str:
    in_body = next((wanted[name] for name in RESOLUTION_KEYS if name in wanted), None)
    if in_body is not None and model.resolution is not None:
        detail = f"{model.name} and {in_body} in the body; which of them counts is not documented."
        desk.note("suffix-and-body", detail)
    if wanted.get("return_origin_image"):
        return "2K"
    return str(model.resolution or in_body or "1K")


def _own_era(desk: Desk, extra: JsonObject) -> JsonObject:
    """The other era's spelling has no effect. Both with one value are a careful client's; alone it is lost."""
    own = [name for name in desk.platform.parameters if name in RESOLUTION_KEYS]
    strange = [name for name in RESOLUTION_KEYS if name in extra and name not in own]
    for name in strange if own else []:
        if own[0] not in extra:
            desk.note("parameter-of-another-era", f"{name} is spelled {own[0]} here.")
        elif extra[own[0]] != extra[name]:
            desk.note("two-resolutions", f"{name} and {own[0]} differ.")
    return {name: value for name, value in extra.items() if name not in strange or not own}


def _belongs(desk: Desk, model: Model, name: str) -> bool:
    if name not in desk.platform.parameters:
        desk.note("parameter-not-of-this-platform", f"{desk.platform.name} has no {name}.")
        return False
    if desk.endpoint not in ("chat", "images"):
        desk.note("parameter-not-for-this-endpoint", f"{name} is for chat and images, not for {desk.endpoint}.")
        return False
    if not model.draws:
        desk.note("parameter-not-for-this-model", f"{name} is for models that draw, not for {model.name}.")
    return model.draws


def _note_strange(desk: Desk, body: JsonObject) -> None:
    for name in set(desk.query) - set(EXTRA) - _IN_QUERY:
        desk.note("unknown-field", f"{name} in the query is not known.")
    for place in _PLACES:
        inner = body.get(place)
        for name in set(EXTRA) & set(inner) if isinstance(inner, dict) else ():
            desk.note("nested-parameter", f"{name} stands in {place}; it is read at the top of the body only.")


def _checked(name: str, value: Any) -> Any:
    if not isinstance(value, EXTRA[name]) or (EXTRA[name] is int and isinstance(value, bool)):
        raise GatewayError("bad_parameter", name)
    return value


def _read(name: str, text: Any) -> Any:
    """From a query or a form. Raises GatewayError."""
    kind = EXTRA[name]
    if kind is bool and text in ("true", "false"):
        return text == "true"
    if kind is int and isinstance(text, str) and text.isdecimal():
        return int(text)
    if kind is str:
        return text
    raise GatewayError("bad_parameter", name)
