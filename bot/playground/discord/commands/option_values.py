"""One value for one option: the eleven kinds, their bounds and what they refer to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from bot.playground.discord.wire.resolved import Resolved
from bot.playground.discord.world.entities import Attachment, Channel, JsonObject, User
from bot.playground.discord.world.permissions import can_see
from bot.playground.discord.world.state import World

LARGEST: Final = 2**53
STRING: Final = 6000


class OptionType(IntEnum):
    SUB_COMMAND = 1
    SUB_COMMAND_GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


class ValueRefusedError(Exception):
    """A value that Discord does not take for the option; `code` as in the `errors` tree."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Place:
    """Where and by whom something is filled in; `files` are the uploads, by the number a value names."""

    world: World
    channel: Channel
    person: User
    resolved: Resolved
    files: Mapping[str, Attachment]


def checked_value(place: Place, option: JsonObject, value: Any) -> Any:
    """The value as the application gets it. Raises ValueRefusedError."""
    kind = OptionType(option["type"])
    if kind in _PLAIN:
        found = _PLAIN[kind](option, value)
        _check_choices(option, found)
        return found
    return _REFERRING[kind](place, option, str(value))


def _text(option: JsonObject, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueRefusedError("STRING_TYPE_CONVERT", "Could not interpret value as string.")
    low, high = option.get("min_length") or 0, option.get("max_length") or STRING
    if not low <= len(value) <= high:
        raise ValueRefusedError("BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
    return value


def _whole(option: JsonObject, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueRefusedError("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
    _check_bounds(option, value)
    return value


def _decimal(option: JsonObject, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueRefusedError("NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')
    _check_bounds(option, value)
    return value


def _check_bounds(option: JsonObject, value: float) -> None:
    low, high = option.get("min_value"), option.get("max_value")
    if value < (-LARGEST if low is None else low):
        raise ValueRefusedError("NUMBER_TYPE_MIN", f"value should be greater than or equal to {low}.")
    if value > (LARGEST if high is None else high):
        raise ValueRefusedError("NUMBER_TYPE_MAX", f"value should be less than or equal to {high}.")


def _boolean(_option: JsonObject, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueRefusedError("BOOLEAN_TYPE_PARSE", "Must be either true or false.")
    return value


def _check_choices(option: JsonObject, value: Any) -> None:
    choices = option.get("choices") or []
    if choices and value not in [choice["value"] for choice in choices]:
        raise ValueRefusedError("APPLICATION_COMMAND_OPTION_CHOICE_INVALID", "This is not one of the choices.")


def _user(place: Place, _option: JsonObject, value: str) -> str:
    if not put_user(place, value):
        raise ValueRefusedError("SNOWFLAKE_UNKNOWN", f"There is no user {value}.")
    return value


def _role(place: Place, _option: JsonObject, value: str) -> str:
    if not put_role(place, value):
        raise ValueRefusedError("SNOWFLAKE_UNKNOWN", f"There is no role {value}.")
    return value


def _mentionable(place: Place, _option: JsonObject, value: str) -> str:
    if not put_user(place, value) and not put_role(place, value):
        raise ValueRefusedError("SNOWFLAKE_UNKNOWN", f"There is no user or role {value}.")
    return value


def _channel(place: Place, option: JsonObject, value: str) -> str:
    if not put_channel(place, value, option.get("channel_types") or []):
        raise ValueRefusedError("SNOWFLAKE_UNKNOWN", f"There is no channel {value} of these types.")
    return value


def _attachment(place: Place, _option: JsonObject, value: str) -> str:
    attachment = place.files.get(value)
    if attachment is None:
        raise ValueRefusedError("ATTACHMENT_UNKNOWN", f"No file files[{value}] was sent along.")
    place.resolved.attachment(attachment)
    return str(attachment.id)


def put_user(place: Place, value: str) -> bool:
    """Resolve a user by id; False when there is none."""
    user = place.world.users.get(int(value)) if value.isdigit() else None
    if user is not None:
        place.resolved.user(user)
    return user is not None


def put_role(place: Place, value: str) -> bool:
    guild = place.world.guild_of(place.channel)
    role = guild.roles.get(int(value)) if guild is not None and value.isdigit() else None
    if role is not None:
        place.resolved.role(role)
    return role is not None


def put_channel(place: Place, value: str, types: list[int]) -> bool:
    """Resolve a channel of the same guild that the person sees; any type where `types` is empty."""
    channel = place.world.channels.get(int(value)) if value.isdigit() else None
    if channel is None or channel.guild_id != place.channel.guild_id:
        return False
    if (types and channel.type not in types) or not can_see(place.world, place.person.id, channel):
        return False
    place.resolved.channel(channel, viewer=place.person)
    return True


_PLAIN: Final[Mapping[OptionType, Callable[[JsonObject, Any], Any]]] = {
    OptionType.STRING: _text,
    OptionType.INTEGER: _whole,
    OptionType.BOOLEAN: _boolean,
    OptionType.NUMBER: _decimal,
}
_REFERRING: Final[Mapping[OptionType, Callable[[Place, JsonObject, str], str]]] = {
    OptionType.USER: _user,
    OptionType.CHANNEL: _channel,
    OptionType.ROLE: _role,
    OptionType.MENTIONABLE: _mentionable,
    OptionType.ATTACHMENT: _attachment,
}
