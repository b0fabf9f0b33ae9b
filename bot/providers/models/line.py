"""One provider's endpoints over HTTP: where they are, how the key goes along, and what may be asked a second time."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Unreachable
from bot.core.models.provider import AuthStyle, Protocol, Provider
from bot.providers.http import Answer, Call, Explain, Timeouts, Transport
from bot.providers.http_errors import Explanation
from bot.providers.models.carrying import carried
from bot.providers.models.errors import explain
from bot.providers.models.speech import Asking

LONGEST_WAIT = 5.0
"""Seconds to wait here before the one repetition; whoever says longer is waited for in sight of the asker."""
_USUAL_WAIT = 1.0
_BUSY_BEHIND = frozenset({502, 504})
"""Said from behind the front door: the work may have begun, so what costs is not asked again."""
_ACCEPT = "text/event-stream, application/json;q=0.9"


class Line:
    """`timeouts`: by default the provider's own silence."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        provider: Provider,
        key: SecretStr | None,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeouts: Timeouts | None = None,
        explained: Explain = explain,
    ) -> None:
        self.provider = provider
        self._session = session
        self._key = key if key and key.get_secret_value().strip() else None
        self._sleep = sleep
        self._timeouts = timeouts or Timeouts(idle=provider.timeout_s)
        self._explain = explained
        self._transports: dict[AuthStyle, Transport] = {}

    @property
    def origin(self) -> URL:
        return URL(self.provider.base).origin()

    @property
    def headers_for_files(self) -> Mapping[str, str]:
        """Those that carry the key, for files on the provider's own origin."""
        styles = [self._style(protocol) for protocol in self.provider.endpoints]
        headers = carried(styles[0], self._key).headers if styles else {}
        return {name: secret.get_secret_value() for name, secret in headers.items()}

    @asynccontextmanager
    async def open(self, protocol: Protocol, asking: Asking, *, is_costly: bool = False) -> AsyncGenerator[Answer]:
        """Make the request and hold its answer open. Raises as `Transport.open`.

        Once more, before anything was taken, after 429, 503, 529 or no connection, and after 502 or 504 unless it
        `is_costly`.
        """
        call = await self._call(protocol, asking)
        transport = self._transport(self._style(protocol))
        async with AsyncExitStack() as stack:
            try:
                answer = await stack.enter_async_context(transport.open(call))
            except ProviderError as error:
                wait = _wait_after(error, is_costly=is_costly)
                if wait is None:
                    raise
                await self._sleep(wait)
                answer = await stack.enter_async_context(transport.open(call))
            yield answer

    def hidden(self, text: str) -> str:
        """Without our key, should they have repeated it."""
        return text if self._key is None else text.replace(self._key.get_secret_value().strip(), "***")

    def _explained(self, body: bytes) -> Explanation:
        said = self._explain(body)
        return replace(said, code=self.hidden(said.code), message=self.hidden(said.message))

    async def _call(self, protocol: Protocol, asking: Asking) -> Call:
        provider, endpoint = self.provider, self.provider.endpoints[protocol]
        body = {**asking.body, **provider.extra_body, **endpoint.extra_body}
        return Call(
            method="POST",
            path=provider.path(asking.path),
            query={**asking.query, **provider.extra_query},
            body=await asyncio.to_thread(_written, body),  # it may hold pictures
            stream=True,
            repeatable=False,
            accept=_ACCEPT,
            headers={**asking.headers, **provider.extra_headers},
        )

    def _style(self, protocol: Protocol) -> AuthStyle:
        return next(iter(self.provider.endpoints[protocol].auth), AuthStyle.BEARER)

    def _transport(self, style: AuthStyle) -> Transport:
        if style not in self._transports:
            key = carried(style, self._key)
            self._transports[style] = Transport(
                self._session,
                base=self.provider.base,
                secrets=key.headers,
                query_secrets=key.query,
                explain=self._explained,
                timeouts=self._timeouts,
            )
        return self._transports[style]


def _written(body: Mapping[str, object]) -> bytes:
    """Lone surrogates, which no UTF-8 has, stay escaped."""
    return json.dumps(body, separators=(",", ":")).encode()


def _wait_after(error: ProviderError, *, is_costly: bool) -> float | None:
    """Seconds until the one repetition; None where there is none."""
    match error:
        case Overloaded() | Unreachable():
            pass
        case OutcomeUnknown() if error.status in _BUSY_BEHIND and not is_costly:
            pass
        case _:
            return None
    wait = error.retry_after if error.retry_after is not None else _USUAL_WAIT
    return wait if wait <= LONGEST_WAIT else None
