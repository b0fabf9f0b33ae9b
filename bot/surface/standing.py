"""How a running bot stands: in its log at the start, and by `/settings status` for those who manage a server."""

import asyncio
from dataclasses import dataclass
from typing import Final

import discord
import structlog

from bot.core.findings import Checks, Finding, Level, Place, good, judged_places, warning
from bot.surface.intents import reads_content
from bot.surface.permissions import missing_of, sees

log = structlog.get_logger(__name__)

_READY_WITHIN_S: Final = 60.0


@dataclass(slots=True)
class Standing:
    client: discord.Client
    checks: Checks

    async def tell_log(self) -> None:
        """A line for each thing that is wrong; what is well is not told."""
        found = await self.checks.briefly()
        try:
            async with asyncio.timeout(_READY_WITHIN_S):
                await self.client.wait_until_ready()
        except TimeoutError:
            log.warning("check.not_ready", seconds=_READY_WITHIN_S)
        found += [of_guild(guild) for guild in self.client.guilds]
        for finding in found:
            if finding.level is not Level.GOOD:
                log.warning("check.found", about=finding.about, level=str(finding.level), sentence=finding.sentence)

    async def on(self, guild: discord.Guild, *, for_operator: bool) -> list[Finding]:
        """The operator is told of the machine too."""
        page = f"https://discord.com/developers/applications/{self.client.application_id}/bot"
        is_read = reads_content(self.client)
        content = (
            good("intents", "check.content_good") if is_read else warning("intents", "check.content_bad", page=page)
        )
        rest = await (self.checks.briefly() if for_operator else self.checks.of_services())
        return [of_guild(guild), content, *rest]


def of_guild(guild: discord.Guild) -> Finding:
    """As the gateway has told of it."""
    places = []
    for channel in guild.text_channels:
        bits = channel.permissions_for(guild.me).value
        missing = missing_of(bits) if sees(bits) else None
        places.append(Place(guild=guild.name, channel=channel.name, missing=missing))
    return judged_places(guild.name, places)
