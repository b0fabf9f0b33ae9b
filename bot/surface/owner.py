"""What only the operator can mend is told to the application's owner, once a day, in a direct message."""

import asyncio
from dataclasses import dataclass, field

import discord
import structlog

from bot.core.catalogue import say
from bot.core.composing import always
from bot.core.errors import DeliveryError
from bot.core.ids import Milliseconds, Slot, Snowflake
from bot.core.patches import Page, Urgency
from bot.core.ports import Canvas, Clock
from bot.surface.canvas import told_plainly

log = structlog.get_logger(__name__)

_DAY_MS = 24 * 60 * 60_000
_WITHIN_S = 20.0


@dataclass(slots=True)
class OwnerNotes:
    """Sentences of our own, with nothing in them of what people wrote. What cannot be told is logged."""

    client: discord.Client
    canvas: Canvas
    clock: Clock
    group: asyncio.TaskGroup
    _told: dict[str, Milliseconds] = field(default_factory=dict)

    def tell(self, key: str) -> None:
        """At most once a day in this process."""
        now, before = self.clock.now(), self._told.get(key)
        if before is None or now - before >= _DAY_MS:
            self._told[key] = now
            self.group.create_task(self._tell(key, now))

    async def _tell(self, key: str, now: Milliseconds) -> None:
        page = Page(slot=Slot("owner"), content=say(key), silent=False)
        try:
            async with asyncio.timeout(_WITHIN_S):
                channel = await self._channel()
                await self.canvas.create(channel, always(page), nonce=f"owner.{now}", urgency=Urgency.PROGRESS)
        except (DeliveryError, TimeoutError) as error:
            log.warning("owner.not_told", key=key, error=str(error))
        else:
            log.info("owner.told", key=key)

    async def _channel(self) -> Snowflake:
        info = self.client.application
        if info is None:
            raise DeliveryError("not logged in, so the owner is unknown")
        person = info.team.owner_id if info.team else info.owner.id
        with told_plainly():
            return Snowflake((await self.client.create_dm(discord.Object(person or info.owner.id))).id)
