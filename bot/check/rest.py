"""Reads from Discord as the bot, without discord.py's client: a check must not disturb one that runs."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from pydantic import SecretStr

_TIMEOUT = aiohttp.ClientTimeout(total=15, connect=8)
_AGENT = "DiscordBot (https://github.com/discord-agent-bot, 1) check"
_TOO_MANY, _TRIES, _LONGEST_WAIT_S = 429, 3, 10.0


@dataclass(frozen=True, slots=True)
class Read:
    """`date`: Discord's time in epoch seconds, None where it was not told."""

    status: int
    body: Any
    date: float | None

    @property
    def is_good(self) -> bool:
        return self.status == 200


@dataclass(slots=True)
class DiscordRest:
    session: aiohttp.ClientSession
    base: str
    token: SecretStr = field(repr=False)

    async def get(self, path: str) -> Read:
        """Waits where Discord's rate limits say so. Raises aiohttp.ClientError or TimeoutError."""
        for _ in range(_TRIES - 1):
            read, wait = await self._get(path)
            if read.status != _TOO_MANY:
                return read
            await asyncio.sleep(min(wait, _LONGEST_WAIT_S))
        return (await self._get(path))[0]

    async def _get(self, path: str) -> tuple[Read, float]:
        headers = {"Authorization": f"Bot {self.token.get_secret_value()}", "User-Agent": _AGENT}
        url = f"{self.base.rstrip('/')}{path}"
        async with self.session.get(url, headers=headers, timeout=_TIMEOUT, allow_redirects=False) as answer:
            body = await answer.json(content_type=None) if answer.content_type == "application/json" else None
            read = Read(answer.status, body, _date(answer.headers))
            wait = _wait(answer.headers, is_refused=answer.status == _TOO_MANY)
        if wait and read.status != _TOO_MANY:
            await asyncio.sleep(min(wait, _LONGEST_WAIT_S))  # the bucket is empty: the next one would be refused
        return read, wait


def _wait(headers: Mapping[str, str], *, is_refused: bool) -> float:
    try:
        if is_refused:
            return float(headers.get("Retry-After", 1))
        return float(headers.get("X-RateLimit-Reset-After", 0)) if headers.get("X-RateLimit-Remaining") == "0" else 0.0
    except ValueError:
        return 1.0


def _date(headers: Mapping[str, str]) -> float | None:
    try:
        return parsedate_to_datetime(headers["Date"]).timestamp()
    except (KeyError, ValueError):
        return None
