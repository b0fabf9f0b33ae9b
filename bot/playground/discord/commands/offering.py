"""Whether Discord would offer a command to this person in this channel: contexts, age, default permissions."""

from typing import Final

from bot.playground.discord.world.entities import Channel, Command
from bot.playground.discord.world.flags import Permission
from bot.playground.discord.world.permissions import permissions_in
from bot.playground.discord.world.state import World

GUILD: Final = 0
BOT_DM: Final = 1


def is_offered(world: World, user_id: int, channel: Channel, command: Command) -> bool:
    """Says nothing of USE_APPLICATION_COMMANDS, which refuses in another way."""
    wanted = command.payload
    here, contexts = BOT_DM if channel.guild_id is None else GUILD, wanted.get("contexts")
    if contexts is not None and here not in contexts:
        return False
    if here == BOT_DM:
        return contexts is not None or wanted.get("dm_permission") is not False
    if wanted.get("nsfw") and not is_age_restricted(world, channel):
        return False
    needed, bits = wanted.get("default_member_permissions"), permissions_in(world, user_id, channel)
    if needed is None or bits & Permission.ADMINISTRATOR:
        return True
    return int(needed) != 0 and bits & int(needed) == int(needed)


def is_age_restricted(world: World, channel: Channel) -> bool:
    """A thread is as its channel is."""
    parent = world.channels.get(channel.parent_id) if channel.thread is not None and channel.parent_id else None
    return channel.nsfw if parent is None else parent.nsfw
