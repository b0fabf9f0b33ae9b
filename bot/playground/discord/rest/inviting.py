"""POST /playground/application and /playground/invite: the developer portal's switch, and the link that invites."""

from typing import Any, Final

from aiohttp import web

from bot.playground.body import body_of
from bot.playground.discord.gateway.greeting import guild_create
from bot.playground.discord.gateway.intents import MESSAGE_CONTENT_LIMITED, PRIVILEGED, Intent
from bot.playground.discord.gateway.telling import compact
from bot.playground.discord.wire import guild_json, member_json
from bot.playground.discord.world.beginning import BOT_PERMISSIONS, EVERYONE_PERMISSIONS
from bot.playground.discord.world.entities import Channel, Guild, Member, Role
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import ALL_PERMISSIONS, ChannelType, Permission
from bot.playground.discord.world.state import World
from bot.playground.keys import HUB, WORLD

_SWITCH: Final = 'Send {"message_content": true or false}.'
_INVITATION: Final = (
    'Send {} for a new server, {"guild": ID} for one that has removed the bot; besides, if you like, "permissions" and '
    '"everyone" (bits of the bot\'s role and of @everyone, as text), and for a new one "name", "channels" (names) and '
    '"system_channel" (the name of one of them).'
)
_KNOWN: Final = frozenset({"guild", "permissions", "everyone", "name", "channels", "system_channel"})


async def _switch(request: web.Request) -> web.Response:
    """As the switch in the portal: it counts from the bot's next IDENTIFY."""
    body: Any = (await body_of(request)).json
    wanted = body.get("message_content") if isinstance(body, dict) else None
    if not isinstance(wanted, bool) or len(body) > 1:
        return _refused(_SWITCH)
    application = request.app[WORLD].application
    application.flags &= ~PRIVILEGED[Intent.MESSAGE_CONTENT]
    application.flags |= MESSAGE_CONTENT_LIMITED if wanted else 0
    return web.json_response({"flags": application.flags})


async def _invite(request: web.Request) -> web.Response:
    """The bot's sessions are told at once, as are those of people who are in the server."""
    body: Any = (await body_of(request)).json
    world = request.app[WORLD]
    if not isinstance(body, dict) or set(body) - _KNOWN:
        return _refused(_INVITATION)
    try:
        permissions = _bits(body, "permissions", BOT_PERMISSIONS)
        guild = _known(world, body) if "guild" in body else _new(world, body)
    except (TypeError, ValueError):
        return _refused(_INVITATION)
    _join(world, guild, permissions)
    _announce(request.app, world, guild, is_new="guild" not in body)
    channels = [world.channels[channel_id] for channel_id in guild.channel_ids]
    shown = {"id": str(guild.id), "channels": [{"id": str(c.id), "name": c.name} for c in channels]}
    return web.json_response(shown)


def _known(world: World, body: dict[str, Any]) -> Guild:
    """Raises ValueError where the bot is there already, or there is no such server."""
    guild = world.guilds.get(int(body["guild"]))
    if guild is None or world.bot.id in guild.members:
        raise ValueError("no such server")
    return guild


def _new(world: World, body: dict[str, Any]) -> Guild:
    """Of the first person, who is alone in it."""
    names = body.get("channels", ["lobby"])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise TypeError("channels")
    owner = next(iter(world.person_by_token.values()))
    guild = Guild(id=world.snowflake(), name=str(body.get("name", "Another server")), owner_id=owner.id)
    guild.roles[guild.id] = Role(guild.id, "@everyone", _bits(body, "everyone", EVERYONE_PERMISSIONS), position=0)
    guild.members[owner.id] = Member(owner.id, world.now())
    world.guilds[guild.id] = guild
    for position, name in enumerate(names):
        channel = Channel(world.snowflake(), ChannelType.TEXT, name, guild.id, position=position)
        world.add_channel(guild, channel)
        if name == body.get("system_channel"):
            guild.system_channel_id = channel.id
    return guild


def _join(world: World, guild: Guild, permissions: int) -> None:
    """With a role of its own that has exactly what the link asked for."""
    bot = world.bot
    for role in [role for role in guild.roles.values() if role.bot_id == bot.id]:
        del guild.roles[role.id]
    role = Role(world.snowflake(), bot.name, permissions, position=len(guild.roles), bot_id=bot.id)
    guild.roles[role.id] = role
    guild.members[bot.id] = Member(bot.id, world.now(), [role.id])


def _announce(app: web.Application, world: World, guild: Guild, *, is_new: bool) -> None:
    """The whole server to those for whom it is new; to the others, that the bot is there with its role."""
    for session in app[HUB].sessions.values():
        if session.user.id in guild.members and session.has_guild(guild.id) and session.intents & Intent.GUILDS:
            if is_new or session.user.bot:
                whole = guild_create(world, guild, session)
                del whole["unavailable"]  # it is said of servers of a READY alone, and libraries know by it
                session.tell("GUILD_CREATE", compact(whole))
            else:
                session.tell("GUILD_UPDATE", compact(guild_json(guild)))
    if not is_new:
        joined = member_json(world, guild.members[world.bot.id]) | {"guild_id": str(guild.id)}
        people = frozenset(guild.members) - {world.bot.id}
        world.publish(Event("GUILD_MEMBER_ADD", joined, None, guild.id, people))


def _bits(body: dict[str, Any], name: str, usual: Permission) -> int:
    """Raises ValueError for what are no bits."""
    bits = int(body.get(name, int(usual)))
    if bits & ~int(ALL_PERMISSIONS):
        raise ValueError(name)
    return bits


def _refused(why: str) -> web.Response:
    return web.json_response({"message": why, "code": 0}, status=400)


def setup(app: web.Application) -> None:
    app.router.add_post("/playground/application", _switch)
    app.router.add_post("/playground/invite", _invite)
