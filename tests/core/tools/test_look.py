"""What a question of the agent looks like, whatever the agent writes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.graphemes import units
from bot.core.ids import Milliseconds
from bot.core.patches import Page
from bot.core.session import Outcome, TurnState
from bot.core.tools.calls import CallState, OwedCall, ToolCall
from bot.core.tools.look import QUOTE_LIMIT, question_pages, shown_whole
from bot.core.tools.questions import ONCE, REFUSE, SESSION, Question, QuestionKind, Reply
from bot.core.view import CARD_LIMIT
from tests.core.views import NOW, TURN, card, ended, pages, view

WAITING = replace(TURN, state=TurnState.WAITING)
UNTIL = Milliseconds(NOW + 72_000_000)
CALL = ToolCall(id="a", name="discord_ask_person", arguments={})
LEAVE = Question(kind=QuestionKind.LEAVE, text="The agent wants to write", quote="Hi\n@everyone", scope="post")


def owed(question: Question, *, reply: Reply | None = None, state: CallState = CallState.ASKED) -> OwedCall:
    return OwedCall(
        turn=TURN.id,
        number=3,
        run=0,
        call=CALL,
        state=state,
        question=question,
        reply=reply,
        asked_at=NOW,
        expires_at=UNTIL,
    )


def a_choice(*choices: str) -> Question:
    return Question(kind=QuestionKind.CHOICE, text="Which?", choices=choices)


def page(call: OwedCall) -> Page:
    (made,) = question_pages(WAITING, (call,))
    return made


def text(shown: Page) -> str:
    assert shown.card
    return "\n".join(shown.card.lines)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        (Question(kind=QuestionKind.TEXT, text="Why?"), ["Write an answer"]),
        (Question(kind=QuestionKind.YES_NO, text="Sure?"), ["Yes", "No"]),
        (a_choice("Red", "Blue"), ["Red", "Blue"]),
        (LEAVE, ["Once", "For this session", "Refuse"]),
    ],
)
def test_each_kind_has_its_buttons(question: Question, labels: list[str]) -> None:
    """A button names its call and the place of its option."""
    shown = page(owed(question))

    assert [button.label for button in shown.buttons] == labels
    assert [button.action for button in shown.buttons] == [f"answer:turn-1:3:{n}" for n in range(len(labels))]
    assert (shown.slot, shown.silent, shown.ping) == ("ask3", False, None)


@pytest.mark.parametrize("choices", [tuple("abcdef"), ("short", "x" * 81)])
def test_what_does_not_fit_on_buttons_is_a_menu(choices: tuple[str, ...]) -> None:
    """More than five choices, or one too long for a label."""
    shown = page(owed(a_choice(*choices)))

    assert shown.buttons == ()
    assert shown.menu is not None
    assert shown.menu.labels == choices


def test_what_would_be_done_is_quoted_whole() -> None:
    """Every line of it is marked as a quotation."""
    assert "The agent wants to write\n> Hi\n> @everyone\n" in text(page(owed(LEAVE)))


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(choice=ONCE), "✅ <@77> allowed it, this once."),
        (Reply(choice=SESSION), "✅ <@77> allowed it, and the like for the rest of this session."),
        (Reply(choice=REFUSE), "🚫 <@77> refused."),
        (Reply(choice=REFUSE, text="Not\nthere"), "🚫 <@77> refused, because:\n> Not\n> there"),
    ],
)
def test_a_decision_is_said(reply: Reply, said: str) -> None:
    """The message says what was decided, and its buttons are gone."""
    shown = page(owed(LEAVE, reply=reply))

    assert text(shown).endswith(said)
    assert shown.buttons == ()


def test_an_answer_is_said() -> None:
    """A choice as well as a text."""
    assert text(page(owed(a_choice("Red"), reply=Reply(choice="Red")))).endswith("answered:\n> Red")
    assert text(page(owed(a_choice("Red"), reply=Reply(text="None")))).endswith("answered:\n> None")


def test_what_nobody_answered_is_closed() -> None:
    """Expired, or no longer asked because its turn is over."""
    expired = page(owed(LEAVE, state=CallState.ANSWERED))
    (over,) = question_pages(ended(Outcome.CANCELLED, "turn.stopped"), (owed(LEAVE),))

    assert "Nobody answered in time" in text(expired)
    assert "No longer asked" in text(over)
    assert over.buttons == expired.buttons == ()


def test_the_card_waits_for_the_asker() -> None:
    """It says so and until when, does not complain of silence, and grows no new card however long that takes."""
    waits = replace(view(turn=WAITING), calls=(owed(LEAVE),), heard_at=NOW)
    hours = 10 * 3_600_000

    lines = card(waits, after_ms=hours).lines
    assert (
        lines[0]
        == f"**Waiting for you** · my question below stands until <t:{UNTIL // 1000}:f> (<t:{UNTIL // 1000}:R>)"
    )
    assert [p.slot for p in pages(waits, after_ms=hours)] == ["card", "ask3"]


@given(
    question=st.text(min_size=1, max_size=1000),
    quote=st.text(max_size=2000).filter(lambda text: units(shown_whole(text)) <= QUOTE_LIMIT),
    reply=st.text(max_size=1200),
)
def test_discord_takes_it_whatever_is_written(question: str, quote: str, reply: str) -> None:
    """Open and answered, a question stays within what one card may hold."""
    asks = Question(kind=QuestionKind.TEXT, text=question)
    leave = replace(LEAVE, quote=quote)

    for call in (
        owed(asks),
        owed(asks, reply=Reply(text=reply)),
        owed(leave),
        owed(leave, reply=Reply(choice=REFUSE, text=reply)),
    ):
        assert 0 < units(text(page(call))) <= CARD_LIMIT


def test_what_would_be_posted_is_shown_as_it_is_written() -> None:
    """Neither a spoiler, a link's target, a mention nor a character that shows nothing is hidden from who decides."""
    shown = shown_whole("||secret|| [docs](https://evil.example) <@1>\n# big\u202e")

    assert shown.splitlines() == [
        r"> \|\|secret\|\| \[docs\](https://evil.example) \<@1\>",
        r"> \# big⟨U+202E⟩",
    ]
