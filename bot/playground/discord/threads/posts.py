"""Posts of a forum: a thread and its first message, which come into being together and share an id."""

from bot.playground.discord.channels.thread_states import publish_thread
from bot.playground.discord.messages.creating import composed, put
from bot.playground.discord.messages.drafts import Draft
from bot.playground.discord.threads.starting import Wanted, made
from bot.playground.discord.world.entities import Channel, Message
from bot.playground.discord.world.flags import ChannelType
from bot.playground.discord.world.state import World


def post(
    world: World, forum: Channel, owner_id: int, wanted: Wanted, draft: Draft, *, tags: list[int]
) -> tuple[Channel, Message]:
    """Raises 50035 or 50006 for a message that may not be, and then there is no thread either."""
    thread_id = world.snowflake()
    channel = made(world, forum, wanted, thread_id=thread_id, kind=ChannelType.PUBLIC_THREAD, owner_id=owner_id)
    if channel.thread is not None:
        channel.thread.applied_tags = tags
    message = composed(world, channel, owner_id, draft)
    message.id = thread_id
    world.channels[channel.id] = channel
    forum.last_message_id = channel.id
    forum.last_sent_at[owner_id] = world.now()
    publish_thread(world, "THREAD_CREATE", channel, newly_created=True)
    put(world, channel, message)
    return channel, message
