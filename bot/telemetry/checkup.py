"""Asks the parts of the bot how they are."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.core.errors import BotError
from bot.core.session import TurnState
from bot.telemetry.lag import LoopLag
from bot.telemetry.metrics import Metrics
from bot.telemetry.tracebacks import named
from bot.telemetry.vitals import Vitals, deaf, stuck

PROBE_EVERY_S = 10.0
"""What was found is told again for so long: every probe is a commit."""
PROBE_WITHIN_S = 3.0  # shorter than the patience of whoever asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Whom to ask. `probe` writes to the database, or raises; `open_turns` by state."""

    connected: Callable[[], bool]
    heard_ago_s: Callable[[], float | None]
    writes_waiting: Callable[[], int]
    writes_stuck_s: Callable[[], float]
    probe: Callable[[], Awaitable[None]]
    open_turns: Callable[[], Awaitable[Mapping[TurnState, int]]]


@dataclass(slots=True)
class Checkup:
    parts: Parts
    lag: LoopLag
    metrics: Metrics
    clock: Callable[[], float]
    probe_within_s: float = PROBE_WITHIN_S
    _database: str = field(default="", init=False)
    _probed_at: float | None = field(default=None, init=False)

    async def stuck(self) -> str:
        """As `vitals.stuck`."""
        await self._probe()
        return stuck(self._vitals())

    def deaf(self) -> str:
        """As `vitals.deaf`."""
        return deaf(self._vitals())

    async def page(self) -> bytes:
        """All metrics, with what is looked at only now."""
        metrics, vitals = self.metrics, self._vitals()
        metrics.healthy.set(not await self.stuck())
        metrics.ready.set(not deaf(vitals))
        metrics.connected.set(vitals.connected)
        metrics.gateway_age.set(float("nan") if vitals.heard_ago_s is None else vitals.heard_ago_s)
        metrics.writes_waiting.set(self.parts.writes_waiting())
        await self._count_turns()
        return metrics.page()

    async def _count_turns(self) -> None:
        try:
            async with asyncio.timeout(self.probe_within_s):
                counts = await self.parts.open_turns()
        except (BotError, TimeoutError):  # bot_healthy says it
            return
        for state, count in counts.items():
            if state is not TurnState.DONE:
                self.metrics.open_turns.labels(state.value).set(count)

    def _vitals(self) -> Vitals:
        return Vitals(
            lagging_s=self.lag.lagging_s(),
            database=self._database,
            writes_stuck_s=self.parts.writes_stuck_s(),
            connected=self.parts.connected(),
            heard_ago_s=self.parts.heard_ago_s(),
        )

    async def _probe(self) -> None:
        now = self.clock()
        if self._probed_at is not None and now - self._probed_at < PROBE_EVERY_S:
            return
        self._probed_at = now
        try:
            async with asyncio.timeout(self.probe_within_s):
                await self.parts.probe()
        except BotError as error:
            self._database = str(error)
        except TimeoutError:
            self._database = f"a write has waited for {self.probe_within_s:g} s"
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing is written
            self._database = named(error)
        else:
            self._database = ""
