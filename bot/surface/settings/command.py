"""`/settings instructions`: for those who manage the guild and may use the bot; every answer is theirs alone."""

from dataclasses import dataclass

import discord
from discord import app_commands

from bot.surface.settings.instructions import Instructions


@dataclass(slots=True)
class GuildSettingsCommand:
    instructions: Instructions

    def commands(self) -> app_commands.Group:
        group = app_commands.Group(
            name="settings",
            description="How the bot is set up on this server",
            default_permissions=discord.Permissions(manage_guild=True),
            guild_only=True,
        )

        @group.command(name="instructions", description="What the agent is told in every request on this server")
        async def instructions(itx: discord.Interaction) -> None:
            await self.instructions.begin(itx)

        return group
