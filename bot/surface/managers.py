"""Who may set things up for a guild, and end what is others'; asked at every step, whatever Discord let through."""

import discord

from bot.core.access import Ability
from bot.core.catalogue import say
from bot.surface.desk import Desk
from bot.surface.people import scene_of


def refusal_of(desk: Desk, itx: discord.Interaction) -> str:
    """Why this person may not set anything up here; empty where they may."""
    return desk.refusal(Ability.MANAGE, scene_of(itx)) if itx.guild_id is not None else say("denied.manage")


def may_tidy(desk: Desk, itx: discord.Interaction) -> bool:
    """Stop and remove what is others': Discord lets them remove messages or threads here, or they manage the bot."""
    if itx.guild_id is None:
        return False
    is_thread = isinstance(itx.channel, discord.Thread)
    by_discord = itx.permissions.manage_messages or (is_thread and itx.permissions.manage_threads)
    return by_discord or desk.may(Ability.MANAGE, scene_of(itx))
