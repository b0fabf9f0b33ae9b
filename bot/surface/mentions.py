"""Talks that begin with a message: a mention in a channel or in a thread of others, and a direct message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import discord

from bot.core.access import Ability
from bot.core.catalogue import say
from bot.core.ids import Milliseconds, Snowflake
from bot.core.session import Session
from bot.core.titles import plain_title
from bot.surface.asking.options import Options
from bot.surface.asking.refusal import NotTaken
from bot.surface.asking.terms import new_terms
from bot.surface.calling import mentions
from bot.surface.desk import Desk
from bot.surface.direct import Direct
from bot.surface.people import actor_of, scene_at
from bot.surface.permissions import missing_for_a_talk
from bot.surface.spoken import without_calls

REFUSED_EVERY_MS = 3_600_000
"""Everybody there can read a refusal, so one person is told so often at most."""


@dataclass(slots=True)
class Mentions:
    """`say_below` replies to a message; `joins` makes the talk in a thread that is not ours."""

    client: discord.Client
    desk: Desk
    direct: Direct
    say_below: Callable[[discord.Message, str], Awaitable[None]]
    joins: Callable[[discord.Message], Awaitable[Session | None]]
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
            await self.say_below(message, str(refusal))
            return None

    async def refuse(self, message: discord.Message) -> None:
        """Who speaks to us and may not is told so."""
        refusal = self.desk.refusal(Ability.ASK, scene_at(message)) or say("denied.machine")
        if self._is_a_call(message) and self._is_due(message):
            await self.say_below(message, refusal)

    async def without_words(self, message: discord.Message) -> bool:
        """True where we were called and nothing was said, which is answered with a hint."""
        me = self.client.user
        if message.guild is None or me is None or not mentions(message, me.id):
            return False
        if not self.desk.may(Ability.ASK, scene_at(message)):
            await self.refuse(message)
        elif await self.desk.talks.of_message(message) is None:
            await self.say_below(message, say("mention.empty"))
        else:
            return False
        return True

    async def _begun(self, message: discord.Message) -> Session | None:
        """Raises NotTaken."""
        if message.guild is None:
            return await self.direct.begun(message)
        if isinstance(message.channel, discord.Thread):
            return await self.joins(message)
        if not isinstance(message.channel, discord.TextChannel):
            raise NotTaken(say("mention.not_here"))
        return await self._in_channel(message, message.channel)

    async def _in_channel(self, message: discord.Message, channel: discord.TextChannel) -> Session:
        """A talk with a thread on the message. Raises NotTaken."""
        missing = missing_for_a_talk(channel.permissions_for(channel.guild.me), in_thread=False)
        if missing:
            raise NotTaken(say("ask.threads_missing", channel=channel.mention, missing=missing))
        actor, guild = actor_of(message.author), Snowflake(channel.guild.id)
        terms = await new_terms(self.desk, Options(), actor=actor, guild=guild)
        return Session(
            id=self.desk.new_session_id(),
            guild=guild,
            parent=Snowflake(channel.id),
            thread=None,
            owner=actor.id,
            agent=terms.agent,
            title=plain_title(without_calls(message)),
            created_at=self.desk.clock.now(),
            environment=terms.environment,
            choices=terms.choices,
        )

    def _is_a_call(self, message: discord.Message) -> bool:
        me = self.client.user
        return message.guild is None or (me is not None and mentions(message, me.id))

    def _is_due(self, message: discord.Message) -> bool:
        now, key = self.desk.clock.now(), (message.channel.id, message.author.id)
        self._refused = {one: at for one, at in self._refused.items() if now - at < REFUSED_EVERY_MS}
        is_due = key not in self._refused
        self._refused.setdefault(key, now)
        return is_due
