"""The news of a message: to whom, and in which words for whom."""

from bot.playground.discord.wire import is_personal, message_event
from bot.playground.discord.world.entities import JsonObject, Message
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.state import World


def audience(message: Message) -> frozenset[int] | None:
    """Who alone is told of a message: of an ephemeral one its person and the application."""
    return None if message.seen_only_by is None else frozenset({message.seen_only_by, message.author_id})


def publish_message(world: World, name: str, message: Message, *, nonce: bool = False) -> None:
    """MESSAGE_CREATE or MESSAGE_UPDATE, as the bot sees it, and where it matters as each person does."""
    channel = world.channels[message.channel_id]

    def seen_by(viewer_id: int) -> JsonObject:
        return message_event(world, channel, message, viewer_id, nonce=nonce)

    payload = seen_by(world.bot.id)
    personal = seen_by if is_personal(payload) else None
    world.publish(Event(name, payload, channel.id, channel.guild_id, audience(message), personal))
