"""Files that an answer names by their address: read at once, through one guard, and judged by their bytes.

Addresses come from a model, so they are others' choice. The gateway's own origin, and those that the operator names,
may be asked as they are; everything else must be public. Our key goes to the gateway's own origin alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import aiohttp
import structlog
from yarl import URL

from bot.core.errors import BotError
from bot.providers.guard import Asked, Barred, GuardedHttp
from bot.providers.models.magic import HEAD, type_of
from bot.providers.redirects import web_address

log = structlog.get_logger(__name__)

PICTURE_LIMIT = 64 * 1024 * 1024
FILM_LIMIT = 100 * 1024 * 1024
"""Bytes; no message of Discord's takes a larger file."""
WITHIN_S = 300.0
RETRY_AFTER_S = 2.0
AT_ONCE = 3
"""Files that are read at the same time, for each may fill the memory up to its limit."""
_OK = 200
_TIMEOUT = aiohttp.ClientTimeout(sock_connect=10, sock_read=60)
_MISSING = frozenset({400, 401, 403, 404, 405, 410, 451})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """`link`: where it was, for people; empty where only the operator's own network has it."""

    mime_type: str
    data: bytes = field(repr=False)
    link: str = ""


class NotFetched(BotError):
    """`why`: a key of the catalogue. `link` as of `Fetched`."""

    def __init__(self, why: str, *, link: str = "", host: str = "") -> None:
        super().__init__(f"{why} {host}")
        self.why = why
        self.link = link


class _Trouble(Exception):
    """It might go better a moment later."""


class Fetching:
    """The files of one provider. `home`: its origin; `headers`: what carries the key there."""

    def __init__(
        self,
        http: GuardedHttp,
        *,
        home: URL,
        headers: Mapping[str, str],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        within_s: float = WITHIN_S,
    ) -> None:
        self._http = http
        self._home = home
        self._headers = headers
        self._sleep = sleep
        self._within_s = within_s
        self._places = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, said: str) -> Fetched:
        """`said`: an address, or a path from the provider's own origin. Raises NotFetched."""
        url = web_address(said, seen_from=self._home)
        if url is None:
            raise NotFetched("media.no_address")
        link = "" if self._http.guard.is_exempt(url) else str(url)
        try:
            async with self._places, asyncio.timeout(self._within_s):
                data = await self._twice(url, link)
        except TimeoutError as error:
            raise NotFetched("media.not_fetched", link=link, host=url.host or "") from error
        except Barred as error:
            raise NotFetched("media.barred", link=link, host=error.host) from error
        return Fetched(mime_type=type_of(data[:HEAD]), data=data, link=link)

    async def _twice(self, url: URL, link: str) -> bytes:
        for _ in range(2):
            try:
                return await self._once(url, link)
            except (_Trouble, aiohttp.ClientError, OSError) as error:
                log.warning("media.not_fetched", host=url.host, error=type(error).__name__)
            await self._sleep(RETRY_AFTER_S)
        raise NotFetched("media.not_fetched", link=link, host=url.host or "")

    async def _once(self, url: URL, link: str) -> bytes:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if url.origin() == self._home:
            headers |= self._headers
        asked = Asked(method="GET", address=str(url), headers=headers, timeout=_TIMEOUT)
        async with self._http.open(asked) as response:
            if response.status in _MISSING:
                raise NotFetched("media.gone", link=link, host=url.host or "")
            if response.status != _OK:  # 206 too: a film that is still being made
                raise _Trouble(str(response.status))
            return await _read(response, link)


async def _read(response: aiohttp.ClientResponse, link: str) -> bytes:
    """Raises NotFetched as soon as it is sure that this is too large, or nothing that can be shown."""
    data, limit = bytearray(), FILM_LIMIT
    async for chunk in response.content.iter_any():
        is_head = len(data) < HEAD <= len(data) + len(chunk)
        data += chunk
        if is_head:
            limit = _limit_of(data, link)
        if len(data) > limit or (response.content_length or 0) > limit:
            raise NotFetched("media.too_large", link=link, host=response.url.host or "")
    _limit_of(data, link)
    return bytes(data)


def _limit_of(data: bytearray, link: str) -> int:
    mime_type = type_of(bytes(data[:HEAD]))
    if not mime_type:
        raise NotFetched("media.unknown", link=link)
    return PICTURE_LIMIT if mime_type.startswith("image/") else FILM_LIMIT
