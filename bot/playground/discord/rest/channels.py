"""/channels/{c}: reading, changing and deleting channels and threads, and their permission overwrites."""

from typing import Final

from aiohttp import web

from bot.playground.discord.channels import editing
from bot.playground.discord.channels.sight import announce_channel, changing_sight
from bot.playground.discord.channels.tags import APPLIED, wearable
from bot.playground.discord.channels.thread_states import publish_thread, set_archived
from bot.playground.discord.errors import DiscordError, missing_permissions
from bot.playground.discord.messages.creating import system_message
from bot.playground.discord.messages.drafts import checked_fields
from bot.playground.discord.rest.door import Call, add, json_response
from bot.playground.discord.rules import Rule, choice, flag, number, snowflake
from bot.playground.discord.threads.pins import set_flags
from bot.playground.discord.threads.starting import WANTED
from bot.playground.discord.wire import channel_json, thread_json
from bot.playground.discord.world.entities import Channel, Guild, JsonObject, Overwrite, Thread
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import ChannelType, MessageType, Permission
from bot.playground.discord.world.permissions import permissions_in, require
from bot.playground.discord.world.state import World

_THREAD: Final = WANTED | {
    "archived": flag,
    "locked": flag,
    "invitable": flag,
    "applied_tags": APPLIED,
    "flags": number(0, 2**31 - 1),
}
_FOR_MODERATORS: Final = frozenset({"locked", "rate_limit_per_user", "flags"})
_OVERWRITE: Final[dict[str, Rule]] = {"type": choice(0, 1), "allow": snowflake, "deny": snowflake}


async def read(call: Call) -> web.Response:
    return json_response(channel_json(call.world, call.channel(), call.user.id))


async def change(call: Call) -> web.Response:
    channel = call.channel()
    if channel.thread is not None:
        return _change_thread(call, channel, channel.thread)
    if channel.type == ChannelType.DM:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    fields = checked_fields(call.payload(), editing.TEXT if channel.forum is None else editing.FORUM)
    require(call.world, call.user.id, channel, Permission.MANAGE_CHANNELS)
    editing.apply(call.world, channel, fields)
    announce_channel(call.world, "CHANNEL_UPDATE", channel)
    return json_response(channel_json(call.world, channel, call.user.id))


def _change_thread(call: Call, channel: Channel, thread: Thread) -> web.Response:
    fields = checked_fields(call.payload(), _THREAD)
    _require_thread_change(call, channel, thread, fields)
    if thread.archived and fields.get("archived") is not False:
        raise DiscordError(400, 50083, "Thread is archived")
    _apply_post(call, channel, thread, fields)
    renamed = fields.get("name") not in (None, channel.name)
    if fields.get("archived") is False:
        set_archived(call.world, channel, archived=False)
    _apply_thread(channel, thread, fields)
    if renamed:
        system_message(call.world, channel, call.user.id, MessageType.CHANNEL_NAME_CHANGE, content=channel.name)
    if fields.get("archived"):
        set_archived(call.world, channel, archived=True)
    publish_thread(call.world, "THREAD_UPDATE", channel)
    return json_response(thread_json(call.world, channel, call.user.id))


def _require_thread_change(call: Call, channel: Channel, thread: Thread, fields: JsonObject) -> None:
    """Moderators may all; while it is not locked its owner may all but lock, and whoever may write may reopen it."""
    bits = permissions_in(call.world, call.user.id, channel)
    if bits & Permission.MANAGE_THREADS:
        return
    set_fields = {name for name, value in fields.items() if value is not None}
    reopens = set_fields == {"archived"} and fields["archived"] is False and bits & Permission.SEND_MESSAGES_IN_THREADS
    owns = thread.owner_id == call.user.id and not set_fields & _FOR_MODERATORS
    if thread.locked or not (owns or reopens):
        raise missing_permissions()


def _apply_post(call: Call, channel: Channel, thread: Thread, fields: JsonObject) -> None:
    """What only posts of a forum have: their tags, and standing at its top."""
    forum = call.world.channels[channel.parent_id or channel.id]
    if fields.get("applied_tags") is not None:
        worn = thread.applied_tags or []
        thread.applied_tags = wearable(call.world, call.user.id, forum, fields["applied_tags"], worn=worn)
    if fields.get("flags") is not None:
        set_flags(call.world, channel, fields["flags"])


def _apply_thread(channel: Channel, thread: Thread, fields: JsonObject) -> None:
    channel.name = fields.get("name") or channel.name
    if fields.get("locked") is not None:
        thread.locked = fields["locked"]
    if fields.get("invitable") is not None:
        thread.invitable = fields["invitable"]
    thread.auto_archive_minutes = fields.get("auto_archive_duration") or thread.auto_archive_minutes
    if "rate_limit_per_user" in fields:
        channel.slowmode_seconds = fields["rate_limit_per_user"] or 0


async def delete(call: Call) -> web.Response:
    channel = call.channel()
    if channel.type == ChannelType.DM:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    is_thread = channel.thread is not None
    require(call.world, call.user.id, channel, Permission.MANAGE_THREADS if is_thread else Permission.MANAGE_CHANNELS)
    answer = channel_json(call.world, channel, call.user.id)
    if is_thread:
        _announce_thread_end(call.world, channel)
    else:
        announce_channel(call.world, "CHANNEL_DELETE", channel)
    _forget(call.world, channel)
    return json_response(answer)


def _announce_thread_end(world: World, channel: Channel) -> None:
    payload = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "parent_id": str(channel.parent_id),
        "type": int(channel.type),
    }
    world.publish(Event("THREAD_DELETE", payload, channel.id, channel.guild_id))


def _forget(world: World, channel: Channel) -> None:
    """The channel and the threads in it are gone."""
    guild = world.guild_of(channel)
    if guild is not None and channel.id in guild.channel_ids:
        guild.channel_ids.remove(channel.id)
    inner = [c.id for c in world.channels.values() if c.parent_id == channel.id]
    for channel_id in (channel.id, *inner):
        gone = world.channels.pop(channel_id)
        for message in (*gone.messages.values(), *gone.hidden.values()):
            world.forget_files(message.attachments)


async def put_overwrite(call: Call) -> web.Response:
    channel, guild = _guild_channel(call)
    fields = checked_fields(call.payload(), _OVERWRITE, "type")
    target = call.id("overwrite_id")
    overwrite = Overwrite(target, fields["type"], int(fields.get("allow") or 0), int(fields.get("deny") or 0))
    with changing_sight(call.world, guild):
        channel.overwrites[target] = overwrite
    announce_channel(call.world, "CHANNEL_UPDATE", channel)
    return web.Response(status=204)


async def delete_overwrite(call: Call) -> web.Response:
    channel, guild = _guild_channel(call)
    if call.id("overwrite_id") not in channel.overwrites:
        raise DiscordError(404, 10009, "Unknown Overwrite")
    with changing_sight(call.world, guild):
        del channel.overwrites[call.id("overwrite_id")]
    announce_channel(call.world, "CHANNEL_UPDATE", channel)
    return web.Response(status=204)


def _guild_channel(call: Call) -> tuple[Channel, Guild]:
    channel = call.channel()
    guild = call.world.guild_of(channel)
    if channel.thread is not None or guild is None:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    require(call.world, call.user.id, channel, Permission.MANAGE_ROLES)
    return channel, guild


def setup(app: web.Application) -> None:
    add(app, "GET", "/channels/{channel_id}", read)
    add(app, "PATCH", "/channels/{channel_id}", change)
    add(app, "DELETE", "/channels/{channel_id}", delete)
    add(app, "PUT", "/channels/{channel_id}/permissions/{overwrite_id}", put_overwrite)
    add(app, "DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", delete_overwrite)
