"""What a bot asked to be told: which intent opens which event, and what is blanked out without message content."""

from collections.abc import Mapping
from enum import IntFlag
from typing import Any, Final

from bot.playground.discord.world.entities import Application


class Intent(IntFlag):
    """The intents that the playground's events need; the rest of the documented bits are accepted and open nothing."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MODERATION = 1 << 2
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15


KNOWN: Final = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25
EVERYTHING: Final = KNOWN  # what a person's own client gets, which knows no intents
# A privileged intent is open when the application has one of its two flags (granted, or granted to a small bot).
PRIVILEGED: Final[Mapping[Intent, int]] = {
    Intent.GUILD_PRESENCES: 1 << 12 | 1 << 13,
    Intent.GUILD_MEMBERS: 1 << 14 | 1 << 15,
    Intent.MESSAGE_CONTENT: 1 << 18 | 1 << 19,
}
MESSAGE_CONTENT_LIMITED: Final = 1 << 19  # what the switch in the developer portal sets for a small bot
_MESSAGES: Final = (Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES)
_REACTIONS: Final = (Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS)
_NEVER: Final = Intent(0)
_ABOUT_GUILDS: Final = (
    "GUILD_CREATE",
    "GUILD_UPDATE",
    "GUILD_DELETE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_UPDATE",
    "GUILD_ROLE_DELETE",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
    "THREAD_CREATE",
    "THREAD_UPDATE",
    "THREAD_DELETE",
    "THREAD_LIST_SYNC",
    "THREAD_MEMBER_UPDATE",
)
# Event -> the intent in a guild, the intent in a DM. An event that is not here needs none.
_OPENED_BY: Final[Mapping[str, tuple[Intent, Intent]]] = {
    **dict.fromkeys(_ABOUT_GUILDS, (Intent.GUILDS, _NEVER)),
    "CHANNEL_PINS_UPDATE": (Intent.GUILDS, Intent.DIRECT_MESSAGES),
    "GUILD_MEMBER_ADD": (Intent.GUILD_MEMBERS, _NEVER),
    "GUILD_MEMBER_UPDATE": (Intent.GUILD_MEMBERS, _NEVER),
    "GUILD_MEMBER_REMOVE": (Intent.GUILD_MEMBERS, _NEVER),
    "GUILD_BAN_ADD": (Intent.GUILD_MODERATION, _NEVER),
    "GUILD_BAN_REMOVE": (Intent.GUILD_MODERATION, _NEVER),
    "PRESENCE_UPDATE": (Intent.GUILD_PRESENCES, _NEVER),
    "TYPING_START": (Intent.GUILD_MESSAGE_TYPING, Intent.DIRECT_MESSAGE_TYPING),
    **dict.fromkeys(("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"), _MESSAGES),
    **dict.fromkeys(
        (
            "MESSAGE_REACTION_ADD",
            "MESSAGE_REACTION_REMOVE",
            "MESSAGE_REACTION_REMOVE_ALL",
            "MESSAGE_REACTION_REMOVE_EMOJI",
        ),
        _REACTIONS,
    ),
}
_ABOUT_ONESELF: Final = frozenset({"GUILD_MEMBER_UPDATE"})
_BLANK: Final[Mapping[str, Any]] = {"content": "", "embeds": [], "attachments": [], "components": []}


def opened(intents: int, name: str, payload: Mapping[str, Any], viewer_id: int) -> bool:
    """Whether a session with these intents is told of the event."""
    if name == "THREAD_MEMBERS_UPDATE":
        return bool(intents & Intent.GUILD_MEMBERS) or (bool(intents & Intent.GUILDS) and concerns(payload, viewer_id))
    if name not in _OPENED_BY:
        return True
    if name in _ABOUT_ONESELF and str(payload.get("user", {}).get("id")) == str(viewer_id):
        return True
    in_guild, in_dm = _OPENED_BY[name]
    return bool(intents & (in_guild if payload.get("guild_id") or in_dm is _NEVER else in_dm))


def concerns(payload: Mapping[str, Any], viewer_id: int) -> bool:
    """Of THREAD_MEMBERS_UPDATE: whether the viewer itself was added to the thread or taken from it."""
    added = {member.get("user_id") for member in payload.get("added_members", [])}
    return str(viewer_id) in added | set(payload.get("removed_member_ids", []))


def disallowed(intents: int, application: Application) -> bool:
    """Whether a privileged intent is asked for that is switched off for the application."""
    return any(intents & bit and not application.flags & flags for bit, flags in PRIVILEGED.items())


def readable(payload: Mapping[str, Any], viewer_id: int) -> bool:
    """Whether a message may be read without message content: one's own, a DM, one that mentions the viewer."""
    own = payload.get("author", {}).get("id") == str(viewer_id)
    mentioned = any(user["id"] == str(viewer_id) for user in payload.get("mentions", []))
    return own or mentioned or not payload.get("guild_id")


def censored(payload: Mapping[str, Any], viewer_id: int) -> dict[str, Any]:
    """A message as a bot without message content gets it; the message it replies to is judged by itself."""
    answer = dict(payload)
    if not readable(payload, viewer_id):
        answer |= _BLANK
        answer.pop("poll", None)
    quoted = answer.get("referenced_message")
    if quoted:
        answer["referenced_message"] = censored(quoted | {"guild_id": payload.get("guild_id")}, viewer_id)
        answer["referenced_message"].pop("guild_id")
    return answer
