"""The one place where writes to Discord wait for their turn: `core.pacing` decides when, this does.

discord.py keeps its bucket state private, and its call that takes a bucket's last token returns only after the reset.
So the truth comes from the answers themselves, through the client's public `http_trace`: a context variable, set before
the call, tells there which write an answer belongs to.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, TypeVar

import aiohttp
import structlog

from bot.core.ids import Snowflake
from bot.core.measures import Measures, NoMeasures
from bot.core.pacing import Pacing, Route
from bot.core.patches import Urgency

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Write:
    """One write; `over` is set to the HTTP status of a 2xx or a non-429 4xx as soon as it is seen.

    `since`: when it began to wait; `used`: handed to discord.py; `requests`: how many it has made of it; `is_left`:
    nobody waits for it any more.
    """

    kind: str
    route: Route
    urgency: Urgency
    channel: Snowflake
    number: int
    reserve: int
    go: asyncio.Future[None]
    over: asyncio.Future[int]
    since: float
    used: bool = False
    requests: int = 0
    is_left: bool = False


_current: ContextVar[Write | None] = ContextVar("write", default=None)


@dataclass(slots=True)
class Pacer:
    """Grants writes one by one: the most urgent first, then the channel that has waited longest for one."""

    clock: Callable[[], float]
    pacing: Pacing = field(default_factory=Pacing)
    measures: Measures = field(default_factory=NoMeasures)
    _waiting: list[Write] = field(default_factory=list)
    _served: dict[Snowflake, int] = field(default_factory=dict)
    _count: int = 0
    _granted: int = 0
    _granted_at: float = float("-inf")
    _alarm: asyncio.TimerHandle | None = None
    _returning: set[asyncio.Task[Any]] = field(default_factory=set)

    @asynccontextmanager
    async def turn(self, verb: str, channel: Snowflake, urgency: Urgency, *, reserve: int = 0) -> AsyncIterator[Write]:
        """Wait until a write may go. What is sent within is counted; leave without sending to give the place back."""
        self._count += 1
        loop = asyncio.get_running_loop()
        route = Route(f"{verb}:{channel}")
        go, over = loop.create_future(), loop.create_future()
        write = Write(verb, route, urgency, channel, self._count, reserve, go, over, self.clock())
        self._waiting.append(write)
        self._grant()
        try:
            await write.go
            token = _current.set(write)
            try:
                yield write
            finally:
                _current.reset(token)
        finally:
            self._leave(write)

    def _leave(self, write: Write) -> None:
        if write in self._waiting:
            self._waiting.remove(write)
        elif write.go.done() and not write.go.cancelled() and not write.requests:
            self._never_sent(write)

    def _never_sent(self, write: Write) -> None:
        if write.used:  # discord.py has it and may still send it
            self.pacing.arrived(self.clock())
        else:
            self.pacing.given_back(write.route)
        write.is_left = True
        self._grant()

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn."""
        return len(self._waiting)

    def stuck_s(self) -> float:
        """For how long writes have waited without one being let go."""
        oldest = min((write.since for write in self._waiting), default=None)
        return 0.0 if oldest is None else self.clock() - max(oldest, self._granted_at)

    def hurry(self, channel: Snowflake) -> None:
        """What waits for this channel carries a final text by now."""
        for write in self._waiting:
            if write.channel == channel:
                write.urgency = min(write.urgency, Urgency.FINAL)
        self._grant()

    def _grant(self) -> None:
        """Let go whatever may go now, and wake up when the next may."""
        while self._waiting:
            now = self.clock()
            waits = {id(write): self._wait(write, now) for write in self._waiting}
            ready = [write for write in self._waiting if waits[id(write)] <= 0]
            if not ready:
                self._wake_in(min(waits.values()))
                return
            chosen = min(ready, key=self._order)
            self._waiting.remove(chosen)
            if not chosen.go.done():  # else cancelled, though its task has not run again since
                self._let_go(chosen, now)

    def _let_go(self, write: Write, now: float) -> None:
        self._granted += 1
        self._granted_at = now
        self._served[write.channel] = self._granted
        self.pacing.sent(write.route, now)
        write.go.set_result(None)
        if self._granted % FORGET_EVERY == 0:
            self.pacing.forget_idle(now)
            self._served = {channel: n for channel, n in self._served.items() if n > self._granted - FORGET_EVERY}

    def _wait(self, write: Write, now: float) -> float:
        return self.pacing.wait(write.route, now, urgency=write.urgency, reserve=write.reserve)

    def _order(self, write: Write) -> tuple[int, int, int]:
        return write.urgency, self._served.get(write.channel, 0), write.number

    def _wake_in(self, seconds: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(seconds, self._grant)

    # --- how a write ends ---

    async def finish(self, write: Write, call: Coroutine[Any, Any, T]) -> T:
        """Its result is needed, so the call is awaited to its end."""
        write.used = True
        async with asyncio.timeout(CALL_TIMEOUT_S):
            return await call

    async def finish_once_seen(self, write: Write, call: Coroutine[Any, Any, Any]) -> None:
        """The write is over once its success was seen, even if discord.py's call still sleeps over its bucket."""
        write.used = True
        task = asyncio.create_task(call)
        self._returning.add(task)
        task.add_done_callback(self._returned)
        async with asyncio.timeout(CALL_TIMEOUT_S):
            await asyncio.wait({task, write.over}, return_when=asyncio.FIRST_COMPLETED)
            if task.done() or write.over.result() >= HTTP_REFUSED:
                await task

    def _returned(self, task: asyncio.Task[Any]) -> None:
        self._returning.discard(task)
        if not task.cancelled():
            task.exception()  # seen already where it mattered

    # --- what the answers tell ---

    def trace(self) -> aiohttp.TraceConfig:
        """For `discord.Client(http_trace=...)`."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._on_start)
        config.on_request_end.append(self._on_end)
        config.on_request_exception.append(self._on_exception)
        return config

    async def _on_start(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: aiohttp.TraceRequestStartParams
    ) -> None:
        write = _current.get()
        if write is not None:
            if write.requests or write.is_left:
                self.pacing.sent_again()
            write.used, write.requests = True, write.requests + 1

    async def _on_exception(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: aiohttp.TraceRequestExceptionParams
    ) -> None:
        if (write := _current.get()) is not None:
            self.measures.discord_wrote(write.kind, None)
            self.pacing.arrived(self.clock())
            self._grant()

    async def _on_end(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        status, headers = params.response.status, params.response.headers
        if status == HTTP_TOO_MANY:
            self.measures.rate_limited(headers.get("X-RateLimit-Scope", ""))
        write = _current.get()
        if write is not None:
            self._hear(write, status, headers)

    def _hear(self, write: Write, status: int, headers: Mapping[str, str]) -> None:
        now = self.clock()
        self.measures.discord_wrote(write.kind, status)
        if status == HTTP_TOO_MANY:
            log.warning("discord.rate_limited", route=write.route, scope=headers.get("X-RateLimit-Scope"))
            everywhere = headers.get("X-RateLimit-Global") == "true"
            retry_after = float(headers.get("Retry-After", "1"))
            self.pacing.refused(write.route, now, retry_after=retry_after, everywhere=everywhere)
        elif "X-RateLimit-Limit" in headers:
            self.pacing.told(
                write.route,
                now,
                limit=int(headers["X-RateLimit-Limit"]),
                remaining=int(headers["X-RateLimit-Remaining"]),
                reset_after=float(headers["X-RateLimit-Reset-After"]),
            )
        else:
            self.pacing.arrived(now)
        if status < HTTP_SERVER_FAULT and status != HTTP_TOO_MANY and not write.over.done():
            write.over.set_result(status)
        self._grant()


FORGET_EVERY = 1_000
"""After so many writes, what is known of channels that fell silent is dropped."""
CALL_TIMEOUT_S = 120.0
"""discord.py retries within a call, waiting up to 30 s at a 429; longer than this its outcome counts as unknown."""
HTTP_REFUSED = 400
HTTP_TOO_MANY = 429
HTTP_SERVER_FAULT = 500
