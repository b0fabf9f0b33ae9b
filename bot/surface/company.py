"""Who is heard in a talk: one person always; once several write there, whoever speaks to the bot."""

from dataclasses import dataclass

import discord

from bot.core.catalogue import say
from bot.core.guild_setting import Answers, GuildTalks
from bot.core.ids import Snowflake
from bot.core.notices import Notice, Notices
from bot.core.ports import Canvas
from bot.core.session import Session, SessionKind
from bot.surface.calling import calls_us
from bot.surface.desk import Desk
from bot.surface.remarks import remark


@dataclass(slots=True)
class Company:
    client: discord.Client
    desk: Desk
    canvas: Canvas
    notices: Notices
    settings: GuildTalks

    async def hears(self, message: discord.Message, session: Session) -> bool:
        """Whether a message of somebody who may speak in this talk is a request.

        From when on that changes is said there once, and outlives the process.
        """
        if session.kind in (SessionKind.DIRECT, SessionKind.CHANNEL):
            return True
        if session.kind is SessionKind.JOINED and _owner_of(message.channel) != session.owner:
            return await self._is_called(message)  # a thread that people have for themselves
        if session.kind is not SessionKind.JOINED and await self._answers_everyone(session):
            return True
        if message.author.id == session.owner and not await self._has_company(session):
            return True
        await self._say_once(session)
        return await self._is_called(message)

    async def _answers_everyone(self, session: Session) -> bool:
        return await self.settings.answers(session.guild) is Answers.EVERYONE

    async def _has_company(self, session: Session) -> bool:
        room = session.room
        was_said = room is not None and await self.notices.was_said(Notice.COMPANY, room)
        return was_said or await self.desk.store.has_others(session)

    async def _is_called(self, message: discord.Message) -> bool:
        return await calls_us(message, self.client, self.desk.store)

    async def _say_once(self, session: Session) -> None:
        room = session.room
        if room is None or not await self.notices.say_once(Notice.COMPANY, room, now=self.desk.clock.now()):
            return
        await remark(self.canvas, room, say("company"), nonce=f"company.{room}")


def _owner_of(channel: object) -> Snowflake | None:
    return Snowflake(channel.owner_id) if isinstance(channel, discord.Thread) else None
