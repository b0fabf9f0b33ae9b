"""A command's options as a person filled them in, held against what the bot registered."""

from typing import Any, Final

from bot.playground.discord.commands.option_values import OptionType, Place, ValueRefusedError, checked_value
from bot.playground.discord.errors import FormErrors, form_error
from bot.playground.discord.rules import Path
from bot.playground.discord.world.entities import JsonObject

NESTING: Final = frozenset({OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP})
_AT: Final[Path] = ("data", "options")


def checked_options(place: Place, registered: list[JsonObject], given: Any, at: Path = _AT) -> list[JsonObject]:
    """The options as the application gets them. Raises 50035 for whatever Discord's client could not have sent."""
    if not isinstance(given, list) or not all(isinstance(option, dict) for option in given):
        raise form_error(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    known = {option["name"]: option for option in registered}
    if any(option["type"] in NESTING for option in registered):
        return [_nested(place, known, given, at)]
    _check_names(known, given, at)
    return [_one(place, known[option["name"]], option, (*at, index)) for index, option in enumerate(given)]


def _nested(place: Place, known: dict[str, JsonObject], given: list[JsonObject], at: Path) -> JsonObject:
    """A subcommand or group: exactly one is chosen."""
    if len(given) != 1 or given[0].get("name") not in known or known[given[0]["name"]]["type"] not in NESTING:
        raise form_error(at, "APPLICATION_COMMAND_SUBCOMMAND_REQUIRED", "Exactly one subcommand is to be chosen.")
    chosen, place_of = known[given[0]["name"]], (*at, 0, "options")
    inner = checked_options(place, chosen.get("options") or [], given[0].get("options") or [], place_of)
    return {"name": chosen["name"], "type": chosen["type"], "options": inner}


def _check_names(known: dict[str, JsonObject], given: list[JsonObject], at: Path) -> None:
    errors, seen = FormErrors(), set()
    for index, option in enumerate(given):
        name = option.get("name")
        if name not in known:
            errors.add((*at, index, "name"), "APPLICATION_COMMAND_OPTION_UNKNOWN", f"There is no option {name}.")
        elif name in seen:
            errors.add((*at, index, "name"), "APPLICATION_COMMAND_OPTION_TWICE", f"Option {name} stands twice.")
        seen.add(name)
    for name, option in known.items():
        if option.get("required") and name not in seen:
            errors.add((*at, name), "BASE_TYPE_REQUIRED", "This field is required")
    errors.raise_if_any()


def _one(place: Place, option: JsonObject, given: JsonObject, at: Path) -> JsonObject:
    if given.get("type", option["type"]) != option["type"]:
        raise form_error((*at, "type"), "APPLICATION_COMMAND_OPTION_TYPE", f"The option is of type {option['type']}.")
    try:
        value = checked_value(place, option, given.get("value"))
    except ValueRefusedError as refusal:
        raise form_error((*at, "value"), refusal.code, str(refusal)) from None
    return {"name": option["name"], "type": option["type"], "value": value}
