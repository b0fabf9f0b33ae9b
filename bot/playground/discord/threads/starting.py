"""How threads come into being, with everything Discord announces then."""

from dataclasses import dataclass
from typing import Final

from bot.playground.discord import limits
from bot.playground.discord.channels.thread_states import publish_thread
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.messages.changing import announce_update
from bot.playground.discord.messages.creating import system_message
from bot.playground.discord.rules import Rule, choice, number, text
from bot.playground.discord.world.entities import Channel, JsonObject, Message, Thread, ThreadMember
from bot.playground.discord.world.flags import ChannelType, MessageFlag, MessageType
from bot.playground.discord.world.state import World

WANTED: Final[dict[str, Rule]] = {
    "name": text(1, limits.THREAD_NAME),
    "auto_archive_duration": choice(*limits.AUTO_ARCHIVE_MINUTES),
    "rate_limit_per_user": number(0, limits.SLOWMODE_SECONDS),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A thread as asked for; `invitable` concerns private ones."""

    name: str
    auto_archive_minutes: int
    slowmode_seconds: int = 0
    invitable: bool = True


def wanted_of(fields: JsonObject, parent: Channel) -> Wanted:
    """From the checked fields; what they leave open, the channel says."""
    sleeps_after = fields.get("auto_archive_duration") or parent.auto_archive_minutes or limits.AUTO_ARCHIVE_DEFAULT
    slowmode = fields.get("rate_limit_per_user")
    return Wanted(
        name=fields["name"],
        auto_archive_minutes=sleeps_after,
        slowmode_seconds=parent.thread_slowmode_seconds if slowmode is None else slowmode,
        invitable=fields.get("invitable") is not False,
    )


def start_on(world: World, parent: Channel, message: Message, owner_id: int, wanted: Wanted) -> Channel:
    """A public thread on a message: it has the message's id. Raises 160004 when there is one."""
    if message.flags & MessageFlag.HAS_THREAD:
        raise DiscordError(400, 160004, "A thread has already been created for this message")
    channel = made(world, parent, wanted, thread_id=message.id, kind=ChannelType.PUBLIC_THREAD, owner_id=owner_id)
    world.channels[channel.id] = channel
    message.flags |= MessageFlag.HAS_THREAD
    publish_thread(world, "THREAD_CREATE", channel, newly_created=True)
    announce_update(world, message)
    reference = {
        "type": 0,
        "guild_id": str(parent.guild_id),
        "channel_id": str(parent.id),
        "message_id": str(message.id),
    }
    system_message(world, channel, owner_id, MessageType.THREAD_STARTER_MESSAGE, reference=reference)
    return channel


def start(world: World, parent: Channel, kind: ChannelType, owner_id: int, wanted: Wanted) -> Channel:
    """A thread without a message; of a public one a system message in the parent channel tells."""
    channel = made(world, parent, wanted, thread_id=world.snowflake(), kind=kind, owner_id=owner_id)
    world.channels[channel.id] = channel
    publish_thread(world, "THREAD_CREATE", channel, newly_created=True)
    if kind != ChannelType.PRIVATE_THREAD:
        reference = {"type": 0, "guild_id": str(parent.guild_id), "channel_id": str(channel.id)}
        system_message(world, parent, owner_id, MessageType.THREAD_CREATED, content=wanted.name, reference=reference)
    return channel


def made(world: World, parent: Channel, wanted: Wanted, *, thread_id: int, kind: ChannelType, owner_id: int) -> Channel:
    """A thread that nobody knows of yet."""
    now = world.now()
    thread = Thread(
        owner_id=owner_id,
        created_at=now,
        archived_at=now,
        invitable=wanted.invitable,
        auto_archive_minutes=wanted.auto_archive_minutes,
        last_activity_at=now,
        members={owner_id: ThreadMember(owner_id, now)},
    )
    channel = Channel(thread_id, kind, wanted.name, parent.guild_id, parent.id, thread=thread)
    channel.slowmode_seconds = wanted.slowmode_seconds
    return channel
