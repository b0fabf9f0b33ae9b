"""When the next write to Discord may go: Discord's buckets as its own headers tell them, spread over their windows.

Discord's limits per route are not documented and must not be hard coded, so a route's bucket starts at one write until
its first answer has told. A bucket of five per five seconds spent in the first second would leave four seconds of
silence, so writes that are not urgent are spaced over what is left of the window.
"""

from dataclasses import dataclass, field
from typing import NewType

from bot.core.patches import Urgency

Route = NewType("Route", str)
"""A verb and the channel it works on, `create:123`: the unit in which Discord counts."""

GLOBAL_PER_SECOND = 45
"""Discord allows a bot 50 requests a second in all; the rest is for what does not go through here."""
GLOBAL_WINDOW_S = 1.1
"""A second with room for what the network delays: two bursts sent a second apart may arrive within one of Discord's."""
UNTOLD_S = 5.0
"""How long a write without an answer blocks its route, in seconds, before another may be tried."""

_SOON_S = 0.001
"""A full limit never says "now", however the digits of two times round."""
_LOOK_AGAIN_S = 0.02
"""How soon to look again when only an answer can tell more."""


@dataclass(slots=True)
class Bucket:
    """What is known of one route; times in seconds of a monotonic clock. `flying` holds when unanswered writes went."""

    limit: int = 1
    remaining: int = 1
    resets_at: float = 0.0
    last_at: float = float("-inf")
    flying: list[float] = field(default_factory=list)

    def refresh(self, now: float) -> None:
        """A write under way at the reset may arrive after it, so it is counted in the new window too."""
        if now >= self.resets_at:
            self.flying = [at for at in self.flying if at > now - UNTOLD_S]
            self.remaining = max(self.limit - len(self.flying), 0)

    def wait(self, now: float, *, reserve: int, spaced: bool) -> float:
        """Seconds until a write may go that leaves `reserve` in the bucket; 0 for now."""
        self.refresh(now)
        if self.remaining <= min(reserve, self.limit - 1):
            return max(self.resets_at - now, _LOOK_AGAIN_S)
        if not spaced or self.remaining >= self.limit:
            return 0.0
        gap = max(self.resets_at - self.last_at, 0.0) / (self.remaining + 1)
        return max(self.last_at + gap - now, 0.0)


@dataclass(slots=True)
class Pacing:
    """All buckets and the common limit; told of every write and every answer.

    Nobody knows when a write under way arrives, so it holds its place in the common limit until its answer, and for the
    limit's window from then on (`recent`).
    """

    buckets: dict[Route, Bucket] = field(default_factory=dict)
    recent: list[float] = field(default_factory=list)
    under_way: int = 0
    paused_until: float = 0.0

    def wait(self, route: Route, now: float, *, urgency: Urgency, reserve: int = 0) -> float:
        """Seconds until this write may go; 0 for now."""
        bucket = self.buckets.get(route) or Bucket()
        spaced = urgency >= Urgency.PROGRESS
        return max(bucket.wait(now, reserve=reserve, spaced=spaced), self._common_wait(now))

    def _common_wait(self, now: float) -> float:
        self.recent = [at for at in self.recent if at > now - GLOBAL_WINDOW_S]
        if len(self.recent) + self.under_way < GLOBAL_PER_SECOND:
            return max(self.paused_until - now, 0.0)
        oldest_leaves = self.recent[0] + GLOBAL_WINDOW_S - now if self.recent else _LOOK_AGAIN_S
        return max(self.paused_until - now, oldest_leaves, _SOON_S)

    def sent(self, route: Route, now: float) -> None:
        bucket = self.buckets.setdefault(route, Bucket())
        bucket.refresh(now)
        if now >= bucket.resets_at:
            bucket.resets_at = now + UNTOLD_S
        bucket.remaining -= 1
        bucket.last_at = now
        bucket.flying.append(now)
        self.under_way += 1

    def given_back(self, route: Route) -> None:
        """A write that was allowed was not made after all."""
        bucket = self.buckets[route]
        bucket.remaining = min(bucket.remaining + 1, bucket.limit)
        del bucket.flying[-1:]
        self.under_way = max(self.under_way - 1, 0)

    def sent_again(self) -> None:
        """The same write goes once more, by itself, after an answer that called for it."""
        self.under_way += 1

    def arrived(self, now: float) -> None:
        """A write has an answer, or will never have one; every `told` and `refused` says so too."""
        self.under_way = max(self.under_way - 1, 0)
        self.recent.append(now)

    def told(self, route: Route, now: float, *, limit: int, remaining: int, reset_after: float) -> None:
        """An answer's rate limit headers. Writes under way are not in `remaining` yet, so the smaller count holds."""
        self.arrived(now)
        bucket = self.buckets.setdefault(route, Bucket())
        del bucket.flying[:1]
        known = now < bucket.resets_at and bucket.limit == limit
        bucket.remaining = min(bucket.remaining, remaining) if known else remaining
        bucket.limit, bucket.resets_at = limit, now + reset_after

    def refused(self, route: Route, now: float, *, retry_after: float, everywhere: bool) -> None:
        """A 429: nothing on this route, or nothing at all, for `retry_after` seconds."""
        self.arrived(now)
        if everywhere:
            self.paused_until = now + retry_after
        bucket = self.buckets.setdefault(route, Bucket())
        del bucket.flying[:1]
        bucket.remaining, bucket.resets_at = 0, now + retry_after

    def forget_idle(self, now: float, *, after_s: float = 600.0) -> None:
        """Drop what has been quiet for long, so that a year of threads does not stay in memory."""
        self.buckets = {route: b for route, b in self.buckets.items() if b.last_at > now - after_s}
