"""What a turn's card and receipt look like, as snapshots."""

from dataclasses import replace

import pytest

from bot.core import events as e
from bot.core.attachments import Attachment, Source
from bot.core.card import QUIET_AFTER_MS
from bot.core.figures import duration
from bot.core.ids import Milliseconds, Slot, Snowflake
from bot.core.patches import Card, Page, Urgency
from bot.core.session import Outcome, Turn, TurnState
from tests.core.views import DETAILS, NOW, RETRY, SEARCH, STOP, TURN, USAGE, card, ended, pages, said, view

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
    steps: list[e.Step] = [
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
        urgency=Urgency.FIRST,
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
    assert card(heard, after_ms=QUIET_AFTER_MS + 1).lines[2] == ("-# nothing new from the agent since <t:1795000000:R>")


# --- the receipt ---


def test_the_receipt_of_a_good_turn() -> None:
    """A done turn shrinks to how it ended, steps, time, tokens and estimated cost; there is no Stop any more."""
    turn = ended(Outcome.COMPLETED, after_ms=200_000)

    first = pages(view(SEARCH, SEARCH, said("Done."), turn=turn, usage=USAGE))[0]

    assert first == Page(
        slot=Slot("card"),
        card=Card(("✅ **Done** · 2 steps · 3 min 20 s · 120,000 tokens (50,000 cached) · ≈ $0.12",), 0x3BA55D),
        buttons=(DETAILS, RETRY),
        urgency=Urgency.FINAL,
        is_seal=True,
    )


def test_what_a_turn_waited_for_is_not_its_own_time() -> None:
    """Card and receipt count from when the turn was taken, not from when it was asked for."""
    waited = replace(TURN, created_at=Milliseconds(NOW - 600_000))
    receipt = card(view(turn=replace(ended(Outcome.COMPLETED), created_at=waited.created_at)))

    assert card(view(turn=waited)).lines == card(view()).lines
    assert receipt.lines == ("✅ **Done** · 5 s",)


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
            (
                "The agent service reports that it failed: The sandbox broke. This is not your fault; ask again, and "
                "tell the bot's operator if it stays so."
            ),
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
            (
                "Stopped after 15 minutes, the most this bot's operator allows one request (`MAX_MINUTES_PER_TURN`). "
                "Reply “continue” to go on."
            ),
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
            (
                "The bot and the agent service lost each other just as your request was handed over, so nobody can "
                "know whether it arrived. It is not repeated by itself, because it could cost twice. Send it again "
                "if you want it run."
            ),
            "-# reference `turn-1`",
        ),
    ),
]


@pytest.mark.parametrize(("turn", "lines"), RECEIPTS, ids=[turn.reason for turn, _ in RECEIPTS])
def test_the_receipt_of_another_end(turn: Turn, lines: tuple[str, ...]) -> None:
    """An end that is not good says whose fault it is and what to do next, and a failure has a reference."""
    assert card(view(turn=turn)).lines == lines


def test_an_unfinished_request_can_go_on() -> None:
    """Its receipt has Continue before its other buttons; no other end has."""
    found = {outcome: [button.action for button in pages(view(turn=ended(outcome)))[0].buttons] for outcome in Outcome}

    assert found.pop(Outcome.INCOMPLETE) == ["continue:turn-1", "retry:turn-1"]
    assert set(map(tuple, found.values())) == {("retry:turn-1",)}


@pytest.mark.parametrize("turn", [TURN, ended(Outcome.COMPLETED)], ids=["working", "done"])
def test_a_file_that_is_left_out_is_named(turn: Turn) -> None:
    """On the card while it works and on its receipt; one that went along is not."""
    lost = Attachment(source=Source(name="huge.bin"), size=1, lost="attach.too_large")
    seen = Attachment(source=Source(name="moon.png"), size=1, is_seen=True)

    lines = "\n".join(card(view(turn=replace(turn, attachments=(lost, seen)))).lines)

    assert "-# `huge.bin` is larger than this bot's operator lets files be" in lines
    assert "moon.png" not in lines


def test_a_price_that_is_not_known_is_not_guessed() -> None:
    """An agent without a price has tokens on its receipt, and no cost."""
    unknown = replace(view(turn=ended(Outcome.COMPLETED), usage=USAGE), agent="somebody-elses")

    assert card(unknown).lines == ("✅ **Done** · 5 s · 120,000 tokens (50,000 cached)",)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0 s"),
        (499, "0 s"),
        (59_499, "59 s"),
        (60_000, "1 min 0 s"),
        (200_000, "3 min 20 s"),
        (3_900_000, "1 h 5 min"),
    ],
)
def test_a_duration_reads_as_one_says_it(milliseconds: int, text: str) -> None:
    """Seconds below a minute, minutes and seconds below an hour, then hours and minutes."""
    assert duration(milliseconds) == text
