"""/channels/{c}/messages: sending, reading, editing, deleting, typing."""

from bisect import bisect_left
from typing import Final

from aiohttp import web

from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError, form_error, missing_permissions
from bot.playground.discord.messages import changing, creating
from bot.playground.discord.messages.drafts import CREATE, EDIT, checked_fields, draft_of
from bot.playground.discord.messages.old_edits import OLD_EDITS, OldEdits
from bot.playground.discord.messages.posting import refuse_ephemeral, require_post, sending_in
from bot.playground.discord.messages.uploads import file_limit
from bot.playground.discord.rest.door import Call, add, json_response
from bot.playground.discord.rest.door import snowflake as path_snowflake
from bot.playground.discord.rules import many, snowflake
from bot.playground.discord.wire import member_json, message_json
from bot.playground.discord.world.entities import Channel, JsonObject, Message
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import MessageType, Permission
from bot.playground.discord.world.permissions import allowed, require
from bot.playground.keys import CLOCK

_NOT_DELETABLE: Final = frozenset(
    {MessageType.RECIPIENT_ADD, MessageType.CHANNEL_NAME_CHANGE, MessageType.THREAD_STARTER_MESSAGE}
)


async def send(call: Call) -> web.Response:
    channel = call.channel()
    draft = draft_of(call.payload(), call.body.parts, CREATE, largest=file_limit(call.world, channel))
    require_post(call.world, call.user.id, channel, draft)
    refuse_ephemeral(draft)
    message = creating.create(call.world, channel, call.user.id, draft)
    return json_response(message_json(call.world, message, call.user.id, nonce=True))


async def history(call: Call) -> web.Response:
    channel = call.channel()
    query = call.query("before", "after", "around", "limit")
    limit = _limit(query.get("limit"))
    if not allowed(call.world, call.user.id, channel, Permission.READ_MESSAGE_HISTORY):
        return json_response([])
    ids = list(channel.messages)
    begin, end = _window(ids, query, limit)
    chosen = [channel.messages[message_id] for message_id in reversed(ids[begin:end])]
    return json_response([message_json(call.world, message, call.user.id) for message in chosen])


def _limit(text: str | None) -> int:
    if text is None:
        return limits.HISTORY_DEFAULT
    if not text.isdigit() or not 1 <= int(text) <= limits.HISTORY:
        raise form_error(("limit",), "NUMBER_TYPE_MAX", f"int value should be between 1 and {limits.HISTORY}.")
    return int(text)


def _window(ids: list[int], query: dict[str, str], limit: int) -> tuple[int, int]:
    """From where to where in the rising list of ids."""
    if "around" in query:
        middle = bisect_left(ids, path_snowflake(query["around"], "around"))
        begin = max(0, middle - limit // 2)
        return begin, min(len(ids), begin + limit)
    if "after" in query:
        begin = bisect_left(ids, path_snowflake(query["after"], "after") + 1)
        return begin, min(len(ids), begin + limit)
    end = bisect_left(ids, path_snowflake(query["before"], "before")) if "before" in query else len(ids)
    return max(0, end - limit), end


async def read(call: Call) -> web.Response:
    channel = call.channel()
    require(call.world, call.user.id, channel, Permission.READ_MESSAGE_HISTORY)
    return json_response(message_json(call.world, _in_history(call, channel), call.user.id))


def _in_history(call: Call, channel: Channel) -> Message:
    message = call.message(channel)
    if message.ephemeral:
        raise DiscordError(404, 10008, "Unknown Message")
    return message


async def edit(call: Call) -> web.Response:
    channel = call.channel()
    message = _in_history(call, channel)
    draft = draft_of(call.payload(), call.body.parts, EDIT, largest=file_limit(call.world, channel))
    if message.author_id != call.user.id:
        _require_flags_only(call, channel, draft.fields)
    if draft.files:
        require(call.world, call.user.id, channel, Permission.ATTACH_FILES)
    if call.user.bot:
        call.request.app[OLD_EDITS].take(channel.id, message.created_at)
    changing.edit(call.world, message, draft)
    return json_response(message_json(call.world, message, call.user.id))


def _require_flags_only(call: Call, channel: Channel, fields: JsonObject) -> None:
    """Of other people's messages moderators may suppress the embeds, nothing else."""
    if fields.keys() - {"flags"}:
        raise DiscordError(403, 50005, "Cannot edit a message authored by another user")
    require(call.world, call.user.id, channel, Permission.MANAGE_MESSAGES)


async def delete(call: Call) -> web.Response:
    channel = call.channel()
    message = _in_history(call, channel)
    if message.type in _NOT_DELETABLE:
        raise DiscordError(403, 50021, "Cannot execute action on a system message")
    if channel.thread is not None and channel.thread.archived:
        raise DiscordError(400, 50083, "Thread is archived")
    if message.author_id != call.user.id and not allowed(call.world, call.user.id, channel, Permission.MANAGE_MESSAGES):
        raise missing_permissions()
    changing.delete(call.world, channel, message)
    return web.Response(status=204)


async def bulk_delete(call: Call) -> web.Response:
    channel = call.channel()
    require(call.world, call.user.id, channel, Permission.MANAGE_MESSAGES)
    ids = many(snowflake, limits.BULK_DELETE_MIN, limits.BULK_DELETE_MAX)
    fields = checked_fields(call.payload(), {"messages": ids}, "messages")
    wanted = dict.fromkeys(int(message_id) for message_id in fields["messages"])
    found = [channel.messages[message_id] for message_id in wanted if message_id in channel.messages]
    changing.delete_many(call.world, channel, found)
    return web.Response(status=204)


async def typing(call: Call) -> web.Response:
    channel = call.channel()
    require(call.world, call.user.id, channel, sending_in(channel))
    payload: JsonObject = {
        "channel_id": str(channel.id),
        "user_id": str(call.user.id),
        "timestamp": int(call.world.now()),
    }
    member = call.world.member(channel.guild_id, call.user.id)
    if member is not None:
        payload |= {"guild_id": str(channel.guild_id), "member": member_json(call.world, member)}
    call.world.publish(Event("TYPING_START", payload, channel.id, channel.guild_id))
    return web.Response(status=204)


def setup(app: web.Application) -> None:
    app[OLD_EDITS] = OldEdits(app[CLOCK])
    messages_path, one = "/channels/{channel_id}/messages", "/channels/{channel_id}/messages/{message_id}"
    add(app, "POST", messages_path, send)
    add(app, "GET", messages_path, history)
    add(app, "POST", f"{messages_path}/bulk-delete", bulk_delete)
    add(app, "GET", one, read)
    add(app, "PATCH", one, edit)
    add(app, "DELETE", one, delete)
    add(app, "POST", "/channels/{channel_id}/typing", typing)
