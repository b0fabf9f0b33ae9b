"""Who may do what where: roles, then a channel's overwrites, exactly in Discord's order; people are held to it too."""

from bot.playground.discord.errors import missing_access, missing_permissions
from bot.playground.discord.world.entities import Channel, Guild, Member
from bot.playground.discord.world.flags import ALL_PERMISSIONS, ChannelType, Permission
from bot.playground.discord.world.state import World

DM_PERMISSIONS = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.PIN_MESSAGES
)


def guild_permissions(guild: Guild, member: Member) -> int:
    """What the member's roles allow before any channel has its say."""
    if guild.owner_id == member.user_id:
        return int(ALL_PERMISSIONS)
    allowed = guild.roles[guild.id].permissions
    for role_id in member.roles:
        allowed |= guild.roles[role_id].permissions
    return int(ALL_PERMISSIONS) if allowed & Permission.ADMINISTRATOR else allowed


def _with_overwrites(allowed: int, guild: Guild, channel: Channel, member: Member) -> int:
    everyone = channel.overwrites.get(guild.id)
    if everyone is not None:
        allowed = (allowed & ~everyone.deny) | everyone.allow
    roles = [channel.overwrites[role_id] for role_id in member.roles if role_id in channel.overwrites]
    for overwrite in roles:
        allowed &= ~overwrite.deny
    for overwrite in roles:
        allowed |= overwrite.allow
    own = channel.overwrites.get(member.user_id)
    return allowed if own is None else (allowed & ~own.deny) | own.allow


def _in_guild_channel(world: World, user_id: int, channel: Channel) -> int:
    guild = world.guild_of(channel)
    member = None if guild is None else guild.members.get(user_id)
    if guild is None or member is None:
        return 0
    allowed = guild_permissions(guild, member)
    if allowed & Permission.ADMINISTRATOR:
        return allowed
    ruling = world.channels.get(channel.parent_id) if channel.thread is not None and channel.parent_id else channel
    return 0 if ruling is None else _with_overwrites(allowed, guild, ruling, member)


def permissions_in(world: World, user_id: int, channel: Channel) -> int:
    """The user's bits in a channel; 0 where it cannot see the channel (a private thread needs membership)."""
    if channel.type == ChannelType.DM:
        return int(DM_PERMISSIONS) if user_id in channel.recipients else 0
    allowed = _in_guild_channel(world, user_id, channel)
    if not allowed & Permission.VIEW_CHANNEL:
        return 0
    hidden = channel.type == ChannelType.PRIVATE_THREAD and not allowed & Permission.MANAGE_THREADS
    if hidden and channel.thread is not None and user_id not in channel.thread.members:
        return 0
    return allowed


def can_see(world: World, user_id: int, channel: Channel) -> bool:
    return bool(permissions_in(world, user_id, channel) & Permission.VIEW_CHANNEL)


def allowed(world: World, user_id: int, channel: Channel, needed: Permission) -> bool:
    return permissions_in(world, user_id, channel) & needed == needed


def require(world: World, user_id: int, channel: Channel, needed: Permission) -> None:
    """Raise 50001 where the channel is not to be seen, 50013 where only the permission is lacking."""
    bits = permissions_in(world, user_id, channel)
    if not bits & Permission.VIEW_CHANNEL:
        raise missing_access()
    if bits & needed != needed:
        raise missing_permissions()


def require_in_guild(user_id: int, guild: Guild, needed: Permission) -> Member:
    """The member, if its roles hold what is needed; otherwise 50001 or 50013."""
    member = guild.members.get(user_id)
    if member is None:
        raise missing_access()
    if guild_permissions(guild, member) & needed != needed:
        raise missing_permissions()
    return member
