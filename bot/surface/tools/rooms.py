"""Channels and threads, as far as the agent may reach into them: the port `Rooms`."""

import asyncio
from dataclasses import dataclass

import discord

from bot.core.catalogue import say
from bot.core.composing import always
from bot.core.errors import DeliveryError, DeliveryUnknown, Gone
from bot.core.ids import Slot, Snowflake, nonce_of
from bot.core.patches import Page, Upload, Urgency
from bot.core.ports import Canvas
from bot.core.tools.calls import Caller, ToolError
from bot.core.tools.ports import Said
from bot.surface.making_threads import ARCHIVE_AFTER_MINUTES
from bot.surface.pacer import Pacer
from bot.surface.tools.access import Access, told_to_agent

_RETRIES_S = (0.5, 1.0, 2.0, 5.0)


@dataclass(slots=True)
class DiscordRooms:
    client: discord.Client
    canvas: Canvas
    pacer: Pacer

    async def read(self, caller: Caller, channel: Snowflake, *, count: int) -> tuple[Said, ...]:
        where = await self._access.room(caller, channel, "read_message_history")
        with told_to_agent():
            found = [message async for message in where.history(limit=count)]
        return tuple(_said(message) for message in reversed(found))

    async def may_post(self, caller: Caller, channel: Snowflake) -> str:
        return (await self._access.room(caller, channel, "send_messages")).name

    async def may_open(self, caller: Caller, channel: Snowflake) -> str:
        where = await self._access.room(caller, channel, "send_messages", "create_public_threads")
        if not isinstance(where, discord.TextChannel):
            raise ToolError(say("tool.not_there"))
        return where.name

    async def may_react(self, caller: Caller, channel: Snowflake, message: Snowflake) -> str:
        where = await self._access.room(caller, channel, "read_message_history", "add_reactions")
        with told_to_agent():
            await where.fetch_message(message)
        return where.name

    async def post(self, caller: Caller, channel: Snowflake, text: str) -> Snowflake:
        await self.may_post(caller, channel)
        return await self._written(caller, channel, Page(slot=_slot(caller), content=text))

    async def open_thread(self, caller: Caller, channel: Snowflake, *, name: str, text: str) -> Snowflake:
        """On a message of ours, so that it has that message's id."""
        await self.may_open(caller, channel)
        root = await self._written(caller, channel, Page(slot=_slot(caller), content=text))
        message = self.client.get_partial_messageable(channel, guild_id=caller.session.guild).get_partial_message(root)
        with told_to_agent():
            async with self.pacer.turn("thread", channel, Urgency.QUESTION) as write:
                making = message.create_thread(name=name, auto_archive_duration=ARCHIVE_AFTER_MINUTES)
                await self.pacer.finish_once_seen(write, making)
        return root

    async def react(self, caller: Caller, channel: Snowflake, message: Snowflake, emoji: str) -> None:
        await self.may_react(caller, channel, message)
        there = self.client.get_partial_messageable(channel).get_partial_message(message)
        with told_to_agent():
            async with self.pacer.turn("react", channel, Urgency.QUESTION) as write:
                await self.pacer.finish_once_seen(write, there.add_reaction(emoji))

    async def send_file(self, caller: Caller, upload: Upload) -> Snowflake:
        room = caller.session.room
        if room is None:
            raise ToolError(say("tool.not_there"))
        return await self._written(caller, room, Page(slot=_slot(caller), files=(upload,)))

    def upload_limit(self, caller: Caller) -> int:
        return self.canvas.upload_limit(caller.session.guild_of_room)

    @property
    def _access(self) -> Access:
        return Access(self.client)

    async def _written(self, caller: Caller, channel: Snowflake, page: Page) -> Snowflake:
        """Sent, and again while it is unknown whether it was: the nonce makes it one message."""
        nonce = nonce_of(caller.turn.id, page.slot)
        for wait in (*_RETRIES_S, None):
            try:
                made = await self.canvas.create(channel, always(page), nonce=nonce, urgency=Urgency.QUESTION)
            except DeliveryUnknown as error:
                if wait is None:
                    raise ToolError(say("tool.delivery_unknown")) from error
                await asyncio.sleep(wait)
            except Gone as error:
                raise ToolError(say("tool.not_there")) from error
            except DeliveryError as error:
                raise ToolError(say("tool.delivery", detail=str(error))) from error
            else:
                if made is not None:
                    return made[1].message
        raise ToolError(say("tool.delivery_unknown"))


def _slot(caller: Caller) -> Slot:
    return Slot(f"call{caller.number}")


def _said(message: discord.Message) -> Said:
    return Said(
        id=Snowflake(message.id),
        author=message.author.display_name,
        is_bot=message.author.bot,
        at=message.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        text=message.content or _shown(message),
        files=tuple(attachment.filename for attachment in message.attachments),
    )


def _shown(message: discord.Message) -> str:
    """The text of a card, which has no content of its own."""
    texts = [item.content for top in message.components for item in _all(top) if isinstance(item, discord.TextDisplay)]
    return "\n".join(texts)


def _all(component: discord.Component) -> list[discord.Component]:
    return [component, *(found for child in getattr(component, "children", []) for found in _all(child))]
