"""`/settings talk`: whose messages are requests in the bot's threads on this server."""

from dataclasses import dataclass
from typing import Literal

import discord

from bot.core.catalogue import say
from bot.core.guild_setting import Answers, GuildTalk, GuildTalks
from bot.core.ids import Snowflake
from bot.surface.desk import Desk
from bot.surface.looks import say_privately
from bot.surface.managers import refusal_of

Answer = Literal["everyone", "mentioned"]


@dataclass(slots=True)
class Talk:
    desk: Desk
    settings: GuildTalks

    async def answer(self, itx: discord.Interaction, wanted: Answer | None) -> None:
        """With a choice it holds from the next message on; without one, what holds now is said."""
        if refusal := refusal_of(self.desk, itx):
            await say_privately(itx, refusal)
            return
        guild, who = Snowflake(itx.guild_id or 0), Snowflake(itx.user.id)
        if wanted is not None:
            talk = GuildTalk(guild=guild, answers=Answers(wanted), set_by=who, set_at=self.desk.clock.now())
            await self.settings.put(talk)
            self.desk.log.info("talk.set", guild=guild, by=who, answers=wanted)
        is_open = await self.settings.answers(guild) is Answers.EVERYONE
        await say_privately(itx, say("talk.everyone" if is_open else "talk.mentioned"))
