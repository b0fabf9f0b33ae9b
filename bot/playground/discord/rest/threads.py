"""Threads over REST: starting them, following them, listing them."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.playground.discord.channels.thread_states import join, leave, may_bring, settle, thread_of
from bot.playground.discord.errors import DiscordError, form_error, missing_permissions, unknown_member
from bot.playground.discord.messages.creating import system_message
from bot.playground.discord.messages.drafts import checked_fields
from bot.playground.discord.messages.posting import require_unlocked
from bot.playground.discord.rest.door import Call, add, json_response, snowflake
from bot.playground.discord.rest.posts import start_post
from bot.playground.discord.rules import Rule, choice, flag
from bot.playground.discord.threads import starting
from bot.playground.discord.wire import thread_json, thread_member_json
from bot.playground.discord.world.entities import THREAD_TYPES, Channel, Thread
from bot.playground.discord.world.flags import ChannelType, MessageType, Permission
from bot.playground.discord.world.permissions import can_see, require
from bot.playground.discord.world.snowflakes import snowflake_at

_ALONE: Final[dict[str, Rule]] = starting.WANTED | {
    "type": choice(*sorted(map(int, THREAD_TYPES))),
    "invitable": flag,
}


def _text_channel(parent: Channel) -> Channel:
    if parent.type != ChannelType.TEXT:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    return parent


async def start_on_message(call: Call) -> web.Response:
    parent = _text_channel(call.channel())
    fields = checked_fields(call.payload(), starting.WANTED, "name")
    require(call.world, call.user.id, parent, Permission.CREATE_PUBLIC_THREADS)
    message = call.message(parent)
    if message.ephemeral or message.type == MessageType.THREAD_CREATED:
        raise DiscordError(400, 50068, "Invalid message type")
    thread = starting.start_on(call.world, parent, message, call.user.id, starting.wanted_of(fields, parent))
    return json_response(thread_json(call.world, thread, call.user.id), 201)


async def start_in(call: Call) -> web.Response:
    """In a forum a post with its first message, elsewhere a thread without any."""
    parent = call.channel()
    if parent.type == ChannelType.FORUM:
        return start_post(call, parent)
    return _start_alone(call, _text_channel(parent))


def _start_alone(call: Call, parent: Channel) -> web.Response:
    call.query()
    fields = checked_fields(call.payload(), _ALONE, "name")
    kind = ChannelType(fields.get("type") or ChannelType.PRIVATE_THREAD)
    if kind == ChannelType.NEWS_THREAD:
        raise form_error(("type",), "BASE_TYPE_CHOICES", "News threads live in news channels only.")
    private = kind == ChannelType.PRIVATE_THREAD
    needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
    require(call.world, call.user.id, parent, needed)
    thread = starting.start(call.world, parent, kind, call.user.id, starting.wanted_of(fields, parent))
    return json_response(thread_json(call.world, thread, call.user.id), 201)


def _thread(call: Call) -> tuple[Channel, Thread]:
    channel = call.channel()
    if channel.thread is None:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    return channel, channel.thread


def _open_thread(call: Call) -> tuple[Channel, Thread]:
    channel, thread = _thread(call)
    if thread.archived:
        raise DiscordError(400, 50083, "Thread is archived")
    return channel, thread


async def join_self(call: Call) -> web.Response:
    channel, _ = _open_thread(call)
    join(call.world, channel, call.user.id)
    return web.Response(status=204)


async def leave_self(call: Call) -> web.Response:
    channel, _ = _open_thread(call)
    leave(call.world, channel, call.user.id)
    return web.Response(status=204)


async def add_member(call: Call) -> web.Response:
    channel, _ = _open_thread(call)
    newcomer = call.id("user_id")
    require(call.world, call.user.id, channel, Permission.SEND_MESSAGES_IN_THREADS)
    require_unlocked(call.world, call.user.id, channel)
    if not may_bring(call.world, channel, call.user.id):
        raise missing_permissions()
    if call.world.member(channel.guild_id, newcomer) is None:
        raise unknown_member()
    if not can_see(call.world, newcomer, call.world.channels[channel.parent_id or channel.id]):
        raise missing_permissions()
    if join(call.world, channel, newcomer):
        system_message(call.world, channel, call.user.id, MessageType.RECIPIENT_ADD, mentions=(newcomer,))
    return web.Response(status=204)


async def remove_member(call: Call) -> web.Response:
    channel, thread = _open_thread(call)
    owns = channel.type == ChannelType.PRIVATE_THREAD and thread.owner_id == call.user.id
    if not owns:
        require(call.world, call.user.id, channel, Permission.MANAGE_THREADS)
    leave(call.world, channel, call.id("user_id"))
    return web.Response(status=204)


async def read_member(call: Call) -> web.Response:
    channel, thread = _thread(call)
    query = call.query("with_member")
    wanted = call.request.match_info["user_id"]
    member = thread.members.get(call.user.id if wanted == "@me" else snowflake(wanted, "user_id"))
    if member is None:
        raise unknown_member()
    told = thread_member_json(call.world, channel, member, with_member=_is_true(query.get("with_member")))
    return json_response(told)


async def list_members(call: Call) -> web.Response:
    channel, thread = _thread(call)
    query = call.query("with_member", "after", "limit")
    with_member = _is_true(query.get("with_member"))
    after = snowflake(query.get("after", "0"), "after")
    limit = snowflake(query.get("limit", "100"), "limit")
    chosen = [thread.members[user_id] for user_id in sorted(thread.members) if user_id > after][:limit]
    return json_response([thread_member_json(call.world, channel, m, with_member=with_member) for m in chosen])


def _is_true(value: str | None) -> bool:
    return (value or "").lower() in {"1", "true"}


def _listing(call: Call, found: list[Channel], *, has_more: bool) -> web.Response:
    own = [(c, thread_of(c).members.get(call.user.id)) for c in found]
    return json_response(
        {
            "threads": [thread_json(call.world, channel) for channel in found],
            "members": [thread_member_json(call.world, c, member) for c, member in own if member is not None],
            "has_more": has_more,
        }
    )


async def list_active(call: Call) -> web.Response:
    guild = call.guild()
    found = call.world.threads_of(guild.id)
    for channel in found:
        settle(call.world, channel)
    seen = [c for c in found if not thread_of(c).archived and can_see(call.world, call.user.id, c)]
    seen.sort(key=lambda c: -c.id)
    return _listing(call, seen, has_more=False)


def _archived(call: Call, fits: Callable[[Channel], bool], needed: Permission) -> web.Response:
    parent = call.channel()
    require(call.world, call.user.id, parent, Permission.READ_MESSAGE_HISTORY | needed)
    query = call.query("before", "limit")
    limit = snowflake(query.get("limit", "50"), "limit")
    found = [c for c in call.world.threads_of(parent.guild_id or 0) if c.parent_id == parent.id and fits(c)]
    for channel in found:
        settle(call.world, channel)
    before = _moment(query.get("before"))
    asleep = [c for c in found if thread_of(c).archived and snowflake_at(thread_of(c).archived_at) < before]
    asleep.sort(key=lambda c: -thread_of(c).archived_at)
    return _listing(call, asleep[:limit], has_more=len(asleep) > limit)


def _moment(given: str | None) -> float:
    """A time as ISO text or as an id, made comparable to ids."""
    if given is None:
        return float("inf")
    if given.isdigit():
        return int(given)
    try:
        return snowflake_at(datetime.fromisoformat(given).timestamp())
    except ValueError:
        raise form_error(("before",), "DATE_TIME_TYPE_PARSE", f"Could not parse {given}.") from None


async def list_public_archived(call: Call) -> web.Response:
    return _archived(call, lambda c: c.type != ChannelType.PRIVATE_THREAD, Permission(0))


async def list_private_archived(call: Call) -> web.Response:
    return _archived(call, lambda c: c.type == ChannelType.PRIVATE_THREAD, Permission.MANAGE_THREADS)


async def list_own_private_archived(call: Call) -> web.Response:
    def fits(channel: Channel) -> bool:
        return channel.type == ChannelType.PRIVATE_THREAD and call.user.id in thread_of(channel).members

    return _archived(call, fits, Permission(0))


def setup(app: web.Application) -> None:
    channel = "/channels/{channel_id}"
    add(app, "POST", f"{channel}/messages/{{message_id}}/threads", start_on_message)
    add(app, "POST", f"{channel}/threads", start_in)
    add(app, "GET", f"{channel}/threads/archived/public", list_public_archived)
    add(app, "GET", f"{channel}/threads/archived/private", list_private_archived)
    add(app, "GET", f"{channel}/users/@me/threads/archived/private", list_own_private_archived)
    add(app, "PUT", f"{channel}/thread-members/@me", join_self)
    add(app, "DELETE", f"{channel}/thread-members/@me", leave_self)
    add(app, "GET", f"{channel}/thread-members", list_members)
    add(app, "PUT", f"{channel}/thread-members/{{user_id}}", add_member)
    add(app, "DELETE", f"{channel}/thread-members/{{user_id}}", remove_member)
    add(app, "GET", f"{channel}/thread-members/{{user_id}}", read_member)
    add(app, "GET", "/guilds/{guild_id}/threads/active", list_active)
