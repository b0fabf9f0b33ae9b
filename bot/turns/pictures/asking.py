"""Asks the program about pictures, one at a time, and kills it when it takes too long.

A thread could not be stopped, and those that there are also seal the token of an interaction that waits for its answer.
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import structlog

import bot
from bot.core.ports import Reference
from bot.turns.pictures.answer import Fitted, Measured, unpacked
from bot.turns.pictures.bounds import REFERENCE_BYTES, SECONDS_LIMIT

log = structlog.get_logger(__name__)

_ROOT = str(Path(bot.__file__).parents[1])
_BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from bot.turns.pictures.program import main; main(*sys.argv[2:])"
"""It runs wherever this code was put."""
_MIME_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


class Pictures(Protocol):
    """None everywhere: it is no picture, a broken one, or one that costs too much to decode."""

    async def measure(self, data: bytes) -> Measured | None:
        """What it really is; every pixel of it (of an animation's first picture) could be decoded."""
        ...

    async def fit(self, data: bytes, *, limit: int) -> Fitted | None:
        """In at most `limit` bytes with the least loss: untouched where it fits, else as WebP, else smaller."""
        ...

    async def reference(self, data: bytes) -> Reference | None:
        """For a model to look at: small, still, upright, and without anything that tells of its maker or its place."""
        ...


@dataclass(frozen=True, slots=True)
class PictureProgram:
    """`within`: seconds that one picture may take. The process knows none of our variables, for some are secret."""

    within: float = float(SECONDS_LIMIT)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def measure(self, data: bytes) -> Measured | None:
        """It stays as it is where there is room for all of it."""
        same = await self.fit(data, limit=len(data))
        return Measured(same.ending, same.width, same.height) if same else None

    async def fit(self, data: bytes, *, limit: int) -> Fitted | None:
        if limit < 1:
            return None
        return await self._answer(data, "fit", str(limit), room=limit)

    async def reference(self, data: bytes) -> Reference | None:
        made = await self._answer(data, "reference", room=REFERENCE_BYTES)
        mime_type = _MIME_TYPES.get(made.ending) if made else None
        return Reference(mime_type, made.data) if made and mime_type else None

    async def _answer(self, data: bytes, *wish: str, room: int) -> Fitted | None:
        async with self._turns:
            try:
                async with asyncio.timeout(self.within):
                    head, body = await _asked(data, wish, room)
                return unpacked(head, body, asked=data, room=room)
            except (TimeoutError, OSError, ValueError, RecursionError) as error:
                log.warning("picture.failed", wish=wish[0], size=len(data), error=repr(error))
                return None


async def _asked(data: bytes, wish: tuple[str, ...], room: int) -> tuple[bytes, bytes]:
    """The head of the answer, and at most one byte more than `room` of its body."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", _BEGIN, _ROOT, *wish),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        start_new_session=True,
    )
    try:
        return await _exchanged(child, data, room)
    finally:
        await _ended(child)


async def _exchanged(child: Process, data: bytes, room: int) -> tuple[bytes, bytes]:
    if child.stdin is None or child.stdout is None:
        raise OSError("the process has no pipes")
    child.stdin.write(data)
    await child.stdin.drain()
    child.stdin.close()
    head = await child.stdout.readline()
    try:
        return head, await child.stdout.readexactly(room + 1)
    except asyncio.IncompleteReadError as end:
        if await child.wait():
            raise OSError(f"the process ended with {child.returncode}") from None
        return head, end.partial


async def _ended(child: Process) -> None:
    """Killed, if it has not ended; what it wrote last is read, or its pipe would never close."""
    with suppress(ProcessLookupError):
        child.kill()
    if child.stdout is not None:
        await child.stdout.read()
    await child.wait()
