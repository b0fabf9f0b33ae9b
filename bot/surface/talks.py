"""Which talk a message or an itx belongs to."""

from dataclasses import dataclass

import discord

from bot.core.ids import Snowflake
from bot.core.ports import Store
from bot.core.session import Session, SessionKind


@dataclass(slots=True)
class Talks:
    store: Store

    async def of_message(self, message: discord.Message) -> Session | None:
        """By its place; in a channel whose talks have no threads, by the message of ours that it replies to."""
        found = await self._at(message.guild is None, Snowflake(message.channel.id))
        if found is not None or message.reference is None or message.reference.message_id is None:
            return found
        return await self._in_channel(message, Snowflake(message.reference.message_id))

    async def of_itx(self, itx: discord.Interaction) -> Session | None:
        return await self._at(itx.guild_id is None, Snowflake(itx.channel_id or 0))

    async def _at(self, is_direct: bool, channel: Snowflake) -> Session | None:
        if is_direct:
            return await self.store.direct_session(channel)
        return await self.store.session_of_thread(channel) or await self._just_opened(channel)

    async def _just_opened(self, thread: Snowflake) -> Session | None:
        """The thread is there and it is not written yet whose it is: it has the id of the message that it hangs on."""
        turn = await self.store.turn_of_message(thread)
        session = await self.store.session(turn.session) if turn is not None else None
        is_ours = session is not None and session.kind is SessionKind.THREAD and session.thread is None
        return session if is_ours else None

    async def _in_channel(self, message: discord.Message, replied_to: Snowflake) -> Session | None:
        turn = await self.store.turn_of_message(replied_to)
        session = await self.store.session(turn.session) if turn is not None else None
        if session is None or session.kind is not SessionKind.CHANNEL:
            return None
        return session if session.room == message.channel.id else None
