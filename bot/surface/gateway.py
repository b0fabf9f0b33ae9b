"""Keeps the gateway connected: no failure of it may leave a process that lives but does not hear.

Measured in discord.py 2.7.1: a failed first connect ends `connect()` with an AttributeError, and an event payload that
lacks a key ends it too. Both are faults of a moment, so `connect()` is called again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import discord
import structlog

from bot.core.errors import SettingsError
from bot.surface.intents import leave_content_out, reads_content

log = structlog.get_logger(__name__)

_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 60.0
_HEALTHY_AFTER_S = 30.0


async def _silence() -> None:
    """Nobody needs to be told."""


@dataclass(slots=True)
class Gateway:
    client: discord.Client
    sleep: Callable[[float], Awaitable[None]]
    clock: Callable[[], float] = field(repr=False)  # the one of discord.py, time.perf_counter
    content_refused: Callable[[], Awaitable[None]] = field(default=_silence, repr=False)

    def hears(self) -> bool:
        """Whether events arrive: discord.py calls itself ready also while it tries to connect again."""
        socket = getattr(self.client, "ws", None)
        return self.client.is_ready() and socket is not None and socket.open

    def heard_ago_s(self) -> float | None:
        """Seconds since anything came, if only the answer to a heartbeat; None where nothing ever did."""
        beats = getattr(getattr(self.client, "ws", None), "_keep_alive", None)
        return None if beats is None else max(self.clock() - beats._last_recv, 0.0)  # noqa: SLF001 - it tells nobody

    async def log_in(self, token: str) -> None:
        """Raises SettingsError for a token that Discord does not take; waits as long as Discord cannot be reached."""
        wait = _FIRST_WAIT_S
        while True:
            try:
                await self.client.login(token)
            except discord.LoginFailure:
                raise SettingsError(
                    "Discord does not accept DISCORD_TOKEN. "
                    "Copy the bot's token anew from the developer portal, page Bot."
                ) from None
            except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("gateway.login_failed", error=f"{type(error).__name__}: {error}", next_try_s=wait)
                await self._forget_session()
            else:
                return
            await self.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT_S)

    async def _forget_session(self) -> None:
        """Each try makes a session of its own and closes none; a closed one has closed its connector too."""
        await self.client.http.close()
        self.client.http.connector = discord.utils.MISSING

    async def stay_connected(self) -> None:
        """Listen until cancelled. Raises SettingsError for what only the operator can mend."""
        wait = _FIRST_WAIT_S
        while not self.client.is_closed():
            started = self.clock()
            await self._connect()
            wait = _FIRST_WAIT_S if self.clock() - started > _HEALTHY_AFTER_S else wait
            await self.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT_S)

    async def _connect(self) -> None:
        try:
            await self.client.connect()
        except discord.PrivilegedIntentsRequired:
            await self._without_content()
        except discord.ConnectionClosed as error:
            raise SettingsError(
                f"Discord closed the gateway for good (code {error.code}). "
                "4004: DISCORD_TOKEN is no longer valid; 4010 to 4013: the bot's request was wrong, tell its authors."
            ) from None
        except Exception:
            log.exception("gateway.connect_ended")
            await self._drop_socket()

    async def _without_content(self) -> None:
        """Switched off though the application's flags had it, or only just now: go on without, and say so."""
        if not reads_content(self.client):
            raise SettingsError(
                "Discord refuses the bot's intents (4014), though none needs a switch: tell its authors."
            )
        leave_content_out(self.client)
        await self.content_refused()

    async def _drop_socket(self) -> None:
        """The socket of a connect that died on an event is still open; two at once would hear everything twice."""
        socket = getattr(self.client, "ws", None)
        if socket is not None and socket.open:
            try:
                async with asyncio.timeout(5.0):
                    await socket.close(4000)
            except (TimeoutError, aiohttp.ClientError, OSError):
                log.warning("gateway.socket_not_closed")
