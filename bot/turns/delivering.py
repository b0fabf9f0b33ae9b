"""The last stage: what is true is shown in full, or as much of it as Discord takes."""

import structlog

from bot.core.errors import DeliveryError, DeliveryUnknown, FilesRefused, Forbidden, Gone, Hidden
from bot.core.patches import Page, digest
from bot.core.session import Turn, TurnEvent
from bot.core.view import is_card_slot
from bot.turns.artifacts import gather
from bot.turns.running import remember
from bot.turns.work import Work

log = structlog.get_logger(__name__)


async def deliver(work: Work) -> Turn:
    """DELIVERING: show it and be done; where Discord cannot be reached, the turn stays as it is, to be tried again."""
    if not work.transcript.runs:
        await remember(work, await work.tools.store.runs(work.turn.id))
    work.gathered = await gather(work)
    try:
        await _show(work)
    except DeliveryUnknown as error:
        log.warning("turn.delivery_unknown", turn=work.turn.id, error=str(error))
        work.is_cut_off = True
        return work.turn
    except Forbidden as error:
        log.warning("turn.not_delivered", turn=work.turn.id, error=str(error))
        if not _is_told(work, error):
            work.is_cut_off = True
            return work.turn
    except DeliveryError as error:
        log.warning("turn.not_delivered", turn=work.turn.id, error=str(error))
    return await work.move(TurnEvent.DELIVERED)


async def _show(work: Work) -> None:
    """All of it; where the files are refused, all but them; where a message is, the receipt at least, which says so."""
    has_files = any(page.files for page in work.pages())
    if has_files and not work.tools.canvas.may_attach(work.drawing.channel):
        _leave_out_files(work)
    is_known = bool(work.transcript.steps)  # a run that could not be read takes away nothing that is shown
    try:
        await _drawn(work, work.pages(), final=is_known)
    except FilesRefused as error:
        log.warning("turn.files_refused", turn=work.turn.id, error=str(error))
        _leave_out_files(work)
        await _drawn(work, work.pages(), final=is_known)
    except (Gone, Hidden, DeliveryUnknown):
        raise
    except DeliveryError as error:
        log.warning("turn.not_shown", turn=work.turn.id, error=str(error))
        work.notices = (*work.notices, "receipt.not_shown")
        await _drawn(work, tuple(page for page in work.pages() if is_card_slot(page.slot)), final=False)


def _is_told(work: Work, error: Forbidden) -> bool:
    """Whether the card that stands says how it ended; else that is said once it may be."""
    cards = [page for page in work.drawing.wanted if is_card_slot(page.slot)]
    return not isinstance(error, Hidden) and any(work.drawing.shown.get(p.slot) == digest(p) for p in cards)


def _leave_out_files(work: Work) -> None:
    work.attaches = False
    work.notices = (*work.notices, "receipt.no_files")


async def _drawn(work: Work, pages: tuple[Page, ...], *, final: bool) -> None:
    """Raises the DeliveryError that makes it impossible.

    What failed before for a reason that may have passed is tried again; what has an unknown outcome only after a look
    at what stands there.
    """
    if isinstance(work.drawing.failure, Gone | DeliveryUnknown):
        raise work.drawing.failure
    work.drawing.want(pages, final=final)
    work.drawing.resume()
    await work.drawing.settled()
