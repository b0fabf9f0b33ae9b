"""How many turns run at once: of one person, and on one guild. Who finds no place waits in line, the oldest first."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.ids import Snowflake, TurnId
from bot.core.session import Session, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Turns at once; 0 is no bound."""

    per_person: int = 0
    per_guild: int = 0


class Full(StrEnum):
    """What a turn waits for, as the key of a sentence."""

    PERSON = "card.full_person"
    GUILD = "card.full_guild"


def _works() -> bool:
    return False


@dataclass(slots=True, kw_only=True)
class Ticket:
    """`rests`: whether it waits for its asker, and so takes no place. `seated` is set once it has a place."""

    turn: TurnId
    session: str
    person: Snowflake
    guild: Snowflake | None
    asked_at: int
    rests: Callable[[], bool] = _works
    seated: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Places:
    """Nothing of it is a row: who has begun has a place again after a restart, and who waits is as old as before.

    A turn that rested goes on without waiting again, so for a moment there may be more at work than the bounds say.
    """

    bounds: Bounds = field(default_factory=Bounds)
    _tickets: dict[TurnId, Ticket] = field(default_factory=dict)

    def line_up(self, found: Iterable[tuple[Session, Turn, bool]]) -> None:
        """What an earlier process left, all at once: whether each has begun."""
        for session, turn, has_begun in found:
            self._ticket(session, turn, has_begun=has_begun)
        self.look()

    def ask(self, session: Session, turn: Turn, rests: Callable[[], bool]) -> Ticket:
        """Stand in line; at once seated where there is room."""
        ticket = self._ticket(session, turn, has_begun=False)
        ticket.rests = rests
        self.look()
        return ticket

    def seat(self, session: Session, turn: Turn, rests: Callable[[], bool]) -> None:
        """It is at work, whatever the bounds say."""
        self._ticket(session, turn, has_begun=True).rests = rests

    def leave(self, turn: TurnId) -> None:
        if self._tickets.pop(turn, None) is not None:
            self.look()

    def leave_all(self, session: str) -> None:
        """Nothing of this session is at work or waits any more."""
        for ticket in [one for one in self._tickets.values() if one.session == session]:
            self.leave(ticket.turn)

    def full(self, ticket: Ticket) -> Full | None:
        """What keeps it from a place now."""
        return self._full(ticket, *self._counts())

    @property
    def waiting(self) -> int:
        return sum(not ticket.seated.is_set() for ticket in self._tickets.values())

    def look(self) -> None:
        """Seat whoever finds a place now, the oldest first; nobody waits for those whose own bound is reached."""
        people, guilds = self._counts()
        for ticket in sorted(self._tickets.values(), key=lambda one: (one.asked_at, one.turn)):
            if not ticket.seated.is_set() and self._full(ticket, people, guilds) is None:
                ticket.seated.set()
                people[ticket.person] += 1
                guilds[ticket.guild] += 1

    def _ticket(self, session: Session, turn: Turn, *, has_begun: bool) -> Ticket:
        ticket = self._tickets.setdefault(
            turn.id,
            Ticket(
                turn=turn.id,
                session=session.id,
                person=turn.actor.id,
                guild=session.guild,
                asked_at=turn.created_at,
            ),
        )
        if has_begun:
            ticket.seated.set()
        return ticket

    def _counts(self) -> tuple[Counter[Snowflake], Counter[Snowflake | None]]:
        at_work = [ticket for ticket in self._tickets.values() if ticket.seated.is_set() and not ticket.rests()]
        return Counter(ticket.person for ticket in at_work), Counter(ticket.guild for ticket in at_work)

    def _full(self, ticket: Ticket, people: Counter[Snowflake], guilds: Counter[Snowflake | None]) -> Full | None:
        bounds = self.bounds
        if bounds.per_person and people[ticket.person] >= bounds.per_person:
            return Full.PERSON
        if bounds.per_guild and ticket.guild is not None and guilds[ticket.guild] >= bounds.per_guild:
            return Full.GUILD
        return None
