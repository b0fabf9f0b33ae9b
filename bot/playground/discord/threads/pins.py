"""A post that stands at the top of its forum."""

from bot.playground.discord.channels.editing import served_flags
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.world.entities import Channel
from bot.playground.discord.world.flags import ChannelFlag
from bot.playground.discord.world.state import World


def set_flags(world: World, channel: Channel, flags: int) -> None:
    """A forum has one pinned post: 30047 for a second, 50024 outside of forums."""
    forum = world.channels.get(channel.parent_id or 0)
    if forum is None or forum.forum is None:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    wanted = served_flags(flags, ChannelFlag.PINNED)
    others = [c for c in world.channels.values() if c.parent_id == forum.id and c is not channel]
    if wanted and any(other.flags & ChannelFlag.PINNED for other in others):
        text = "Maximum number of pinned threads in a forum channel has been reached (1)"
        raise DiscordError(400, 30047, text)
    channel.flags = wanted
