"""Discord's side of its rate limits, in simulated time: fixed windows per route, one second for all together."""

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush

from bot.core.pacing import Pacing, Route
from bot.core.patches import Urgency

GLOBAL_LIMIT = 50
LONGEST_S = 3_600.0


@dataclass(frozen=True)
class Wish:
    """A write that somebody wants at a time; its answer takes `up` to Discord and `down` back, in seconds."""

    at: float
    route: Route
    urgency: Urgency
    reserve: int = 0
    up: float = 0.05
    down: float = 0.05


@dataclass
class Window:
    """One bucket: it opens with the first write that arrives, and is full after `limit` of them."""

    limit: int
    seconds: float
    ends: float = float("-inf")
    used: int = 0

    def take(self, now: float) -> bool:
        if now >= self.ends:
            self.ends, self.used = now + self.seconds, 0
        self.used += 1
        return self.used <= self.limit


@dataclass
class Simulation:
    """Pacing drives writes against Discord's windows; `refused` counts what Discord would have answered with 429."""

    windows: dict[Route, Window]
    pacing: Pacing = field(default_factory=Pacing)
    everywhere: Window = field(default_factory=lambda: Window(GLOBAL_LIMIT, 1.0))
    refused: int = 0
    sent: list[tuple[float, Wish]] = field(default_factory=list)
    _now: float = 0.0
    _due: list[tuple[float, int, str, Wish, tuple[int, int, float]]] = field(default_factory=list)
    _count: Counter[str] = field(default_factory=Counter)

    def run(self, wishes: list[Wish]) -> None:
        waiting: list[Wish] = []
        for wish in wishes:
            self._at(wish.at, "wish", wish)
        while (waiting or self._due) and self._now < LONGEST_S:
            self._hear(waiting)
            waits = [self.pacing.wait(w.route, self._now, urgency=w.urgency, reserve=w.reserve) for w in waiting]
            ready = [wish for wish, wait in zip(waiting, waits, strict=True) if wait <= 0]
            if ready:
                self._send(min(ready, key=lambda wish: (wish.urgency, wish.at)), waiting)
                continue
            times = [self._now + max(wait, 1e-6) for wait in waits] + [self._due[0][0] for _ in self._due[:1]]
            self._now = min(times, default=LONGEST_S)

    def _at(self, when: float, what: str, wish: Wish, headers: tuple[int, int, float] = (0, 0, 0.0)) -> None:
        self._count["events"] += 1
        heappush(self._due, (when, self._count["events"], what, wish, headers))

    def _hear(self, waiting: list[Wish]) -> None:
        """All that has happened until now, in its order."""
        while self._due and self._due[0][0] <= self._now:
            when, _, what, wish, (limit, remaining, reset_after) = heappop(self._due)
            if what == "wish":
                waiting.append(wish)
            elif what == "arrival":
                self._arrive(when, wish)
            else:
                self.pacing.told(wish.route, self._now, limit=limit, remaining=remaining, reset_after=reset_after)

    def _send(self, wish: Wish, waiting: list[Wish]) -> None:
        waiting.remove(wish)
        self.pacing.sent(wish.route, self._now)
        self.sent.append((self._now, wish))
        self._at(self._now + wish.up, "arrival", wish)

    def _arrive(self, when: float, wish: Wish) -> None:
        window = self.windows[wish.route]
        taken = window.take(when) & self.everywhere.take(when)
        self.refused += not taken
        headers = (window.limit, max(window.limit - window.used, 0), window.ends - when)
        self._at(when + wish.down, "answer", wish, headers)
