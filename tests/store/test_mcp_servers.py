"""Servers of tools that guilds have added: kept apart by guild, their headers sealed."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.core.ids import Snowflake
from bot.core.tools.offers import McpServer
from bot.core.tools.servers import MOST_SERVERS, AddedServer
from bot.store import SqliteStore
from tests.store.samples import ASKER, NOW, SESSION

GUILD = SESSION.guild or Snowflake(0)
OTHER = Snowflake(GUILD + 1)
SECRET = "hush-hush-4711"
WEATHER = AddedServer(
    guild=GUILD,
    name="weather",
    url="https://tools.example/mcp",
    headers={"Authorization": f"Bearer {SECRET}"},
    allowed=("forecast", "add"),
    added_by=ASKER,
    added_at=NOW,
)


async def test_a_server_comes_back_as_it_went_in(store: SqliteStore) -> None:
    """Headers and allowed tools too, and it is offered to runs by its name."""
    assert await store.servers.add(WEATHER)

    assert await store.servers.get(GUILD, "weather") == WEATHER
    assert await store.servers.of_guild(GUILD) == (WEATHER,)
    assert await store.servers.named(GUILD, ["gone", "weather"]) == (
        McpServer(name="weather", url=WEATHER.url, headers=WEATHER.headers, allowed=("forecast", "add")),
    )


async def test_a_header_stands_nowhere_in_the_files(store: SqliteStore, tmp_path: Path) -> None:
    """Neither in the database nor in its log, nor in what the value shows of itself."""
    await store.servers.add(WEATHER)

    assert SECRET not in all_bytes(tmp_path)
    assert "tools.example" in all_bytes(tmp_path)
    assert SECRET not in repr(WEATHER)


def all_bytes(folder: Path) -> str:
    return "".join(path.read_bytes().decode("latin-1") for path in folder.iterdir())


async def test_a_taken_name_is_not_written_over(store: SqliteStore) -> None:
    """The first server of a name stays as it is; another guild may have the name too."""
    await store.servers.add(WEATHER)
    again = await store.servers.add(replace(WEATHER, url="https://evil.example/mcp"))
    elsewhere = await store.servers.add(replace(WEATHER, guild=OTHER))

    assert (again, elsewhere) == (False, True)
    assert await store.servers.get(GUILD, "weather") == WEATHER


async def test_names_are_those_of_the_guild(store: SqliteStore) -> None:
    """By the alphabet; another guild and direct messages have their own, or none."""
    for name in ("weather", "calendar"):
        await store.servers.add(replace(WEATHER, name=name))
    await store.servers.add(replace(WEATHER, guild=OTHER, name="other"))

    assert await store.servers.names(GUILD) == ("calendar", "weather")
    assert await store.servers.names(None) == ()
    assert await store.servers.named(None, ["weather"]) == ()
    assert await store.servers.named(OTHER, ["weather"]) == ()


async def test_a_removed_server_is_gone(store: SqliteStore) -> None:
    """Removing says whether there was one, and only in its own guild."""
    await store.servers.add(WEATHER)

    assert not await store.servers.remove(OTHER, "weather")
    assert await store.servers.remove(GUILD, "weather")
    assert not await store.servers.remove(GUILD, "weather")
    assert await store.servers.of_guild(GUILD) == ()


async def test_a_guild_has_only_so_many(store: SqliteStore) -> None:
    """One more than the most is not added, and there is room again once one is removed."""
    for number in range(MOST_SERVERS):
        await store.servers.add(replace(WEATHER, name=f"server-{number}"))
    one_more = await store.servers.add(WEATHER)
    await store.servers.remove(GUILD, "server-0")

    assert not one_more
    assert await store.servers.add(WEATHER)


async def test_headers_of_another_row_do_not_open(store: SqliteStore) -> None:
    """A ciphertext copied from one server to another is refused, so nobody redirects a secret in the file."""
    await store.servers.add(WEATHER)
    await store.servers.add(replace(WEATHER, name="evil", url="https://evil.example/mcp", headers={}))
    async with store._database.transaction() as tx:
        await tx.run("UPDATE mcp_server SET headers = (SELECT headers FROM mcp_server WHERE name = 'weather')")

    with pytest.raises(SettingsError, match="belongs to another row"):
        await store.servers.get(GUILD, "evil")
