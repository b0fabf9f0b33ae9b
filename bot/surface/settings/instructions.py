"""A guild's own words for the agent: a form with what holds now, and what holds once it was sent."""

from dataclasses import dataclass
from typing import Any

import discord

from bot.core.catalogue import say
from bot.core.guild_setting import INSTRUCTIONS_LIMIT, GuildSetting, GuildSettings
from bot.core.ids import Snowflake
from bot.surface.desk import Desk
from bot.surface.looks import say_privately
from bot.surface.managers import refusal_of
from bot.surface.tools.forms import WORDS, words_of

FORM = "guild-instructions"
_MESSAGE_LIMIT = 2_000


@dataclass(slots=True)
class Instructions:
    desk: Desk
    settings: GuildSettings

    async def begin(self, itx: discord.Interaction) -> None:
        if refusal := refusal_of(self.desk, itx):
            await say_privately(itx, refusal)
            return
        setting = await self.settings.get(_guild(itx))
        await itx.response.send_modal(form_of("" if setting is None else setting.instructions))

    async def submitted(self, itx: discord.Interaction) -> None:
        """Judged again, for whoever sends a form need not have been shown it."""
        words = words_of(itx).strip()
        refusal = refusal_of(self.desk, itx)
        if not refusal and len(words) > INSTRUCTIONS_LIMIT:
            refusal = say("settings.too_long", most=INSTRUCTIONS_LIMIT)
        if not refusal:
            await self._keep(itx, words)
        await say_privately(itx, refusal or what_holds(words))

    async def _keep(self, itx: discord.Interaction, words: str) -> None:
        guild, who = _guild(itx), Snowflake(itx.user.id)
        if words:
            setting = GuildSetting(guild=guild, instructions=words, set_by=who, set_at=self.desk.clock.now())
            await self.settings.put(setting)
        else:
            await self.settings.remove(guild)
        self.desk.log.info("instructions.set", guild=guild, by=who, characters=len(words))


def form_of(words: str) -> discord.ui.Modal:
    """With what holds now, so that a small change is one; its answer is known by its id, also after a restart."""
    form = discord.ui.Modal(title=say("settings.title"), custom_id=FORM, timeout=None)
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS,
        style=discord.TextStyle.paragraph,
        max_length=INSTRUCTIONS_LIMIT,
        default=words or None,
        required=False,
    )
    form.add_item(discord.ui.Label(text=say("settings.label"), description=say("settings.hint"), component=field))
    form.stop()
    return form


def what_holds(words: str) -> str:
    """As much of the words as one message holds; all of them stand in the form."""
    if not words:
        return say("settings.removed")
    room = _MESSAGE_LIMIT - len(say("settings.set", words=""))
    return say("settings.set", words=words if len(words) <= room else f"{words[: room - 1]}…")


def _guild(itx: discord.Interaction) -> Snowflake:
    return Snowflake(itx.guild_id or 0)
