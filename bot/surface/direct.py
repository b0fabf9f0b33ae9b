"""Talks in direct messages: every message goes on with the newest, until a new one is asked for."""

from dataclasses import dataclass

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.session import Session, SessionKind, Turn
from bot.surface.asking.options import Terms
from bot.surface.desk import Desk
from bot.surface.looks import say_privately


def direct_session(desk: Desk, channel: Snowflake, terms: Terms, *, owner: Snowflake, title: str) -> Session:
    """A new talk there; two requests that begin one at the same time begin the same."""
    return Session(
        id=desk.joining(channel),
        guild=None,
        parent=channel,
        thread=None,
        owner=owner,
        agent=terms.agent,
        title=title,
        created_at=desk.clock.now(),
        environment=terms.environment,
        choices=terms.choices,
        kind=SessionKind.DIRECT,
    )


async def begin_anew(desk: Desk, channel: Snowflake) -> None:
    """What is written there from now on belongs to a new talk; what the old ones work at goes on."""
    await desk.store.close_direct(channel, now=desk.clock.now())
    desk.part(channel)


@dataclass(slots=True)
class Direct:
    desk: Desk

    async def new_talk(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """The button New talk: the next message begins one."""
        session = await self.desk.store.session(turn.session)
        if session is None or session.kind is not SessionKind.DIRECT:
            await say_privately(itx, say("click.unknown"))
            return
        await begin_anew(self.desk, session.parent)
        await say_privately(itx, say("direct.new"))
