"""What a card never looks like, whatever the model says."""

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.ids import EnvironmentId, TurnId
from bot.core.patches import Card
from bot.core.session import Outcome
from bot.core.transcript import Transcript
from bot.core.view import CARD_LIMIT, View
from tests.core.views import SEARCH, card, ended, said, view

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


def on(machine: str, shown: View) -> View:
    """The same view of a turn on a machine with this id."""
    run = replace(shown.transcript.runs[0], environment=EnvironmentId(machine))
    return replace(shown, transcript=Transcript((run,)))


@settings(deadline=None, max_examples=60)
@given(HOSTILE)
def test_a_machine_stays_in_its_line(machine: str) -> None:
    """Whatever the service calls a machine, it is code on one line of the receipt."""
    assert_within_its_lines(card(on(machine, view(SEARCH, turn=ended(Outcome.COMPLETED)))))


def test_a_machine_with_a_long_name_fits() -> None:
    """The name of a machine is cut like every other word of the service."""
    shown = card(on("m`" * 9_000, view(SEARCH, turn=ended(Outcome.COMPLETED))))

    assert_within_its_lines(shown)
    assert max(map(len, shown.lines)) < 200


def test_reasons_without_end_fit() -> None:
    """Of far too many lines the first and the last ones stay, and Discord takes the card."""
    reasons = "turn.memory_gone " * 500 + "turn.agent_failed"

    shown = card(view(*FLOOD, turn=ended(Outcome.FAILED, reasons, detail="🦊`" * 5_000)))

    assert_within_its_lines(shown)
    assert shown.lines[0].startswith("-# 💬")
    assert shown.lines[-1] == "-# reference `turn-1`"


def test_one_line_without_end_fits() -> None:
    """A line that is too long by itself is shown as its beginning, and the lines around it stay."""
    shown = card(view(SEARCH, turn=replace(ended(Outcome.FAILED), id=TurnId("🦊`" * 5_000))))

    assert_within_its_lines(shown)
    assert shown.lines[0].startswith("❌ **Failed**")
