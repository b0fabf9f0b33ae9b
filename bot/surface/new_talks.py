"""Which talk a command begins: in a channel, in somebody else's thread, in private, or in direct messages."""

from dataclasses import replace

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.session import Session, SessionKind
from bot.core.titles import plain_title
from bot.surface.asking.options import Options, Terms
from bot.surface.asking.refusal import NotTaken
from bot.surface.asking.terms import new_terms
from bot.surface.desk import Desk
from bot.surface.direct import direct_session
from bot.surface.joined import joined_session
from bot.surface.people import actor_of
from bot.surface.permissions import missing_for_a_talk


async def new_session(desk: Desk, itx: discord.Interaction, prompt: str, options: Options) -> Session:
    """Raises NotTaken. With `options.new` in a thread it is to be in the channel of that."""
    guild, owner = Snowflake(itx.guild_id) if itx.guild_id else None, Snowflake(itx.user.id)
    terms = await new_terms(desk, options, actor=actor_of(itx.user), guild=guild)
    title = plain_title(prompt)
    if guild is None:
        here = Snowflake(itx.channel_id or 0)
        if options.new:
            desk.part(here)
        return direct_session(desk, here, terms, owner=owner, title=title)
    if isinstance(itx.channel, discord.Thread) and not options.private and not options.new:
        return joined_session(desk, itx.channel, terms, owner=owner)
    session = thread_session(desk, _channel_of(itx), terms, guild=guild, owner=owner, title=title)
    return replace(session, kind=SessionKind.PRIVATE) if options.private else session


def thread_session(
    desk: Desk, channel: Snowflake, terms: Terms, *, guild: Snowflake, owner: Snowflake, title: str
) -> Session:
    """A new talk whose thread is yet to be made in that channel."""
    return Session(
        id=desk.new_session_id(),
        guild=guild,
        parent=channel,
        thread=None,
        owner=owner,
        agent=terms.agent,
        title=title,
        created_at=desk.clock.now(),
        environment=terms.environment,
        choices=terms.choices,
    )


def settled_place(itx: discord.Interaction, options: Options) -> Options:
    """Whether it is to be private, or new in another place. Raises NotTaken where nothing new can begin there.

    What is asked from within a private talk stays private.
    """
    if itx.guild_id is None:
        return replace(options, private=False)
    if not options.new or options.private or not isinstance(itx.channel, discord.Thread):
        return replace(options, new=False)
    if itx.channel.is_private():
        return replace(options, private=True, new=False)
    _require_parent(itx, itx.channel)
    return options


def _require_parent(itx: discord.Interaction, thread: discord.Thread) -> None:
    """A talk can begin in the thread's channel, and whoever asks may write there themselves. Raises NotTaken."""
    parent = thread.parent
    if not isinstance(parent, discord.TextChannel):
        raise NotTaken(say("new.in_post"))
    if not itx.permissions.send_messages:
        raise NotTaken(say("new.not_yours", channel=parent.mention))
    missing = missing_for_a_talk(parent.permissions_for(parent.guild.me), in_thread=False)
    if missing:
        raise NotTaken(say("ask.threads_missing", channel=parent.mention, missing=missing))


def _channel_of(itx: discord.Interaction) -> Snowflake:
    """That which threads are made in."""
    channel = itx.channel
    return Snowflake(channel.parent_id if isinstance(channel, discord.Thread) else itx.channel_id or 0)
