"""Talks that begin with a message: a mention in a channel or in a thread of others, and a direct message."""

from dataclasses import dataclass, field

import discord

from bot.core.access import Ability
from bot.core.catalogue import say
from bot.core.ids import Milliseconds, Snowflake
from bot.core.ports import Canvas
from bot.core.session import Session
from bot.core.titles import plain_title
from bot.surface.asking.options import Options
from bot.surface.asking.refusal import NotTaken
from bot.surface.asking.terms import new_terms
from bot.surface.calling import mentions_us
from bot.surface.desk import Desk
from bot.surface.direct import direct_session
from bot.surface.joined import joined_session
from bot.surface.new_talks import thread_session
from bot.surface.people import actor_of, scene_at
from bot.surface.permissions import missing_for_a_talk
from bot.surface.remarks import say_below
from bot.surface.spoken import without_calls

REFUSED_EVERY_MS = 3_600_000
"""Everybody there can read a refusal, so one person is told so often at most."""


@dataclass(slots=True)
class Mentions:
    client: discord.Client
    desk: Desk
    canvas: Canvas
    _refused: dict[tuple[int, int], Milliseconds] = field(default_factory=dict)

    async def begun(self, message: discord.Message) -> Session | None:
        """The new talk that this message calls for; None where it calls for none, or cannot have it, which was said."""
        if not self._is_a_call(message):
            return None
        if not self.desk.may(Ability.ASK, scene_at(message)):
            await self.refuse(message)
            return None
        try:
            return await self._begun(message)
        except NotTaken as refusal:
            await say_below(self.canvas, message, str(refusal))
            return None

    async def refuse(self, message: discord.Message) -> None:
        """Who speaks to us and may not is told so."""
        if self._is_a_call(message) and self._is_due(message):
            await say_below(self.canvas, message, self.desk.refusal_to_speak(scene_at(message)))

    async def without_words(self, message: discord.Message) -> bool:
        """True where we were called and nothing was said, which is answered with a hint."""
        if message.guild is None or not mentions_us(message, self.client):
            return False
        if not self.desk.may(Ability.ASK, scene_at(message)):
            await self.refuse(message)
        elif await self.desk.talks.of_message(message) is None:
            await say_below(self.canvas, message, say("mention.empty"))
        else:
            return False
        return True

    async def _begun(self, message: discord.Message) -> Session:
        """Raises NotTaken."""
        where, actor, title = message.channel, actor_of(message.author), plain_title(without_calls(message))
        guild = Snowflake(message.guild.id) if message.guild is not None else None
        if guild is not None:
            _require_answerable(where)
        terms = await new_terms(self.desk, Options(), actor=actor, guild=guild)
        if guild is None:
            return direct_session(self.desk, Snowflake(where.id), terms, owner=actor.id, title=title)
        if isinstance(where, discord.Thread):
            return joined_session(self.desk, where, terms, owner=actor.id)
        return thread_session(self.desk, Snowflake(where.id), terms, guild=guild, owner=actor.id, title=title)

    def _is_a_call(self, message: discord.Message) -> bool:
        return message.guild is None or mentions_us(message, self.client)

    def _is_due(self, message: discord.Message) -> bool:
        now, key = self.desk.clock.now(), (message.channel.id, message.author.id)
        self._refused = {one: at for one, at in self._refused.items() if now - at < REFUSED_EVERY_MS}
        is_due = key not in self._refused
        self._refused.setdefault(key, now)
        return is_due


def _require_answerable(where: object) -> None:
    """A talk can take place there, as far as that is known. Raises NotTaken."""
    if isinstance(where, discord.Thread):
        return
    if not isinstance(where, discord.TextChannel):
        raise NotTaken(say("mention.not_here"))
    missing = missing_for_a_talk(where.permissions_for(where.guild.me), in_thread=False)
    if missing:
        raise NotTaken(say("ask.threads_missing", channel=where.mention, missing=missing))
