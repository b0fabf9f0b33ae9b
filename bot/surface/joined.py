"""Talks in threads that are not ours: somebody's thread, or the post of a forum. Neither is renamed or archived."""

from dataclasses import dataclass

import discord

from bot.core.access import Ability
from bot.core.ids import Snowflake
from bot.core.session import Session, SessionKind
from bot.core.titles import plain_title
from bot.surface.asking.options import Options, Terms
from bot.surface.asking.terms import new_terms
from bot.surface.calling import mentions
from bot.surface.desk import Desk
from bot.surface.people import actor_of, scene_at


def joined_session(desk: Desk, thread: discord.Thread, terms: Terms, *, owner: Snowflake) -> Session:
    """A new talk there; who begin one at the same time begin the same, and the first one's terms hold."""
    return Session(
        id=desk.joining(Snowflake(thread.id)),
        guild=Snowflake(thread.guild.id),
        parent=Snowflake(thread.parent_id),
        thread=Snowflake(thread.id),
        owner=owner,
        agent=terms.agent,
        title=plain_title(thread.name),
        created_at=desk.clock.now(),
        environment=terms.environment,
        choices=terms.choices,
        kind=SessionKind.JOINED,
    )


@dataclass(slots=True)
class Joined:
    client: discord.Client
    desk: Desk

    async def by_mention(self, message: discord.Message) -> Session | None:
        """The talk that begins with a message in a thread of others which mentions us; None where none does.

        Raises NotTaken.
        """
        thread, me = message.channel, self.client.user
        if not isinstance(thread, discord.Thread) or me is None or not mentions(message, me.id):
            return None
        if not self.desk.may(Ability.ASK, scene_at(message)):
            return None
        actor = actor_of(message.author)
        terms = await new_terms(self.desk, Options(), actor=actor, guild=Snowflake(thread.guild.id))
        return joined_session(self.desk, thread, terms, owner=actor.id)
