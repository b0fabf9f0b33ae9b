"""Counts and times the requests of a client session, by who was asked and what for."""

import time
from collections.abc import Mapping
from types import SimpleNamespace

import aiohttp
from yarl import URL

from bot.telemetry.metrics import Metrics

_WORDS = (
    "cancel",
    "upload",
    "files",
    "environments",
    "interactions",
    "completions",
    "responses",
    "messages",
    "images",
    "models",
    "webhooks",
)
"""Words of addresses that say what is asked for; the first that is there counts. Anything else in them may be an id."""
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


def call_of(method: str, path: str) -> str:
    """`POST interactions`, `GET files`: as much of a request as may be a label."""
    parts = {word for part in path.split("/") for word in part.split(":")}
    what = next((word for word in _WORDS if word in parts), "other")
    return f"{method if method in _METHODS else 'other'} {what}"


class Watched:
    """`names`: addresses by the name of the provider behind them; only these are counted.

    Several may share an origin, as the platforms of one gateway do: the longest address that fits counts.
    """

    def __init__(self, metrics: Metrics, names: Mapping[str, str]) -> None:
        self._metrics = metrics
        self._bases = sorted(((URL(base), name) for name, base in names.items()), key=lambda one: len(one[0].path))

    def trace(self) -> aiohttp.TraceConfig:
        """For the session that makes the requests."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._on_start)
        config.on_request_end.append(self._on_end)
        config.on_request_exception.append(self._on_exception)
        return config

    async def _on_start(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, _params: aiohttp.TraceRequestStartParams
    ) -> None:
        context.began = time.monotonic()

    async def _on_end(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        self._count(params.method, params.url, params.response.status, context.began)
        if params.response.status == 429 and self._name_of(params.url) == "discord":
            self._metrics.rate_limited(params.response.headers.get("X-RateLimit-Scope", ""))

    async def _on_exception(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestExceptionParams
    ) -> None:
        self._count(params.method, params.url, None, context.began)

    def _count(self, method: str, url: URL, status: int | None, began: float) -> None:
        name = self._name_of(url)
        if name is not None:
            self._metrics.called(name, call_of(method, url.path), status, seconds=time.monotonic() - began)

    def _name_of(self, url: URL) -> str | None:
        return next((name for base, name in reversed(self._bases) if _is_within(url, base)), None)


def _is_within(url: URL, base: URL) -> bool:
    return url.origin() == base.origin() and f"{url.path}/".startswith(f"{base.path.rstrip('/')}/")
