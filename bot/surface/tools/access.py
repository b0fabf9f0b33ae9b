"""Where a tool may reach: nowhere that the asker may not, for else they could have the agent do it for them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import discord

from bot.core.catalogue import say
from bot.core.errors import DeliveryError, DeliveryUnknown, Gone
from bot.core.ids import Snowflake
from bot.core.tools.calls import Caller, ToolError
from bot.surface.canvas import told_plainly

Room: TypeAlias = discord.TextChannel | discord.Thread

NAMES = {
    "view_channel": "“View Channel”",
    "read_message_history": "“Read Message History”",
    "send_messages": "“Send Messages”",
    "send_messages_in_threads": "“Send Messages in Threads”",
    "create_public_threads": "“Create Public Threads”",
    "add_reactions": "“Add Reactions”",
}
"""In Discord's own words."""
_IN_THREADS = {"send_messages": "send_messages_in_threads"}


@contextmanager
def told_to_agent() -> Iterator[None]:
    """What Discord and the network raise, as sentences for the agent."""
    try:
        with told_plainly():
            yield
    except Gone as error:
        raise ToolError(say("tool.not_there")) from error
    except DeliveryUnknown as error:
        raise ToolError(say("tool.delivery_unknown")) from error
    except DeliveryError as error:
        raise ToolError(say("tool.delivery", detail=str(error))) from error


@dataclass(frozen=True, slots=True)
class Access:
    client: discord.Client

    async def room(self, caller: Caller, channel: Snowflake, *needed: str) -> Room:
        """The channel, where asker and bot have all of these permissions; in a thread, those of threads are meant.

        Raises ToolError; what the asker may not see is not told from what is not there.
        """
        where = await self._found(caller, channel)
        theirs = await self._of_asker(caller, where)
        if not theirs.view_channel:
            raise ToolError(say("tool.not_there"))
        names = [_IN_THREADS.get(name, name) if isinstance(where, discord.Thread) else name for name in needed]
        _check(theirs, names, who=say("tool.asker"))
        _check(where.permissions_for(where.guild.me), ["view_channel", *names], who=say("tool.bot"))
        return where

    async def _found(self, caller: Caller, channel: Snowflake) -> Room:
        await self.client.wait_until_ready()  # earlier no guild is known
        try:
            with told_plainly():
                where = self.client.get_channel(channel) or await self.client.fetch_channel(channel)
        except DeliveryError as error:
            raise ToolError(say("tool.not_there")) from error
        if not isinstance(where, Room) or where.guild.id != caller.session.guild or _parent(where) is None:
            raise ToolError(say("tool.not_there"))
        return where

    async def _of_asker(self, caller: Caller, where: Room) -> discord.Permissions:
        """As Discord has them now: what the request came with may be hours old."""
        with told_to_agent():
            member = await where.guild.fetch_member(caller.turn.actor.id)
        theirs = where.permissions_for(member)
        is_closed = isinstance(where, discord.Thread) and where.is_private() and where.id != caller.session.thread
        if is_closed and not theirs.manage_threads and not await _is_in(where, member):
            return discord.Permissions.none()
        return theirs


def _check(may: discord.Permissions, needed: Sequence[str], *, who: str) -> None:
    missing = [NAMES[name] for name in needed if not getattr(may, name)]
    if missing:
        raise ToolError(say("tool.may_not", who=who, missing=", ".join(missing)))


def _parent(where: Room) -> object:
    return where.parent if isinstance(where, discord.Thread) else where


async def _is_in(where: Room, member: discord.Member) -> bool:
    if not isinstance(where, discord.Thread):
        return True
    try:
        await where.fetch_member(member.id)
    except discord.HTTPException:
        return False
    return True
