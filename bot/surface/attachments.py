"""Files on Discord's own servers, and no others: the port `Attachments`."""

from dataclasses import dataclass

import aiohttp
import discord
from yarl import URL

from bot.core.attachments import Source
from bot.core.errors import AttachmentTooLarge, DeliveryError, DeliveryUnknown, Gone
from bot.core.ids import Snowflake
from bot.surface.canvas import told_plainly

_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10)
_GONE = frozenset({403, 404, 410})
"""What Discord's file server says of an address that has expired, or never was."""
_TOO_MANY, _THEIR_FAULT = 429, 500


@dataclass(slots=True)
class DiscordAttachments:
    client: discord.Client
    session: aiohttp.ClientSession
    cdn_base: str

    async def fetch(self, source: Source, *, limit: int) -> bytes:
        if source.channel is not None and source.message is not None:
            return await self._read(await self._address(source.channel, source.message, source), limit=limit)
        if not source.url:
            raise Gone("nothing tells where it is")
        return await self._read(source.url, limit=limit)

    async def _read(self, url: str, *, limit: int) -> bytes:
        if not self._is_discords(url):
            raise DeliveryError("that address is not of Discord's file server")
        try:
            async with self.session.get(url, timeout=_TIMEOUT, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise _kind_of(answer.status)(f"the file server said {answer.status}")
                return await _read(answer, limit)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DeliveryUnknown(type(error).__name__) from None  # the error's own words hold the signed address

    async def _address(self, channel: Snowflake, message: Snowflake, source: Source) -> str:
        """By the file's id where it is known, or else by its name."""
        with told_plainly():
            found = await self.client.get_partial_messageable(channel).fetch_message(message)
        if source.file is not None:
            files = [file for file in found.attachments if file.id == source.file]
        else:
            files = [file for file in found.attachments if file.filename == source.name]
        if not files:
            raise Gone("the message has no such file any more")
        return files[0].url

    def _is_discords(self, url: str) -> bool:
        try:
            return URL(url).origin() == URL(self.cdn_base).origin()
        except ValueError:
            return False


def _kind_of(status: int) -> type[DeliveryError]:
    if status in _GONE:
        return Gone
    return DeliveryUnknown if status == _TOO_MANY or status >= _THEIR_FAULT else DeliveryError


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    data = bytearray()
    async for chunk in answer.content.iter_any():
        data += chunk
        if len(data) > limit:
            raise AttachmentTooLarge(f"more than {limit} bytes")
    return bytes(data)
