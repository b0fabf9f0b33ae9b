"""What a request was made with, by its `origin`: `itx:` or `message:` with Discord's id, `rerun:` with a turn's."""

from bot.core.ids import Snowflake
from bot.core.session import Turn


def is_by_command(turn: Turn) -> bool:
    """So a message of ours must quote the request; a message of theirs is its own quotation."""
    return turn.origin.startswith("itx:")


def message_of(turn: Turn) -> Snowflake | None:
    """The message with which somebody made this request."""
    kind, _, number = turn.origin.partition(":")
    return Snowflake(int(number)) if kind == "message" and number.isdecimal() else None
