"""A talk among what others say: every message replies to the request, and the first card tells how to go on."""

from bot.core.ids import Slot, Snowflake
from bot.core.in_channel import InChannel, in_channel
from bot.core.patches import Card, Page

CARD = Page(slot=Slot("card1"), card=Card(("**Working**",), None))
PAGES = (
    Page(slot=Slot("card"), card=Card(("older",), None), is_retired=True),
    CARD,
    Page(slot=Slot("page0"), content="Hello"),
    Page(slot=Slot("call0"), card=Card(("May I?",), None)),
)
REQUEST = Snowflake(7)


def lines(page: Page) -> tuple[str, ...]:
    return page.card.lines if page.card else ()


def test_every_message_replies_to_the_request() -> None:
    """Pages and cards alike."""
    shown = in_channel(PAGES, InChannel(REQUEST, is_first=False))

    assert {page.reply_to for page in shown} == {REQUEST}
    assert [lines(page) for page in shown] == [lines(page) for page in PAGES]


def test_only_the_newest_card_of_the_first_request_tells_how_to_go_on() -> None:
    """Not one that is retired, and no other message with a card."""
    shown = in_channel(PAGES, InChannel(REQUEST, is_first=True))

    assert [len(lines(page)) - len(lines(before)) for page, before in zip(shown, PAGES, strict=True)] == [0, 1, 0, 0]
    assert "reply to one of these messages" in lines(shown[1])[-1]


def test_where_the_request_is_gone_nothing_is_replied_to() -> None:
    """Somebody deleted the message that quotes it."""
    assert {page.reply_to for page in in_channel(PAGES, InChannel(None, is_first=True))} == {None}
