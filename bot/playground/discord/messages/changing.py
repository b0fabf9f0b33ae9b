"""What happens to messages after they were sent: edits and deletions, announced as Discord announces them."""

from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.messages.bodies import shown_after, text_of
from bot.playground.discord.messages.drafts import Draft
from bot.playground.discord.messages.mentions import Spoken, mentions_of
from bot.playground.discord.messages.telling import audience, publish_message
from bot.playground.discord.world.entities import Channel, JsonObject, Message
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import MessageFlag
from bot.playground.discord.world.state import World


def edit(world: World, message: Message, draft: Draft) -> None:
    """Change a message and announce it. Edits notify nobody. Checks the form, not who edits."""
    channel = world.channels[message.channel_id]
    if channel.thread is not None and channel.thread.archived:
        raise DiscordError(400, 50083, "Thread is archived")
    was_loading = bool(message.flags & MessageFlag.LOADING)  # then this is the answer itself, not a change of it
    flags = _flags_after(message, draft)
    shown = shown_after(world, message, draft, v2=bool(flags & MessageFlag.IS_COMPONENTS_V2))
    replied = message.mentions and message.reference and message.reference.get("message_id")
    target = world.message(message.channel_id, int(replied)) if replied else None
    rules = draft.fields.get("allowed_mentions")
    spoken = Spoken(message.author_id, channel, text_of(shown), rules, target.author_id if target else None)
    mentions = mentions_of(world, spoken)
    message.flags, message.content, message.embeds = flags, shown.content, shown.embeds
    world.forget_files(old for old in message.attachments if old not in shown.attachments)
    message.components, message.attachments = shown.components, shown.attachments
    message.mentions, message.mention_roles = list(mentions.users), list(mentions.roles)
    message.mention_everyone = mentions.everyone
    if not was_loading:
        message.edited_at = world.now()
    announce_update(world, message)


def _flags_after(message: Message, draft: Draft) -> int:
    """An edit sets SUPPRESS_EMBEDS both ways and IS_COMPONENTS_V2 one way; a deferred answer stops loading."""
    flags = message.flags & ~MessageFlag.LOADING
    if draft.has("flags"):
        suppress = draft.flags & MessageFlag.SUPPRESS_EMBEDS
        flags = (flags & ~MessageFlag.SUPPRESS_EMBEDS) | suppress | (draft.flags & MessageFlag.IS_COMPONENTS_V2)
    return int(flags)


def announce_update(world: World, message: Message) -> None:
    publish_message(world, "MESSAGE_UPDATE", message)


def delete(world: World, channel: Channel, message: Message) -> None:
    _forget(world, channel, message)
    payload: JsonObject = {"id": str(message.id), "channel_id": str(channel.id)}
    world.publish(
        Event("MESSAGE_DELETE", _with_guild(channel, payload), channel.id, channel.guild_id, audience(message))
    )


def delete_many(world: World, channel: Channel, messages: list[Message]) -> None:
    """One event for all, as bulk deletion does it; 50034 when one is older than two weeks."""
    if any(world.now() - m.created_at > limits.BULK_DELETE_AGE_SECONDS for m in messages):
        raise DiscordError(400, 50034, "You can only bulk delete messages that are under 14 days old.")
    for message in messages:
        _forget(world, channel, message)
    payload: JsonObject = {"ids": [str(message.id) for message in messages], "channel_id": str(channel.id)}
    world.publish(Event("MESSAGE_DELETE_BULK", _with_guild(channel, payload), channel.id, channel.guild_id))


def _forget(world: World, channel: Channel, message: Message) -> None:
    world.forget_files(message.attachments)
    was_there = channel.messages.pop(message.id, None) is not None
    channel.hidden.pop(message.id, None)
    if was_there and channel.thread is not None and message.id != channel.id:
        channel.thread.message_count = max(0, channel.thread.message_count - 1)


def _with_guild(channel: Channel, payload: JsonObject) -> JsonObject:
    return payload if channel.guild_id is None else payload | {"guild_id": str(channel.guild_id)}
