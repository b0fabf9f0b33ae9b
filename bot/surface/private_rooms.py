"""Where a private talk takes place: a private thread with whoever asked, or else their direct messages.

The row of the session is there before anything is made. A thread belongs to a session from the moment at which that is
written, and people are let in only then; so one that is found empty and without a session can be taken by any.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import discord
import structlog

from bot.core.errors import DeliveryError, DeliveryUnknown, Forbidden
from bot.core.ids import DISCORD_EPOCH_MS, Snowflake
from bot.core.patches import Urgency
from bot.core.ports import Store
from bot.core.session import Session, SessionKind
from bot.surface.canvas import told_plainly
from bot.surface.making_threads import ARCHIVE_AFTER_MINUTES, RETRIES_S
from bot.surface.pacer import Pacer
from bot.surface.permissions import missing_for_private

log = structlog.get_logger(__name__)

_PRIVATE_THREAD: Final = 12
_SKEW_MS: Final = 60_000
"""So much Discord's clock may be behind ours."""


@dataclass(slots=True)
class PrivateRooms:
    client: discord.Client
    store: Store
    pacer: Pacer

    async def opened(self, session: Session) -> Session:
        """With its place, which is written. May be called again after any interruption. Raises DeliveryError."""
        await self.client.wait_until_ready()  # earlier no channel is known, nor what we may do there
        if self._gives_threads(session.parent):
            for wait in (*RETRIES_S, None):
                try:
                    return await self._in_a_thread(session)
                except DeliveryUnknown as error:
                    if wait is None:
                        raise
                    log.warning("private.outcome_unknown", session=session.id, error=str(error))
                    await asyncio.sleep(wait)
                except DeliveryError as error:
                    log.info("private.no_thread", session=session.id, error=type(error).__name__)
                    break
        return await self._in_a_direct_message(session)

    async def let_in(self, session: Session) -> None:
        """Whoever asked; once they are in, it changes nothing."""
        thread = session.thread
        if session.kind is not SessionKind.PRIVATE or thread is None:
            return
        async with self.pacer.turn("member", thread, Urgency.FIRST) as write:
            with told_plainly():
                await self.pacer.finish_once_seen(write, self.client.http.add_user_to_thread(thread, session.owner))

    def _gives_threads(self, parent: Snowflake) -> bool:
        """As far as the gateway has told us; where it has not, Discord will say."""
        where = self.client.get_channel(parent)
        if where is None:
            return True
        if not isinstance(where, discord.TextChannel) or where.is_news():
            return False
        return not missing_for_private(where.permissions_for(where.guild.me))

    async def _in_a_thread(self, session: Session) -> Session:
        while True:
            thread = await self._made_before(session) or await self._made(session)
            try:
                await self.store.bind_thread(session.id, thread)
            except ValueError:
                if await self.store.session_of_thread(thread) is None:
                    raise
                continue  # another talk, of the same name, has taken it
            return await self._as_written(session)

    async def _made_before(self, session: Session) -> Snowflake | None:
        """By an earlier attempt that never heard of its success, or by an earlier process."""
        with told_plainly():
            active = await self.client.http.get_active_threads(session.guild or 0)
        for thread in active["threads"]:
            found = Snowflake(int(thread["id"]))
            if self._fits(thread, session) and await self.store.session_of_thread(found) is None:
                return found
        return None

    def _fits(self, thread: Any, session: Session) -> bool:
        """A private thread of ours with this name, made since, in which nobody is yet."""
        me = self.client.user
        made_at = (int(thread["id"]) >> 22) + DISCORD_EPOCH_MS
        return (
            thread["type"] == _PRIVATE_THREAD
            and int(thread["parent_id"]) == session.parent
            and me is not None
            and int(thread["owner_id"]) == me.id
            and thread["name"] == session.title
            and made_at >= session.created_at - _SKEW_MS
            and thread["member_count"] <= 1
        )

    async def _made(self, session: Session) -> Snowflake:
        """Nobody but us and those who may manage threads can add people."""
        making = self.client.http.start_thread_without_message(
            session.parent,
            name=session.title,
            auto_archive_duration=ARCHIVE_AFTER_MINUTES,
            type=_PRIVATE_THREAD,
            invitable=False,
        )
        async with self.pacer.turn("thread", session.parent, Urgency.FIRST) as write:
            with told_plainly():
                made = await self.pacer.finish(write, making)
        return Snowflake(int(made["id"]))

    async def _in_a_direct_message(self, session: Session) -> Session:
        with told_plainly():
            channel = await self.client.create_dm(discord.Object(session.owner))
        await self.store.make_direct(session.id, Snowflake(channel.id))
        return await self._as_written(session)

    async def _as_written(self, session: Session) -> Session:
        written = await self.store.session(session.id)
        if written is None or written.room is None:
            raise Forbidden("the talk has no place")
        return written
