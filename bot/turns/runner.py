"""Carries a turn from whatever state its row is in to done; live work and recovery are the same walk.

Each state has one stage that does what the state stands for and returns the turn in its next state. A process killed in
any stage leaves a row from which the same stage begins again.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.core.session import Turn, TurnState
from bot.turns.continuing import go_on
from bot.turns.delivering import deliver
from bot.turns.running import finish, listen, remember
from bot.turns.starting import start
from bot.turns.taking import take
from bot.turns.work import Work

log = structlog.get_logger(__name__)


async def carry(work: Work) -> Turn:
    """Walk the turn to done, or until Discord cannot be reached any more (`work.is_cut_off`)."""
    if work.turn.stop_asked_by is not None:
        work.stop_asked.set()
    work.drawing.look = work.pages_so_far
    async with asyncio.TaskGroup() as group:
        beside = (work.drawing.run(), work.keep_drawn(), work.halt_when_unseen())
        tasks = [group.create_task(one) for one in beside]
        while work.turn.state is not TurnState.DONE and not work.is_cut_off:
            work.redraw()
            work.turn = await _STAGES[work.turn.state](work)
            log.info("turn.moved", turn=work.turn.id, state=work.turn.state)
        for task in tasks:
            task.cancel()
    return work.turn


async def _wait(work: Work) -> Turn:
    """WAITING: after a restart, what stands in the thread is worked out again first."""
    if not work.transcript.runs:
        await remember(work, await work.tools.store.runs(work.turn.id))
    return await go_on(work)


_STAGES: dict[TurnState, Callable[[Work], Awaitable[Turn]]] = {
    TurnState.QUEUED: take,
    TurnState.STARTING: start,
    TurnState.RUNNING: listen,
    TurnState.WAITING: _wait,
    TurnState.FINISHING: finish,
    TurnState.DELIVERING: deliver,
}
