"""Reactions and pins: small marks on messages."""

import re
from typing import Final

from aiohttp import web

from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError, unknown_message
from bot.playground.discord.rest.door import Call, add, json_response, snowflake
from bot.playground.discord.wire import emoji_json, member_json, user_json
from bot.playground.discord.world.entities import Channel, JsonObject, Message, Reaction
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import Permission
from bot.playground.discord.world.permissions import require

_CUSTOM: Final = re.compile(r"\w{2,32}:\d{15,20}")


def _place(call: Call, needed: Permission) -> tuple[Channel, Message]:
    """The message to mark, in a channel that is open for it."""
    channel = call.channel()
    require(call.world, call.user.id, channel, needed)
    message = call.message(channel)
    if message.ephemeral:
        raise unknown_message()
    if channel.thread is not None and channel.thread.archived:
        raise DiscordError(400, 50083, "Thread is archived")
    return channel, message


def _emoji(call: Call) -> str:
    """As given; with and without its variation selector it is the same reaction."""
    emoji = call.request.match_info["emoji"]
    custom = _CUSTOM.fullmatch(emoji)
    if custom is None and (not emoji or emoji.isascii() or len(emoji) > 16):
        raise DiscordError(400, 10014, "Unknown Emoji")
    return emoji


def _key(emoji: str) -> str:
    return emoji.removesuffix("\ufe0f")


async def react(call: Call) -> web.Response:
    emoji = _emoji(call)
    channel, message = _place(call, Permission.READ_MESSAGE_HISTORY)
    if _key(emoji) not in message.reactions:
        require(call.world, call.user.id, channel, Permission.ADD_REACTIONS)
        if len(message.reactions) >= limits.REACTIONS:
            raise DiscordError(400, 30010, f"Maximum number of reactions reached ({limits.REACTIONS})")
    reaction = message.reactions.setdefault(_key(emoji), Reaction(emoji))
    if call.user.id not in reaction.user_ids:
        reaction.user_ids[call.user.id] = None
        _announce(call, "MESSAGE_REACTION_ADD", message, emoji, call.user.id)
    return web.Response(status=204)


async def unreact(call: Call) -> web.Response:
    _, message = _place(call, Permission(0))
    _take_back(call, message, call.user.id)
    return web.Response(status=204)


async def unreact_other(call: Call) -> web.Response:
    whose = call.id("user_id")
    _, message = _place(call, Permission(0) if whose == call.user.id else Permission.MANAGE_MESSAGES)
    _take_back(call, message, whose)
    return web.Response(status=204)


def _take_back(call: Call, message: Message, user_id: int) -> None:
    emoji = _emoji(call)
    reaction = message.reactions.get(_key(emoji))
    if reaction is None or user_id not in reaction.user_ids:
        return
    del reaction.user_ids[user_id]
    if not reaction.user_ids:
        del message.reactions[_key(emoji)]
    _announce(call, "MESSAGE_REACTION_REMOVE", message, emoji, user_id)


async def clear(call: Call) -> web.Response:
    channel, message = _place(call, Permission.MANAGE_MESSAGES)
    message.reactions.clear()
    _publish(call, "MESSAGE_REACTION_REMOVE_ALL", channel, _about(channel, message))
    return web.Response(status=204)


async def clear_emoji(call: Call) -> web.Response:
    emoji = _emoji(call)
    channel, message = _place(call, Permission.MANAGE_MESSAGES)
    if message.reactions.pop(_key(emoji), None) is not None:
        payload = _about(channel, message) | {"emoji": emoji_json(emoji)}
        _publish(call, "MESSAGE_REACTION_REMOVE_EMOJI", channel, payload)
    return web.Response(status=204)


async def list_users(call: Call) -> web.Response:
    channel = call.channel()
    require(call.world, call.user.id, channel, Permission.READ_MESSAGE_HISTORY)
    query = call.query("after", "limit", "type")
    after, limit = snowflake(query.get("after", "0"), "after"), snowflake(query.get("limit", "25"), "limit")
    reaction = call.message(channel).reactions.get(_key(_emoji(call)))
    ids = sorted(user_id for user_id in (reaction.user_ids if reaction else ()) if user_id > after)
    return json_response([user_json(call.world.users[user_id]) for user_id in ids[:limit]])


def _about(channel: Channel, message: Message) -> JsonObject:
    about: JsonObject = {"channel_id": str(channel.id), "message_id": str(message.id)}
    return about if channel.guild_id is None else about | {"guild_id": str(channel.guild_id)}


def _announce(call: Call, name: str, message: Message, emoji: str, user_id: int) -> None:
    channel = call.world.channels[message.channel_id]
    payload = _about(channel, message) | {
        "user_id": str(user_id),
        "emoji": emoji_json(emoji),
        "message_author_id": str(message.author_id),
        "burst": False,
        "type": 0,
    }
    member = call.world.member(channel.guild_id, user_id)
    if member is not None and name == "MESSAGE_REACTION_ADD":
        payload["member"] = member_json(call.world, member)
    _publish(call, name, channel, payload)


def _publish(call: Call, name: str, channel: Channel, payload: JsonObject) -> None:
    call.world.publish(Event(name, payload, channel.id, channel.guild_id))


def setup(app: web.Application) -> None:
    reactions = "/channels/{channel_id}/messages/{message_id}/reactions"
    add(app, "PUT", f"{reactions}/{{emoji}}/@me", react)
    add(app, "DELETE", f"{reactions}/{{emoji}}/@me", unreact)
    add(app, "DELETE", f"{reactions}/{{emoji}}/{{user_id}}", unreact_other)
    add(app, "GET", f"{reactions}/{{emoji}}", list_users)
    add(app, "DELETE", f"{reactions}/{{emoji}}", clear_emoji)
    add(app, "DELETE", reactions, clear)
