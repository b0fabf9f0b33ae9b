"""INTERACTION_CREATE as the bot gets it: what, where and by whom; and what the messages it makes keep of that."""

from bot.playground.discord.commands.offering import BOT_DM, GUILD
from bot.playground.discord.interactions.state import Interaction, InteractionType
from bot.playground.discord.messages.uploads import file_limit
from bot.playground.discord.wire import channel_json, member_json, message_json, user_json
from bot.playground.discord.world.entities import JsonObject
from bot.playground.discord.world.permissions import permissions_in
from bot.playground.discord.world.state import World

USER_COMMAND, MESSAGE_COMMAND = 2, 3


def interaction_create(world: World, interaction: Interaction) -> JsonObject:
    channel, bot_id = interaction.channel, world.bot.id
    answer: JsonObject = {
        "version": 1,
        "id": str(interaction.id),
        "application_id": str(world.application.id),
        "type": int(interaction.type),
        "token": interaction.token,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": _channel(world, interaction),
        "locale": interaction.locale,
        "app_permissions": str(permissions_in(world, bot_id, channel)),
        "attachment_size_limit": file_limit(world, channel),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": owners(interaction),
        "context": BOT_DM if channel.guild_id is None else GUILD,
    }
    if interaction.message is not None:
        answer["message"] = message_json(world, interaction.message, bot_id)
    return answer | _person(world, interaction)


def owners(interaction: Interaction) -> JsonObject:
    """The application is installed in the guild; in its own DM Discord writes 0 for that."""
    return {"0": str(interaction.channel.guild_id or 0)}


def _channel(world: World, interaction: Interaction) -> JsonObject:
    shown = channel_json(world, interaction.channel, world.bot.id)
    shown.pop("permission_overwrites", None)
    return shown | {"permissions": str(permissions_in(world, interaction.person.id, interaction.channel))}


def _person(world: World, interaction: Interaction) -> JsonObject:
    guild = world.guild_of(interaction.channel)
    if guild is None:
        return {"user": user_json(interaction.person)}
    bits = permissions_in(world, interaction.person.id, interaction.channel)
    member = member_json(world, guild.members[interaction.person.id])
    return {
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "member": member | {"permissions": str(bits)},
    }


def metadata(world: World, interaction: Interaction, original_id: int | None = None) -> JsonObject:
    """`interaction_metadata` of the messages it makes; a followup names the original answer as well."""
    answer: JsonObject = {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "user": user_json(interaction.person),
        "authorizing_integration_owners": owners(interaction),
    }
    if original_id is not None:
        answer["original_response_message_id"] = str(original_id)
    if interaction.type == InteractionType.COMMAND:
        answer["name"] = _full_name(interaction.data)
        answer["command_type"] = interaction.command_type
    if interaction.command_type == MESSAGE_COMMAND:
        answer["target_message_id"] = interaction.data["target_id"]
    if interaction.command_type == USER_COMMAND:
        answer["target_user"] = user_json(world.users[int(interaction.data["target_id"])])
    if interaction.type == InteractionType.COMPONENT and interaction.message is not None:
        answer["interacted_message_id"] = str(interaction.message.id)
    if interaction.opener is not None:
        answer["triggering_interaction_metadata"] = metadata(world, interaction.opener)
    return answer


def _full_name(data: JsonObject) -> str:
    """A command with its group and subcommand, as messages name it."""
    inner = [option for option in data.get("options", []) if "options" in option]
    return " ".join([data["name"], *map(_full_name, inner)])
