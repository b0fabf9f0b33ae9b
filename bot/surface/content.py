"""Message content that is switched off: the log and the application's owner are told which switch it is."""

from dataclasses import dataclass

import discord
import structlog

from bot.core.ids import Snowflake
from bot.core.notices import Notice, Notices
from bot.core.ports import Clock
from bot.surface.intents import CONTENT, reads_content
from bot.surface.owner import OwnerNotes

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class ContentSwitch:
    client: discord.Client
    notices: Notices
    owner: OwnerNotes
    clock: Clock

    async def tell(self) -> None:
        """The log each time, the owner once until it was on in between."""
        application = Snowflake(self.client.application_id or 0)
        if reads_content(self.client):
            await self.notices.forget(Notice.NO_CONTENT, application)
            return
        where = f"https://discord.com/developers/applications/{application}/bot"
        log.warning("intent.content_off", switch=CONTENT, section="Privileged Gateway Intents", page=where)
        if await self.notices.say_once(Notice.NO_CONTENT, application, now=self.clock.now()):
            self.owner.tell("operator.no_content")
