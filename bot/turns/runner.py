"""Carries a turn from whatever state its row is in to done; live work and recovery are the same walk.

Each state has one stage that does what the state stands for and returns the turn in its next state. A process killed in
any stage leaves a row from which the same stage begins again.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.core.errors import DeliveryError
from bot.core.session import Turn, TurnEvent, TurnState
from bot.turns.artifacts import gather
from bot.turns.running import finish, listen, remember
from bot.turns.starting import start
from bot.turns.work import Work

log = structlog.get_logger(__name__)


async def carry(work: Work) -> Turn:
    """Walk the turn to done."""
    if work.turn.stop_asked_by is not None:
        work.stop_asked.set()
    async with asyncio.TaskGroup() as group:
        drawing = [group.create_task(work.drawing.run()), group.create_task(work.keep_drawn())]
        while work.turn.state is not TurnState.DONE:
            work.redraw()
            work.turn = await _STAGES[work.turn.state](work)
            log.info("turn.moved", turn=work.turn.id, state=work.turn.state)
        for task in drawing:
            task.cancel()
    return work.turn


async def _take(work: Work) -> Turn:
    return await work.move(TurnEvent.TAKEN)


async def _deliver(work: Work) -> Turn:
    """DELIVERING: show what is true in full. Where Discord does not let us, that is the end of it all the same."""
    if not work.transcript.runs:
        await remember(work, await work.tools.store.runs(work.turn.id))
    work.gathered = await gather(work)
    is_known = bool(work.transcript.steps)  # a run that could not be read takes away nothing that is shown
    work.drawing.want(work.pages(), final=is_known)
    try:
        await work.drawing.settled()
    except DeliveryError as error:
        log.warning("turn.not_delivered", turn=work.turn.id, error=str(error))
    return await work.move(TurnEvent.DELIVERED)


_STAGES: dict[TurnState, Callable[[Work], Awaitable[Turn]]] = {
    TurnState.QUEUED: _take,
    TurnState.STARTING: start,
    TurnState.RUNNING: listen,
    TurnState.FINISHING: finish,
    TurnState.DELIVERING: _deliver,
}
