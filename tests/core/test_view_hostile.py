"""What a card never looks like, whatever the model says."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.patches import Card
from bot.core.session import Outcome
from tests.core.views import SEARCH, card, ended, said, view

CARD_LIMIT = 4_000
"""Discord's most characters of text in one message of components."""
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
