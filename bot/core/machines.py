"""How a new machine is made: what lies on it, what it may reach, what its programs find in their variables."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.core.access import Allowed

SECRET_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
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
class Header:
    """`secret`: the stored one that takes the place of `{secret}` in `value`; empty where the value is whole.

    `is_basic`: `value` is then a user and a password with a colon between, and sent as HTTP's Basic scheme has it.
    """

    host: str
    name: str
    value: str = field(repr=False)
    secret: str = ""
    is_basic: bool = False

    def with_secret(self, secret: str) -> "Header":
        """The header as it is sent."""
        value = self.value.replace("{secret}", secret)
        whole = f"Basic {b64encode(value.encode()).decode()}" if self.is_basic else value
        return Header(host=self.host, name=self.name, value=whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A setup that the operator has named, and who may use it. `headers` join the setup when a machine is made."""

    name: str
    setup: Setup
    allowed: Allowed
    headers: tuple[Header, ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of the stored ones that it needs."""
        return tuple(dict.fromkeys(header.secret for header in self.headers if header.secret))

    def setup_with(self, secrets: Mapping[str, str]) -> Setup:
        """How a machine is made now. `secrets`: by name; of two headers of one name the later counts."""
        found: dict[str, dict[str, str]] = {}
        for header in self.headers:
            sent = header.with_secret(secrets[header.secret]) if header.secret else header
            found.setdefault(sent.host, {})[sent.name] = sent.value
        return replace(self.setup, headers=found)
