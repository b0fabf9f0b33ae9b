"""`/mcp add|list|test|remove`: for those who manage the guild and may use the bot; every answer is theirs alone."""

from dataclasses import dataclass

import discord
from discord import app_commands

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.tools.servers import ADDRESS_LIMIT, HEADER_LIMIT, NAME_LIMIT, VisitFailed
from bot.surface.looks import NOBODY, say_privately
from bot.surface.mcp.adding import Adding
from bot.surface.mcp.forms import ALLOWED_LIMIT, Wish
from bot.surface.mcp.looks import listing, visited

Choice = app_commands.Choice[str]
Name = app_commands.Range[str, 1, NAME_LIMIT]


@dataclass(slots=True)
class Mcp:
    adding: Adding

    def commands(self) -> app_commands.Group:
        group = app_commands.Group(
            name="mcp",
            description="Servers of tools that the agent may be given here",
            default_permissions=discord.Permissions(manage_guild=True),
            guild_only=True,
        )
        self._add_adding(group)
        self._add_reading(group)
        return group

    def _add_adding(self, group: app_commands.Group) -> None:
        @group.command(
            name="add", description="Add a server of tools; the agent gets them only where a request says so"
        )
        @app_commands.describe(
            name="What it is called here: small letters, digits, - and _",
            url="Its address, with https://",
            header="The name of a header that it wants, such as Authorization; you are asked for its value",
            allowed="Names of its tools that may be used, with commas between them; empty: all",
        )
        async def add(
            itx: discord.Interaction,
            name: Name,
            url: app_commands.Range[str, 1, ADDRESS_LIMIT],
            header: app_commands.Range[str, 1, HEADER_LIMIT] = "",
            allowed: app_commands.Range[str, 1, ALLOWED_LIMIT] = "",
        ) -> None:
            wish = Wish(name=name, url=url.strip(), header=header.strip(), allowed=allowed)
            await self.adding.begin(itx, wish)

    def _add_reading(self, group: app_commands.Group) -> None:
        @group.command(name="list", description="The servers of tools that were added here")
        async def show(itx: discord.Interaction) -> None:
            await self._list(itx)

        @group.command(name="test", description="Speak to a server of tools, and show what it offers")
        @app_commands.describe(name="Which one")
        @app_commands.autocomplete(name=self._names)
        async def test(itx: discord.Interaction, name: Name) -> None:
            await self._test(itx, name)

        @group.command(name="remove", description="Remove a server of tools from here")
        @app_commands.describe(name="Which one")
        @app_commands.autocomplete(name=self._names)
        async def remove(itx: discord.Interaction, name: Name) -> None:
            await self._remove(itx, name)

    async def _list(self, itx: discord.Interaction) -> None:
        if refusal := self.adding.refusal(itx):
            await say_privately(itx, refusal)
            return
        first, *others = listing(await self.adding.servers.of_guild(_guild(itx)))
        await say_privately(itx, first)
        for text in others:
            await itx.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)

    async def _test(self, itx: discord.Interaction, name: str) -> None:
        """It may take longer than Discord waits for an answer, so that comes first."""
        refusal = self.adding.refusal(itx)
        server = None if refusal else await self.adding.servers.get(_guild(itx), name)
        if server is None:
            await say_privately(itx, refusal or say("mcp.unknown"))
            return
        await itx.response.defer(ephemeral=True, thinking=True)
        try:
            said = visited(server, await self.adding.visitor.visit(server.offer))
        except VisitFailed as failed:
            said = say("mcp.broken", name=server.name, reason=failed.sentence)
        await itx.edit_original_response(content=said, allowed_mentions=NOBODY)

    async def _remove(self, itx: discord.Interaction, name: str) -> None:
        refusal = self.adding.refusal(itx)
        if not refusal and not await self.adding.servers.remove(_guild(itx), name):
            refusal = say("mcp.unknown")
        await say_privately(itx, refusal or say("mcp.removed", name=name))

    async def _names(self, itx: discord.Interaction, typed: str) -> list[Choice]:
        if self.adding.refusal(itx):
            return []
        word = typed.strip().lower()
        names = await self.adding.servers.names(_guild(itx))
        return [Choice(name=name, value=name) for name in names if word in name]


def _guild(itx: discord.Interaction) -> Snowflake:
    return Snowflake(itx.guild_id or 0)
