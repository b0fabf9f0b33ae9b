"""Where plain messages do not reach the bot, a turn's card has the button Reply."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.catalogue import say
from bot.core.ids import TurnId
from bot.core.patches import Button, Page
from bot.core.view import is_card_slot

REPLY = "reply"
"""The verb of the button, and of the form under it."""


def with_reply(pages: Iterable[Page], turn: TurnId) -> tuple[Page, ...]:
    """The newest card with one button more."""
    button = Button(say("button.reply"), f"{REPLY}:{turn}")
    return tuple(
        replace(page, buttons=(*page.buttons, button)) if is_card_slot(page.slot) and not page.is_retired else page
        for page in pages
    )
