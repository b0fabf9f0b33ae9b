"""Everything is looked at side by side, each within its time, and what fails is a finding too."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import structlog

from bot.check.database import Kept, LyingSecrets, look_at_database
from bot.check.discord_side import DiscordSide
from bot.check.machine import look_at_disk, look_at_pictures
from bot.check.provider_side import look_at_gemini, look_at_providers
from bot.check.rest import DiscordRest
from bot.configurations import check_secrets, read_configurations
from bot.core.errors import SettingsError
from bot.core.findings import Finding, bad, good
from bot.settings import Settings
from bot.surface.command_tree import Payload
from bot.wiring_models import configured

log = structlog.get_logger(__name__)

PATIENCE_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor:
    """`payload`: the bot's commands, for those of Discord; left out in `briefly`."""

    settings: Settings
    session: aiohttp.ClientSession
    payload: Payload = field(default_factory=list, repr=False)
    patience_s: float = PATIENCE_S

    async def thoroughly(self) -> list[Finding]:
        """All of it, in the order in which it is told."""
        database, kept = await look_at_database(self.settings.database_url)
        s = self.settings
        rest = DiscordRest(self.session, s.discord_api_base, s.discord_token)
        side = DiscordSide(rest, self.payload, kept.synced)
        return await self._together(
            ("discord", side.look()), *self._services(kept), ("database", _of(database)), *self._machine(kept)
        )

    async def briefly(self) -> list[Finding]:
        """Without Discord, which a running bot knows from its gateway."""
        database, kept = await look_at_database(self.settings.database_url)
        return await self._together(*self._services(kept), ("database", _of(database)), *self._machine(kept))

    async def of_services(self) -> list[Finding]:
        """What everybody may know: whether those whom the bot asks are there."""
        _, kept = await look_at_database(self.settings.database_url)
        return await self._together(*self._services(kept))

    def _services(self, kept: Kept) -> "tuple[_Look, ...]":
        return (
            ("gemini", look_at_gemini(self.session, self.settings)),
            ("provider", self._providers(kept)),
        )

    def _machine(self, kept: Kept) -> "tuple[_Look, ...]":
        secrets = self._secrets(kept)
        return (
            ("secrets", secrets.look()),
            ("settings", self._files(secrets)),
            ("disk", asyncio.to_thread(look_at_disk, self.settings.database_url)),
            ("pictures", look_at_pictures()),
        )

    def _secrets(self, kept: Kept) -> LyingSecrets:
        return LyingSecrets(kept, self.settings.database_url, self.settings.secret_keys)

    async def _providers(self, kept: Kept) -> list[Finding]:
        try:
            found = await configured(self.settings, self._secrets(kept))
        except SettingsError as error:
            return broken_settings(error)
        return await look_at_providers(self.session, found)

    async def _files(self, secrets: LyingSecrets) -> list[Finding]:
        """The operator's machines, with the secrets that they name."""
        try:
            await check_secrets(read_configurations(self.settings.environments), secrets)
        except SettingsError as error:
            return broken_settings(error)
        return [good("settings", "check.settings_good")]

    async def _together(self, *looks: "_Look") -> list[Finding]:
        found = await asyncio.gather(*(self._bounded(about, look) for about, look in looks))
        return [finding for some in found for finding in some]

    async def _bounded(self, about: str, look: "Awaitable[Finding | Sequence[Finding]]") -> Sequence[Finding]:
        try:
            async with asyncio.timeout(self.patience_s):
                seen = await look
        except TimeoutError:
            return [bad(about, "check.late", seconds=round(self.patience_s))]
        except Exception as error:
            log.exception("check.failed", about=about)
            return [bad(about, "check.broken", error=type(error).__name__)]
        return [seen] if isinstance(seen, Finding) else seen


_Look = tuple[str, Awaitable[Finding | Sequence[Finding]]]


async def _of(finding: Finding) -> Finding:
    return finding


def broken_settings(error: SettingsError) -> list[Finding]:
    """A line each."""
    return [bad("settings", "check.settings_bad", what=line) for line in str(error).splitlines()]
