"""One clock for the whole playground: what expires asks it, so that a test can move a week in an instant."""

import asyncio
import time
from collections.abc import Callable


class Clock:
    """Real time plus what a lever added. It never goes backwards, even when the machine's clock does."""

    def __init__(self, *, epoch: float | None = None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._offset = (time.time() if epoch is None else epoch) - monotonic()
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Epoch seconds, advances included."""
        return self._monotonic() + self._offset

    def advance(self, seconds: float) -> None:
        """Raises ValueError for a negative or endless step: nothing that expired comes back."""
        if not 0 <= seconds < float("inf"):
            raise ValueError("The clock moves forward only, by a finite number of seconds.")
        self._offset += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, when: float) -> None:
        """Wakes early when the clock is advanced past `when` (epoch seconds)."""
        while (left := when - self.now()) > 0:
            try:
                await asyncio.wait_for(self._moved.wait(), left)
            except TimeoutError:
                continue
