"""Writes pages to Discord through discord.py: the port `Canvas`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import aiohttp
import discord

from bot.core.errors import DeliveryError, DeliveryUnknown, FilesRefused, Forbidden, Gone, Hidden
from bot.core.ids import DISCORD_EPOCH_MS, Milliseconds, Snowflake
from bot.core.patches import Page, Urgency, content_digest
from bot.core.ports import Compose, Seen, Written
from bot.surface.looks import fields_of_edit, fields_of_send
from bot.surface.pacer import Pacer
from bot.surface.permissions import may_attach, may_reply, may_write

T = TypeVar("T")

_GONE = frozenset({10003, 10004, 10008})
"""Discord's codes for an unknown channel, guild and message."""
_NO_ACCESS = 50001
_NO_REPLIES = frozenset({160002, 160009})
"""Discord's codes for a reply where the history may not be read."""
_ARCHIVED = 50083
_TOO_LARGE = 40005
HISTORY_LIMIT = 200


class Archived(Forbidden):
    """The thread sleeps: sending would wake it, editing is refused."""


class RepliesRefused(Forbidden):
    """It would take the message, but not as a reply."""


@dataclass(slots=True)
class DiscordCanvas:
    client: discord.Client
    pacer: Pacer

    async def create(
        self, channel: Snowflake, compose: Compose, *, nonce: str, urgency: Urgency
    ) -> tuple[Page, Written] | None:
        replies = may_reply(self.client, channel)
        try:
            return await self._create(channel, compose, nonce=nonce, urgency=urgency, replies=replies)
        except RepliesRefused:
            return await self._create(channel, compose, nonce=nonce, urgency=urgency, replies=False)

    async def _create(
        self, channel: Snowflake, compose: Compose, *, nonce: str, urgency: Urgency, replies: bool
    ) -> tuple[Page, Written] | None:
        async with self.pacer.turn("create", channel, urgency, reserve=1) as write:
            page = await compose()
            if page is None:
                return None
            page = page if replies else replace(page, reply_to=None)
            with told_plainly(with_files=bool(page.files)):
                sending = self._channel(channel).send(nonce=nonce, **fields_of_send(page, channel=channel))
                message = await self.pacer.finish(write, sending)
        return page, Written(Snowflake(message.id), content_digest(message.content))

    async def edit(self, channel: Snowflake, message: Snowflake, compose: Compose, *, urgency: Urgency) -> Page | None:
        try:
            return await self._edit(channel, message, compose, urgency=urgency)
        except Archived:
            await self._reopen(channel)
            return await self._edit(channel, message, compose, urgency=urgency)

    async def _edit(self, channel: Snowflake, message: Snowflake, compose: Compose, *, urgency: Urgency) -> Page | None:
        async with self.pacer.turn("edit", channel, urgency) as write:
            page = await compose()
            if page is None:
                return None
            with told_plainly(with_files=bool(page.files)):
                await self.pacer.finish_once_seen(write, self._message(channel, message).edit(**fields_of_edit(page)))
        return page

    def hurry(self, channel: Snowflake) -> None:
        self.pacer.hurry(channel)

    async def delete(self, channel: Snowflake, message: Snowflake) -> None:
        try:
            await self._delete(channel, message)
        except Archived:
            await self._reopen(channel)
            await self._delete(channel, message)

    async def _delete(self, channel: Snowflake, message: Snowflake) -> None:
        async with self.pacer.turn("delete", channel, Urgency.FINAL) as write:
            with told_plainly():
                await self.pacer.finish_once_seen(write, self._message(channel, message).delete())

    async def _reopen(self, channel: Snowflake) -> None:
        """Wake an archived thread; where it is locked as well, only a moderator may: Forbidden."""
        async with self.pacer.turn("reopen", channel, Urgency.FINAL):
            with told_plainly():
                thread = await self.client.fetch_channel(channel)
                if isinstance(thread, discord.Thread):
                    await thread.edit(archived=False)

    def may_attach(self, channel: Snowflake) -> bool:
        return may_attach(self.client, channel)

    def may_write(self, channel: Snowflake) -> bool:
        return may_write(self.client, channel)

    def upload_limit(self, guild: Snowflake | None) -> int:
        known = self.client.get_guild(guild) if guild is not None else None
        return known.filesize_limit if known is not None else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES

    async def ours_since(self, channel: Snowflake, since: Milliseconds) -> tuple[Seen, ...]:
        with told_plainly():
            await self.client.wait_until_ready()  # earlier no guild is known, and so none of our permissions
            me = self.client.user
            where = await self.client.fetch_channel(channel)
            if me is None or not isinstance(where, discord.abc.Messageable):
                raise Gone("this channel holds no messages")
            require_history(where)
            after = discord.Object(max(((since - DISCORD_EPOCH_MS) << 22) - 1, 0))
            found = [m async for m in where.history(limit=HISTORY_LIMIT, after=after, oldest_first=True)]
        return tuple(_seen(message) for message in found if message.author.id == me.id)

    def _channel(self, channel: Snowflake) -> discord.PartialMessageable:
        return self.client.get_partial_messageable(channel)

    def _message(self, channel: Snowflake, message: Snowflake) -> discord.PartialMessage:
        return self._channel(channel).get_partial_message(message)


HTTP_TOO_LARGE = 413


def _seen(message: discord.Message) -> Seen:
    return Seen(
        Snowflake(message.id),
        content_digest(message.content),
        tuple(_actions(message.components)),
        has_files=bool(message.attachments),
    )


def _actions(components: list[Any]) -> Iterator[str]:
    for component in components:
        if getattr(component, "custom_id", None):
            yield component.custom_id
        yield from _actions(getattr(component, "children", []))


def require_history(where: Any) -> None:
    guild = getattr(where, "guild", None)
    if guild is None:
        return
    parent = where.parent if isinstance(where, discord.Thread) else where
    if guild.me is None or parent is None or not where.permissions_for(guild.me).read_message_history:
        raise Forbidden("the history may not be read there, so it would look empty")


@contextmanager
def told_plainly(*, with_files: bool = False) -> Iterator[None]:
    """Everything discord.py and the network raise, as one of our own errors."""
    try:
        yield
    except discord.NotFound as error:
        raise (Gone if error.code in _GONE else DeliveryError)(f"{error.code} {error.text}") from error
    except discord.Forbidden as error:
        raise _kind_of_forbidden(error, with_files=with_files)(f"{error.code} {error.text}") from error
    except (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise DeliveryUnknown(type(error).__name__) from error
    except discord.HTTPException as error:
        raise _kind_of(error)(f"{error.status} {error.code} {error.text}") from error


def _kind_of_forbidden(error: discord.Forbidden, *, with_files: bool) -> type[DeliveryError]:
    if error.code == _NO_ACCESS:
        return Hidden
    if error.code in _NO_REPLIES:
        return RepliesRefused
    return FilesRefused if with_files else Forbidden


def _kind_of(error: discord.HTTPException) -> type[DeliveryError]:
    if error.code == _ARCHIVED:
        return Archived
    return FilesRefused if error.code == _TOO_LARGE or error.status == HTTP_TOO_LARGE else DeliveryError
