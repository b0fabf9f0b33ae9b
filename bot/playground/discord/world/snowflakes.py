"""Discord's ids: they carry their own time, rise strictly, and here follow the playground's movable clock."""

from bot.playground.clock import Clock

DISCORD_EPOCH_MS = 1_420_070_400_000
TIME_SHIFT = 22


def snowflake_at(seconds: float) -> int:
    """The smallest id of a moment (epoch seconds)."""
    return max(0, int(seconds * 1000) - DISCORD_EPOCH_MS) << TIME_SHIFT


def time_of(snowflake: int) -> float:
    """Epoch seconds at which an id was made."""
    return ((snowflake >> TIME_SHIFT) + DISCORD_EPOCH_MS) / 1000


class Snowflakes:
    """Hands out ids, each greater than every one before, even within one millisecond."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        self._last = max(snowflake_at(self._clock.now()), self._last + 1)
        return self._last
