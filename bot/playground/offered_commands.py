"""GET /channels/{c}/application-command-index: the commands a person's own client offers them in a channel."""

from aiohttp import web

from bot.playground.discord.commands.registered import command_json
from bot.playground.discord.rest.door import Call, add, json_response
from bot.playground.discord.world.entities import Channel, Command
from bot.playground.discord.world.flags import Permission
from bot.playground.discord.world.permissions import permissions_in

_GUILD, _BOT_DM = 0, 1


async def _index(call: Call) -> web.Response:
    channel, application = call.channel(), call.world.application
    offered = [c for c in _in_scope(call, channel) if _is_offered(call, channel, c)]
    about = {"id": str(application.id), "name": application.name, "icon": None, "description": ""}
    commands = [command_json(call.world, command) for command in offered]
    return json_response({"applications": [about], "application_commands": commands})


def _in_scope(call: Call, channel: Channel) -> list[Command]:
    """The global commands and the guild's own, which hide global ones of the same name."""
    found = [c for c in call.world.application.commands.values() if c.guild_id in (None, channel.guild_id)]
    own = {(c.type, c.name) for c in found if c.guild_id is not None}
    return [c for c in found if c.guild_id is not None or (c.type, c.name) not in own]


def _is_offered(call: Call, channel: Channel, command: Command) -> bool:
    bits = permissions_in(call.world, call.user.id, channel)
    if not bits & Permission.USE_APPLICATION_COMMANDS:
        return False
    in_dm = channel.guild_id is None
    contexts, needed = command.payload.get("contexts"), command.payload.get("default_member_permissions")
    if contexts is not None and (_BOT_DM if in_dm else _GUILD) not in contexts:
        return False
    if in_dm:
        in_its_dm = call.world.bot.id in channel.recipients
        return in_its_dm and (contexts is not None or command.payload.get("dm_permission") is not False)
    if needed is None or bits & Permission.ADMINISTRATOR:
        return True
    return int(needed) != 0 and bits & int(needed) == int(needed)


def setup(app: web.Application) -> None:
    add(app, "GET", "/channels/{channel_id}/application-command-index", _index)
