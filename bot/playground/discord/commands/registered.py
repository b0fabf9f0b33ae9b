"""Application commands: what Discord takes of them, and how it answers them."""

import re
from collections.abc import Iterator
from typing import Any, Final

from bot.playground.discord import limits
from bot.playground.discord.rules import (
    Path,
    Problem,
    Rule,
    choice,
    flag,
    many,
    number,
    record,
    snowflake,
    text,
)
from bot.playground.discord.world.entities import Command, JsonObject
from bot.playground.discord.world.state import World

CHAT_INPUT: Final = 1
_NAME: Final = re.compile(r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")
_LOCALES: Final = frozenset(
    [
        "ar",
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en-GB",
        "en-US",
        "es-419",
        "es-ES",
        "fi",
        "fr",
        "he",
        "hi",
        "hr",
        "hu",
        "id",
        "it",
        "ja",
        "ko",
        "lt",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "ru",
        "sv-SE",
        "th",
        "tr",
        "uk",
        "vi",
        "zh-CN",
        "zh-TW",
    ]
)


def _chat_name(value: Any, at: Path) -> Iterator[Problem]:
    """Lower-case words of 1 to 32 characters without spaces."""
    if not isinstance(value, str) or _NAME.fullmatch(value) is None or value != value.lower():
        yield Problem(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _localized(rule: Rule) -> Rule:
    def check(value: Any, at: Path) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for locale, translation in value.items():
            if locale not in _LOCALES:
                yield Problem((*at, locale), "BASE_TYPE_CHOICES", "This locale is not known.")
            else:
                yield from rule(translation, (*at, locale))

    return check


def _bits(value: Any, at: Path) -> Iterator[Problem]:
    """Permission bits, as text or as a number."""
    yield from snowflake(value, at)


def _real(value: Any, at: Path) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Problem(at, "NUMBER_TYPE_COERCE", f'Value "{value}" is not number.')


def _choice_value(value: Any, at: Path) -> Iterator[Problem]:
    if isinstance(value, str):
        yield from text(1, limits.CHOICE_TEXT)(value, at)
    else:
        yield from _real(value, at)


_TEXT: Final = text(1, limits.COMMAND_DESCRIPTION)
_CHOICE: Final = record(
    {
        "name": text(1, limits.CHOICE_TEXT),
        "name_localizations": _localized(text(1, limits.CHOICE_TEXT)),
        "value": _choice_value,
    },
    "name",
    "value",
)


def _option(value: Any, at: Path) -> Iterator[Problem]:
    yield from _OPTION(value, at)


_OPTIONS: Final = many(_option, 0, limits.COMMAND_OPTIONS)
_OPTION: Final = record(
    {
        "type": number(1, 11),
        "name": _chat_name,
        "name_localizations": _localized(_chat_name),
        "description": _TEXT,
        "description_localizations": _localized(_TEXT),
        "required": flag,
        "choices": many(_CHOICE, 0, limits.COMMAND_CHOICES),
        "options": _OPTIONS,
        "channel_types": many(number(0, 16), 0, 17),
        "min_value": _real,
        "max_value": _real,
        "min_length": number(0, 6000),
        "max_length": number(1, 6000),
        "autocomplete": flag,
    },
    "type",
    "name",
    "description",
)
_SETTINGS: Final[dict[str, Rule]] = {
    "type": choice(1, 2, 3),
    "id": snowflake,
    "nsfw": flag,
    "dm_permission": flag,
    "default_permission": flag,
    "default_member_permissions": _bits,
    "contexts": many(choice(0, 1, 2), 0, 3),
    "integration_types": many(choice(0, 1), 0, 2),
}
SLASH: Final = _SETTINGS | {
    "name": _chat_name,
    "name_localizations": _localized(_chat_name),
    "description": _TEXT,
    "description_localizations": _localized(_TEXT),
    "options": _OPTIONS,
}
MENU: Final = _SETTINGS | {
    "name": text(1, limits.COMMAND_NAME),
    "name_localizations": _localized(text(1, limits.COMMAND_NAME)),
    "description": text(0, 0),
    "options": many(_option, 0, 0),
}


def kind_of(payload: JsonObject) -> int:
    return int(payload.get("type") or CHAT_INPUT)


def problems(payload: Any, at: Path) -> Iterator[Problem]:
    """Everything wrong with one command as sent by the bot."""
    if not isinstance(payload, dict) or payload.get("type") not in (None, 1, 2, 3):
        yield from record({"type": choice(1, 2, 3)})(payload if isinstance(payload, dict) else 0, at)
        return
    slash = kind_of(payload) == CHAT_INPUT
    found = list(record(SLASH, "name", "description")(payload, at) if slash else record(MENU, "name")(payload, at))
    yield from found
    if not found and slash:
        yield from _together(payload.get("options") or [], (*at, "options"))
        if _characters(payload) > limits.COMMAND_CHARACTERS:
            yield Problem(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _together(options: list[JsonObject], at: Path) -> Iterator[Problem]:
    """What options must be beside each other: unique, required ones first, subcommands only among themselves."""
    names = [option["name"] for option in options]
    if len(set(names)) < len(names):
        yield Problem(at, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option names have to be unique")
    required = [bool(option.get("required")) for option in options if option["type"] > 2]
    if required != sorted(required, reverse=True):
        yield Problem(
            at,
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            "Required options must be placed before non-required options",
        )
    nested = [option["type"] <= 2 for option in options]
    if any(nested) and not all(nested):
        yield Problem(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and options do not mix")
    for index, option in enumerate(options):
        if option.get("autocomplete") and option.get("choices"):
            yield Problem((*at, index), "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", "Choices exclude autocomplete")
        if option["type"] <= 2:
            yield from _together(option.get("options") or [], (*at, index, "options"))


def _characters(payload: JsonObject) -> int:
    own = len(payload["name"]) + len(payload.get("description") or "")
    choices = payload.get("choices") or []
    inner = sum(len(c["name"]) + len(str(c["value"])) for c in choices)
    return own + inner + sum(_characters(option) for option in payload.get("options") or [])


def command_json(world: World, command: Command) -> JsonObject:
    """As Discord answers it: with id, version and every default filled in."""
    sent = command.payload
    answer: JsonObject = {
        "id": str(command.id),
        "application_id": str(world.application.id),
        "version": str(command.version),
        "type": command.type,
        "name": command.name,
        "name_localizations": sent.get("name_localizations"),
        "description": sent.get("description") or "",
        "description_localizations": sent.get("description_localizations"),
        "default_member_permissions": _text(sent.get("default_member_permissions")),
        "nsfw": bool(sent.get("nsfw")),
        "integration_types": sent.get("integration_types") or [0],
    }
    if command.guild_id is not None:
        answer["guild_id"] = str(command.guild_id)
    else:
        answer["dm_permission"] = sent.get("dm_permission") is not False
        answer["contexts"] = sent.get("contexts")
    if sent.get("options"):
        answer["options"] = [_option_json(option) for option in sent["options"]]
    return answer


def _option_json(option: JsonObject) -> JsonObject:
    answer = {key: value for key, value in option.items() if value is not None}
    if not answer.get("required"):
        answer.pop("required", None)
    if answer.get("options"):
        answer["options"] = [_option_json(inner) for inner in answer["options"]]
    return answer


def _text(bits: Any) -> str | None:
    return None if bits is None else str(bits)
