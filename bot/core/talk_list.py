"""The list of talks that a person is shown: what each is about, how it stands, when it was last used."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.ids import Milliseconds, SessionId, Snowflake
from bot.core.session import Session


class TalkState(StrEnum):
    """How a talk stands."""

    RUNNING = "running"  # a request is at work, or waits for its turn
    WAITING = "waiting"  # the agent waits for a person's answer
    IDLE = "idle"
    CLOSED = "closed"  # somebody ended it; the next request in it opens it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """`used_at`: when its newest request was made."""

    session: Session
    state: TalkState
    used_at: Milliseconds

    @property
    def bookmark(self) -> "Bookmark":
        return Bookmark(self.used_at, self.session.id)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in the list, newest first; as text it stands in a button."""

    used_at: Milliseconds
    session: SessionId

    def __str__(self) -> str:
        return f"{self.used_at}.{self.session}"

    @classmethod
    def parse(cls, text: str) -> "Bookmark | None":
        used_at, _, session = text.partition(".")
        is_time = used_at.isascii() and used_at.isdecimal() and len(used_at) < 17
        return cls(Milliseconds(int(used_at)), SessionId(session)) if is_time and session else None


class TalkList(Protocol):
    """Each verb is one transaction, committed when it returns."""

    async def before(
        self, bookmark: Bookmark | None, *, person: Snowflake, guild: Snowflake | None, limit: int
    ) -> tuple[Talk, ...]:
        """This person's talks and this guild's that have their place, newest first, after `bookmark` in that order.

        Who may see which is not asked here.
        """
        ...

    async def talk(self, session: SessionId) -> Talk | None: ...

    async def rename(self, session: SessionId, title: str) -> None: ...

    async def close(self, session: SessionId, *, now: Milliseconds) -> None:
        """It has ended; the next request that is accepted in it opens it again."""
        ...
