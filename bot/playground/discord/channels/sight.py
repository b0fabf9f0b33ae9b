"""Who sees which channel: when a change of roles or overwrites opens one, its threads are told to the newcomer."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.playground.discord.channels.thread_states import thread_of
from bot.playground.discord.wire import channel_json, thread_json, thread_member_json
from bot.playground.discord.world.entities import Channel, Guild
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.permissions import can_see
from bot.playground.discord.world.state import World


def _seen(world: World, guild: Guild) -> set[tuple[int, int]]:
    """Pairs of user and channel."""
    channels = [world.channels[channel_id] for channel_id in guild.channel_ids]
    return {
        (user_id, channel.id) for user_id in guild.members for channel in channels if can_see(world, user_id, channel)
    }


@contextmanager
def changing_sight(world: World, guild: Guild) -> Iterator[None]:
    """Around a change of what people may see: THREAD_LIST_SYNC for everyone who sees a channel more than before."""
    before = _seen(world, guild)
    yield
    for user_id, channel_id in sorted(_seen(world, guild) - before):
        _sync(world, guild, user_id, world.channels[channel_id])


def _sync(world: World, guild: Guild, user_id: int, parent: Channel) -> None:
    inside = [c for c in world.threads_of(guild.id) if c.parent_id == parent.id and not thread_of(c).archived]
    seen = [channel for channel in inside if can_see(world, user_id, channel)]
    own = [(channel, thread_of(channel).members.get(user_id)) for channel in seen]
    payload = {
        "guild_id": str(guild.id),
        "channel_ids": [str(parent.id)],
        "threads": [thread_json(world, channel) for channel in seen],
        "members": [thread_member_json(world, channel, member) for channel, member in own if member is not None],
    }
    world.publish(Event("THREAD_LIST_SYNC", payload, parent.id, guild.id, frozenset({user_id})))


def announce_channel(world: World, name: str, channel: Channel) -> None:
    """CHANNEL_CREATE, _UPDATE or _DELETE: to those who see it, and to bots in any case."""
    payload = channel_json(world, channel, world.bot.id)
    guild = world.guild_of(channel)
    members = guild.members if guild is not None else channel.recipients
    told = frozenset(u for u in members if world.users[u].bot or can_see(world, u, channel))
    world.publish(Event(name, payload, channel.id, channel.guild_id, told))
