"""Views of turns, and their messages, for the tests of what they look like."""

from dataclasses import replace

from bot.core import events as e
from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.patches import Button, Card, Page
from bot.core.session import Actor, Outcome, Turn, TurnState
from bot.core.transcript import RunTranscript, Transcript
from bot.core.view import View, lay_out_answer, pages_of

NOW = Milliseconds(1_795_000_000_000)
STOP = Button("Stop", "stop:turn-1", danger=True)
DETAILS, FILES, RETRY = (
    Button("Details", "details:turn-1"),
    Button("Files", "files:turn-1"),
    Button("Retry", "retry:turn-1"),
)
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
    run = RunTranscript(status=e.RunStatus.IN_PROGRESS, steps=steps, usage=usage)
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
