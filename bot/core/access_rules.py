"""A guild's own rules about who may do what there, as its managers set them, and as they read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.access import EVERYTHING, Ability, Allowed, Lists
from bot.core.catalogue import say
from bot.core.ids import Milliseconds, Snowflake

MOST_RULES = 25
"""Of one guild: so many fit into the menu that takes one away, and into one message of components."""
KEYS = (EVERYTHING, *Ability)
"""What a rule can be about."""


class Effect(StrEnum):
    ALLOW = "allow"
    DENY = "deny"


class Kind(StrEnum):
    """Of whom or what a rule names."""

    ROLE = "role"
    PERSON = "person"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`ability`: one of `KEYS`. `subject`: the id of whom or what it names."""

    effect: Effect
    ability: str
    kind: Kind
    subject: Snowflake

    @property
    def name(self) -> str:
        """How a menu's value names it."""
        return f"{self.effect}:{self.ability}:{self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRule:
    rule: Rule
    guild: Snowflake
    set_by: Snowflake
    set_at: Milliseconds


class AccessRules(Protocol):
    """What guilds have set; each verb is one transaction. `lists` is known without waiting."""

    def lists(self, guild: Snowflake | None) -> Lists: ...

    async def of_guild(self, guild: Snowflake) -> tuple[Rule, ...]:
        """In the order in which they were set."""
        ...

    async def put(self, rule: SetRule) -> bool:
        """In the place of its opposite. False where the guild has `MOST_RULES` already."""
        ...

    async def remove(self, guild: Snowflake, name: str) -> bool:
        """False where there is no such rule."""
        ...


class NoRules:
    """No guild has set anything."""

    def lists(self, guild: Snowflake | None) -> Lists:  # noqa: ARG002 - the port's
        return Lists()

    async def of_guild(self, guild: Snowflake) -> tuple[Rule, ...]:  # noqa: ARG002 - the port's
        return ()

    async def put(self, rule: SetRule) -> bool:  # noqa: ARG002 - the port's
        return False

    async def remove(self, guild: Snowflake, name: str) -> bool:  # noqa: ARG002 - the port's
        return False


def lists_of(rules: Iterable[Rule]) -> Lists:
    found: dict[tuple[Effect, str], set[Snowflake]] = {}
    for rule in rules:
        found.setdefault((rule.effect, rule.ability), set()).add(rule.subject)
    return Lists(
        allow={key: Allowed(frozenset(ids)) for (effect, key), ids in found.items() if effect is Effect.ALLOW},
        deny={key: Allowed(frozenset(ids)) for (effect, key), ids in found.items() if effect is Effect.DENY},
    )


# --- in words ---

_NAMED = {Kind.ROLE: "<@&{id}>", Kind.PERSON: "<@{id}>", Kind.CHANNEL: "<#{id}>"}


def named(rule: Rule) -> str:
    """As Discord shows it; the role that everyone has bears the guild's id."""
    return _NAMED[rule.kind].format(id=rule.subject)


def what(key: str) -> str:
    """An ability, as the command names it."""
    return say(f"access.{key}")


def in_words(rules: Iterable[Rule]) -> str:
    """What the rules come to, a line for each ability."""
    known = tuple(rules)
    return "\n".join([say("access.title"), *(_line(ability, known) for ability in Ability), say("access.besides")])


def _line(ability: Ability, rules: tuple[Rule, ...]) -> str:
    allowed = _subjects(rules, Effect.ALLOW, (ability,))
    if not allowed and ability is not Ability.MANAGE:
        allowed = _subjects(rules, Effect.ALLOW, (EVERYTHING,))
    denied = _subjects(rules, Effect.DENY, (EVERYTHING, ability))
    if ability is Ability.MANAGE:
        who = say("access.managers_and", who=", ".join(allowed)) if allowed else say("access.managers")
    else:
        who = say("access.only", who=", ".join(allowed)) if allowed else say("access.all")
    but = say("access.but", who=", ".join(denied)) if denied else ""
    return say("access.line", what=what(ability), who=who, but=but)


def _subjects(rules: tuple[Rule, ...], effect: Effect, keys: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(named(rule) for rule in rules if rule.effect is effect and rule.ability in keys))
