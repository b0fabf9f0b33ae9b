"""One gateway session: what its client was told, numbered, and kept for a while so that a RESUME misses nothing."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.playground.discord.world.entities import User

KEPT_EVENTS: Final = 5_000
KEPT_SECONDS: Final = 300.0  # after its socket was lost


class Sink(Protocol):
    """The socket's side of a session."""

    def push(self, frame: str) -> None: ...
    def cut(self) -> None: ...
    async def close(self, code: int, reason: str = "") -> None: ...


@dataclass(frozen=True)
class Dispatch:
    """One event as told: `data` is its JSON text, shared by all sessions that see the same."""

    seq: int
    name: str
    data: str

    def frame(self) -> str:
        return f'{{"t":"{self.name}","s":{self.seq},"op":0,"d":{self.data}}}'


@dataclass(eq=False)
class Session:
    """`lost_at` (epoch seconds) is when its socket went away; while it has one, `sink` is set instead."""

    id: str
    user: User
    intents: int
    shard: tuple[int, int] = (0, 1)
    seq: int = 0
    sink: Sink | None = None
    lost_at: float | None = None
    _told: deque[Dispatch] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))

    def tell(self, name: str, data: str) -> None:
        self.seq += 1
        dispatch = Dispatch(self.seq, name, data)
        self._told.append(dispatch)
        if self.sink is not None:
            self.sink.push(dispatch.frame())

    def remembers(self, seq: int) -> bool:
        """Whether everything after `seq` can be told again."""
        oldest = self._told[0].seq if self._told else self.seq + 1
        return oldest - 1 <= seq <= self.seq

    def replay(self, seq: int) -> None:
        """Tell the new socket exactly what came after `seq`."""
        if self.sink is None:
            return
        for dispatch in self._told:
            if dispatch.seq > seq:
                self.sink.push(dispatch.frame())

    def expired(self, now: float) -> bool:
        return self.lost_at is not None and now - self.lost_at > KEPT_SECONDS

    def has_guild(self, guild_id: int | None) -> bool:
        """Whether this shard is the one for the guild; DMs belong to shard 0."""
        number, count = self.shard
        return (0 if guild_id is None else (guild_id >> 22) % count) == number
