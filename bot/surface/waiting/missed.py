"""What was said in talks while the bot had no gateway session is read from their history, and taken as if heard now.

Discord replays what was missed only to a session that is resumed. After a new one, whatever is said in a talk waits
until what was missed there is taken, so that requests keep their order.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import discord
import structlog

from bot.core.errors import DeliveryError
from bot.core.ids import DISCORD_EPOCH_MS, Milliseconds, Snowflake
from bot.core.origins import message_of
from bot.core.patches import Urgency
from bot.core.session import Session, Turn
from bot.core.waiting import Heard
from bot.surface.canvas import require_history, told_plainly
from bot.surface.desk import Desk
from bot.surface.pacer import Pacer
from bot.surface.waiting.rewording import Rewordings

log = structlog.get_logger(__name__)

LIVELY_MS = 7 * 86_400_000
MOST_TALKS = 200
MOST_MESSAGES = 100
STALE_MS = 86_400_000
"""Who asked longer ago is not answered all of a sudden, for money."""
_WITHIN_S = 60.0
_BETWEEN_S = 0.2
_MOST_REMEMBERED = 1_000


@dataclass(slots=True)
class Missed:
    """`take` is what hears a message."""

    client: discord.Client
    desk: Desk
    heard: Heard
    pacer: Pacer
    rewordings: Rewordings
    take: Callable[[discord.Message], Awaitable[None]]
    _known: asyncio.Event = field(default_factory=asyncio.Event)
    _pending: dict[Snowflake, list[Turn]] = field(default_factory=dict)
    _since: dict[Snowflake, Milliseconds] = field(default_factory=dict)
    _read_to: dict[Snowflake, int] = field(default_factory=dict)
    _locks: dict[Snowflake, asyncio.Lock] = field(default_factory=dict)
    _in_flight: dict[Snowflake, set[int]] = field(default_factory=dict)
    _coming: dict[int, asyncio.Event] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)
    _told: OrderedDict[int, None] = field(default_factory=OrderedDict)

    async def connected(self) -> None:
        """A new gateway session: which talks may have missed something is known before anything is heard."""
        self._known.clear()
        try:
            since = Milliseconds(self.desk.clock.now() - LIVELY_MS)
            talks = await self.heard.lively(since=since, most=MOST_TALKS)
            turns = await self.desk.store.open_turns()
            self._pending = {room: _of(turns, talks, room) for talk in talks if (room := talk.room) is not None}
            self._since = {room: talk.created_at for talk in reversed(talks) if (room := talk.room) is not None}
        finally:
            self._known.set()

    async def ready(self) -> None:
        """The servers are known: read one talk after the other."""
        await self._known.wait()
        for room in list(self._pending):
            try:
                await self._catch_up(room)
            except Exception:  # our own fault in one talk is no reason to leave out the others
                log.exception("missed.crashed", channel=room)
            await asyncio.sleep(_BETWEEN_S)

    async def hear(self, message: discord.Message) -> None:
        """A message of now, after those that were missed before it; none of our own.

        Told twice, it is one: what answers a question would else be the next request too.
        """
        if message.id in self._told or message.author == self.client.user:
            return
        self._told[message.id] = None
        if len(self._told) > _MOST_REMEMBERED:
            self._told.popitem(last=False)
        room, is_over = Snowflake(message.channel.id), asyncio.Event()
        self._coming[message.id] = is_over
        try:
            await self._caught_up(room)
            if message.id > self._read_to.get(room, 0) and message.id not in self._gone:
                await self._take(message)
        finally:
            self._coming.pop(message.id, None)
            self._gone.discard(message.id)
            is_over.set()

    async def settled(self, room: int, message: int) -> None:
        """What came of a message before something becomes of it: until then nobody knows whose request it is."""
        await self._caught_up(Snowflake(room))
        coming = self._coming.get(message)
        if coming is not None:
            await coming.wait()

    async def gone(self, room: int, message: int) -> None:
        """The same for one that was deleted: if it is not taken yet, it is not taken at all."""
        if message in self._coming:
            self._gone.add(message)
        await self.settled(room, message)

    async def _caught_up(self, room: Snowflake) -> None:
        await self._known.wait()
        if room in self._pending or room in self._locks:
            await self._catch_up(room)

    async def _take(self, message: discord.Message) -> None:
        """Written as heard once it is taken care of, but never beyond another that is not yet."""
        room = Snowflake(message.channel.id)
        if not await self.heard.is_room(room):
            await self.take(message)
            return
        in_flight = self._in_flight.setdefault(room, set())
        in_flight.add(message.id)
        try:
            await self.take(message)
        finally:
            in_flight.discard(message.id)
        newest = min(message.id, *(one - 1 for one in in_flight)) if in_flight else message.id
        await self.heard.heard(room, Snowflake(newest))
        if not in_flight:
            self._in_flight.pop(room, None)

    async def _catch_up(self, room: Snowflake) -> None:
        try:
            async with self._locks.setdefault(room, asyncio.Lock()):
                turns = self._pending.pop(room, None)
                if turns is not None:
                    await self._read(room, turns)
        except (DeliveryError, TimeoutError) as error:
            log.warning("missed.not_read", channel=room, error=type(error).__name__)
        finally:
            self._locks.pop(room, None)

    async def _read(self, room: Snowflake, turns: Sequence[Turn]) -> None:
        """Raises DeliveryError or TimeoutError where the history cannot be read: it looks empty, and is no proof."""
        floor = max(self._since[room], self.desk.clock.now() - STALE_MS)
        after = max(await self.heard.newest(room) or 0, (floor - DISCORD_EPOCH_MS) << 22)
        asked = {turn.reply_to for turn in turns if turn.reply_to and message_of(turn)}
        begin = min(after, *(one - 1 for one in asked)) if asked else after
        async with asyncio.timeout(_WITHIN_S):
            await self.client.wait_until_ready()
            found = await self._history(room, begin)
        known, new = [m for m in found if m.id <= after], [m for m in found if m.id > after]
        await self._compare(asked, known, read_to=found[-1].id if len(found) == MOST_MESSAGES else None)
        log.info("missed.read", channel=room, messages=len(new))
        members: dict[int, discord.Member | None] = {}
        for message in new:
            if await self._with_roles(message, members):
                await self._take(message)
        self._read_to[room] = max(self._read_to.get(room, 0), found[-1].id if found else 0)

    async def _history(self, room: Snowflake, after: int) -> list[discord.Message]:
        """Oldest first."""
        with told_plainly():
            where = self.client.get_channel(room) or await self.client.fetch_channel(room)
            if not isinstance(where, discord.abc.Messageable):
                return []
            require_history(where)
            async with self.pacer.turn("history", room, Urgency.TYPING) as read:
                return await self.pacer.finish(read, _messages(where, after))

    async def _compare(self, asked: set[Snowflake], known: Sequence[discord.Message], *, read_to: int | None) -> None:
        """What became of the messages of requests that are not over."""
        there = {message.id: message for message in known}
        for message in sorted(asked):
            if message in there:
                if there[message].edited_at is not None:  # a history has other names of people than the gateway
                    await self.rewordings.edited(there[message])
            elif read_to is None or message <= read_to:
                await self.rewordings.deleted(message)

    async def _with_roles(self, message: discord.Message, members: dict[int, discord.Member | None]) -> bool:
        """A history does not tell what roles people have: each is asked for once. False for who is gone."""
        if message.guild is None or message.author.bot or message.webhook_id:
            return True
        author = message.author.id
        if author not in members:
            members[author] = await self._member(message.guild, author)
        member = members[author]
        if member is not None:
            message.author = member
        return member is not None

    async def _member(self, guild: discord.Guild, person: int) -> discord.Member | None:
        try:
            with told_plainly():
                return await guild.fetch_member(person)
        except DeliveryError as error:
            log.info("missed.author_gone", person=person, error=type(error).__name__)
            return None


def _of(turns: Sequence[Turn], talks: Sequence[Session], room: Snowflake) -> list[Turn]:
    there = {talk.id for talk in talks if talk.room == room}
    return [turn for turn in turns if turn.session in there]


async def _messages(where: discord.abc.Messageable, after: int) -> list[discord.Message]:
    history = where.history(limit=MOST_MESSAGES, after=discord.Object(after), oldest_first=True)
    return [message async for message in history]
