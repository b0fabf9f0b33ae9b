"""Files on Discord's own servers, and no others: the port `Attachments`."""

from dataclasses import dataclass

import aiohttp
import discord
from yarl import URL

from bot.core.errors import AttachmentTooLarge, DeliveryError, DeliveryUnknown, Gone
from bot.core.ids import Snowflake
from bot.surface.canvas import told_plainly

_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10)
_GONE = frozenset({403, 404, 410})
"""What Discord's file server says of an address that has expired, or never was."""


@dataclass(slots=True)
class DiscordAttachments:
    client: discord.Client
    session: aiohttp.ClientSession
    cdn_base: str

    async def fetch(self, url: str, *, limit: int) -> bytes:
        if not self._is_discords(url):
            raise DeliveryError("that address is not of Discord's file server")
        try:
            async with self.session.get(url, timeout=_TIMEOUT, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise (Gone if answer.status in _GONE else DeliveryError)(f"the file server said {answer.status}")
                return await _read(answer, limit)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DeliveryUnknown(type(error).__name__) from None  # the error's own words hold the signed address

    async def fetch_of(self, channel: Snowflake, message: Snowflake, name: str, *, limit: int) -> bytes:
        with told_plainly():
            found = await self.client.get_partial_messageable(channel).fetch_message(message)
        file = next((attachment for attachment in found.attachments if attachment.filename == name), None)
        if file is None:
            raise Gone("the message has no such file any more")
        return await self.fetch(file.url, limit=limit)

    def _is_discords(self, url: str) -> bool:
        try:
            return URL(url).origin() == URL(self.cdn_base).origin()
        except ValueError:
            return False


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    data = bytearray()
    async for chunk in answer.content.iter_any():
        data += chunk
        if len(data) > limit:
            raise AttachmentTooLarge(f"more than {limit} bytes")
    return bytes(data)
