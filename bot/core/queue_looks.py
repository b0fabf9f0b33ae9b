"""What a card says of the requests behind it, and of its own when that was changed meanwhile."""

from typing import TYPE_CHECKING

from bot.core.catalogue import say
from bot.core.patches import Button
from bot.core.session import Turn
from bot.core.waiting import Rewording

if TYPE_CHECKING:
    from bot.core.view import View


def waiting_lines(view: "View") -> tuple[str, ...]:
    count = view.waiting
    waits = (say("waiting.one") if count == 1 else say("waiting.many", count=count),) if count else ()
    is_edited = view.reworded is Rewording.EDITED
    reworded = (say("waiting.edited" if is_edited else "waiting.deleted"),) if view.reworded else ()
    return tuple(f"-# {line}" for line in (*waits, *reworded))


def working_buttons(view: "View") -> tuple[Button, ...]:
    """While it works. What stops already needs no second word, and is not asked for what is next."""
    turn: Turn = view.turn
    stop = Button(say("button.stop"), f"stop:{turn.id}", danger=True)
    if turn.stop_asked_by is not None:
        return (stop,)
    now = (Button(say("button.now"), f"now:{turn.id}"),) if view.waiting else ()
    is_edited = view.reworded is Rewording.EDITED
    again = (Button(say("button.rerun"), f"rerun:{turn.id}"),) if is_edited else ()
    return (stop, *now, *again)
