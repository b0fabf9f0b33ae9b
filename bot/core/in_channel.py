"""A talk in a channel that has no threads: among what others say there, each message replies to the request."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.patches import Page
from bot.core.view import is_card_slot


@dataclass(frozen=True, slots=True)
class InChannel:
    """`quoted`: the message with the request, None where it is gone. `is_first`: this request began the talk."""

    quoted: Snowflake | None
    is_first: bool


def in_channel(pages: Iterable[Page], how: InChannel) -> tuple[Page, ...]:
    """As replies; the first card tells how the talk goes on."""
    return tuple(_shown(page, how) for page in pages)


def _shown(page: Page, how: InChannel) -> Page:
    shown = replace(page, reply_to=how.quoted)
    if page.card is None or page.is_retired or not is_card_slot(page.slot) or not how.is_first:
        return shown
    return replace(shown, card=replace(page.card, lines=(*page.card.lines, f"-# {say('permissions.in_channel')}")))
