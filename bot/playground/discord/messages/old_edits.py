"""Discord's extra limit on editing messages older than an hour: it comes as a 429 with its own code."""

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError


class OldEdits:
    """Counts, by channel and by the playground's clock, the bot's edits of old messages."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._edits: dict[int, list[float]] = {}

    def take(self, channel_id: int, created_at: float) -> None:
        """Raise 30046 when an old message is edited too often; young ones are free."""
        now = self._clock.now()
        if now - created_at < limits.OLD_MESSAGE_SECONDS:
            return
        recent = [at for at in self._edits.get(channel_id, []) if now - at < limits.OLD_MESSAGE_WINDOW_SECONDS]
        self._edits[channel_id] = recent
        if len(recent) >= limits.OLD_MESSAGE_EDITS:
            left = recent[0] + limits.OLD_MESSAGE_WINDOW_SECONDS - now
            text = "Maximum number of edits to messages older than 1 hour reached. Try again later"
            raise DiscordError(429, 30046, text, retry_after=round(left, 3))
        recent.append(now)


OLD_EDITS: web.AppKey[OldEdits] = web.AppKey("OLD_EDITS", OldEdits)
