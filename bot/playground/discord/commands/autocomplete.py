"""Autocomplete: what a person has typed so far on its way to the bot, and the bot's choices on their way back."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.playground.discord import limits
from bot.playground.discord.commands.option_values import LARGEST, OptionType
from bot.playground.discord.commands.options import NESTING
from bot.playground.discord.errors import FormErrors, form_error
from bot.playground.discord.rules import Path, Problem, Rule, many, record, text
from bot.playground.discord.world.entities import JsonObject

_AT: Final[Path] = ("data", "options")


def typed_options(registered: list[JsonObject], given: Any) -> tuple[list[JsonObject], JsonObject]:
    """The options as typed, nothing but their names and types checked, and the registered option in focus."""
    if not isinstance(given, list) or not all(isinstance(option, dict) for option in given):
        raise form_error(_AT, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    known = {option["name"]: option for option in registered}
    typed: list[JsonObject] = []
    focused: list[JsonObject] = []
    for index, option in enumerate(given):
        mine = known.get(option.get("name", ""))
        if mine is None:
            raise form_error((*_AT, index), "APPLICATION_COMMAND_OPTION_UNKNOWN", f"No option {option.get('name')}.")
        if mine["name"] in {one["name"] for one in typed}:
            raise form_error((*_AT, index), "APPLICATION_COMMAND_OPTION_TWICE", f"Option {mine['name']} stands twice.")
        if mine["type"] in NESTING:
            inner, focus = typed_options(mine.get("options") or [], option.get("options") or [])
            return [{"name": mine["name"], "type": mine["type"], "options": inner}], focus
        typed.append(_typed(mine, option))
        if option.get("focused"):
            focused.append(mine)
    if len(focused) != 1 or not focused[0].get("autocomplete"):
        raise form_error(
            _AT, "APPLICATION_COMMAND_AUTOCOMPLETE_FOCUS", "One option with autocomplete is to be focused."
        )
    return typed, focused[0]


def _typed(mine: JsonObject, option: JsonObject) -> JsonObject:
    """A half-typed number is a string, as Discord's clients send it."""
    answer = {"name": mine["name"], "type": mine["type"], "value": option.get("value", "")}
    return answer | ({"focused": True} if option.get("focused") else {})


_FITS: Final[Mapping[int, type | tuple[type, ...]]] = {
    OptionType.STRING: str,
    OptionType.INTEGER: int,
    OptionType.NUMBER: (int, float),
}


def _value_of(kind: int) -> Rule:
    def check(value: Any, at: Path) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, _FITS[kind]):
            yield Problem(at, "APPLICATION_COMMAND_CHOICE_TYPE", f"The option is a {OptionType(kind).name.lower()}.")
        elif isinstance(value, str):
            yield from text(1, limits.CHOICE_TEXT)(value, at)
        elif isinstance(value, int | float) and abs(value) > LARGEST:
            yield Problem(at, "NUMBER_TYPE_MAX", f"The value should be within {LARGEST}.")

    return check


def _localized(value: Any, at: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")


def checked_choices(data: Any, option: JsonObject) -> list[JsonObject]:
    """The bot's choices for the option in focus. Raises 50035."""
    name = text(1, limits.CHOICE_TEXT)
    choice = record(
        {"name": name, "name_localizations": _localized, "value": _value_of(option["type"])}, "name", "value"
    )
    rule = record({"choices": many(choice, 0, limits.AUTOCOMPLETE_CHOICES)})
    errors = FormErrors()
    for problem in rule(data, ("data",)):
        errors.add(problem.path, problem.code, problem.message)
    errors.raise_if_any()
    choices: list[JsonObject] = data.get("choices") or []
    return choices
