"""/guilds/{g}: the server, its channels, roles, members and bans."""

from typing import Final

from aiohttp import web

from bot.playground.discord.channels import editing
from bot.playground.discord.channels.sight import announce_channel, changing_sight
from bot.playground.discord.channels.thread_states import leave
from bot.playground.discord.errors import DiscordError, missing_permissions, unknown_member, unknown_user
from bot.playground.discord.messages.drafts import checked_fields
from bot.playground.discord.rest.door import Call, add, json_response, snowflake
from bot.playground.discord.rules import Rule, choice, number
from bot.playground.discord.wire import channel_json, guild_json, member_json, role_json, user_json
from bot.playground.discord.world.entities import Channel, Forum, Guild, Member
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import ChannelType, Permission
from bot.playground.discord.world.permissions import require_in_guild

_KIND: Final[dict[str, Rule]] = {"type": choice(int(ChannelType.TEXT), int(ChannelType.FORUM))}


async def read(call: Call) -> web.Response:
    guild = call.guild()
    counted = call.query("with_counts").get("with_counts", "").lower() in {"1", "true"}
    answer = guild_json(guild)
    if counted:
        answer |= {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
    return json_response(answer)


async def list_channels(call: Call) -> web.Response:
    guild = call.guild()
    channels = [call.world.channels[channel_id] for channel_id in guild.channel_ids]
    return json_response([channel_json(call.world, channel, call.user.id) for channel in channels])


async def create_channel(call: Call) -> web.Response:
    guild = call.guild()
    require_in_guild(call.user.id, guild, Permission.MANAGE_CHANNELS)
    payload = call.payload()
    is_forum = payload.get("type") == ChannelType.FORUM
    fields = checked_fields(payload, _KIND | (editing.FORUM if is_forum else editing.TEXT), "name")
    kind, forum = (ChannelType.FORUM, Forum()) if is_forum else (ChannelType.TEXT, None)
    channel = Channel(call.world.snowflake(), kind, guild_id=guild.id, position=len(guild.channel_ids), forum=forum)
    editing.apply(call.world, channel, fields)
    call.world.add_channel(guild, channel)
    announce_channel(call.world, "CHANNEL_CREATE", channel)
    return json_response(channel_json(call.world, channel, call.user.id), 201)


async def list_roles(call: Call) -> web.Response:
    return json_response([role_json(role) for role in call.guild().roles.values()])


async def list_members(call: Call) -> web.Response:
    guild = call.guild()
    query = call.query("limit", "after")
    limit, after = snowflake(query.get("limit", "1"), "limit"), snowflake(query.get("after", "0"), "after")
    found = [guild.members[user_id] for user_id in sorted(guild.members) if user_id > after]
    return json_response([member_json(call.world, member) for member in found[:limit]])


async def search_members(call: Call) -> web.Response:
    guild = call.guild()
    query = call.query("query", "limit")
    wanted, limit = query.get("query", "").lower(), snowflake(query.get("limit", "1"), "limit")
    found = [m for m in guild.members.values() if _name_begins(call, m, wanted)]
    return json_response([member_json(call.world, member) for member in found[:limit]])


def _name_begins(call: Call, member: Member, wanted: str) -> bool:
    names = (call.world.users[member.user_id].name, member.nick or "")
    return any(name.lower().startswith(wanted) for name in names)


async def read_member(call: Call) -> web.Response:
    return json_response(member_json(call.world, _member(call, call.guild())))


def _member(call: Call, guild: Guild) -> Member:
    user_id = call.id("user_id")
    if user_id not in call.world.users:
        raise unknown_user()
    if user_id not in guild.members:
        raise unknown_member()
    return guild.members[user_id]


async def give_role(call: Call) -> web.Response:
    guild, member, role_id = _role_change(call)
    if role_id not in member.roles:
        with changing_sight(call.world, guild):
            member.roles.append(role_id)
        _announce_member(call, guild, member)
    return web.Response(status=204)


async def take_role(call: Call) -> web.Response:
    guild, member, role_id = _role_change(call)
    if role_id in member.roles:
        with changing_sight(call.world, guild):
            member.roles.remove(role_id)
        _announce_member(call, guild, member)
    return web.Response(status=204)


def _role_change(call: Call) -> tuple[Guild, Member, int]:
    guild = call.guild()
    me = require_in_guild(call.user.id, guild, Permission.MANAGE_ROLES)
    member, role_id = _member(call, guild), call.id("role_id")
    role = guild.roles.get(role_id)
    if role is None or role.id == guild.id:
        raise DiscordError(404, 10011, "Unknown Role")
    if _rank(guild, me) <= role.position:
        raise missing_permissions()
    return guild, member, role_id


def _rank(guild: Guild, member: Member) -> float:
    """Where somebody stands: only what is below can be changed; the owner stands above all."""
    if member.user_id == guild.owner_id:
        return float("inf")
    return max((guild.roles[role_id].position for role_id in member.roles), default=0)


def _announce_member(call: Call, guild: Guild, member: Member) -> None:
    payload = member_json(call.world, member) | {"guild_id": str(guild.id)}
    call.world.publish(Event("GUILD_MEMBER_UPDATE", payload, None, guild.id))


async def ban(call: Call) -> web.Response:
    guild = call.guild()
    fields = {"delete_message_days": number(0, 7), "delete_message_seconds": number(0, 604_800)}
    checked_fields(call.payload(), fields)
    user_id = _outranked(call, guild, Permission.BAN_MEMBERS)
    guild.bans[user_id] = call.request.headers.get("X-Audit-Log-Reason")
    payload = {"guild_id": str(guild.id), "user": user_json(call.world.users[user_id])}
    call.world.publish(Event("GUILD_BAN_ADD", payload, None, guild.id))
    _remove(call, guild, user_id)
    return web.Response(status=204)


async def unban(call: Call) -> web.Response:
    guild, user_id = call.guild(), call.id("user_id")
    require_in_guild(call.user.id, guild, Permission.BAN_MEMBERS)
    if user_id not in guild.bans:
        raise DiscordError(404, 10026, "Unknown Ban")
    del guild.bans[user_id]
    payload = {"guild_id": str(guild.id), "user": user_json(call.world.users[user_id])}
    call.world.publish(Event("GUILD_BAN_REMOVE", payload, None, guild.id))
    return web.Response(status=204)


async def kick(call: Call) -> web.Response:
    guild = call.guild()
    user_id = _outranked(call, guild, Permission.KICK_MEMBERS)
    if user_id not in guild.members:
        raise unknown_member()
    _remove(call, guild, user_id)
    return web.Response(status=204)


def _outranked(call: Call, guild: Guild, needed: Permission) -> int:
    """The user of the path, whom the caller stands above."""
    me, user_id = require_in_guild(call.user.id, guild, needed), call.id("user_id")
    if user_id not in call.world.users:
        raise unknown_user()
    member = guild.members.get(user_id)
    if member is not None and _rank(guild, me) <= _rank(guild, member):
        raise missing_permissions()
    return user_id


def _remove(call: Call, guild: Guild, user_id: int) -> None:
    """Out of the guild and of its threads; for who is removed the guild ends."""
    if guild.members.pop(user_id, None) is None:
        return
    for thread in call.world.threads_of(guild.id):
        leave(call.world, thread, user_id)
    call.world.publish(Event("GUILD_DELETE", {"id": str(guild.id)}, None, guild.id, frozenset({user_id})))
    payload = {"guild_id": str(guild.id), "user": user_json(call.world.users[user_id])}
    call.world.publish(Event("GUILD_MEMBER_REMOVE", payload, None, guild.id))


def setup(app: web.Application) -> None:
    guild = "/guilds/{guild_id}"
    add(app, "GET", guild, read)
    add(app, "GET", f"{guild}/channels", list_channels)
    add(app, "POST", f"{guild}/channels", create_channel)
    add(app, "GET", f"{guild}/roles", list_roles)
    add(app, "GET", f"{guild}/members", list_members)
    add(app, "GET", f"{guild}/members/search", search_members)
    add(app, "GET", f"{guild}/members/{{user_id}}", read_member)
    add(app, "DELETE", f"{guild}/members/{{user_id}}", kick)
    add(app, "PUT", f"{guild}/members/{{user_id}}/roles/{{role_id}}", give_role)
    add(app, "DELETE", f"{guild}/members/{{user_id}}/roles/{{role_id}}", take_role)
    add(app, "PUT", f"{guild}/bans/{{user_id}}", ban)
    add(app, "DELETE", f"{guild}/bans/{{user_id}}", unban)
