"""GET /channels/{c}/application-command-index: the commands a person's own client offers them in a channel."""

from aiohttp import web

from bot.playground.discord.commands.offering import is_offered
from bot.playground.discord.commands.registered import command_json
from bot.playground.discord.rest.door import Call, add, json_response
from bot.playground.discord.world.entities import Channel, Command
from bot.playground.discord.world.flags import Permission
from bot.playground.discord.world.permissions import permissions_in


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
    if not permissions_in(call.world, call.user.id, channel) & Permission.USE_APPLICATION_COMMANDS:
        return False
    if channel.guild_id is None and call.world.bot.id not in channel.recipients:
        return False
    return is_offered(call.world, call.user.id, channel, command)


def setup(app: web.Application) -> None:
    add(app, "GET", "/channels/{channel_id}/application-command-index", _index)
