"""Pinned messages, on the path Discord moved them to."""

from datetime import datetime

from aiohttp import web

from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError, form_error, unknown_message
from bot.playground.discord.messages.changing import announce_update
from bot.playground.discord.messages.creating import system_message
from bot.playground.discord.rest.door import Call, add, json_response, snowflake
from bot.playground.discord.wire import message_json
from bot.playground.discord.world.entities import Channel, Message
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import MessageType, Permission
from bot.playground.discord.world.permissions import allowed, require
from bot.playground.discord.world.state import iso


async def list_pins(call: Call) -> web.Response:
    channel = call.channel()
    query = call.query("before", "limit")
    before, limit = _moment(query.get("before")), snowflake(query.get("limit", "50"), "limit")
    if not allowed(call.world, call.user.id, channel, Permission.READ_MESSAGE_HISTORY):
        return json_response({"items": [], "has_more": False})
    pinned = [(m.pinned_at, m) for m in channel.messages.values() if m.pinned_at is not None and m.pinned_at < before]
    pinned.sort(key=lambda pair: -pair[0])
    items = [
        {"pinned_at": iso(at), "message": message_json(call.world, message, call.user.id)}
        for at, message in pinned[:limit]
    ]
    return json_response({"items": items, "has_more": len(pinned) > limit})


def _moment(given: str | None) -> float:
    try:
        return float("inf") if given is None else datetime.fromisoformat(given).timestamp()
    except ValueError:
        raise form_error(("before",), "DATE_TIME_TYPE_PARSE", f"Could not parse {given}.") from None


def _place(call: Call) -> tuple[Channel, Message]:
    channel = call.channel()
    needed = Permission.READ_MESSAGE_HISTORY | Permission.PIN_MESSAGES
    require(call.world, call.user.id, channel, needed)
    message = call.message(channel)
    if message.ephemeral:
        raise unknown_message()
    if channel.thread is not None and channel.thread.archived:
        raise DiscordError(400, 50083, "Thread is archived")
    return channel, message


async def pin(call: Call) -> web.Response:
    channel, message = _place(call)
    if message.pinned_at is not None:
        return web.Response(status=204)
    if sum(m.pinned_at is not None for m in channel.messages.values()) >= limits.PINS:
        raise DiscordError(400, 30003, f"Maximum number of pins reached for the channel ({limits.PINS})")
    message.pinned_at = channel.last_pin_at = call.world.now()
    _announce(call, channel, message)
    reference = {"type": 0, "channel_id": str(channel.id), "message_id": str(message.id)}
    system_message(call.world, channel, call.user.id, MessageType.CHANNEL_PINNED_MESSAGE, reference=reference)
    return web.Response(status=204)


async def unpin(call: Call) -> web.Response:
    channel, message = _place(call)
    if message.pinned_at is not None:
        message.pinned_at = None
        _announce(call, channel, message)
    return web.Response(status=204)


def _announce(call: Call, channel: Channel, message: Message) -> None:
    announce_update(call.world, message)
    payload = {
        "channel_id": str(channel.id),
        "last_pin_timestamp": None if channel.last_pin_at is None else iso(channel.last_pin_at),
    }
    if channel.guild_id is not None:
        payload["guild_id"] = str(channel.guild_id)
    call.world.publish(Event("CHANNEL_PINS_UPDATE", payload, channel.id, channel.guild_id))


def setup(app: web.Application) -> None:
    add(app, "GET", "/channels/{channel_id}/messages/pins", list_pins)
    add(app, "PUT", "/channels/{channel_id}/messages/pins/{message_id}", pin)
    add(app, "DELETE", "/channels/{channel_id}/messages/pins/{message_id}", unpin)
