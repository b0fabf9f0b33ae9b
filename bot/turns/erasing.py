"""Messages of ours are deleted, or brought down to one line, and tried again while it is unknown whether they are."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.core.composing import always
from bot.core.errors import DeliveryError, DeliveryUnknown, Gone
from bot.core.ids import Snowflake
from bot.core.patches import Page, Urgency
from bot.turns.equipment import Equipment

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Eraser:
    """Each verb is True once it is done, and where there is nothing to do any more.

    Whether a message that is gone was a picture's, `forgets` says.
    """

    tools: Equipment
    forgets: Callable[[Snowflake], Awaitable[bool]]

    async def delete(self, channel: Snowflake, message: Snowflake) -> bool:
        is_away = await self._tried(lambda: self.tools.canvas.delete(channel, message))
        if is_away and not await self.forgets(message):
            await self.tools.store.gone(message)
        return is_away

    async def rewrite(self, channel: Snowflake, message: Snowflake, page: Page) -> bool:
        edit = self.tools.canvas.edit
        return await self._tried(lambda: edit(channel, message, always(page), urgency=Urgency.FINAL))

    async def _tried(self, act: Callable[[], Awaitable[object]]) -> bool:
        for wait in (*self.tools.limits.write_retries_s, None):
            try:
                await act()
            except Gone:
                return True
            except DeliveryUnknown as error:
                log.warning("erasing.outcome_unknown", error=str(error))
                if wait is not None:
                    await self.tools.sleep(wait)
            except DeliveryError as error:
                log.warning("erasing.refused", error=str(error))
                return False
            else:
                return True
        return False
