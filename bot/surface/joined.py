"""Talks in threads that are not ours: somebody's thread, or the post of a forum. Neither is renamed or archived."""

import discord

from bot.core.ids import Snowflake
from bot.core.session import Session, SessionKind
from bot.core.titles import plain_title
from bot.surface.asking.options import Terms
from bot.surface.desk import Desk


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
