"""Buttons by which a talk goes on from a turn's card: Reply where plain messages do not reach us, and New talk."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.catalogue import say
from bot.core.ids import TurnId
from bot.core.patches import Button, Page
from bot.core.view import is_card_slot

REPLY = "reply"
"""The verb of the button, and of the form under it."""
NEW_TALK = "new_talk"


def with_reply(pages: Iterable[Page], turn: TurnId) -> tuple[Page, ...]:
    """On the newest card."""
    return _with(pages, Button(say("button.reply"), f"{REPLY}:{turn}"))


def with_new_talk(pages: Iterable[Page], turn: TurnId) -> tuple[Page, ...]:
    """In a direct message, where all talks are in one place."""
    return _with(pages, Button(say("button.new_talk"), f"{NEW_TALK}:{turn}"))


def _with(pages: Iterable[Page], button: Button) -> tuple[Page, ...]:
    return tuple(
        replace(page, buttons=(*page.buttons, button)) if is_card_slot(page.slot) and not page.is_retired else page
        for page in pages
    )
