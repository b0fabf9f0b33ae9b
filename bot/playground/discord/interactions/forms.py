"""A person sends off a form (modal) that an interaction of theirs has opened."""

from collections.abc import Iterator
from typing import Any

from bot.playground.discord.commands.option_values import Place
from bot.playground.discord.components import shapes
from bot.playground.discord.errors import DiscordError, form_error
from bot.playground.discord.interactions.asked import Asked
from bot.playground.discord.interactions.picked import picked, refused
from bot.playground.discord.interactions.state import Interaction, InteractionType
from bot.playground.discord.rules import Path
from bot.playground.discord.world.entities import JsonObject

_AT: Path = ("data", "components")


def submit(asked: Asked) -> Interaction:
    """Interaction type 5."""
    opener = asked.book.form_of(asked.person, asked.data.get("id"), asked.data.get("custom_id"))
    if opener is None or opener.form is None or opener.channel is not asked.channel:
        raise DiscordError(404, 10062, "Unknown interaction")
    place = asked.place()
    filled = _filled(place, opener.form["components"], _given(asked.data.get("components")))
    data: JsonObject = {"custom_id": opener.form["custom_id"], "components": filled}
    if resolved := place.resolved.json():
        data["resolved"] = resolved
    interaction = asked.becomes(InteractionType.MODAL, data)
    interaction.opener, interaction.message = opener, opener.message
    asked.book.close_form(opener)
    return interaction


def _flat(components: Any) -> Iterator[JsonObject]:
    """The fields of a submission, whether they stand in rows, in labels or bare."""
    for component in components if isinstance(components, list) else []:
        if not isinstance(component, dict):
            continue
        if "custom_id" in component:
            yield component
        yield from _flat(component.get("components"))
        yield from _flat([component.get("component")])


def _given(components: Any) -> dict[str, JsonObject]:
    return {str(component["custom_id"]): component for component in _flat(components)}


def _filled(place: Place, form: list[JsonObject], given: dict[str, JsonObject]) -> list[JsonObject]:
    """The form with what was filled in, as the application gets it."""
    answer, asked_for = [], set()
    for index, top in enumerate(form):
        shown: JsonObject = {"type": top["type"], "id": top["id"]}
        fields = top.get("components") or ([top["component"]] if "component" in top else [])
        done = [_field(place, field, given.get(field["custom_id"], {}), (*_AT, index)) for field in fields]
        asked_for |= {field["custom_id"] for field in fields}
        if top["type"] == shapes.LABEL:
            shown["component"] = done[0]
        elif top["type"] == shapes.ROW:
            shown["components"] = done
        answer.append(shown)
    unknown = set(given) - asked_for
    if unknown:
        raise refused(_AT, f"the form has no {', '.join(sorted(unknown))}")
    return answer


def _field(place: Place, field: JsonObject, given: JsonObject, at: Path) -> JsonObject:
    about: JsonObject = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"]}
    required = field.get("required") is not False
    match field["type"]:
        case shapes.TEXT_INPUT:
            return about | {"value": _text(field, given.get("value") or "", (*at, "value"), required=required)}
        case shapes.RADIO_GROUP:
            return about | {"value": _radio(field, given.get("value"), (*at, "value"), required=required)}
        case shapes.CHECKBOX:
            return about | {"value": _checkbox(given.get("value", False), (*at, "value"))}
        case _:
            return about | {"values": picked(place, field, given.get("values") or [], (*at, "values"))}


def _text(field: JsonObject, value: Any, at: Path, *, required: bool) -> str:
    if not isinstance(value, str):
        raise form_error(at, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    if not value:
        if required:
            raise form_error(at, "BASE_TYPE_REQUIRED", "This field is required")
        return value
    low, high = field.get("min_length") or 0, field.get("max_length") or 4000
    if not low <= len(value) <= high:
        raise form_error(at, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
    return value


def _radio(field: JsonObject, value: Any, at: Path, *, required: bool) -> str | None:
    if value is None:
        if required:
            raise form_error(at, "BASE_TYPE_REQUIRED", "This field is required")
        return None
    if value not in [option["value"] for option in field["options"]]:
        raise refused(at, f"{value} is not to be picked here")
    return str(value)


def _checkbox(value: Any, at: Path) -> bool:
    if not isinstance(value, bool):
        raise form_error(at, "BOOLEAN_TYPE_PARSE", "Must be either true or false.")
    return value
