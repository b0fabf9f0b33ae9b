"""A person edits or deletes the message that is their request: one that waits changes, one at work is told of it."""

from dataclasses import dataclass

import discord

from bot.core.ids import Snowflake
from bot.core.session import Turn
from bot.core.waiting import Edited, Queue, is_aside
from bot.surface.asking.files import given_with
from bot.surface.desk import Desk
from bot.surface.spoken import words_to_us


@dataclass(slots=True)
class Rewordings:
    desk: Desk
    queue: Queue

    async def edited(self, message: discord.Message) -> None:
        """Discord tells the same when it has found out what a link shows; then no word is another."""
        if message.author.bot or message.webhook_id:
            return
        turn = await self.queue.of_message(Snowflake(message.id))
        words = words_to_us(message)
        if turn is None or turn.actor.id != message.author.id:
            return
        if not words.strip() and not message.attachments:  # where the content does not reach us, it looks empty
            return
        if is_aside(words):
            await self.deleted(Snowflake(message.id))
        else:
            await self._change(turn, message, words)

    async def _change(self, turn: Turn, message: discord.Message, words: str) -> None:
        session = await self.desk.store.session(turn.session)
        if session is None:
            return
        limit = self.desk.supplies.attachment_limit
        given = given_with(message, has_machine=session.choices.has_machine, limit=limit)
        edited = Edited(message=Snowflake(message.id), author=turn.actor.id, request=words, attachments=given)
        changed = await self.queue.reword(edited)
        if changed is not None:
            await self.desk.mailbox.look_at_request(changed)

    async def deleted(self, message: Snowflake) -> None:
        """Also where it was made one between people."""
        if await self.queue.of_message(message) is None:
            return
        turn = await self.queue.take_back(message, now=self.desk.clock.now())
        if turn is not None:
            await self.desk.mailbox.look_at_request(turn)
