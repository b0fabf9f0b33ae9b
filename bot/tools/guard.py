"""What stands around a function while it runs: whatever it does, its caller gets a result or a sentence in time."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import structlog

from bot.core.catalogue import say
from bot.core.tools.calls import ToolError

log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Returned(Generic[T]):
    value: T


@dataclass(slots=True)
class Guard:
    """`grace_s`: how long a function that was cancelled may clean up; after that it is waited for no more."""

    grace_s: float = 1.0
    _left: set[asyncio.Task[Any]] = field(default_factory=set)

    async def run(self, work: Callable[[], Awaitable[T]], *, name: str, within_s: float) -> T:
        """Raises ToolError for whatever goes wrong inside; the log has the rest."""
        task = asyncio.create_task(_outcome(work))
        try:
            await asyncio.wait({task}, timeout=within_s)
            is_late = not task.done()
        finally:
            await self._end(task, name)
        if is_late:
            raise ToolError(say("tool.too_slow", seconds=f"{within_s:g}"))
        outcome = task.result()
        if isinstance(outcome, _Returned):
            return outcome.value
        raise _told(outcome, name) from None

    async def _end(self, task: asyncio.Task[Any], name: str) -> None:
        if task.done():
            return
        task.cancel()
        try:
            await asyncio.wait({task}, timeout=self.grace_s)
        finally:
            if not task.done():
                self._leave(task, name)

    def _leave(self, task: asyncio.Task[Any], name: str) -> None:
        """It goes on by itself. A loop that ends waits for all tasks that it knows, so it must not know this one."""
        log.error("tool.would_not_end", tool=name)
        self._left.add(task)
        task.add_done_callback(self._left.discard)
        asyncio._unregister_task(task)  # noqa: SLF001 - documented for those who extend asyncio


async def _outcome(work: Callable[[], Awaitable[T]]) -> _Returned[T] | BaseException:
    """As a value: a SystemExit that leaves a task ends the process, and a cancellation passes for our own."""
    try:
        return _Returned(await work())
    except (Exception, BaseExceptionGroup, SystemExit, asyncio.CancelledError) as error:  # noqa: BLE001 - anybody's code runs here
        return error


def _told(error: BaseException, name: str) -> ToolError:
    if isinstance(error, ToolError):
        return error
    reference = secrets.token_hex(6)
    log.error("tool.failed", tool=name, reference=reference, exc_info=error)
    return ToolError(say("tool.failed", reference=reference))
