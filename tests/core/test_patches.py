"""The smallest change from what is shown to what is wanted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import Slot, Snowflake
from bot.core.patches import (
    Button,
    Card,
    Create,
    Delete,
    Edit,
    Page,
    Shown,
    Upload,
    Urgency,
    apply,
    content_digest,
    diff,
    digest,
)

SLOTS = st.sampled_from(["card", "page0", "page1", "page2", "ping"]).map(Slot)
TEXTS = st.sampled_from(["", "a", "b", " a ", "a\n"])
PAGES = st.builds(
    Page,
    slot=SLOTS,
    content=TEXTS,
    card=st.none() | st.builds(Card, st.tuples(TEXTS), st.integers(0, 1)),
    buttons=st.lists(st.builds(Button, TEXTS, TEXTS), max_size=1).map(tuple),
    files=st.just(()) | st.tuples(st.builds(Upload.of, TEXTS, st.binary(max_size=8))),
)
WANTED = st.lists(PAGES, max_size=5, unique_by=lambda page: page.slot).map(tuple)


def shown_of(pages: tuple[Page, ...]) -> Shown:
    return {page.slot: digest(page) for page in pages}


@given(WANTED, WANTED)
def test_a_diff_applied_shows_what_is_wanted(before: tuple[Page, ...], wanted: tuple[Page, ...]) -> None:
    """Whatever is shown, the changes make it exactly what is wanted."""
    shown = shown_of(before)

    assert apply(shown, diff(shown, wanted)) == shown_of(wanted)


@given(WANTED)
def test_what_is_shown_is_left_alone(wanted: tuple[Page, ...]) -> None:
    """Where everything wanted is shown, there is nothing to change."""
    assert diff(shown_of(wanted), wanted) == ()


@given(WANTED, WANTED)
def test_a_diff_is_the_smallest(before: tuple[Page, ...], wanted: tuple[Page, ...]) -> None:
    """No slot is changed twice, and without any one of the changes something would be missing."""
    shown = shown_of(before)
    patches = diff(shown, wanted)

    for left_out in range(len(patches)):
        rest = patches[:left_out] + patches[left_out + 1 :]
        assert apply(shown, rest) != shown_of(wanted)


def test_changes_come_in_the_order_of_the_messages() -> None:
    """New and changed messages come in their wanted order, and what goes away goes last."""
    card, first, second = Page(slot=Slot("card")), Page(slot=Slot("page0")), Page(slot=Slot("page1"), content="b")
    shown = {Slot("page2"): "old", Slot("page1"): "old", Slot("card"): digest(card)}

    patches = diff(shown, (card, first, second))

    assert patches == (Create(first), Edit(second), Delete(Slot("page2")))


PLAIN = Page(slot=Slot("page0"), content="text")


@pytest.mark.parametrize(
    "change",
    [
        {"content": "other"},
        {"card": Card(("line",), 1)},
        {"buttons": (Button("Stop", "stop:1"),)},
        {"files": (Upload.of("answer.md", b"text"),)},
    ],
)
def test_what_an_edit_could_change_is_in_the_digest(change: dict[str, object]) -> None:
    """Another text, card, button or file is another digest."""
    assert digest(replace(PLAIN, **change)) != digest(PLAIN)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [{"silent": False}, {"urgency": Urgency.FINAL}, {"reply_to": Snowflake(1)}, {"ping": Snowflake(1)}],
)
def test_how_a_message_was_announced_is_not(change: dict[str, object]) -> None:
    """What matters at its creation only does not make a message look different, so nothing is edited for it."""
    assert digest(replace(PLAIN, **change)) == digest(PLAIN)  # type: ignore[arg-type]


@given(st.text(), st.sampled_from(["", " ", "\n", " \n\t"]))
def test_outer_white_space_does_not_count(text: str, space: str) -> None:
    """Discord does not keep the white space around a message, so a digest does not see it."""
    assert content_digest(f"{space}{text}{space}") == content_digest(text)


def test_an_answer_to_an_itx_goes_first() -> None:
    """The order of urgency: answer to an itx, final page, question, first page, progress, typing."""
    assert sorted(Urgency) == [
        Urgency.ITX,
        Urgency.FINAL,
        Urgency.QUESTION,
        Urgency.FIRST,
        Urgency.PROGRESS,
        Urgency.TYPING,
    ]
