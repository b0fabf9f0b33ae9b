"""Rules of guilds: known without a read, kept apart, and bounded."""

from dataclasses import replace

from bot.core.access import EVERYTHING, Ability, Allowed, Lists
from bot.core.access_rules import MOST_RULES, Effect, Kind, Rule, SetRule
from bot.core.ids import Milliseconds, Snowflake
from bot.store import SqliteStore, open_store
from tests.store.samples import ASKER, NOW

GUILD, OTHER = Snowflake(1_300_000_000_000_000_003), Snowflake(1_300_000_000_000_000_009)
STAFF = Rule(effect=Effect.ALLOW, ability=EVERYTHING, kind=Kind.ROLE, subject=Snowflake(71))
BOTS = Rule(effect=Effect.DENY, ability=Ability.IMAGINE, kind=Kind.CHANNEL, subject=Snowflake(72))


def made(rule: Rule, *, guild: Snowflake = GUILD, after: int = 0) -> SetRule:
    return SetRule(rule=rule, guild=guild, set_by=ASKER, set_at=Milliseconds(NOW + after))


async def test_rules_outlive_the_store(url: str) -> None:
    """In the order in which they were set, and as lists from the start on."""
    async with open_store(url) as store:
        await store.access.put(made(BOTS))
        await store.access.put(made(STAFF, after=1))
    async with open_store(url) as store:
        assert await store.access.of_guild(GUILD) == (BOTS, STAFF)
        assert store.access.lists(GUILD) == Lists(
            allow={EVERYTHING: Allowed(frozenset({STAFF.subject}))},
            deny={Ability.IMAGINE: Allowed(frozenset({BOTS.subject}))},
        )


async def test_guilds_are_kept_apart(store: SqliteStore) -> None:
    """Neither another guild nor a direct message has a guild's rules, and removing leaves the others'."""
    await store.access.put(made(STAFF))
    await store.access.put(made(STAFF, guild=OTHER))
    was_there = await store.access.remove(OTHER, STAFF.name)

    assert was_there
    assert await store.access.of_guild(GUILD) == (STAFF,)
    assert store.access.lists(OTHER) == store.access.lists(None) == Lists()


async def test_a_rule_takes_the_place_of_its_opposite(store: SqliteStore) -> None:
    """Of one subject and ability there is one rule, the last."""
    denied = replace(STAFF, effect=Effect.DENY)
    await store.access.put(made(STAFF))
    await store.access.put(made(denied))

    assert await store.access.of_guild(GUILD) == (denied,)
    assert not await store.access.remove(GUILD, STAFF.name)


async def test_a_guild_has_only_so_many(store: SqliteStore) -> None:
    """One more is not taken; one that is there can still be turned round."""
    rules = [replace(STAFF, subject=Snowflake(number)) for number in range(1, MOST_RULES + 2)]
    taken = [await store.access.put(made(rule)) for rule in rules]
    turned = await store.access.put(made(replace(rules[0], effect=Effect.DENY)))

    assert taken == [True] * MOST_RULES + [False]
    assert turned
    assert len(await store.access.of_guild(GUILD)) == MOST_RULES
