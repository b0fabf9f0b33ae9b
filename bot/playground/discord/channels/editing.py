"""What may be set of a channel: the shapes of the requests, and how they change it."""

from typing import Final

from bot.playground.discord import limits
from bot.playground.discord.channels.tags import AVAILABLE, tags_of
from bot.playground.discord.errors import NotServedError
from bot.playground.discord.rules import Rule, choice, flag, number, record, snowflake, text
from bot.playground.discord.world.entities import Channel, Forum, JsonObject
from bot.playground.discord.world.flags import ChannelFlag
from bot.playground.discord.world.state import World

TEXT: Final[dict[str, Rule]] = {
    "name": text(1, limits.CHANNEL_NAME),
    "topic": text(0, limits.CHANNEL_TOPIC),
    "nsfw": flag,
    "position": number(0, 2**31 - 1),
    "rate_limit_per_user": number(0, limits.SLOWMODE_SECONDS),
    "default_auto_archive_duration": choice(*limits.AUTO_ARCHIVE_MINUTES),
    "default_thread_rate_limit_per_user": number(0, limits.SLOWMODE_SECONDS),
}
FORUM: Final[dict[str, Rule]] = TEXT | {
    "topic": text(0, limits.FORUM_TOPIC),
    "flags": number(0, 2**31 - 1),
    "available_tags": AVAILABLE,
    "default_reaction_emoji": record({"emoji_id": snowflake, "emoji_name": text(0, limits.OPTION_TEXT)}),
    "default_sort_order": choice(0, 1),
    "default_forum_layout": choice(0, 1, 2),
}


def apply(world: World, channel: Channel, fields: JsonObject) -> None:
    """Change what the checked fields name; for most, null means as it was."""
    channel.name = fields.get("name") or channel.name
    channel.topic = fields.get("topic", channel.topic)
    channel.nsfw = bool(fields.get("nsfw", channel.nsfw))
    channel.position = fields.get("position") or channel.position
    channel.auto_archive_minutes = fields.get("default_auto_archive_duration", channel.auto_archive_minutes)
    if "rate_limit_per_user" in fields:
        channel.slowmode_seconds = fields["rate_limit_per_user"] or 0
    if "default_thread_rate_limit_per_user" in fields:
        channel.thread_slowmode_seconds = fields["default_thread_rate_limit_per_user"] or 0
    if channel.forum is not None:
        _apply_forum(world, channel, channel.forum, fields)


def _apply_forum(world: World, channel: Channel, forum: Forum, fields: JsonObject) -> None:
    if fields.get("flags") is not None:
        channel.flags = served_flags(fields["flags"], ChannelFlag.REQUIRE_TAG)
    if fields.get("available_tags") is not None:
        forum.tags = tags_of(world, fields["available_tags"])
    if "default_reaction_emoji" in fields:
        forum.reaction = _reaction(fields["default_reaction_emoji"])
    forum.sort_order = fields.get("default_sort_order", forum.sort_order)
    if fields.get("default_forum_layout") is not None:
        forum.layout = fields["default_forum_layout"]


def _reaction(given: JsonObject | None) -> JsonObject | None:
    if not given:
        return None
    return {"emoji_id": given.get("emoji_id"), "emoji_name": given.get("emoji_name")}


def served_flags(given: int, known: ChannelFlag) -> int:
    if given & ~known:
        raise NotServedError("unknown-field", f"channel flags {given & ~known:#x}")
    return given
