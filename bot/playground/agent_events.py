"""What the local agent said lately, over all its runs, for whoever looks on."""

from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

KEPT: Final = 2000


@dataclass(frozen=True)
class AgentEvent:
    """`seq` counts over all runs from 1; `at` in epoch seconds; `event` as its stream tells it."""

    seq: int
    at: float
    run: str
    event: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"seq": self.seq, "at": self.at, "run": self.run, "event": self.event}


class Followed(Protocol):
    """A run, as far as it is looked on."""

    id: str

    def follow(self, start: int) -> AsyncIterator[tuple[int, dict[str, Any]]]: ...


class AgentEvents:
    def __init__(self) -> None:
        self._events: deque[AgentEvent] = deque(maxlen=KEPT)
        self._seq = 0

    def add(self, run: str, event: dict[str, Any], at: float) -> None:
        self._seq += 1
        self._events.append(AgentEvent(self._seq, at, run, event))

    async def watch(self, run: Followed, now: Callable[[], float]) -> None:
        """Until the run's end."""
        async for _, event in run.follow(0):
            self.add(run.id, event, now())

    def after(self, seq: int) -> list[AgentEvent]:
        """Those with a higher number, of the newest that are kept."""
        missed = min(max(0, self._seq - max(seq, 0)), len(self._events))
        return list(self._events)[len(self._events) - missed :]
