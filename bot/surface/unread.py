"""Somebody writes in a thread of a talk, and it does not reach us: they are told how it would, once a thread."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.notices import Notice, Notices
from bot.core.ports import Canvas
from bot.surface.desk import Desk
from bot.surface.intents import reads_content
from bot.surface.people import scene_at
from bot.surface.remarks import remark


@dataclass(slots=True)
class Unread:
    """`is_a_call` says whether somebody called us so, and answers them."""

    client: discord.Client
    desk: Desk
    canvas: Canvas
    notices: Notices
    is_a_call: Callable[[discord.Message], Awaitable[bool]]

    async def hint(self, message: discord.Message) -> None:
        """A message came without a word; with message content that is a sticker, and means nothing."""
        if await self.is_a_call(message):
            return
        if reads_content(self.client) or message.stickers or message.guild is None:
            return
        thread = Snowflake(message.channel.id)
        session = await self.desk.talks.of_message(message)
        if session is None or not self.desk.may_speak(scene_at(message), session):
            return
        if await self.notices.say_once(Notice.UNREAD, thread, now=self.desk.clock.now()):
            await remark(self.canvas, thread, say("reply.unread"), nonce=f"unread.{thread}")
