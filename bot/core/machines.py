"""How a new machine is made: what lies on it, what it may reach, what its programs find in their variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.core.access import Allowed

INLINE_LIMIT = 1_000_000
INLINE_TOGETHER = 2_000_000
"""Bytes of one file and of all files that are given with the making of a machine (the API's 1 MB and 2 MB)."""


@dataclass(frozen=True, slots=True)
class InlineFile:
    """A file for a machine. `target`: absolute path there."""

    target: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository. `target`: absolute path of the folder that it becomes."""

    url: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """`hosts`: what the machine may reach; None for all, an empty tuple for none.

    `headers`: by host; the service's proxy adds them to every request, and the machine itself never sees them.
    """

    repositories: tuple[Repository, ...] = ()
    files: tuple[InlineFile, ...] = ()
    hosts: tuple[str, ...] | None = None
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    env: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def room(self) -> int:
        """Bytes of files that may still be given along."""
        return INLINE_TOGETHER - sum(len(file.data) for file in self.files)

    def has_room_for(self, data: bytes) -> bool:
        return len(data) <= min(INLINE_LIMIT, self.room)

    def with_file(self, file: InlineFile) -> "Setup":
        return replace(self, files=(*self.files, file))


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A setup that the operator has named, and who may use it."""

    name: str
    setup: Setup
    allowed: Allowed
