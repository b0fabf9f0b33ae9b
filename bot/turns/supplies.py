"""What a run may be given besides words, handed in once by `app`; with the defaults it is given nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.attachments import Source
from bot.core.errors import Gone, Refused
from bot.core.ids import EnvironmentId, Milliseconds, Snowflake
from bot.core.machines import Configuration, Setup
from bot.core.models.ports import Media
from bot.core.models.provider import Provider
from bot.core.supply_ports import Attachments, GuildInstructions, Machines, Secrets
from bot.core.tools.offers import McpServer
from bot.core.tools.ports import McpServers


class NoAttachments:
    """Nothing that was given along can be read."""

    async def fetch(self, source: Source, *, limit: int) -> bytes:  # noqa: ARG002 - the port's
        raise Gone("no files are read")


class NoMachines:
    """No machine can be made or filled."""

    async def make(self, setup: Setup) -> EnvironmentId:  # noqa: ARG002 - the port's
        raise Refused("no machines are made")

    async def put(self, environment: EnvironmentId, path: str, data: bytes) -> None:  # noqa: ARG002 - the port's
        raise Refused("no files are written")


class NoServers:
    """Nobody has added a server."""

    async def named(self, guild: Snowflake | None, names: Sequence[str]) -> tuple[McpServer, ...]:  # noqa: ARG002 - the port's
        return ()

    async def names(self, guild: Snowflake | None) -> tuple[str, ...]:  # noqa: ARG002 - the port's
        return ()


class NoInstructions:
    """No guild has set anything."""

    async def instructions(self, guild: Snowflake | None) -> str:  # noqa: ARG002 - the port's
        return ""


class NoMedia:
    """Models give no files."""

    async def keep(self, data: bytes, *, mime_type: str, now: Milliseconds) -> str:  # noqa: ARG002 - the port's
        raise Refused("no files are kept")

    async def read(self, name: str, *, now: Milliseconds | None = None) -> tuple[str, bytes] | None:  # noqa: ARG002 - the port's
        return None

    async def throw_away(self, *, now: Milliseconds) -> None:
        """There is nothing."""


class NoSecrets:
    """The operator has stored none."""

    async def get(self, name: str) -> str | None:  # noqa: ARG002 - the port's
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies:
    """`configurations`: machines that the operator has set up, by name. `default_tools`: words of `parse_tools`.

    `instructions`: the operator's own, for the agent; `guilds`: those of guilds. `attachment_limit`: bytes of one file
    that people give along; `fetch_retries_s`: waits before Discord is asked for it again.

    `providers`: whose models may be asked, by name; `default_model`: the one of new talks, empty for the agent;
    `media`: what models gave. `has_agent`: whether there is a key for the agent.
    """

    attachments: Attachments = field(default_factory=NoAttachments, repr=False)
    machines: Machines = field(default_factory=NoMachines, repr=False)
    servers: McpServers = field(default_factory=NoServers, repr=False)
    guilds: GuildInstructions = field(default_factory=NoInstructions, repr=False)
    secrets: Secrets = field(default_factory=NoSecrets, repr=False)
    configurations: Mapping[str, Configuration] = field(default_factory=dict)
    providers: Mapping[str, Provider] = field(default_factory=dict, repr=False)
    media: Media = field(default_factory=NoMedia, repr=False)
    default_model: str = ""
    has_agent: bool = True
    default_tools: str = ""
    instructions: str = ""
    attachment_limit: int = 25_000_000
    fetch_retries_s: tuple[float, ...] = (1.0, 3.0)
