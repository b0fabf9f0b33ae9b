"""The first stage: a turn waits for a free place, and its asker is looked at once more before anything is spent."""

from bot.core.session import Outcome, Turn, TurnEvent
from bot.core.waiting import is_withdrawn
from bot.turns import endings
from bot.turns.endings import Ending
from bot.turns.work import Work


async def take(work: Work) -> Turn:
    """QUEUED: who has been shut out since they asked is told so."""
    await _find_place(work)
    if work.stop_asked.is_set():
        return await work.settle(work.cut_by or endings.stopped(work.turn))
    if is_withdrawn(await work.tools.queue.reworded(work.turn.id)):
        return await work.settle(endings.WITHDRAWN)
    if not work.tools.canvas.may_write(work.drawing.channel):  # it would cost money, and nobody could see it
        return await work.settle(endings.not_allowed(work.session.kind))
    admission = await work.tools.admit(work.session, work.turn)
    if admission.hindrance:
        return await work.settle(Ending(Outcome.CANCELLED, admission.hindrance))
    if admission.actor.roles != work.turn.actor.roles:
        await work.tools.store.meet(work.turn.id, admission.actor.roles)
    return await work.move(TurnEvent.TAKEN)


async def _find_place(work: Work) -> None:
    """Said on the card for as long as it takes; a restart changes nothing, for places go by the age of requests."""
    work.ticket = work.tools.places.ask(work.session, work.turn, work.rests)
    if not work.ticket.seated.is_set():
        work.redraw()
        await work.unless_stopped(work.ticket.seated.wait())
