"""A person uses a command: typed out, half typed (autocomplete), or from the menu of a message or a user."""

from bot.playground.discord.commands.autocomplete import typed_options
from bot.playground.discord.commands.offering import is_offered
from bot.playground.discord.commands.option_values import Place
from bot.playground.discord.commands.options import checked_options
from bot.playground.discord.errors import DiscordError, form_error, missing_permissions, unknown_message, unknown_user
from bot.playground.discord.interactions.asked import Asked
from bot.playground.discord.interactions.payload import MESSAGE_COMMAND, USER_COMMAND
from bot.playground.discord.interactions.state import Interaction, InteractionType
from bot.playground.discord.world.entities import Command, JsonObject
from bot.playground.discord.world.flags import Permission
from bot.playground.discord.world.permissions import permissions_in

CHAT_INPUT = 1


def command(asked: Asked) -> Interaction:
    """Interaction type 2."""
    chosen, place = _chosen(asked), asked.place()
    data = _about(chosen)
    if chosen.type == CHAT_INPUT:
        options = checked_options(place, chosen.payload.get("options") or [], asked.data.get("options") or [])
        data |= {"options": options} if options else {}
    else:
        data["target_id"] = _target(asked, place, chosen)
    if resolved := place.resolved.json():
        data["resolved"] = resolved
    interaction = asked.becomes(InteractionType.COMMAND, data)
    interaction.command_type = chosen.type
    return interaction


def autocomplete(asked: Asked) -> Interaction:
    """Interaction type 4."""
    chosen = _chosen(asked)
    typed, focus = typed_options(chosen.payload.get("options") or [], asked.data.get("options") or [])
    interaction = asked.becomes(InteractionType.AUTOCOMPLETE, _about(chosen) | {"options": typed})
    interaction.focus = focus
    return interaction


def _about(chosen: Command) -> JsonObject:
    about: JsonObject = {"id": str(chosen.id), "name": chosen.name, "type": chosen.type}
    return about if chosen.guild_id is None else about | {"guild_id": str(chosen.guild_id)}


def _chosen(asked: Asked) -> Command:
    """The command by id, or by name and type; the guild's own comes before the global one."""
    data, guild_id = asked.data, asked.channel.guild_id
    commands = asked.book.world.application.commands.values()
    fitting = [c for c in commands if c.guild_id in (None, guild_id) and _is_meant(c, data)]
    fitting.sort(key=lambda c: c.guild_id is None)
    if not fitting or not is_offered(asked.book.world, asked.person.id, asked.channel, fitting[0]):
        raise DiscordError(404, 10063, "Unknown application command")
    chosen = fitting[0]
    if str(data.get("version") or chosen.version) != str(chosen.version):
        message = "This command is outdated, please try again in a few minutes"
        raise form_error(("data",), "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION", message)
    if not permissions_in(asked.book.world, asked.person.id, asked.channel) & Permission.USE_APPLICATION_COMMANDS:
        raise missing_permissions()
    return chosen


def _is_meant(command: Command, data: JsonObject) -> bool:
    if data.get("id") is not None:
        return str(data["id"]) == str(command.id)
    return command.name == data.get("name") and command.type == data.get("type", CHAT_INPUT)


def _target(asked: Asked, place: Place, chosen: Command) -> str:
    """Of a message or user command: what it was used on."""
    target = str(asked.data.get("target_id", ""))
    if not target.isdigit():
        raise form_error(("data", "target_id"), "BASE_TYPE_REQUIRED", "This field is required")
    world = asked.book.world
    if chosen.type == MESSAGE_COMMAND:
        message = world.message(asked.channel.id, int(target))
        if message is None or message.seen_only_by not in (None, asked.person.id):
            raise unknown_message()
        place.resolved.message(message)
    if chosen.type == USER_COMMAND:
        user = world.users.get(int(target))
        if user is None:
            raise unknown_user()
        place.resolved.user(user)
    return target
