"""Keeps the marks on messages that wait like what is true, and tells the turn at work how many wait behind it.

Of each mark a row is written before it is put, and forgotten after it is taken away: so what a killed process left on a
message is known, and mended by the next one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, field, replace
from itertools import chain, repeat

import structlog

from bot.core.errors import DeliveryError, DeliveryUnknown
from bot.core.ids import SessionId, Snowflake
from bot.core.origins import is_by_command
from bot.core.session import Session, Turn, row_of
from bot.core.view import ROOT
from bot.core.waiting import REFUSED, WAITS, Mark
from bot.turns.equipment import Equipment

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Waiting:
    """One worker per session; `count` takes how many wait there."""

    tools: Equipment
    group: asyncio.TaskGroup
    count: Callable[[SessionId, int], None]
    _stale: set[SessionId] = field(default_factory=set)
    _workers: dict[SessionId, asyncio.Task[None]] = field(default_factory=dict)
    _unmarkable: dict[SessionId, set[Snowflake]] = field(default_factory=dict)
    _laid_down: bool = False

    def look(self, session: SessionId) -> None:
        """Something may have changed in this session's queue."""
        self._stale.add(session)
        if session not in self._workers and not self._laid_down:
            self._workers[session] = self.group.create_task(self._keep(session), context=Context())

    async def take_up(self) -> None:
        """What an earlier process left marked."""
        for session in await self.tools.queue.marked_sessions():
            self.look(session)

    async def lay_down(self) -> None:
        self._laid_down = True
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _keep(self, session: SessionId) -> None:
        try:
            while session in self._stale:
                self._stale.discard(session)
                with suppress(DeliveryUnknown):  # it is another queue by now: look again
                    await self._make_true(session)
        except Exception:  # marks are small: nothing else may fail for them
            log.exception("waiting.crashed", session=session)
        finally:
            del self._workers[session]

    async def _make_true(self, session: SessionId) -> None:
        turns = await self.tools.queue.waiting(session)
        self.count(session, len(turns))
        refused = self._unmarkable.get(session, set()) if turns else self._unmarkable.pop(session, set())
        known = await self.tools.queue.marks(session)
        where = await self.tools.store.session(session)
        wanted = await self._wanted(where, turns) if where is not None else {}
        for mark in known:
            if mark.emoji == REFUSED:
                await self._put(mark)
            elif mark.message not in wanted:
                await self._take_away(mark)
        standing = {mark.message for mark in known if mark.stands}
        for mark in wanted.values():
            if session in self._stale:
                return
            if mark.message not in standing | refused:
                await self._put(mark)

    async def _wanted(self, session: Session, turns: Sequence[Turn]) -> dict[Snowflake, Mark]:
        marks = [await self._mark_of(session, turn) for turn in turns]
        return {mark.message: mark for mark in marks if mark is not None}

    async def _mark_of(self, session: Session, turn: Turn) -> Mark | None:
        """On the person's own message, or the one that quotes their command, once it is known."""
        if not is_by_command(turn):
            message, channel = turn.reply_to, session.room
        else:
            row = row_of(await self.tools.store.outbox(turn.id), ROOT)
            message, channel = (row.message, row.channel) if row is not None else (None, None)
        if message is None or channel is None:
            return None
        return Mark(message=message, channel=channel, session=session.id, emoji=WAITS)

    async def _put(self, mark: Mark) -> None:
        await self.tools.queue.promise_mark(mark)
        if not await self._is_done(mark, self.tools.marks.put):
            self._unmarkable.setdefault(mark.session, set()).add(mark.message)
            await self.tools.queue.forget_mark(mark.message)
        elif mark.emoji == REFUSED:  # it stays, so nothing has to be known of it
            await self.tools.queue.forget_mark(mark.message)
        else:
            await self.tools.queue.promise_mark(replace(mark, stands=True))

    async def _take_away(self, mark: Mark) -> None:
        await self._is_done(mark, self.tools.marks.take_away)
        await self.tools.queue.forget_mark(mark.message)

    async def _is_done(self, mark: Mark, act: Callable[[Mark], Awaitable[None]]) -> bool:
        """False where Discord will not have it; while it cannot be reached, it is tried again and again.

        Raises DeliveryUnknown once something has changed meanwhile.
        """
        waits = self.tools.limits.write_retries_s
        for wait in chain(waits, repeat(waits[-1])):
            try:
                await act(mark)
            except DeliveryUnknown as error:
                log.info("mark.outcome_unknown", message=mark.message, error=type(error).__name__)
                if mark.session in self._stale:
                    raise
                await self.tools.sleep(wait)
            except DeliveryError as error:
                log.info("mark.refused", message=mark.message, emoji=mark.emoji, error=type(error).__name__)
                return False
            else:
                return True
        return False
