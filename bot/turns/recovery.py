"""After a restart: which of the promised messages stand already, though no row says so."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

import structlog

from bot.core.errors import DeliveryError, DeliveryUnknown, Hidden
from bot.core.ids import Milliseconds, TurnId
from bot.core.ports import Seen
from bot.core.session import Outgoing
from bot.core.tools.look import ASK, is_ask_slot
from bot.core.view import ROOT, has_files_always, is_card_slot
from bot.turns.equipment import Equipment

log = structlog.get_logger(__name__)

NONCE_LASTS_MS = 60_000
"""So long a repeated nonce surely gives the first message: Discord says "the past few minutes" and no number."""


async def adopt(tools: Equipment, turn: TurnId) -> tuple[Outgoing, ...]:
    """The rows of the turn's messages in its thread; one without a message gets it where the history shows it.

    A row inside the nonce's time is left alone: sending it again with the same nonce gives the same message.
    Raises DeliveryUnknown where Discord cannot be reached, and Hidden where the place is closed to us.
    """
    rows = tuple(row for row in await tools.store.outbox(turn) if row.slot != ROOT)
    old = [row for row in rows if _is_doubtful(row, tools.clock.now())]
    if not old:
        return rows
    try:
        seen = await tools.canvas.ours_since(old[0].channel, Milliseconds(min(r.promised_at for r in old) - 5_000))
    except (DeliveryUnknown, Hidden):
        raise
    except DeliveryError as error:  # not knowing is no proof of "not sent": better none than twice
        log.warning("recovery.history_unreadable", turn=turn, error=str(error))
        return tuple(replace(row, gone=True) if row in old else row for row in rows)
    found = match(old, seen, taken={row.message for row in rows if row.message})
    for row in found:
        if row.message is not None:
            await tools.store.shown(turn, row.slot, message=row.message, digest="")
    log.info("recovery.adopted", turn=turn, slots=[row.slot for row in found if row.message])
    adopted = {row.slot: row for row in found}
    return tuple(adopted.get(row.slot, row) for row in rows)


def _is_doubtful(row: Outgoing, now: Milliseconds) -> bool:
    return row.message is None and not row.gone and now - row.promised_at > NONCE_LASTS_MS


def match(rows: Sequence[Outgoing], seen: Iterable[Seen], *, taken: Iterable[object]) -> tuple[Outgoing, ...]:
    """Give each row its message: card and questions by the turn's id in their buttons, a page by its first digest.

    Of equal digests the first slot gets the oldest message.
    """
    free = deque(message for message in seen if message.message not in set(taken))
    matched = []
    for row in rows:
        mine = next((m for m in free if _is_mine(row, m)), None)
        if mine is not None:
            free.remove(mine)
        matched.append(replace(row, message=mine.message if mine else None))
    return tuple(matched)


def _is_mine(row: Outgoing, message: Seen) -> bool:
    if is_ask_slot(row.slot):
        mine = f"answer:{row.turn}:{row.slot.removeprefix(ASK)}"
        return any(f"{action}:".startswith(f"{mine}:") for action in message.actions)
    if is_card_slot(row.slot):
        return any(row.turn in parts and parts[0] != "answer" for parts in (a.split(":") for a in message.actions))
    return message.content in row.first.split() and (message.has_files or not has_files_always(row.slot))
