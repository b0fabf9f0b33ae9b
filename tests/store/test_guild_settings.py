"""What guilds have set: one row each, written over, and gone once it is removed."""

from dataclasses import replace

from bot.core.guild_setting import Answers, GuildSetting, GuildTalk
from bot.core.ids import Milliseconds, Snowflake
from bot.store import SqliteStore, open_store
from tests.store.samples import ASKER, NOW

GUILD, OTHER = Snowflake(1_300_000_000_000_000_003), Snowflake(1_300_000_000_000_000_009)
SHIPS = GuildSetting(guild=GUILD, instructions="Speak of ships.\n\u2693", set_by=ASKER, set_at=NOW)


async def test_what_was_set_outlives_the_store(url: str) -> None:
    """It comes back as it went in, after the database was closed."""
    async with open_store(url) as store:
        await store.guilds.put(SHIPS)
    async with open_store(url) as store:
        assert await store.guilds.get(GUILD) == SHIPS
        assert await store.guilds.instructions(GUILD) == SHIPS.instructions


async def test_the_last_word_holds(store: SqliteStore) -> None:
    """Setting again replaces words, person and time."""
    later = replace(SHIPS, instructions="Speak of trains.", set_by=Snowflake(8), set_at=Milliseconds(NOW + 1))
    await store.guilds.put(SHIPS)
    await store.guilds.put(later)

    assert await store.guilds.get(GUILD) == later


async def test_guilds_are_kept_apart(store: SqliteStore) -> None:
    """Neither another guild nor a talk outside of one has a guild's words, and removing leaves the others'."""
    await store.guilds.put(SHIPS)
    await store.guilds.put(replace(SHIPS, guild=OTHER, instructions="Speak of trains."))
    await store.guilds.remove(OTHER)

    assert await store.guilds.get(OTHER) is None
    assert [await store.guilds.instructions(guild) for guild in (GUILD, OTHER, None)] == [SHIPS.instructions, "", ""]


async def test_removing_nothing_is_nothing(store: SqliteStore) -> None:
    """A guild that has set nothing can have it removed."""
    await store.guilds.remove(GUILD)

    assert await store.guilds.get(GUILD) is None


async def test_how_a_guild_is_answered_outlives_the_store(url: str) -> None:
    """The last word holds, for this guild alone; where nothing is set, and outside of guilds, who mentions us is."""
    everyone = GuildTalk(guild=GUILD, answers=Answers.EVERYONE, set_by=ASKER, set_at=NOW)
    async with open_store(url) as store:
        before = await store.guild_talks.answers(GUILD)
        await store.guild_talks.put(replace(everyone, answers=Answers.MENTIONED))
        await store.guild_talks.put(everyone)
    async with open_store(url) as store:
        found = [await store.guild_talks.answers(guild) for guild in (GUILD, OTHER, None)]

    assert before is Answers.MENTIONED
    assert found == [Answers.EVERYONE, Answers.MENTIONED, Answers.MENTIONED]
