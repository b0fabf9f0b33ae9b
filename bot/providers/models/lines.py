"""The lines to all providers, and what goes over them: made once, shared by talks and painters."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack

import aiohttp
from pydantic import SecretStr

from bot.core.models.provider import Protocol, Provider
from bot.providers.guard import Guard, GuardedHttp
from bot.providers.http import Timeouts
from bot.providers.models.asking import Asker
from bot.providers.models.fetching import Fetching
from bot.providers.models.line import Line
from bot.providers.models.routes import Routes
from bot.providers.models.speech import Speech


class Lines:
    """`keys`: by the provider's name; one without needs none. `asker` knows which endpoints are open."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        providers: Mapping[str, Provider],
        keys: Mapping[str, SecretStr],
        speeches: Mapping[Protocol, Speech],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeouts: Timeouts | None = None,
    ) -> None:
        self.providers = providers
        self.asker = Asker(Routes(), speeches)
        self._lines = {
            name: Line(session, provider, keys.get(name), sleep=sleep, timeouts=timeouts)
            for name, provider in providers.items()
        }
        self._sleep = sleep
        self._fetchings: dict[str, Fetching] = {}
        self._stack = AsyncExitStack()

    def to(self, provider: str) -> Line:
        return self._lines[provider]

    async def fetching(self, provider: str) -> Fetching:
        """Made at the first need, for it holds connections of its own."""
        if provider not in self._fetchings:
            line = self._lines[provider]
            http = GuardedHttp(Guard.of([str(line.origin), *line.provider.allow_hosts]))
            await self._stack.enter_async_context(http)
            self._fetchings[provider] = Fetching(
                http, home=line.origin, headers=line.headers_for_files, sleep=self._sleep
            )
        return self._fetchings[provider]

    async def close(self) -> None:
        await self._stack.aclose()
