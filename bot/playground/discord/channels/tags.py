"""The tags of a forum: which there are, and which a post may wear."""

from typing import Any, Final

from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError, form_error, missing_permissions
from bot.playground.discord.rules import Rule, flag, many, record, snowflake, text
from bot.playground.discord.world.entities import Channel, JsonObject, Tag
from bot.playground.discord.world.flags import ChannelFlag, Permission
from bot.playground.discord.world.permissions import allowed
from bot.playground.discord.world.state import World

_TAG: Final = {
    "id": snowflake,
    "name": text(1, limits.TAG_NAME),
    "moderated": flag,
    "emoji_id": snowflake,
    "emoji_name": text(0, limits.OPTION_TEXT),
}
AVAILABLE: Final[Rule] = many(record(_TAG, "name"), 0, limits.FORUM_TAGS)
APPLIED: Final[Rule] = many(snowflake, 0, limits.APPLIED_TAGS)


def tags_of(world: World, given: list[JsonObject]) -> list[Tag]:
    """A forum's tags as sent; without an id one is new. Raises 40061 where a name stands twice."""
    names = [tag["name"] for tag in given]
    if len(set(names)) < len(names):
        raise DiscordError(400, 40061, "Tag names must be unique")
    return [_tag(world, tag) for tag in given]


def _tag(world: World, given: JsonObject) -> Tag:
    emoji_id: Any = given.get("emoji_id")
    return Tag(
        id=int(given.get("id") or world.snowflake()),
        name=given["name"],
        moderated=bool(given.get("moderated")),
        emoji_id=None if emoji_id is None else str(emoji_id),
        emoji_name=given.get("emoji_name"),
    )


def wearable(world: World, user_id: int, forum: Channel, given: list[Any], *, worn: list[int]) -> list[int]:
    """The tags a post is to wear; `worn` are those it has. Raises 10087, 40067, 50013, 50024 or 50035."""
    if forum.forum is None:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    wanted = [int(tag_id) for tag_id in given]
    if len(set(wanted)) < len(wanted):
        raise form_error(("applied_tags",), "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value.")
    known = {tag.id: tag for tag in forum.forum.tags}
    if not known.keys() >= set(wanted):
        raise DiscordError(404, 10087, "Unknown tag")
    if any(known[tag_id].moderated for tag_id in set(wanted) ^ set(worn) if tag_id in known):
        _require_moderator(world, user_id, forum)
    if not wanted and forum.flags & ChannelFlag.REQUIRE_TAG:
        raise DiscordError(400, 40067, "A tag is required to create a forum post in this channel")
    return wanted


def _require_moderator(world: World, user_id: int, forum: Channel) -> None:
    if not allowed(world, user_id, forum, Permission.MANAGE_THREADS):
        raise missing_permissions()
