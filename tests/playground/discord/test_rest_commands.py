"""Registering application commands, as discord.py's command tree does it."""

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.playground.discord.rest_place import Place, place


def _tree(here: Place) -> app_commands.CommandTree[discord.Client]:
    tree = app_commands.CommandTree(here.bot)

    @tree.command(name="ask", description="Ask the agent")
    @app_commands.describe(prompt="What you want", file1="A file")
    async def ask(itx: discord.Interaction, prompt: str, file1: discord.Attachment | None = None) -> None: ...

    @tree.context_menu(name="Ask about this")
    async def about(itx: discord.Interaction, message: discord.Message) -> None: ...

    group = app_commands.Group(name="settings", description="Settings")

    @group.command(name="show", description="Show them")
    @app_commands.choices(kind=[app_commands.Choice(name="All", value="all")])
    async def show(itx: discord.Interaction, kind: str) -> None: ...

    tree.add_command(group)
    return tree


def _path(here: Place) -> str:
    return f"/applications/{here.world.application.id}/commands"


async def test_a_synced_tree_gets_ids_and_can_be_read() -> None:
    """discord.py's sync registers slash commands, a group and a menu; fetching gives the same."""
    async with place() as here:
        tree = _tree(here)
        synced = await tree.sync()
        fetched = await tree.fetch_commands()

        assert {(c.name, c.type.value) for c in synced} == {("ask", 1), ("settings", 1), ("Ask about this", 3)}
        assert {c.id for c in fetched} == {c.id for c in synced}
        assert here.violated() == []


async def test_an_unchanged_command_keeps_id_and_version_a_changed_one_its_id() -> None:
    """Syncing again changes nothing; another description makes a new version of the same id."""
    async with place() as here:
        body = [{"name": "ask", "description": "one"}]
        first = (await here.ask("bot", "PUT", _path(here), body)).body[0]
        same = (await here.ask("bot", "PUT", _path(here), body)).body[0]
        changed = (await here.ask("bot", "PUT", _path(here), [{"name": "ask", "description": "two"}])).body[0]

        assert (first["id"], first["version"]) == (same["id"], same["version"])
        assert changed["id"] == first["id"]
        assert changed["version"] != first["version"]


async def test_guild_commands_stand_beside_global_ones() -> None:
    """A guild's commands are listed on their own path, with the guild's id."""
    async with place() as here:
        tree, guild = _tree(here), discord.Object(here.world.guild.id)
        tree.copy_global_to(guild=guild)
        synced = await tree.sync(guild=guild)

        assert {c.guild_id for c in synced} == {guild.id}
        assert (await here.ask("bot", "GET", _path(here))).body == []


async def test_single_commands_are_made_changed_and_deleted() -> None:
    """POST answers 201, PATCH keeps what it does not name, DELETE removes."""
    async with place() as here:
        made = await here.ask("bot", "POST", _path(here), {"name": "one", "description": "d", "type": 1})
        path = f"{_path(here)}/{made.body['id']}"
        changed = await here.ask("bot", "PATCH", path, {"description": "e"})
        deleted = await here.ask("bot", "DELETE", path)
        gone = await here.ask("bot", "GET", path)

        assert (made.status, changed.body["name"], changed.body["description"]) == (201, "one", "e")
        assert (deleted.status, gone.code) == (204, 10063)


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ({"name": "Ask Me", "description": "d"}, ["0", "name"]),
        ({"name": "x" * 33, "description": "d"}, ["0", "name"]),
        ({"name": "a", "description": "d" * 101}, ["0", "description"]),
        ({"name": "a"}, ["0", "description"]),
        ({"name": "a", "type": 3, "description": "d"}, ["0", "description"]),
        (
            {"name": "a", "description": "d", "options": [{"type": 3, "name": "o", "description": "d"}] * 26},
            ["0", "options"],
        ),
        (
            {
                "name": "a",
                "description": "d",
                "options": [
                    {"type": 3, "name": "o", "description": "d"},
                    {"type": 3, "name": "p", "description": "d", "required": True},
                ],
            },
            ["0", "options"],
        ),
    ],
)
async def test_a_wrong_command_is_named(command: dict[str, Any], path: list[str]) -> None:
    """Names, descriptions, counts and order of options are checked, with the place of the mistake."""
    async with place(judged=False) as here:
        answer = await here.ask("bot", "PUT", _path(here), [command])

        assert answer.code == 50035
        node = answer.body["errors"]
        for key in path:
            node = node[key]
        assert node["_errors"]


async def test_a_hundred_and_one_commands_are_too_many() -> None:
    """More than 100 slash commands answer 30032."""
    async with place() as here:
        answer = await here.ask("bot", "PUT", _path(here), [{"name": f"c{n}", "description": "d"} for n in range(101)])

        assert answer.code == 30032


async def test_commands_are_the_applications_own_business() -> None:
    """People and foreign applications may not touch them."""
    async with place() as here:
        assert (await here.ask("Ada", "GET", _path(here))).status == 403
        assert (await here.ask("bot", "GET", "/applications/1/commands")).status == 403
