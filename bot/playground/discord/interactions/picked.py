"""The values that a person picked in a select, a group of boxes or an upload, held against the component."""

from collections import Counter
from typing import Any

from bot.playground.discord.commands.option_values import Place, put_channel, put_role, put_user
from bot.playground.discord.components import shapes
from bot.playground.discord.errors import DiscordError, form_error
from bot.playground.discord.rules import Path
from bot.playground.discord.world.entities import JsonObject


def refused(at: Path, why: str) -> DiscordError:
    return form_error(at, "COMPONENT_VALIDATION_FAILED", f"Component validation failed: {why}")


def picked(place: Place, component: JsonObject, values: Any, at: Path) -> list[str]:
    """The values as the application gets them (of uploads the attachments' ids). Raises 50035."""
    if not isinstance(values, list) or not all(isinstance(value, str | int) for value in values):
        raise form_error(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    texts = [str(value) for value in values]
    if any(times > 1 for times in Counter(texts).values()):
        raise refused(at, "a value stands twice")
    low, high = _bounds(component)
    if not low <= len(texts) <= high:
        raise refused(at, f"{len(texts)} values where {low} to {high} are allowed")
    return [_one(place, component, value, at) for value in texts]


def _bounds(component: JsonObject) -> tuple[int, int]:
    """How many; a component of a form that is not required may stay empty."""
    options = len(component.get("options") or [])
    default_high = options if component["type"] == shapes.CHECKBOX_GROUP else 1
    low, high = component.get("min_values"), component.get("max_values")
    least = 1 if low is None else low
    return (0 if component.get("required") is False else least), (default_high if high is None else high)


def _one(place: Place, component: JsonObject, value: str, at: Path) -> str:
    kind = component["type"]
    if kind == shapes.FILE_UPLOAD:
        return _uploaded(place, value, at)
    known = {
        shapes.STRING_SELECT: lambda: _is_option(component, value),
        shapes.CHECKBOX_GROUP: lambda: _is_option(component, value),
        shapes.USER_SELECT: lambda: put_user(place, value),
        shapes.ROLE_SELECT: lambda: put_role(place, value),
        shapes.MENTIONABLE_SELECT: lambda: put_user(place, value) or put_role(place, value),
        shapes.CHANNEL_SELECT: lambda: put_channel(place, value, component.get("channel_types") or []),
    }
    if not known[kind]():
        raise refused(at, f"{value} is not to be picked here")
    return value


def _is_option(component: JsonObject, value: str) -> bool:
    return value in [option["value"] for option in component["options"]]


def _uploaded(place: Place, value: str, at: Path) -> str:
    attachment = place.files.get(value)
    if attachment is None:
        raise refused(at, f"no file files[{value}] was sent along")
    place.resolved.attachment(attachment)
    return str(attachment.id)
