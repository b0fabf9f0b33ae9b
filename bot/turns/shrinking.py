"""Makes pictures smaller in a process of their own, one at a time, which is killed when it takes too long.

A thread could not be stopped, and those that there are also seal the token of an interaction that waits for its answer.
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.turns import pictures

log = structlog.get_logger(__name__)


class Shrink(Protocol):
    async def __call__(self, data: bytes, *, limit: int) -> bytes | None:
        """The picture as WebP of at most `limit` bytes; None where it cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class Shrinker:
    """`within`: seconds that one picture may take. The process knows none of our variables, for some are secret."""

    within: float = float(pictures.SECONDS_LIMIT)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def __call__(self, data: bytes, *, limit: int) -> bytes | None:
        async with self._turns:
            try:
                async with asyncio.timeout(self.within):
                    small = await _asked(data, limit)
            except (TimeoutError, OSError) as error:
                log.warning("picture.not_shrunk", size=len(data), error=repr(error))
                return None
        return small if small and len(small) <= limit else None


async def _asked(data: bytes, limit: int) -> bytes:
    """At most one byte more than `limit`. The file is named, not the module: so it runs wherever it was put."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", pictures.__file__, str(limit)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        start_new_session=True,
    )
    try:
        return await _exchanged(child, data, limit)
    finally:
        await _ended(child)


async def _exchanged(child: Process, data: bytes, limit: int) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise OSError("the process has no pipes")
    child.stdin.write(data)
    await child.stdin.drain()
    child.stdin.close()
    try:
        return await child.stdout.readexactly(limit + 1)
    except asyncio.IncompleteReadError as end:
        if await child.wait():
            raise OSError(f"the process ended with {child.returncode}") from None
        return end.partial


async def _ended(child: Process) -> None:
    """Killed, if it has not ended; what it wrote last is read, or its pipe would never close."""
    with suppress(ProcessLookupError):
        child.kill()
    if child.stdout is not None:
        await child.stdout.read()
    await child.wait()
