"""A message in a talk is its next turn, and one that calls us elsewhere begins a talk."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord

from bot.core.ids import Snowflake
from bot.core.session import Session
from bot.core.waiting import is_aside
from bot.surface.asking.files import given_with
from bot.surface.desk import Desk
from bot.surface.people import actor_of, scene_at
from bot.surface.spoken import words_to_us

UNKNOWN_LOCALE = "unknown"
"""Discord tells a person's locale with an itx only."""


@dataclass(slots=True)
class Replies:
    """`edits` takes a reply to a picture, `answers` what is said to an open question of the agent.

    Whether a deleted message was a picture's, `forgets` says; `unread` takes what came without a word. Of what is said
    in a talk, `hears` says whether it is a request; `begins` makes a talk where a message calls for one, and `refuses`
    tells whoever speaks to us and may not. `crowded`: so many requests wait there that this one is refused.
    """

    desk: Desk
    edits: Callable[[discord.Message], Awaitable[bool]]
    answers: Callable[[discord.Message, Session], Awaitable[bool]]
    forgets: Callable[[Snowflake], Awaitable[bool]]
    unread: Callable[[discord.Message], Awaitable[None]]
    hears: Callable[[discord.Message, Session], Awaitable[bool]]
    begins: Callable[[discord.Message], Awaitable[Session | None]]
    refuses: Callable[[discord.Message], Awaitable[None]]
    crowded: Callable[[discord.Message, Session], Awaitable[bool]]

    async def take(self, message: discord.Message) -> None:
        """Bots, webhooks, Discord's own notices and people who may not are passed over."""
        if message.author.bot or message.webhook_id or message.is_system():
            return
        words = words_to_us(message)
        if is_aside(words):
            return
        if not words.strip() and not message.attachments:
            await self.unread(message)
            return
        if message.reference is not None and await self.edits(message):
            return
        session = await self.desk.talks.of_message(message) or await self.begins(message)
        if session is None:
            return
        if not self.desk.may_speak(scene_at(message), session):
            await self.refuses(message)
            return
        if await self.answers(message, session) or not await self.hears(message, session):
            return
        if await self.crowded(message, session):
            return
        limit = self.desk.supplies.attachment_limit
        turn = self.desk.new_turn(
            session,
            origin=f"message:{message.id}",
            request=words,
            actor=actor_of(message.author),
            locale=UNKNOWN_LOCALE,
            reply_to=Snowflake(message.id) if session.room is not None else None,
            attachments=given_with(message, has_machine=session.choices.has_machine, limit=limit),
        )
        if await self.desk.store.accept(session, turn):
            self.desk.mailbox.wake(session.id)

    async def forget(self, message: Snowflake) -> None:
        """A message was deleted; where it was ours, it is not posted again."""
        if await self.forgets(message):
            return
        row = await self.desk.store.gone(message)
        if row is not None:
            self.desk.mailbox.forget(row)
