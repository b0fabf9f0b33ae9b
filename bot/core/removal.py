"""An answer that is to be removed: written down before anything is deleted, so that it is, whatever is killed."""

from dataclasses import dataclass
from typing import Protocol

from bot.core.ids import Milliseconds, Snowflake, TurnId


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """`asked_by`: the first who asked. `done_at`: when nothing of it stood any more."""

    turn: TurnId
    asked_by: Snowflake
    asked_at: Milliseconds
    done_at: Milliseconds | None = None


class Removals(Protocol):
    """Each verb is one transaction, committed when it returns."""

    async def ask(self, removal: Removal) -> None:
        """The first who asks is kept."""
        ...

    async def of_turn(self, turn: TurnId) -> Removal | None: ...

    async def open_ones(self) -> tuple[Removal, ...]:
        """Those that are not done, oldest first."""
        ...

    async def done(self, turn: TurnId, *, now: Milliseconds) -> None: ...
