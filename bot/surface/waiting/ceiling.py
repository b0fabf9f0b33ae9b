"""No more than so many requests may wait in one talk: what comes then is marked, and said once for each at work."""

from dataclasses import dataclass

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.ports import Canvas
from bot.core.session import Session
from bot.core.waiting import REFUSED, Mark, Queue
from bot.surface.desk import Desk
from bot.surface.remarks import remark


@dataclass(slots=True)
class Ceiling:
    desk: Desk
    queue: Queue
    canvas: Canvas
    most: int

    async def hindrance(self, session: Session) -> str:
        """Why no more may wait here, as a sentence; empty where they may."""
        is_full = len(await self.queue.waiting(session.id)) >= self.most
        return say("waiting.full", most=self.most) if is_full else ""

    async def refuses(self, message: discord.Message, session: Session) -> bool:
        """True where this message may not wait; it is written as refused, and not taken later either."""
        if not await self.hindrance(session):
            return False
        mark = Mark(
            message=Snowflake(message.id), channel=Snowflake(message.channel.id), session=session.id, emoji=REFUSED
        )
        if await self.queue.refuse(f"message:{message.id}", mark, now=self.desk.clock.now()):
            self.desk.mailbox.waiting.look(session.id)
            await self._say_once(mark)
        return True

    async def _say_once(self, mark: Mark) -> None:
        at_work = await self.desk.store.next_turn(mark.session)
        if at_work is None or not await self.queue.say_full_once(at_work.id, now=self.desk.clock.now()):
            return
        sentence = say("waiting.refused", most=self.most)
        await remark(self.canvas, mark.channel, sentence, nonce=f"full.{at_work.id}")
