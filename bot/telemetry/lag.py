"""How late the event loop is: a task that wants to wake each second, and looks when it did."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.telemetry.metrics import Metrics

BEAT_S = 1.0
LATE_S = 1.0
"""A beat that comes so much too late counts as lagging."""


@dataclass(slots=True)
class LoopLag:
    metrics: Metrics
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    _late_since: float | None = field(default=None, init=False)
    _beat_at: float | None = field(default=None, init=False)

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            asleep = self._beat_at = self.clock()
            await self.sleep(BEAT_S)
            self.beat(self.clock() - asleep - BEAT_S)

    def beat(self, late_s: float) -> None:
        self.metrics.lagged(max(late_s, 0.0))
        if late_s < LATE_S:
            self._late_since = None
        elif self._late_since is None:
            self._late_since = self.clock() - late_s

    def lagging_s(self) -> float:
        """For how long every beat has come late, or the one that is due has not come."""
        now = self.clock()
        if self._late_since is not None:
            return now - self._late_since
        overdue = now - self._beat_at - BEAT_S if self._beat_at is not None else 0.0
        return overdue if overdue >= LATE_S else 0.0
