"""Judges requests for pictures: as JSON, or as a multipart form."""

from dataclasses import dataclass

from bot.playground.agent.actor.stage import request_in
from bot.playground.body import Body
from bot.playground.gateways.asked import Asked, Desk, JsonObject
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.fields import Types, check_fields
from bot.playground.gateways.given import Given, from_address, from_bytes
from bot.playground.gateways.model_names import parsed
from bot.playground.gateways.parameters import extras, size_wanted

_MOST_PICTURES = 16
_KNOWN: Types = {
    "prompt": str,
    "model": str,
    "response_format": str,
    "size": str,
    "background": str,
    "quality": str,
    "n": (int, str),
    "user": str,
    "output_format": str,
    "output_compression": (int, str),
    "moderation": str,
}
_BROUGHT: Types = {"image": (str, list), "images": list, "input_fidelity": str}


@dataclass(frozen=True, kw_only=True)
class Order:
    """`form` is response_format: b64_json unless the request says url."""

    asked: Asked
    form: str


def read(desk: Desk, body: Body, *, edits: bool) -> Order:
    """Raises GatewayError."""
    is_form = bool(body.parts)
    fields = _fields(body)
    check_fields(desk, fields, {**_KNOWN, **_BROUGHT} if edits else _KNOWN, needs=("prompt", "model"))
    _check_values(desk, fields)
    extra = extras(desk, fields, text=is_form)
    model = parsed(desk.platform, fields["model"])
    if not model.draws:
        raise GatewayError("no_pictures_here", model.name)
    given = [*_files(desk, body), *_named(desk, fields)] if edits else []
    if edits and not 1 <= len(given) <= _MOST_PICTURES:
        raise GatewayError("bad_field", f"image: 1 to {_MOST_PICTURES} pictures")
    asked = Asked(
        model=model,
        size=size_wanted(desk, model, extra),
        prompt=request_in(fields["prompt"]),
        turn="",
        pictures=tuple(given),
    )
    return Order(asked=asked, form=fields.get("response_format", "b64_json"))


def _fields(body: Body) -> JsonObject:
    if body.parts:
        return {part.name: part.data.decode(errors="replace") for part in body.parts if part.filename is None}
    if not isinstance(body.json, dict):
        raise GatewayError("bad_json")
    return {name: value for name, value in body.json.items() if value is not None}


def _check_values(desk: Desk, fields: JsonObject) -> None:
    if fields.get("response_format", "url") not in ("url", "b64_json"):
        raise GatewayError("bad_parameter", "response_format")
    if str(fields.get("n", 1)) != "1":
        desk.note("parameter-not-of-this-platform", "n has no effect here: one picture is made.")
    if "async" in fields or "async" in desk.query:
        raise GatewayError("bad_parameter", "async: the playground answers when the picture is there")


def _files(desk: Desk, body: Body) -> list[Given]:
    """Parts `image` or `image[]`, each with its own type."""
    for part in body.files:
        if part.name not in ("image", "image[]", "mask"):
            desk.note("unknown-field", f"{part.name} is no file of images/edits.")
        if part.content_type == "application/octet-stream":
            desk.note("picture-mislabelled", f"{part.filename} says nothing of its type.")
    found = [part for part in body.files if part.name in ("image", "image[]")]
    return [from_bytes(part.data, part.content_type, desk.note) for part in found]


def _named(desk: Desk, fields: JsonObject) -> list[Given]:
    """`image`, one or a list; the later era also reads OpenAI's `images` with `image_url`."""
    image = fields.get("image", [])
    addresses = [image] if isinstance(image, str) else list(image)
    images = fields.get("images", [])
    if images and desk.conditions.era == "2026-02":
        desk.note("parameter-of-another-era", "images is read by later versions; image is what there is.")
    elif images:
        addresses += [one.get("image_url") if isinstance(one, dict) else None for one in images]
    return [from_address(address, desk.note, desk.fetch, bare=True) for address in addresses]
