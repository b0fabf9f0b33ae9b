"""What a turn replies to where its talk takes place in a channel that has no threads."""

from bot.core.ids import Snowflake
from bot.core.in_channel import InChannel
from bot.core.origins import message_of
from bot.core.session import Outgoing, Session, SessionKind, Turn, row_of
from bot.core.view import ROOT
from bot.turns.equipment import Equipment


async def how_in_channel(tools: Equipment, session: Session, turn: Turn) -> InChannel | None:
    """None for a talk that has its room to itself."""
    if session.kind is not SessionKind.CHANNEL:
        return None
    root = row_of(await tools.store.outbox(turn.id), ROOT)
    return InChannel(_quoted(turn, root), is_first=await tools.store.first_turn(session.id) == turn.id)


def _quoted(turn: Turn, root: Outgoing | None) -> Snowflake | None:
    """The message of ours that quotes the request; what a person wrote is its own quotation."""
    if root is not None:
        return None if root.gone else root.message
    return turn.reply_to or message_of(turn)
