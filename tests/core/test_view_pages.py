"""What a turn's pages look like, and what notifies."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.ids import Slot, Snowflake
from bot.core.imagine.buttons import rework_buttons
from bot.core.imagine.job import JobId, PictureId
from bot.core.patches import Button, Page, Upload, Urgency
from bot.core.session import Outcome
from bot.core.view import CARD_LASTS_MS, NOTIFY_WITHIN_MS, SHOWN_PAGES, Gathered
from tests.core.views import DETAILS, FILES, RETRY, STOP, TURN, ended, pages, said, view

# --- the pages ---


def test_a_short_answer_is_one_page() -> None:
    """A streamed answer is a message of its own below the card, as soon as it has text."""
    assert [page.slot for page in pages(view())] == ["card"]
    assert [page.slot for page in pages(view(said("Hi")))] == ["card", "page0"]


def long_answer(count: int) -> e.Output:
    """An answer of just so many pages."""
    return said("\n\n".join(f"{number}" + " word" * 390 for number in range(count)))


@pytest.mark.parametrize("count", [1, SHOWN_PAGES])
def test_up_to_five_pages_stand_whole(count: int) -> None:
    """An answer of up to five pages has no button and no file."""
    shown = pages(view(long_answer(count), turn=ended(Outcome.COMPLETED)))[1:]

    assert [page.slot for page in shown] == [f"page{number}" for number in range(count)]
    assert not any(page.buttons or page.files for page in shown)


def test_a_sixth_page_is_behind_a_button() -> None:
    """When a sixth page begins, the fifth message gets Show more, and nothing more is posted."""
    shown = pages(view(long_answer(8)))[1:]

    assert len(shown) == SHOWN_PAGES
    assert [page.buttons for page in shown] == [()] * 4 + [(Button("Show more", "more:turn-1:5"),)]
    assert not any(page.files for page in shown)


def test_at_the_end_the_whole_joins_as_a_file() -> None:
    """The fifth message of a long answer carries the whole text as a file, once the turn is over."""
    answer = long_answer(8)

    shown = pages(view(answer, turn=ended(Outcome.COMPLETED)))[1:]

    text = answer.parts[0]
    assert isinstance(text, e.TextPart)
    assert shown[4].files == (Upload.of("answer.md", f"{text.text}\n".encode()),)
    assert shown[4].files[0].data.decode() == f"{text.text}\n"
    assert not any(page.files for page in shown[:4])


def test_sources_stand_at_the_end() -> None:
    """Citations become numbers in the text, and a list of sources at its end, once the turn is over."""
    cited = e.Output((e.TextPart("The moon is cheese.", (e.Citation("https://a.example/moon", "Moon", 0, 19),)),))

    growing, done = pages(view(cited))[1], pages(view(cited, turn=ended(Outcome.COMPLETED)))[1]

    assert growing.content == "The moon is cheese."
    assert "https://a.example/moon" in done.content
    assert done.content.startswith("The moon is cheese.")


def test_what_the_agent_made_is_a_message() -> None:
    """Files come as one message below the answer, with a line for each that is missing, and a button on the receipt."""
    chart = Upload.of("chart.png", b"png")
    gathered = Gathered((chart,), ("`film.mp4` is too large",), rest=3)

    shown = pages(replace(view(said("Hi"), turn=ended(Outcome.COMPLETED)), gathered=gathered))

    assert shown[0].buttons == (DETAILS, FILES, RETRY)
    assert shown[2] == Page(
        slot=Slot("files"),
        content="-# `film.mp4` is too large\n-# 3 more files are not attached: see Files",
        files=(chart,),
        buttons=rework_buttons([PictureId(JobId("turn-1"), 0)]),
        urgency=Urgency.FINAL,
    )


# --- what notifies ---


def test_a_quick_first_page_notifies() -> None:
    """The first page notifies if it is wanted within 30 s of the request; the card and later pages never do."""
    quick, slow = pages(view(long_answer(2)), after_ms=NOTIFY_WITHIN_MS), pages(view(long_answer(2)), after_ms=30_001)

    assert [page.silent for page in quick] == [True, False, True]
    assert [page.silent for page in slow] == [True, True, True]


def test_a_slow_turn_pings_at_its_end() -> None:
    """A turn of over 30 s ends with one message that pings the asker, in our own words; a quicker one does not."""
    slow = pages(view(said("Hi"), turn=ended(Outcome.COMPLETED, after_ms=30_001)))
    quick = pages(view(said("Hi"), turn=ended(Outcome.COMPLETED, after_ms=30_000)))

    assert slow[-1] == Page(
        slot=Slot("ping"),
        content="<@77> your request is done.",
        silent=False,
        ping=Snowflake(77),
        urgency=Urgency.FINAL,
    )
    assert "ping" not in [page.slot for page in quick]


def test_a_slow_failure_pings_in_other_words() -> None:
    """The ping of a turn that did not end well says so."""
    last = pages(view(turn=ended(Outcome.FAILED, "turn.key", after_ms=60_000)))[-1]

    assert last.content == "<@77> your request has ended, but not as it should; see above."


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=200), st.sampled_from([None, *Outcome]), st.integers(0, 100_000))
def test_nothing_else_pings(text: str, outcome: Outcome | None, after_ms: int) -> None:
    """No other message of a turn ever carries a ping, whatever the model says."""
    turn = ended(outcome, after_ms=after_ms) if outcome else TURN

    shown = pages(view(said(f"@everyone <@1> {text}"), turn=turn), after_ms=after_ms)

    assert all(page.ping is None for page in shown if page.slot != "ping")


def test_final_writes_go_before_progress() -> None:
    """The card and the first page are more urgent than what grows after them, and all of a final answer most."""
    growing, done = pages(view(long_answer(2))), pages(view(long_answer(2), turn=ended(Outcome.COMPLETED)))

    assert [page.urgency for page in growing] == [Urgency.FIRST, Urgency.FIRST, Urgency.PROGRESS]
    assert {page.urgency for page in done} == {Urgency.FINAL}


# --- long turns ---


def test_a_card_too_old_to_be_edited_is_replaced() -> None:
    """After 55 minutes a new card begins, and the old one says so, for Discord hardly lets old messages be edited."""
    first, second, _ = pages(view(said("Hi")), after_ms=CARD_LASTS_MS)

    assert (first.slot, first.buttons) == ("card", ())
    assert (second.slot, second.buttons) == ("card1", (STOP,))
