"""What models need from the world; the store implements it."""

from typing import Protocol

from bot.core.ids import Milliseconds, RunId
from bot.core.models.history import ModelRun

MEDIA = "media:"
"""Begins the name of a kept file: the rest is the SHA-256 of its bytes, in hexadecimal."""


class ModelRuns(Protocol):
    """Each verb is one transaction, committed when it returns."""

    async def begin(self, run: ModelRun) -> None: ...

    async def end(self, run: ModelRun) -> None:
        """Write its record, its echo, its end, and the summary that was made for it."""
        ...

    async def run(self, run: RunId) -> ModelRun | None: ...

    async def talk(self, last: RunId | None) -> tuple[ModelRun, ...]:
        """The run and those before it, oldest first, from the newest one that has a summary on."""
        ...


class Media(Protocol):
    """Files that models gave or were shown, kept by what they hold."""

    async def keep(self, data: bytes, *, mime_type: str, now: Milliseconds) -> str:
        """Its name; the same bytes have the same one."""
        ...

    async def read(self, name: str, *, now: Milliseconds | None = None) -> tuple[str, bytes] | None:
        """(type, bytes); None where it was thrown away. `now`: counts as a use."""
        ...

    async def throw_away(self, *, now: Milliseconds) -> None:
        """Delete what nobody has used for too long."""
        ...
