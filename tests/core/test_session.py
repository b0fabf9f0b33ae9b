"""The states of a turn are a table, and the picture in the docs is drawn from it."""

from itertools import product
from pathlib import Path

import pytest

from bot.core.session import TRANSITIONS, TurnEvent, TurnState, advance

PICTURE = Path(__file__).parents[2] / "docs" / "turn-states.md"


def picture() -> str:
    """The table as Markdown with a mermaid diagram."""
    lines = [
        "# The states of a turn",
        "",
        "Drawn from `TRANSITIONS` in `bot/core/session.py`; `tests/core/test_session.py` compares, and writes it anew",
        "when run as `python -m tests.core.test_session`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {TurnState.QUEUED}",
        *(f"    {before} --> {after}: {event}" for (before, event), after in TRANSITIONS.items()),
        f"    {TurnState.DONE} --> [*]",
        "```",
        "",
    ]
    return "\n".join(lines)


def test_the_docs_show_the_table() -> None:
    """The picture in the docs is the one that the table gives."""
    assert PICTURE.read_text() == picture()


@pytest.mark.parametrize(("state", "event"), list(product(TurnState, TurnEvent)))
def test_a_turn_moves_by_the_table_alone(state: TurnState, event: TurnEvent) -> None:
    """Every way in the table is open, and every other is refused with both words."""
    if (state, event) in TRANSITIONS:
        assert advance(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(ValueError, match=f"{state} cannot be {event}"):
            advance(state, event)


@pytest.mark.parametrize("state", TurnState)
def test_every_turn_can_end(state: TurnState) -> None:
    """From every state there is a way to done, and from done there is none."""
    reached, border = {state}, [state]
    while border:
        now = border.pop()
        for (before, _), after in TRANSITIONS.items():
            if before is now and after not in reached:
                reached.add(after)
                border.append(after)

    assert TurnState.DONE in reached
    assert not any(before is TurnState.DONE for before, _ in TRANSITIONS)


def test_nothing_is_done_that_was_not_delivered() -> None:
    """The only way to done is by delivering."""
    ways = [way for way, after in TRANSITIONS.items() if after is TurnState.DONE]

    assert ways == [(TurnState.DELIVERING, TurnEvent.DELIVERED)]


if __name__ == "__main__":
    PICTURE.write_text(picture())
