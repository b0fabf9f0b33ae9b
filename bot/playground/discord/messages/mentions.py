"""Whom a message really notifies: what its text mentions, cut down by allowed_mentions and the author's permissions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.playground.discord.limits import ALLOWED_MENTION_IDS
from bot.playground.discord.rules import Path, Problem, choice, flag, many, record, snowflake
from bot.playground.discord.world.entities import Channel, Guild, JsonObject
from bot.playground.discord.world.flags import MessageFlag, Permission
from bot.playground.discord.world.permissions import allowed, can_see
from bot.playground.discord.world.state import World

_USER: Final = re.compile(r"<@!?(\d+)>")
_ROLE: Final = re.compile(r"<@&(\d+)>")
_EVERYONE: Final = re.compile(r"@(everyone|here)\b")
_CODE: Final = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)
_SHAPE: Final = record(
    {
        "parse": many(choice("users", "roles", "everyone"), 0, 3),
        "users": many(snowflake, 0, ALLOWED_MENTION_IDS),
        "roles": many(snowflake, 0, ALLOWED_MENTION_IDS),
        "replied_user": flag,
    }
)


def allowed_mentions(value: Any, at: Path) -> Iterator[Problem]:
    """The rule for the field; a kind may be parsed or listed, not both."""
    problems = list(_SHAPE(value, at))
    yield from problems
    if problems:
        return
    for kind in set(value.get("parse") or []) & {name for name in ("users", "roles") if value.get(name)}:
        yield Problem(
            at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f'parse:["{kind}"] and {kind}: [...] exclude each other.'
        )


@dataclass(frozen=True)
class Mentions:
    """Ids in the order of the text; `notified` are the users who are pinged, without the author."""

    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False
    notified: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Spoken:
    """What may mention somebody: who says what where, answering whom, and what the request allows."""

    author_id: int
    channel: Channel
    text: str
    rules: JsonObject | None = None
    replied_to: int | None = None
    flags: int = 0


def mentions_of(world: World, spoken: Spoken) -> Mentions:
    text = _CODE.sub("", spoken.text) if "`" in spoken.text else spoken.text
    users = [u for u in _ids(_USER, text) if u in world.users and _permits(spoken.rules, "users", u)]
    if spoken.replied_to is not None and _pings_reply(spoken.rules) and spoken.replied_to not in users:
        users.append(spoken.replied_to)
    guild = world.guild_of(spoken.channel)
    if guild is None:
        return Mentions(users=tuple(users), notified=_notified(spoken, set(users)))
    free = allowed(world, spoken.author_id, spoken.channel, Permission.MENTION_EVERYONE)
    roles = [r for r in _ids(_ROLE, text) if _role_pings(guild, r, free=free) and _permits(spoken.rules, "roles", r)]
    everyone = bool(_EVERYONE.search(text)) and free and _permits(spoken.rules, "everyone", 0)
    reached = set(users) | {m.user_id for m in guild.members.values() if everyone or set(roles) & set(m.roles)}
    seeing = {user_id for user_id in reached if can_see(world, user_id, spoken.channel) or user_id in users}
    return Mentions(tuple(users), tuple(roles), everyone, _notified(spoken, seeing))


def _notified(spoken: Spoken, reached: set[int]) -> frozenset[int]:
    if spoken.flags & MessageFlag.SUPPRESS_NOTIFICATIONS:
        return frozenset()
    return frozenset(reached - {spoken.author_id})


def _ids(pattern: re.Pattern[str], text: str) -> list[int]:
    return list(dict.fromkeys(int(found) for found in pattern.findall(text)))


def _permits(rules: JsonObject | None, kind: str, mentioned: int) -> bool:
    if rules is None:
        return True
    listed = {int(listed_id) for listed_id in rules.get(kind) or []} if kind != "everyone" else set()
    return kind in (rules.get("parse") or []) or mentioned in listed


def _pings_reply(rules: JsonObject | None) -> bool:
    return rules is None or bool(rules.get("replied_user"))


def _role_pings(guild: Guild, role_id: int, *, free: bool) -> bool:
    role = guild.roles.get(role_id)
    return role is not None and (free or role.mentionable)
