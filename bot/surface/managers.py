"""Who may set things up for a guild; asked at every step, whatever Discord let through."""

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.surface.desk import Desk
from bot.surface.people import actor_of


def refusal_of(desk: Desk, itx: discord.Interaction) -> str:
    """Why this person may not; empty for who manages the guild and may use the bot."""
    if itx.guild_id is None or not itx.permissions.manage_guild:
        return say("mcp.manage")
    return "" if desk.may_use(actor_of(itx.user), Snowflake(itx.guild_id)) else say("denied")
