"""May this user write this here? Permissions, threads' locks and slowmode, for people and bot alike."""

from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError, form_error, missing_permissions
from bot.playground.discord.messages.drafts import Draft
from bot.playground.discord.world.entities import Channel
from bot.playground.discord.world.flags import ChannelType, MessageFlag, Permission
from bot.playground.discord.world.permissions import permissions_in, require
from bot.playground.discord.world.state import World

_SLOWMODE_EXEMPT = Permission.MANAGE_MESSAGES | Permission.MANAGE_CHANNELS | Permission.BYPASS_SLOWMODE


def sending_in(channel: Channel) -> Permission:
    return Permission.SEND_MESSAGES if channel.thread is None else Permission.SEND_MESSAGES_IN_THREADS


def require_post(world: World, user_id: int, channel: Channel, draft: Draft) -> None:
    """Raise 50001, 50008, 50013, 50083 or 20016 where the message may not be sent."""
    if channel.type == ChannelType.FORUM:
        raise DiscordError(400, 50008, "Cannot send messages in a non-text channel")
    require_writing(world, user_id, channel, draft)


def require_writing(world: World, user_id: int, channel: Channel, draft: Draft) -> None:
    """The same for a forum too, where what is written becomes a post."""
    needed = sending_in(channel)
    if draft.files:
        needed |= Permission.ATTACH_FILES
    if draft.fields.get("tts"):
        needed |= Permission.SEND_TTS_MESSAGES
    if draft.embeds and not _is_person(world, user_id):
        needed |= Permission.EMBED_LINKS
    require(world, user_id, channel, needed)
    if channel.type == ChannelType.DM and not _is_reachable(world, user_id, channel):
        raise DiscordError(403, 50007, "Cannot send messages to this user")
    require_unlocked(world, user_id, channel)
    _wait_for_slowmode(world, user_id, channel)


def refuse_ephemeral(draft: Draft) -> None:
    if draft.flags & MessageFlag.EPHEMERAL:
        raise form_error(("flags",), "MESSAGE_FLAGS_EPHEMERAL_INVALID", "Only answers to interactions are ephemeral.")


def _is_reachable(world: World, user_id: int, dm: Channel) -> bool:
    """A DM takes what comes from somebody of the same guild, unless the other side has closed its DMs."""
    return _share_a_guild(world, dm) and all(world.users[u].takes_dms for u in dm.recipients if u != user_id)


def _share_a_guild(world: World, channel: Channel) -> bool:
    return any(all(user_id in guild.members for user_id in channel.recipients) for guild in world.guilds.values())


def require_unlocked(world: World, user_id: int, channel: Channel) -> None:
    """A locked thread takes moderators only."""
    if channel.thread is None or not channel.thread.locked:
        return
    if not permissions_in(world, user_id, channel) & Permission.MANAGE_THREADS:
        if channel.thread.archived:
            raise DiscordError(400, 50083, "Thread is archived")
        raise missing_permissions()


def _is_person(world: World, user_id: int) -> bool:
    return not world.users[user_id].bot


def _wait_for_slowmode(world: World, user_id: int, channel: Channel) -> None:
    """Slowmode binds people without moderation rights, never bots."""
    if not channel.slowmode_seconds or not _is_person(world, user_id):
        return
    if permissions_in(world, user_id, channel) & _SLOWMODE_EXEMPT:
        return
    left = channel.last_sent_at.get(user_id, -limits.SLOWMODE_SECONDS) + channel.slowmode_seconds - world.now()
    if left > 0:
        raise DiscordError(
            429, 20016, "This action cannot be performed due to slowmode rate limit.", retry_after=round(left, 3)
        )
