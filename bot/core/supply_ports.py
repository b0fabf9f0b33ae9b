"""What a run may be given besides words; adapters implement it, `app` hands it in."""

from typing import Protocol

from bot.core.attachments import Source
from bot.core.ids import EnvironmentId, Snowflake
from bot.core.machines import Setup


class Attachments(Protocol):
    """Files on Discord's own servers. Raises `core.errors.DeliveryError`; `Gone` where the file or its message is."""

    async def fetch(self, source: Source, *, limit: int) -> bytes:
        """Of a file in a message the address is asked for now; of another one only Discord's own address is taken.

        Raises `AttachmentTooLarge` beyond `limit` bytes.
        """
        ...


class Machines(Protocol):
    """Environments before a run uses them. Raises `core.errors.ProviderError`; both may safely be asked again."""

    async def make(self, setup: Setup) -> EnvironmentId:
        """A new one; one that is made twice costs nothing and expires by itself."""
        ...

    async def put(self, environment: EnvironmentId, path: str, data: bytes) -> None:
        """Write a file there, over one that has this absolute path already. `Refused` with 404: there is no machine."""
        ...


class Secrets(Protocol):
    """What the operator has stored by name."""

    async def get(self, name: str) -> str | None:
        """None where there is none of this name. Raises `core.errors.SettingsError` where it cannot be opened."""
        ...


class GuildInstructions(Protocol):
    """What those who manage a guild tell the agent there."""

    async def instructions(self, guild: Snowflake | None) -> str:
        """As they are now; empty where none are set, and outside a guild."""
        ...
