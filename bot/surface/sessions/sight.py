"""Which talks somebody may see, and which they may tidy up, as Discord has it at this moment where they take place."""

import asyncio
from dataclasses import dataclass, field

import discord
import structlog

from bot.core.access import Ability, Scene
from bot.core.errors import DeliveryError
from bot.core.ids import Snowflake
from bot.core.session import Session, SessionKind
from bot.surface.canvas import told_plainly
from bot.surface.desk import Desk
from bot.surface.people import actor_of, places_of

log = structlog.get_logger(__name__)

_WITHIN_S = 10.0


@dataclass(slots=True)
class Sight:
    """Of one person, for one answer: what Discord was asked is kept for that long. What cannot be read is not seen."""

    client: discord.Client
    desk: Desk
    person: discord.User | discord.Member
    _members: dict[int, discord.Member | None] = field(default_factory=dict)

    async def sees(self, session: Session) -> bool:
        if session.kind is SessionKind.DIRECT:
            return session.owner == self.person.id
        may = await self._permissions(session)
        if may is None or not may.view_channel:
            return False
        if session.kind is SessionKind.CHANNEL:  # its title is of a message there, which a thread's name is not
            return may.read_message_history
        return await self._is_let_in(session, may)

    async def tidies(self, session: Session) -> bool:
        """Rename and close it: its owner, and who may manage messages or threads there, or the bot."""
        if session.owner == self.person.id:
            return True
        may = await self._permissions(session)
        if may is None or session.kind is SessionKind.DIRECT:
            return False
        return may.manage_messages or may.manage_threads or await self._manages(session, may)

    async def _manages(self, session: Session, may: discord.Permissions) -> bool:
        member, parent = await self._member(session.guild), self.client.get_channel(session.parent)
        if member is None:
            return False
        places = places_of(parent) | ({session.thread} if session.thread is not None else set())
        scene = Scene(actor=actor_of(member), guild=session.guild, channels=places, manages=may.manage_guild)
        return self.desk.may(Ability.MANAGE, scene)

    async def _permissions(self, session: Session) -> discord.Permissions | None:
        """In the channel that it began in; None where that, or the person there, is no more."""
        parent = self.client.get_channel(session.parent)
        member = await self._member(session.guild)
        if member is None or not isinstance(parent, discord.abc.GuildChannel) or parent.guild.id != session.guild:
            return None
        return parent.permissions_for(member)

    async def _is_let_in(self, session: Session, may: discord.Permissions) -> bool:
        """Into a private thread: its owner, whom they have added, and who may manage threads.

        One that has no thread yet, or never got one, has its owner alone.
        """
        if session.kind is SessionKind.PRIVATE and session.owner == self.person.id:
            return True
        if session.thread is None:
            return session.kind is not SessionKind.PRIVATE
        if may.manage_threads or not await self._is_private(session):
            return True
        try:
            async with asyncio.timeout(_WITHIN_S):
                with told_plainly():
                    await self.client.http.get_thread_member(session.thread, self.person.id)
        except (DeliveryError, TimeoutError):
            return False
        return True

    async def _is_private(self, session: Session) -> bool:
        """A thread of ours is what it was made as; of somebody else's, Discord knows. In doubt it is private."""
        if session.kind is not SessionKind.JOINED or session.thread is None:
            return session.kind is SessionKind.PRIVATE
        known = self.client.get_channel(session.thread)
        if isinstance(known, discord.Thread):
            return known.is_private()
        try:
            async with asyncio.timeout(_WITHIN_S):
                with told_plainly():
                    found = await self.client.http.get_channel(session.thread)
        except (DeliveryError, TimeoutError):
            return True
        return found.get("type") == discord.ChannelType.private_thread.value

    async def _member(self, guild: Snowflake | None) -> discord.Member | None:
        if isinstance(self.person, discord.Member) and self.person.guild.id == guild:
            return self.person
        known = self.client.get_guild(guild) if guild is not None else None
        if known is None:
            return None
        if known.id not in self._members:
            self._members[known.id] = await self._asked(known)
        return self._members[known.id]

    async def _asked(self, guild: discord.Guild) -> discord.Member | None:
        try:
            async with asyncio.timeout(_WITHIN_S):
                with told_plainly():
                    return await guild.fetch_member(self.person.id)
        except (DeliveryError, TimeoutError) as error:
            log.info("member.not_read", guild=guild.id, person=self.person.id, error=type(error).__name__)
            return None
