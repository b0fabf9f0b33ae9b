"""Discord and discord.py's session in simulated time, as the pacer sees them: through the client's public trace."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import aiohttp
from multidict import CIMultiDict

from bot.core.ids import Snowflake
from bot.core.patches import Urgency
from bot.surface.pacer import Pacer
from tests.core.simulated_limits import GLOBAL_LIMIT, Window


@dataclass(frozen=True)
class Arrival:
    """A request as Discord got it; `status` is what it answered."""

    at: float
    channel: Snowflake
    name: str
    status: int


@dataclass
class SimulatedDiscord:
    """Every bucket has `limit` requests in `seconds`; an answer takes up to twice `latency_s`, by `dice`."""

    pacer: Pacer
    limit: int = 5
    seconds: float = 5.0
    latency_s: float = 0.05
    dice: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - a simulation
    arrivals: list[Arrival] = field(default_factory=list)
    refuse_next: CIMultiDict[str] | None = None
    _windows: dict[str, Window] = field(default_factory=dict)
    _everywhere: Window = field(default_factory=lambda: Window(GLOBAL_LIMIT, 1.0))
    _trace: aiohttp.TraceConfig = field(init=False)

    def __post_init__(self) -> None:
        self._trace = self.pacer.trace()
        self._trace.freeze()

    @property
    def refused(self) -> int:
        return sum(arrival.status == 429 for arrival in self.arrivals)

    async def write(self, verb: str, channel: int, urgency: Urgency, *, name: str = "", reserve: int = 0) -> None:
        """One write as the canvas makes it."""
        async with self.pacer.turn(verb, Snowflake(channel), urgency, reserve=reserve):
            await self.request(verb, channel, name)

    async def request(self, verb: str, channel: int, name: str = "") -> int:
        await self._tell(self._trace.on_request_start, None)
        await asyncio.sleep(self._latency())
        status, headers = self._answer(f"{verb}:{channel}")
        self.arrivals.append(Arrival(_now(), Snowflake(channel), name, status))
        await asyncio.sleep(self._latency())
        await self._tell(self._trace.on_request_end, SimpleNamespace(status=status, headers=headers))
        return status

    def _answer(self, route: str) -> tuple[int, CIMultiDict[str]]:
        if self.refuse_next is not None:
            headers, self.refuse_next = self.refuse_next, None
            return 429, headers
        now = _now()
        window = self._windows.setdefault(route, Window(self.limit, self.seconds))
        taken = window.take(now) & self._everywhere.take(now)
        told = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.limit - window.used, 0)),
            "X-RateLimit-Reset-After": f"{window.ends - now:.3f}",
        }
        return (200 if taken else 429), CIMultiDict(told if taken else told | {"Retry-After": "5"})

    def _latency(self) -> float:
        return self.dice.uniform(0.005, self.latency_s)

    async def _tell(self, signal: Any, response: Any) -> None:
        await signal.send(None, SimpleNamespace(), SimpleNamespace(response=response))


def simulated(**more: Any) -> SimulatedDiscord:
    """Inside a running loop of `virtual_time`."""
    return SimulatedDiscord(Pacer(clock()), **more)


def clock() -> Callable[[], float]:
    return asyncio.get_running_loop().time


def _now() -> float:
    return asyncio.get_running_loop().time()
