"""`/help`: what the bot does, who pays, who reads; to the person who asks alone."""

import discord
from discord import app_commands

from bot.core.catalogue import say
from bot.surface.looks import say_privately


def help_command() -> app_commands.Command[None, ..., None]:  # type: ignore[type-var]
    @app_commands.command(name="help", description="What this bot does, who pays, and where your text goes")
    async def show_help(itx: discord.Interaction) -> None:
        await say_privately(itx, say("help"))

    return show_help
