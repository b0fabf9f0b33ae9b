"""The playground's own bot as something that can die and live again while the playground goes on."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Literal

from bot.playground import children

Process = asyncio.subprocess.Process
State = Literal["running", "stopped", "absent"]


class BotLeverError(Exception):
    """The bot is not there to be killed or started; the text says why."""


class BotProcess:
    """Absent until it is owned. `died` remembers that it once ended without being asked to."""

    def __init__(self) -> None:
        self.died = False
        self._launch: Callable[[], Awaitable[Process]] | None = None
        self._mourn: Callable[[int], None] = lambda _: None
        self._child: Process | None = None
        self._asked: Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    @property
    def state(self) -> State:
        if self._launch is None:
            return "absent"
        return "stopped" if self.pid is None else "running"

    @property
    def pid(self) -> int | None:
        return None if self._child is None or self._child.returncode is not None else self._child.pid

    async def own(self, launch: Callable[[], Awaitable[Process]], *, mourn: Callable[[int], None]) -> None:
        """Start it. `mourn` is told the exit status of an end that nobody asked for."""
        self._launch, self._mourn = launch, mourn
        await self.start()

    async def start(self) -> None:
        """Raises BotLeverError."""
        async with self._turn:
            if self.pid is not None:
                raise BotLeverError("The bot is running already.")
            self._child = await self._owned()()
            self._watching = asyncio.create_task(self._watch(self._child))

    async def kill(self) -> None:
        """As a power cut would: no word to the bot, and none on the terminal. Raises BotLeverError."""
        async with self._turn:
            self._owned()
            child = self._child
            if child is None or child.returncode is not None:
                raise BotLeverError("The bot is stopped already.")
            self._asked = child
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await asyncio.wait_for(child.wait(), children.STOP_SECONDS)

    async def stop(self) -> int:
        """Ask it to end, for good; 0 when there is none to ask."""
        async with self._turn:
            child = self._asked = self._child
            status = 0 if child is None or child.returncode is not None else await children.stop(child)
            if self._watching is not None:
                await self._watching
            return status

    def _owned(self) -> Callable[[], Awaitable[Process]]:
        if self._launch is None:
            raise BotLeverError("This playground runs without a bot of its own (--no-bot): yours is in your hands.")
        return self._launch

    async def _watch(self, child: Process) -> None:
        status = await child.wait()
        if child is not self._asked:
            self.died = True
            self._mourn(status)
