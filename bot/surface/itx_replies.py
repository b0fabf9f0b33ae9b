"""The first answer to an itx, also after a restart: over plain HTTP, for discord.py's itx object died with its process.

An itx is answered within 3 s of its creation; its token then works for 15 minutes (Discord's documentation, "Receiving
and Responding to Interactions"). These routes carry no bot token.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog

from bot.core.ids import Snowflake
from bot.core.ports import Clock
from bot.core.session import ItxReply

log = structlog.get_logger(__name__)

ANSWER_WITHIN_MS = 3_000
TOKEN_LASTS_MS = 15 * 60_000
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_PLAIN_MESSAGE = 4
_EPHEMERAL = 64
_WAITS_S = (0.5, 2.0, 0.0)
"""Between the attempts to tell somebody something that they wait for."""


@dataclass(slots=True)
class ItxReplies:
    session: aiohttp.ClientSession
    api_base: str
    clock: Clock

    async def answered_or_answer(
        self, reply: ItxReply, message: dict[str, Any], *, is_new: bool = False
    ) -> Snowflake | None:
        """The message that answers this itx, made now where it still can be; None where there is none.

        `message`: its body in Discord's own shape. `is_new`: nobody can have answered it yet.
        """
        if is_new and (made := await self._answer(reply, message)) is not None:
            return made
        age = self.clock.now() - reply.at
        if age < TOKEN_LASTS_MS and (found := await self._original(reply)) is not None:
            return found
        return await self._answer(reply, message) if age < ANSWER_WITHIN_MS else None

    async def tell(self, reply: ItxReply, content: str) -> None:
        """To whoever asked alone: in the place of the "thinking" that stands there, or as the first answer."""
        age = self.clock.now() - reply.at
        message = {"content": content, "allowed_mentions": {"parse": []}}
        path = f"/webhooks/{reply.application}/{reply.token}/messages/@original"
        for wait in _WAITS_S:
            if age < TOKEN_LASTS_MS and await self._call("PATCH", path, message) is not None:
                return
            if age < ANSWER_WITHIN_MS and await self._answer(reply, message | {"flags": _EPHEMERAL}) is not None:
                return
            await asyncio.sleep(wait)
            age = self.clock.now() - reply.at

    async def _original(self, reply: ItxReply) -> Snowflake | None:
        path = f"/webhooks/{reply.application}/{reply.token}/messages/@original"
        return _id_of(await self._call("GET", path))

    async def _answer(self, reply: ItxReply, message: dict[str, Any]) -> Snowflake | None:
        body = {"type": _PLAIN_MESSAGE, "data": message | {"allowed_mentions": {"parse": []}}}
        path = f"/interactions/{reply.itx}/{reply.token}/callback?with_response=true"
        answer = await self._call("POST", path, body)
        return _id_of(answer.get("resource", {}).get("message")) if answer else None

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """The JSON of a 200, or None; what went wrong is logged without the path, which holds the token."""
        try:
            async with self.session.request(method, self.api_base + path, json=body, timeout=_TIMEOUT) as response:
                if response.status == 200:
                    answer: dict[str, Any] = await response.json()
                    return answer
                log.info("itx.not_answered", method=method, status=response.status)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("itx.unreachable", method=method, error=type(error).__name__)
        return None


def _id_of(message: dict[str, Any] | None) -> Snowflake | None:
    return Snowflake(int(message["id"])) if message and "id" in message else None
