"""A guild's rules: what they come to, for the bot and in words."""

import pytest

from bot.core.access import EVERYTHING, Ability, Allowed, Lists
from bot.core.access_rules import KEYS, MOST_RULES, Effect, Kind, Rule, in_words, lists_of, what
from bot.core.ids import Snowflake

STAFF = Rule(effect=Effect.ALLOW, ability=EVERYTHING, kind=Kind.ROLE, subject=Snowflake(1))
BOTS = Rule(effect=Effect.ALLOW, ability=EVERYTHING, kind=Kind.CHANNEL, subject=Snowflake(2))
MIRA = Rule(effect=Effect.DENY, ability=Ability.IMAGINE, kind=Kind.PERSON, subject=Snowflake(3))
ARTISTS = Rule(effect=Effect.ALLOW, ability=Ability.IMAGINE, kind=Kind.ROLE, subject=Snowflake(4))
HELPERS = Rule(effect=Effect.ALLOW, ability=Ability.MANAGE, kind=Kind.ROLE, subject=Snowflake(5))


def lines(*rules: Rule) -> list[str]:
    return in_words(rules).splitlines()[1:-1]


def test_rules_become_lists() -> None:
    """What is allowed and denied, by ability."""
    made = lists_of([STAFF, BOTS, MIRA])

    assert made == Lists(
        allow={EVERYTHING: Allowed(frozenset({Snowflake(1), Snowflake(2)}))},
        deny={Ability.IMAGINE: Allowed(frozenset({Snowflake(3)}))},
    )


def test_without_rules_everybody_may_and_managers_manage() -> None:
    """Each ability has its line."""
    assert lines() == [
        "- **asking the agent**: everybody",
        "- **making pictures**: everybody",
        "- **letting the agent act for one**: everybody",
        "- **managing the bot**: whoever has “Manage Server”",
    ]


def test_rules_are_told_as_what_they_come_to() -> None:
    """A rule about one ability takes the place of those about everything, and a deny is told beside."""
    assert lines(STAFF, BOTS, MIRA, ARTISTS, HELPERS) == [
        "- **asking the agent**: only <@&1>, <#2>",
        "- **making pictures**: only <@&4> · not <@3>",
        "- **letting the agent act for one**: only <@&1>, <#2>",
        "- **managing the bot**: whoever has “Manage Server”, and <@&5>",
    ]


@pytest.mark.parametrize("key", KEYS)
def test_whatever_a_rule_is_about_has_words(key: str) -> None:
    """So that no line is empty."""
    assert what(key)


def test_all_rules_of_a_guild_fit_into_one_message() -> None:
    """The longest ones, each of which stands in every line: denied everything, with an id of the largest size."""
    rules = [
        Rule(effect=Effect.DENY, ability=EVERYTHING, kind=Kind.ROLE, subject=Snowflake(2**63 - 1 - number))
        for number in range(MOST_RULES)
    ]

    assert len(in_words(rules)) <= 4_000
