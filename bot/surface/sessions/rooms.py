"""The thread of a talk, as far as the list of talks changes it: its name, and whether it is archived."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import discord

from bot.core.errors import DeliveryError
from bot.core.ids import Snowflake
from bot.core.patches import Urgency
from bot.core.ports import Clock
from bot.core.session import Session, SessionKind
from bot.surface.canvas import Archived, told_plainly
from bot.surface.pacer import Pacer

_WITHIN_S = 10.0
_RENAMES, _PER_MS = 2, 600_000
"""Discord lets a channel be renamed so often, and says so nowhere but by refusing."""
_OURS = (SessionKind.THREAD, SessionKind.PRIVATE)


class Renamed(StrEnum):
    """What became of a thread's new name."""

    YES = "yes"
    TOO_OFTEN = "too_often"
    REFUSED = "refused"


@dataclass(slots=True)
class TalkRooms:
    """A thread of somebody else's is theirs: neither renamed nor archived."""

    client: discord.Client
    pacer: Pacer
    clock: Clock
    _renames: dict[Snowflake, deque[int]] = field(default_factory=dict)

    async def rename(self, session: Session, name: str) -> Renamed:
        if session.thread is None or session.kind not in _OURS:
            return Renamed.YES
        if not self._may_rename(session.thread):
            return Renamed.TOO_OFTEN
        try:
            await self._edit(session.thread, name=name)
        except Archived:
            return await self._renamed_asleep(session, name)
        except (DeliveryError, TimeoutError):
            return Renamed.REFUSED
        return Renamed.YES

    async def _renamed_asleep(self, session: Session, name: str) -> Renamed:
        """An archived thread is changed only as it is opened."""
        thread = session.thread or Snowflake(0)
        try:
            await self._edit(thread, name=name, archived=False)
            await self._edit(thread, archived=True)
        except (DeliveryError, TimeoutError):
            return Renamed.REFUSED
        return Renamed.YES

    async def archive(self, session: Session) -> bool:
        """True where it sleeps, or has no thread of its own to."""
        if session.thread is None or session.kind not in _OURS:
            return True
        try:
            await self._edit(session.thread, archived=True)
        except Archived:
            return True
        except (DeliveryError, TimeoutError):
            return False
        return True

    def _may_rename(self, thread: Snowflake) -> bool:
        now = self.clock.now()
        times = self._renames.setdefault(thread, deque())
        while times and now - times[0] > _PER_MS:
            times.popleft()
        if len(times) >= _RENAMES:
            return False
        times.append(now)
        return True

    async def _edit(self, thread: Snowflake, **fields: Any) -> None:
        async with self.pacer.turn("reopen", thread, Urgency.FINAL), asyncio.timeout(_WITHIN_S):
            with told_plainly():
                await self.client.http.edit_channel(thread, **fields)
