"""The least that can be shown of a turn that our own fault ends: it needs nothing of what was heard or made."""

import asyncio
from dataclasses import replace

from bot.core.pages import lay_out
from bot.core.patches import Page
from bot.core.session import Outcome
from bot.core.transcript import Transcript
from bot.core.view import View, is_card_slot, pages_of
from bot.turns import endings
from bot.turns.work import Work


async def show_least(work: Work) -> None:
    """Make the card a receipt that says so, with its reference. What else stands is left."""
    work.drawing.want(_receipt(work))
    async with asyncio.TaskGroup() as group:
        drawing = group.create_task(work.drawing.run())
        await work.drawing.settled()
        drawing.cancel()


def _receipt(work: Work) -> tuple[Page, ...]:
    turn = replace(work.turn, outcome=Outcome.FAILED, reason=endings.INTERNAL.reason, detail="")
    view = View(turn=turn, agent=work.tools.agent_name, transcript=Transcript())
    pages = pages_of(view, lay_out(""), now=work.tools.clock.now())
    return tuple(page for page in pages if is_card_slot(page.slot))
