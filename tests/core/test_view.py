"""What a turn's messages look like, as snapshots, and what they never look like, whatever the model says."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.ids import Milliseconds, SessionId, Slot, Snowflake, TurnId
from bot.core.patches import Button, Card, Page, Upload, Urgency
from bot.core.session import Actor, Outcome, Turn, TurnState
from bot.core.transcript import RunTranscript, Transcript
from bot.core.view import (
    CARD_LASTS_MS,
    NOTIFY_WITHIN_MS,
    QUIET_AFTER_MS,
    SHOWN_PAGES,
    View,
    duration,
    lay_out_answer,
    pages_of,
)

NOW = Milliseconds(1_795_000_000_000)
CARD_LIMIT = 4_000
"""Discord's most characters of text in one message of components."""
STOP = Button("Stop", "stop:turn-1", danger=True)
TURN = Turn(
    id=TurnId("turn-1"),
    session=SessionId("session-1"),
    origin="itx:1",
    request="Draw a map",
    actor=Actor(id=Snowflake(77), name="Mira"),
    locale="en-GB",
    created_at=NOW,
    state=TurnState.RUNNING,
    started_at=NOW,
)
SEARCH = e.Call("google_search", "call-1", arguments={"queries": ["moon"]})
USAGE = e.Usage(input=100_000, output=20_000, cached=50_000, total=120_000)


def said(text: str) -> e.Output:
    return e.Output((e.TextPart(text),))


def view(*steps: e.Step, turn: Turn = TURN, usage: e.Usage | None = None) -> View:
    run = RunTranscript(steps=steps, usage=usage)
    return View(turn=turn, agent="antigravity-preview-09-2026", transcript=Transcript((run,)))


def ended(outcome: Outcome, reason: str = "", *, detail: str = "", after_ms: int = 5_000) -> Turn:
    return replace(
        TURN,
        state=TurnState.DELIVERING,
        outcome=outcome,
        reason=reason,
        detail=detail,
        ended_at=Milliseconds(NOW + after_ms),
        stop_asked_by=Snowflake(77) if reason == "turn.stopped" else None,
    )


def pages(shown: View, *, after_ms: int = 1_000) -> tuple[Page, ...]:
    return pages_of(shown, lay_out_answer(shown, None), now=Milliseconds(NOW + after_ms))


def card(shown: View, *, after_ms: int = 1_000) -> Card:
    first = pages(shown, after_ms=after_ms)[0]
    assert first.slot == "card"
    assert first.card
    return first.card


def text_of(message: Page) -> str:
    return "\n".join(message.card.lines) if message.card else message.content


# --- the card ---


@pytest.mark.parametrize(
    ("changes", "headline"),
    [
        ({"state": TurnState.QUEUED}, "**Starting** · <t:1795000000:R>"),
        ({"state": TurnState.STARTING}, "**Starting** · <t:1795000000:R>"),
        ({"state": TurnState.RUNNING}, "**Working** · <t:1795000000:R>"),
        ({"state": TurnState.FINISHING}, "**Working** · <t:1795000000:R>"),
        ({"stop_asked_by": Snowflake(5)}, "**Stopping** · <t:1795000000:R>"),
    ],
)
def test_the_card_says_how_it_stands(changes: dict[str, object], headline: str) -> None:
    """The first line is the state, and since when, in a form whose time passes by itself."""
    turn = replace(TURN, **changes)  # type: ignore[arg-type]

    assert card(view(turn=turn)).lines == (headline,)


def test_a_working_card() -> None:
    """The card shows what was said on the way and the latest four steps in a person's words, and can be stopped."""
    steps = [
        e.Thought((e.TextPart("Too long ago"),)),
        said("Let me look."),
        SEARCH,
        e.Call("code_execution", "call-2", arguments={"code": "ls\npwd"}),
        e.Call("function", "call-3", "write_file", arguments={"path": "map.svg"}),
        said("Here it"),
    ]

    first, page = pages(view(*steps))

    assert first == Page(
        slot=Slot("card"),
        card=Card(
            (
                "**Working** · <t:1795000000:R>",
                "-# 💬 Let me look.",
                "-# 🔎 searched for `moon`",
                "-# ⚙️ ran `ls`",
                "-# 📝 wrote `map.svg`",
            ),
            0x5865F2,
        ),
        buttons=(STOP,),
    )
    assert page.content == "Here it"


def test_a_card_that_waits_says_until_when() -> None:
    """A refused start shows the time of its next try."""
    waiting = replace(view(), retry_at=Milliseconds(NOW + 30_000))

    assert card(waiting).lines == ("**Waiting for the agent service** · it is busy; next try <t:1795000030:R>",)


def test_silence_is_said_after_a_minute() -> None:
    """With no event for more than 60 s, the card says since when; at 60 s it does not yet."""
    heard = replace(view(SEARCH), heard_at=NOW)

    assert len(card(heard, after_ms=QUIET_AFTER_MS).lines) == 2
    assert card(heard, after_ms=QUIET_AFTER_MS + 1).lines[2] == (
        "-# nothing new from the agent since <t:1795000000:R>"
    )


# --- the receipt ---


def test_the_receipt_of_a_good_turn() -> None:
    """A done turn shrinks to how it ended, steps, time, tokens and estimated cost, without a button."""
    turn = ended(Outcome.COMPLETED, after_ms=200_000)

    first = pages(view(SEARCH, SEARCH, said("Done."), turn=turn, usage=USAGE))[0]

    assert first == Page(
        slot=Slot("card"),
        card=Card(("✅ **Done** · 2 steps · 3 min 20 s · 120,000 tokens · ≈ $0.12",), 0x3BA55D),
        urgency=Urgency.FINAL,
        is_seal=True,
    )


def test_the_receipt_keeps_what_was_said_on_the_way() -> None:
    """Short interim text stays on the receipt, above the figures; the steps do not."""
    turn = ended(Outcome.COMPLETED)

    lines = card(view(said("Let me look."), SEARCH, said("Cheese."), turn=turn)).lines

    assert lines == ("-# 💬 Let me look.", "✅ **Done** · 1 step · 5 s")


RECEIPTS = [
    (
        ended(Outcome.FAILED, "turn.agent_failed", detail="The sandbox broke."),
        (
            "❌ **Failed** · 5 s",
            "The agent service reports that it failed: The sandbox broke. This is not your fault; ask again, and tell "
            "the bot's operator if it stays so.",
            "-# reference `turn-1`",
        ),
    ),
    (
        ended(Outcome.CANCELLED, "turn.stopped"),
        ("⏹️ **Stopped** · 5 s", "Stopped by <@77>. Reply to go on from here."),
    ),
    (
        ended(Outcome.INCOMPLETE, "turn.minutes", detail="15"),
        (
            "⚠️ **Unfinished** · 5 s",
            "Stopped after 15 minutes, the most this bot's operator allows one request (`MAX_MINUTES_PER_TURN`). "
            "Reply “continue” to go on.",
        ),
    ),
    (
        ended(Outcome.EXPIRED, "turn.lost"),
        (
            "⌛ **Expired** · 5 s",
            "The agent service knows nothing of this request any more, so its end is unknown. Ask again.",
        ),
    ),
    (
        ended(Outcome.UNCERTAIN, "turn.uncertain"),
        (
            "❓ **Uncertain** · 5 s",
            "The bot was interrupted just as it handed your request to the agent service, and cannot know whether it "
            "arrived. It is not repeated by itself, because it could cost twice. Send it again if you want it run.",
            "-# reference `turn-1`",
        ),
    ),
]


@pytest.mark.parametrize(("turn", "lines"), RECEIPTS, ids=[turn.reason for turn, _ in RECEIPTS])
def test_the_receipt_of_another_end(turn: Turn, lines: tuple[str, ...]) -> None:
    """An end that is not good says whose fault it is and what to do next, and a failure has a reference."""
    assert card(view(turn=turn)).lines == lines


def test_a_price_that_is_not_known_is_not_guessed() -> None:
    """An agent without a price has tokens on its receipt, and no cost."""
    unknown = replace(view(turn=ended(Outcome.COMPLETED), usage=USAGE), agent="somebody-elses")

    assert card(unknown).lines == ("✅ **Done** · 5 s · 120,000 tokens",)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0 s"), (499, "0 s"), (59_499, "59 s"), (60_000, "1 min 0 s"), (200_000, "3 min 20 s"), (3_900_000, "1 h 5 min")],
)
def test_a_duration_reads_as_one_says_it(milliseconds: int, text: str) -> None:
    """Seconds below a minute, minutes and seconds below an hour, then hours and minutes."""
    assert duration(milliseconds) == text


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
    """The first page of a growing answer is more urgent than the rest, and all of a final one most."""
    growing, done = pages(view(long_answer(2))), pages(view(long_answer(2), turn=ended(Outcome.COMPLETED)))

    assert [page.urgency for page in growing] == [Urgency.PROGRESS, Urgency.FIRST, Urgency.PROGRESS]
    assert {page.urgency for page in done} == {Urgency.FINAL}


# --- long turns ---


def test_a_card_too_old_to_be_edited_is_replaced() -> None:
    """After 55 minutes a new card begins, and the old one says so, for Discord hardly lets old messages be edited."""
    first, second, _ = pages(view(said("Hi")), after_ms=CARD_LASTS_MS)

    assert (first.slot, first.buttons) == ("card", ())
    assert (second.slot, second.buttons) == ("card1", (STOP,))


# --- hostile words ---

HOSTILE = st.text(alphabet="*_~`|[]()<>@#&!:/\\\n\r\u2028-1. ab🦊\u202e", min_size=1, max_size=400)
HOSTILE_STEPS = st.lists(
    st.one_of(
        st.builds(said, HOSTILE),
        st.builds(lambda text: e.Thought((e.TextPart(text),)), HOSTILE),
        st.builds(lambda text: e.Call("google_search", "c", arguments={"queries": [text]}), HOSTILE),
        st.builds(lambda text: e.Call("function", "c", text), HOSTILE),
        st.builds(lambda text: e.UnknownStep(text, {}), HOSTILE),
    ),
    max_size=60,
)
FLOOD = [step for _ in range(60) for step in (said("a" + "#" * 119), SEARCH)]


def assert_within_its_lines(shown: Card) -> None:
    assert len("\n".join(shown.lines).encode("utf-16-le")) // 2 <= CARD_LIMIT
    for line in shown.lines:
        assert len(line.splitlines()) == 1
        bare = re.sub(r"(?<!\\)(?:\\\\)*`[^`]*`", "", line)
        assert not re.search(r"(?<!\\)(?:\\\\)*[`|\[\]~]|(?<!\\)(?:\\\\)*<(?!t:\d+:R>|@77>)", bare)


@settings(deadline=None, max_examples=60)
@given(HOSTILE_STEPS, HOSTILE)
def test_nothing_breaks_out_of_its_line(steps: list[e.Step], detail: str) -> None:
    """Whatever the model or the service says, a card's lines stay lines, and its text within Discord's limit."""
    failed = ended(Outcome.FAILED, "turn.agent_failed", detail=detail)

    assert_within_its_lines(card(view(*steps)))
    assert_within_its_lines(card(view(*steps, turn=failed)))


def test_a_flood_of_interim_words_fits_the_receipt() -> None:
    """A turn that said a hundred hostile things on its way still has a receipt that Discord takes."""
    failed = ended(Outcome.FAILED, "turn.agent_failed", detail="a" + "#" * 119)

    assert_within_its_lines(card(view(*FLOOD, turn=failed)))
    assert_within_its_lines(card(view(*FLOOD)))
