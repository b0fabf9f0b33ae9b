"""Requests that wait for their turn in a talk: the marks on their messages, and words that changed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.attachments import Attachment
from bot.core.errors import Forbidden
from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.session import Session, Turn

WAITS = "⏳"
REFUSED = "⛔"
MOST_REFUSALS = 10
"""Marks of refusal that are on their way in one talk; beyond them it is a flood, and the sentence must do."""
ASIDE = "!aside"
"""At the beginning of a message it says that this is between people."""


def is_aside(words: str) -> bool:
    """Whether these words are between people: the sign stands alone, or before something else, also with a mark."""
    first = words.split(maxsplit=1)[:1]
    return bool(first) and first[0].rstrip(",.:;!-").casefold() == ASIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A reaction of ours on a message. `stands`: Discord has said so; before that it may or may not be there."""

    message: Snowflake
    channel: Snowflake
    session: SessionId
    emoji: str
    stands: bool = False


class Rewording(StrEnum):
    """What became of a request's message while the agent works on it."""

    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """`request` and `attachments`: as the message has them now; empty where it was deleted."""

    turn: TurnId
    kind: Rewording
    request: str = ""
    attachments: tuple[Attachment, ...] = ()


def is_withdrawn(reworded: Reworded | None) -> bool:
    return reworded is not None and reworded.kind is Rewording.DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A message as its author has changed it."""

    message: Snowflake
    author: Snowflake
    request: str
    attachments: tuple[Attachment, ...] = ()


class Queue(Protocol):
    """Each verb is one transaction, committed when it returns."""

    async def waiting(self, session: SessionId) -> tuple[Turn, ...]:
        """Those behind the one that is at work or next, in their order."""
        ...

    async def of_message(self, message: Snowflake) -> Turn | None:
        """The newest request that a person's message is, and that has no outcome yet."""
        ...

    async def reword(self, edited: Edited) -> Turn | None:
        """The turn that this changed: of a queued one the request, of one at work what is known beside it.

        None where the words and files are those that are known, or no turn of theirs that is not over began so.
        """
        ...

    async def take_back(self, message: Snowflake, *, now: Milliseconds) -> Turn | None:
        """The message is no more: a waiting turn is over, with no answer; of one at work it is known."""
        ...

    async def reworded(self, turn: TurnId) -> Reworded | None: ...

    async def refuse(self, origin: str, mark: Mark, *, now: Milliseconds) -> bool:
        """Claim what comes to a full queue, with the mark that it is to wear; False where it was claimed before.

        Of a flood no more than MOST_REFUSALS get their mark.
        """
        ...

    async def say_full_once(self, turn: TurnId, *, now: Milliseconds) -> bool:
        """True for whoever first says that no more may wait for this turn."""
        ...

    async def marks(self, session: SessionId) -> tuple[Mark, ...]: ...

    async def promise_mark(self, mark: Mark) -> None:
        """Written before it is put, and again once it stands."""
        ...

    async def forget_mark(self, message: Snowflake) -> None: ...

    async def marked_sessions(self) -> tuple[SessionId, ...]:
        """Talks that have marks."""
        ...


class Marks(Protocol):
    """Where reactions are put. Raises `core.errors.DeliveryError`."""

    async def put(self, mark: Mark) -> None: ...

    async def take_away(self, mark: Mark) -> None: ...


class NoMarks:
    """Implements Marks where there may be none."""

    async def put(self, mark: Mark) -> None:
        raise Forbidden(f"no {mark.emoji} here")

    async def take_away(self, mark: Mark) -> None:
        raise Forbidden(f"no {mark.emoji} here")


class Heard(Protocol):
    """Up to which message of each place all is taken care of."""

    async def newest(self, room: Snowflake) -> Snowflake | None:
        """Of what was heard there, and of what requests began with."""
        ...

    async def is_room(self, room: Snowflake) -> bool:
        """Whether any talk takes place there."""
        ...

    async def heard(self, room: Snowflake, message: Snowflake) -> None:
        """Never goes back."""
        ...

    async def lively(self, *, since: Milliseconds, most: int) -> Sequence[Session]:
        """Talks with a request since then that have their place and are not closed, the newest first."""
        ...
