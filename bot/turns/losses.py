"""Places and people that are gone: nothing is begun for them any more, and what runs is halted."""

from dataclasses import dataclass, field

from bot.core.ids import Snowflake
from bot.core.session import Session, Turn
from bot.turns import endings
from bot.turns.endings import Ending


@dataclass(slots=True)
class Losses:
    """As far as this process has heard. `places` are threads, channels and servers, `banned` a server and a person."""

    places: set[Snowflake] = field(default_factory=set)
    banned: set[tuple[Snowflake, Snowflake]] = field(default_factory=set)

    def ending_of(self, session: Session, turn: Turn) -> Ending | None:
        """How a turn ends for what it has lost; None while everything is there."""
        if self.places & {session.thread, session.parent, session.guild}:
            return endings.PLACE_GONE
        if session.guild is not None and (session.guild, turn.actor.id) in self.banned:
            return endings.ASKER_GONE
        return None
