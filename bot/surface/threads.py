"""Where a session takes place: the public message that quotes the request, and the thread on it. The port `Threads`."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import discord
import structlog

from bot.core.catalogue import say
from bot.core.composing import always
from bot.core.errors import DeliveryError, DeliveryUnknown, Forbidden, SettingsError
from bot.core.filenames import safe_name
from bot.core.ids import Milliseconds, Snowflake, nonce_of
from bot.core.origins import is_by_command, message_of
from bot.core.patches import Page, Urgency, content_digest
from bot.core.ports import Canvas, Clock, Store
from bot.core.prompt import Place
from bot.core.session import ItxReply, Outgoing, Session, SessionKind, Turn, row_of
from bot.core.steps import code
from bot.core.titles import quote
from bot.core.view import ROOT
from bot.surface.canvas import told_plainly
from bot.surface.itx_replies import ItxReplies
from bot.surface.making_threads import ARCHIVE_AFTER_MINUTES, RETRIES_S
from bot.surface.pacer import Pacer
from bot.surface.permissions import NEEDED, gives_threads, may_write
from bot.surface.private_rooms import PrivateRooms

log = structlog.get_logger(__name__)

_THREAD_EXISTS = 160004
_REFUSED: Final = frozenset({50013, 160006, 160007})
"""Discord's codes for a permission that is missing, and for as many threads as a server may have open."""
_QUOTE_LIMIT = 1_500
_WHERE: Final = {SessionKind.PRIVATE: "private.thread", SessionKind.DIRECT: "private.direct"}


class ThreadsRefused(Forbidden):
    """No thread can be made there now."""


@dataclass(slots=True)
class DiscordThreads:
    client: discord.Client
    canvas: Canvas
    store: Store
    pacer: Pacer
    replies: ItxReplies
    clock: Clock

    async def open(self, session: Session, turn: Turn) -> Snowflake:
        if session.kind is SessionKind.PRIVATE and session.thread is None:
            session = await self.private.opened(session)
        if session.room is not None:
            if is_by_command(turn):
                await self._quoted_in(session, session.room, turn)
            return session.room
        root = message_of(turn) or await self.root(session.parent, turn)
        try:
            thread = await self._thread_on(session, root)
        except ThreadsRefused:
            if not may_write(self.client, session.parent) and root != message_of(turn):
                await self._say_missing(session, turn, root)
                raise
            await self.store.stay_in_channel(session.id)
            await self._tell_elsewhere(turn, session.parent)
            return session.parent
        await self.store.bind_thread(session.id, thread)
        await self._tell_elsewhere(turn, thread)
        return thread

    async def _tell_elsewhere(self, turn: Turn, room: Snowflake) -> None:
        """Whoever asked in another place for this talk is told in private where it is."""
        reply = await self._itx_of(turn)
        if reply is not None and reply.is_private:
            await self.replies.tell(reply, say("new.elsewhere", room=room))

    @property
    def private(self) -> PrivateRooms:
        return PrivateRooms(self.client, self.store, self.pacer)

    async def _quoted_in(self, session: Session, room: Snowflake, turn: Turn) -> None:
        """Who asked for a place in private is let in, and told in private where it is, as long as the token lives."""
        reply = await self._itx_of(turn)
        if reply is None or not reply.is_private:
            await self.root(room, turn)
            return
        await self.private.let_in(session)
        try:
            await self.root(room, turn)
        except Forbidden:
            await self.replies.tell(reply, say("private.closed"))
            raise
        await self.replies.tell(reply, say(_WHERE.get(session.kind, "new.elsewhere"), room=room))

    async def place(self, session: Session) -> Place:
        guild = self.client.get_guild(session.guild) if session.guild else None
        now = datetime.fromtimestamp(self.clock.now() / 1000, UTC)
        nowhere = "none, these are direct messages" if session.guild_of_room is None else "a Discord server"
        return Place(guild.name if guild else nowhere, session.title, now.strftime("%Y-%m-%d %H:%M"))

    async def root(self, channel: Snowflake, turn: Turn) -> Snowflake:
        """The message that quotes the request: the answer to its itx, or after a restart whatever way is left."""
        row = row_of(await self.store.outbox(turn.id), ROOT)
        if row is not None and row.message is not None:
            return row.message
        content = root_content(turn)
        await self.promise_root(channel, turn)
        reply = await self._itx_of(turn)
        message = None
        if reply is not None and not reply.is_private:
            message = await self.replies.answered_or_answer(reply, {"content": content})
        if message is None:
            message = await self._as_plain_message(channel, turn, content, row)
        await self.store.shown(turn.id, ROOT, message=message, digest="")
        return message

    async def _itx_of(self, turn: Turn) -> ItxReply | None:
        try:
            return await self.store.itx_of(turn.id)
        except SettingsError:  # sealed with a key that is no longer there: the itx cannot be answered any more
            return None

    async def promise_root(self, channel: Snowflake, turn: Turn) -> None:
        """Write the row of the quoting message before anything is sent."""
        await self.store.promise(
            Outgoing(
                turn=turn.id,
                slot=ROOT,
                channel=channel,
                nonce=nonce_of(turn.id, ROOT),
                first=content_digest(root_content(turn)),
                promised_at=self.clock.now(),
            )
        )

    async def _as_plain_message(self, channel: Snowflake, turn: Turn, content: str, row: Outgoing | None) -> Snowflake:
        """The itx is dead. Look whether an earlier process got as far as this before sending."""
        if row is not None:
            seen = await self.canvas.ours_since(channel, Milliseconds(row.promised_at - 5_000))
            mine = next((message for message in seen if message.content in row.first.split()), None)
            if mine is not None:
                return mine.message
        page = Page(slot=ROOT, content=content)
        made = await self.canvas.create(channel, always(page), nonce=nonce_of(turn.id, ROOT), urgency=Urgency.ITX)
        if made is None:
            raise DeliveryError("nothing was sent")
        return made[1].message

    async def _thread_on(self, session: Session, root: Snowflake) -> Snowflake:
        """Made, and again while it is unknown whether it was: a thread on a message has the message's id."""
        await self.client.wait_until_ready()  # earlier discord.py does not know the guild, and refuses
        if not gives_threads(self.client, session.parent):
            raise ThreadsRefused("known before it was tried")
        for wait in RETRIES_S:
            try:
                return await self._made_on(session, root)
            except DeliveryUnknown as error:
                log.warning("thread.outcome_unknown", session=session.id, error=str(error))
                await asyncio.sleep(wait)
        return await self._made_on(session, root)

    async def _made_on(self, session: Session, root: Snowflake) -> Snowflake:
        """A thread on a message has the message's id, so the call's result is not needed."""
        message = self.client.get_partial_messageable(session.parent, guild_id=session.guild).get_partial_message(root)
        making = message.create_thread(name=session.title, auto_archive_duration=ARCHIVE_AFTER_MINUTES)
        async with self.pacer.turn("thread", session.parent, Urgency.FIRST) as write:
            with told_plainly():
                try:
                    await self.pacer.finish_once_seen(write, making)
                except discord.HTTPException as error:
                    if error.code in _REFUSED:
                        raise ThreadsRefused(f"{error.code} {error.text}") from error
                    if error.code != _THREAD_EXISTS:
                        raise
        return root

    async def _say_missing(self, session: Session, turn: Turn, root: Snowflake) -> None:
        missing = say("permissions.either", threads=NEEDED["create_public_threads"], messages=NEEDED["send_messages"])
        sentence = say("ask.threads_missing", channel=f"<#{session.parent}>", missing=missing)
        page = Page(slot=ROOT, content=f"{root_content(turn)}\n{sentence}")
        await self.canvas.edit(session.parent, root, always(page), urgency=Urgency.FINAL)


def root_content(turn: Turn) -> str:
    asked = f"<@{turn.actor.id}> {say('root.asked')}\n{quote(turn.request, _QUOTE_LIMIT)}"
    names = ", ".join(code(safe_name(one.source.name)) for one in turn.attachments)
    about = [f"-# 💬 {say('root.about', name=code(turn.about.author), link=turn.about.link)}"] if turn.about else []
    return "\n".join([asked, *about, *([f"-# 📎 {names}"] if names else [])])
