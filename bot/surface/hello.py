"""One message to a server that has invited the bot: what it does, who pays, who reads, who may use it, and `/help`."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import discord
import structlog

from bot.core.catalogue import say
from bot.core.composing import always
from bot.core.errors import DeliveryError
from bot.core.ids import Slot, Snowflake
from bot.core.notices import Notice, Notices
from bot.core.patches import Page, Urgency
from bot.core.ports import Canvas, Clock
from bot.surface.intents import reads_content

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Hello:
    """`readers`: the names of those whom text goes to. The row of a server is written before it is greeted.

    Servers that are there at the very first start are not greeted: nobody invites a bot twice to have it speak.
    """

    client: discord.Client
    canvas: Canvas
    notices: Notices
    clock: Clock
    readers: tuple[str, ...]

    async def ready(self) -> None:
        """The servers are known: those that invited us while nothing ran are greeted now."""
        me = Snowflake(self.client.application_id or 0)
        is_first = await self._is_new(me)
        for guild in list(self.client.guilds):
            if await self._is_new(Snowflake(guild.id)) and not is_first:
                await self._greet(guild)

    async def joined(self, guild: discord.Guild) -> None:
        if await self._is_new(Snowflake(guild.id)):
            await self._greet(guild)

    async def left(self, guild: discord.Guild) -> None:
        """Invited again, it is greeted again."""
        await self.notices.forget(Notice.KNOWN, Snowflake(guild.id))

    async def _is_new(self, place: Snowflake) -> bool:
        return await self.notices.say_once(Notice.KNOWN, place, now=self.clock.now())

    async def _greet(self, guild: discord.Guild) -> None:
        page = Page(slot=Slot("hello"), content=self._words())
        for channel in where_to_greet(guild):
            nonce = f"hi.{guild.id % 10**7}.{self.clock.now()}"
            try:
                async with asyncio.timeout(20.0):
                    await self.canvas.create(Snowflake(channel.id), always(page), nonce=nonce, urgency=Urgency.QUESTION)
            except (DeliveryError, TimeoutError) as error:
                log.warning("hello.refused", guild=guild.id, channel=channel.id, error=type(error).__name__)
            else:
                log.info("hello.said", guild=guild.id, channel=channel.id)
                return
        log.warning("hello.nowhere", guild=guild.id)

    def _words(self) -> str:
        hello = say("hello", readers=listed(self.readers))
        return hello if reads_content(self.client) else f"{hello}\n{say('hello.no_content')}"


def where_to_greet(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    """Where it may be written: the channel in which Discord greets newcomers, then the others from the top."""
    first = guild.system_channel
    others = sorted(guild.text_channels, key=lambda channel: (channel.position, channel.id))
    for channel in ([first] if first is not None else []) + [one for one in others if one != first]:
        may = channel.permissions_for(guild.me)
        if may.view_channel and may.send_messages:
            yield channel


def listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
