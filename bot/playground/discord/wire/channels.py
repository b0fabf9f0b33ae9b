"""Guilds, channels and threads as Discord writes them."""

from bot.playground.discord.wire.people import member_json, role_json, user_json
from bot.playground.discord.world.entities import (
    Channel,
    Forum,
    Guild,
    JsonObject,
    Overwrite,
    Tag,
    Thread,
    ThreadMember,
)
from bot.playground.discord.world.flags import ChannelType
from bot.playground.discord.world.state import World, iso


def overwrite_json(overwrite: Overwrite) -> JsonObject:
    return {
        "id": str(overwrite.id),
        "type": overwrite.type,
        "allow": str(overwrite.allow),
        "deny": str(overwrite.deny),
    }


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)


def _dm_json(world: World, channel: Channel, viewer_id: int) -> JsonObject:
    others = [user_id for user_id in channel.recipients if user_id != viewer_id]
    return {
        "id": str(channel.id),
        "type": int(channel.type),
        "flags": 0,
        "last_message_id": _id(channel.last_message_id),
        "recipients": [user_json(world.users[user_id]) for user_id in others],
    }


def _guild_channel_json(channel: Channel) -> JsonObject:
    answer: JsonObject = {
        "id": str(channel.id),
        "type": int(channel.type),
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "topic": channel.topic,
        "parent_id": _id(channel.parent_id),
        "position": channel.position,
        "nsfw": channel.nsfw,
        "flags": channel.flags,
        "rate_limit_per_user": channel.slowmode_seconds,
        "last_message_id": _id(channel.last_message_id),
        "last_pin_timestamp": None if channel.last_pin_at is None else iso(channel.last_pin_at),
        "permission_overwrites": [overwrite_json(o) for o in channel.overwrites.values()],
    }
    if channel.auto_archive_minutes is not None:
        answer["default_auto_archive_duration"] = channel.auto_archive_minutes
    if channel.thread_slowmode_seconds:
        answer["default_thread_rate_limit_per_user"] = channel.thread_slowmode_seconds
    return answer if channel.forum is None else answer | _forum_json(channel.forum)


def _forum_json(forum: Forum) -> JsonObject:
    return {
        "available_tags": [_tag_json(tag) for tag in forum.tags],
        "default_reaction_emoji": forum.reaction,
        "default_sort_order": forum.sort_order,
        "default_forum_layout": forum.layout,
        "template": "",
    }


def _tag_json(tag: Tag) -> JsonObject:
    return {
        "id": str(tag.id),
        "name": tag.name,
        "moderated": tag.moderated,
        "emoji_id": tag.emoji_id,
        "emoji_name": tag.emoji_name,
    }


def thread_member_json(
    world: World, channel: Channel, member: ThreadMember, *, with_member: bool = False
) -> JsonObject:
    answer: JsonObject = {
        "id": str(channel.id),
        "user_id": str(member.user_id),
        "join_timestamp": iso(member.joined_at),
        "flags": member.flags,
    }
    guild_member = world.member(channel.guild_id, member.user_id)
    if with_member and guild_member is not None:
        answer["member"] = member_json(world, guild_member)
    return answer


def _thread_metadata(channel: Channel, thread: Thread) -> JsonObject:
    metadata: JsonObject = {
        "archived": thread.archived,
        "archive_timestamp": iso(thread.archived_at),
        "auto_archive_duration": thread.auto_archive_minutes,
        "locked": thread.locked,
        "create_timestamp": iso(thread.created_at),
    }
    if channel.type == ChannelType.PRIVATE_THREAD:
        metadata["invitable"] = thread.invitable
    return metadata


def thread_json(world: World, channel: Channel, viewer_id: int | None = None) -> JsonObject:
    """A thread; `member` is there when the viewer follows it."""
    thread = channel.thread
    if thread is None:
        raise TypeError(f"channel {channel.id} is not a thread")
    answer: JsonObject = {
        "id": str(channel.id),
        "type": int(channel.type),
        "guild_id": str(channel.guild_id),
        "parent_id": _id(channel.parent_id),
        "owner_id": str(thread.owner_id),
        "name": channel.name,
        "flags": channel.flags,
        "rate_limit_per_user": channel.slowmode_seconds,
        "last_message_id": _id(channel.last_message_id),
        "last_pin_timestamp": None if channel.last_pin_at is None else iso(channel.last_pin_at),
        "message_count": thread.message_count,
        "member_count": min(len(thread.members), 50),
        "total_message_sent": thread.total_sent,
        "thread_metadata": _thread_metadata(channel, thread),
    }
    if thread.applied_tags is not None:
        answer["applied_tags"] = [str(tag_id) for tag_id in thread.applied_tags]
    mine = thread.members.get(viewer_id) if viewer_id is not None else None
    if mine is not None:
        answer["member"] = thread_member_json(world, channel, mine)
    return answer


def channel_json(world: World, channel: Channel, viewer_id: int) -> JsonObject:
    """Any channel as the viewer gets it: a DM names the other side, a thread the viewer's membership."""
    if channel.type == ChannelType.DM:
        return _dm_json(world, channel, viewer_id)
    if channel.thread is not None:
        return thread_json(world, channel, viewer_id)
    return _guild_channel_json(channel)


def guild_json(guild: Guild) -> JsonObject:
    """A guild as GET /guilds/{id} writes it; the gateway adds channels, members and threads."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "roles": [role_json(role) for role in guild.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "premium_tier": guild.premium_tier,
        "system_channel_id": None if guild.system_channel_id is None else str(guild.system_channel_id),
        **_GUILD_CONSTANTS,
    }


_GUILD_CONSTANTS: JsonObject = {
    **dict.fromkeys(
        (
            "icon",
            "description",
            "home_header",
            "splash",
            "discovery_splash",
            "banner",
            "application_id",
            "afk_channel_id",
            "widget_channel_id",
            "vanity_url_code",
            "rules_channel_id",
            "safety_alerts_channel_id",
            "public_updates_channel_id",
            "max_presences",
            "incidents_data",
        )
    ),
    "region": "deprecated",
    "afk_timeout": 300,
    "system_channel_flags": 0,
    "widget_enabled": False,
    "verification_level": 0,
    "default_message_notifications": 1,
    "mfa_level": 0,
    "explicit_content_filter": 0,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "premium_subscription_count": 0,
    "preferred_locale": "en-US",
    "premium_progress_bar_enabled": False,
    "nsfw": False,
    "nsfw_level": 0,
}
