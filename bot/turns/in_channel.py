"""What a turn replies to where its talk takes place in a channel that has no threads."""

from bot.core.in_channel import InChannel
from bot.core.session import Session, SessionKind, Turn
from bot.core.view import ROOT
from bot.turns.equipment import Equipment


async def how_in_channel(tools: Equipment, session: Session, turn: Turn) -> InChannel | None:
    """None for a talk that has its room to itself."""
    if session.kind is not SessionKind.CHANNEL:
        return None
    root = next((row for row in await tools.store.outbox(turn.id) if row.slot == ROOT), None)
    quoted = root.message if root is not None and not root.gone else turn.reply_to
    return InChannel(quoted, is_first=await tools.store.first_turn(session.id) == turn.id)
