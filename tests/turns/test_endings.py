"""Every way a turn can end, as a table: how it counts, and the sentence that says whose fault it is."""

from dataclasses import replace

import pytest

from bot.core.agents import MODELS
from bot.core.catalogue import SENTENCES
from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, Unreachable
from bot.core.events import Fault, MediaPart, Output, RunStatus, TextPart
from bot.core.ids import EnvironmentId, RunId
from bot.core.ports import RunRequest
from bot.core.session import Outcome, Turn
from bot.core.transcript import RunTranscript, Transcript
from bot.turns.endings import (
    LOST,
    MODEL_LOST,
    STOPPED,
    UNCERTAIN,
    Ending,
    ending_of,
    ending_of_refusal,
    ending_of_silence,
    wait_before_retry,
)
from tests.turns.world import ASKER, a_turn

TURN = a_turn()
STOPPED_TURN = replace(TURN, stop_asked_by=ASKER)
MINUTES = Ending(Outcome.INCOMPLETE, "turn.minutes", "15")
FAILED = Ending(Outcome.FAILED, "turn.agent_failed", "it gave no reason.")
NO_TOOLS = Ending(Outcome.INCOMPLETE, "turn.no_tools")
TOKENS = Ending(Outcome.INCOMPLETE, "turn.tokens")

BY_STATUS = {
    RunStatus.COMPLETED: Ending(Outcome.COMPLETED),
    RunStatus.INCOMPLETE: TOKENS,
    RunStatus.BUDGET_EXCEEDED: TOKENS,
    RunStatus.REQUIRES_ACTION: NO_TOOLS,
    RunStatus.REQUIRES_CONTINUATION: Ending(Outcome.INCOMPLETE, "turn.continuation"),
    RunStatus.CANCELLED: Ending(Outcome.CANCELLED, "turn.cancelled"),
    RunStatus.FAILED: FAILED,
    RunStatus.QUEUED: FAILED,
    RunStatus.IN_PROGRESS: FAILED,
    RunStatus.UNKNOWN: Ending(Outcome.UNCERTAIN, "turn.unknown_status"),
}
"""What we did not end ourselves, by the status in the provider's record."""


def transcript(status: RunStatus, *, text: str = "said", faults: tuple[Fault, ...] = ()) -> Transcript:
    return Transcript((RunTranscript(status=status, steps=(Output((TextPart(text),)),), faults=faults),))


@pytest.mark.parametrize("status", RunStatus)
def test_a_run_that_ended_by_itself(status: RunStatus) -> None:
    """Every status that a record can have is an ending."""
    assert ending_of(TURN, transcript(status)) == BY_STATUS[status]


@pytest.mark.parametrize("status", RunStatus)
def test_a_run_that_a_person_stopped(status: RunStatus) -> None:
    """Whatever became of a run that somebody asked to stop, it was stopped by them, unless it was faster."""
    wanted = Ending(Outcome.COMPLETED) if status is RunStatus.COMPLETED else STOPPED

    assert ending_of(STOPPED_TURN, transcript(status)) == wanted
    assert ending_of(STOPPED_TURN, transcript(status), cut_by=MINUTES) == wanted


@pytest.mark.parametrize("status", RunStatus)
def test_a_run_that_we_cut(status: RunStatus) -> None:
    """Whatever became of a run that we ended, the reason is ours, unless it was faster."""
    wanted = Ending(Outcome.COMPLETED) if status is RunStatus.COMPLETED else MINUTES

    assert ending_of(TURN, transcript(status), cut_by=MINUTES) == wanted


@pytest.mark.parametrize("turn", [TURN, STOPPED_TURN])
@pytest.mark.parametrize("cut_by", [None, MINUTES])
def test_nothing_said_is_said(turn: Turn, cut_by: Ending | None) -> None:
    """A completed run without a word of answer says so, whoever wanted to end it."""
    ending = ending_of(turn, transcript(RunStatus.COMPLETED, text=" \n"), cut_by=cut_by)

    assert ending == Ending(Outcome.COMPLETED, "turn.no_answer")


@pytest.mark.parametrize(
    ("faults", "detail"),
    [
        ((), "it gave no reason."),
        ((Fault("internal", "It broke."),), "It broke."),
        ((Fault("out_of_luck", ""),), "out_of_luck."),
        ((Fault("a", "first"), Fault("b", "last")), "last."),
    ],
)
def test_a_failed_run_gives_the_last_reason(faults: tuple[Fault, ...], detail: str) -> None:
    """The sentence of a failed run holds the service's last words, or its code."""
    ending = ending_of(TURN, transcript(RunStatus.FAILED, faults=faults))

    assert ending == Ending(Outcome.FAILED, "turn.agent_failed", detail)


FRESH = RunRequest(agent="agent-1", input="", instruction="", environment="remote")
CHAINED = replace(FRESH, previous=RunId("run-1"))
HOUSED = replace(FRESH, environment=EnvironmentId("env-1"))
KEY = Ending(Outcome.FAILED, "turn.key")
FORGOTTEN = Ending(Outcome.EXPIRED, "turn.forgotten")

REFUSALS = [
    (Refused("x", status=401), FRESH, KEY),
    (Refused("x", status=403), FRESH, Ending(Outcome.FAILED, "turn.permission", "x.")),
    (Refused("x", status=402), FRESH, Ending(Outcome.FAILED, "turn.payment")),
    (Refused("x", code="authentication"), FRESH, KEY),
    (Refused("API key not valid", status=400), FRESH, KEY),
    (Refused("x", status=404), FRESH, Ending(Outcome.FAILED, "turn.agent_gone", "agent-1")),
    (Refused("x", status=404), CHAINED, FORGOTTEN),
    (Refused("x", status=404), HOUSED, FORGOTTEN),
    (Refused("bad field", status=400), CHAINED, Ending(Outcome.FAILED, "turn.refused", "bad field.")),
    (Overloaded("x", status=503), FRESH, Ending(Outcome.FAILED, "turn.overloaded", "busy")),
    (Overloaded("x", code="quota_exceeded"), FRESH, Ending(Outcome.FAILED, "turn.quota")),
    (Unreachable("x"), FRESH, Ending(Outcome.FAILED, "turn.unreachable")),
    (OutcomeUnknown("x"), FRESH, UNCERTAIN),
    (ProviderError("x"), FRESH, UNCERTAIN),
]


@pytest.mark.parametrize(("error", "asked", "ending"), REFUSALS)
def test_a_run_that_never_was(error: ProviderError, asked: RunRequest, ending: Ending) -> None:
    """Every error of a start is an ending with its own sentence; what may have been taken is uncertain."""
    assert ending_of_refusal(error, asked) == ending


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (Refused("x", status=404), LOST),
        (Unreachable("x"), Ending(Outcome.FAILED, "turn.unreachable")),
        (Overloaded("x"), Ending(Outcome.FAILED, "turn.unreachable")),
        (OutcomeUnknown("x"), Ending(Outcome.FAILED, "turn.unreachable")),
    ],
)
def test_a_run_that_can_be_read_no_more(error: ProviderError, ending: Ending) -> None:
    """A run that the service disowns is lost; one that cannot be read is the service's failure."""
    assert ending_of_silence(error) == ending


def test_a_models_run_is_lost_with_our_process() -> None:
    """It has an ending of its own, for that is not the service's doing."""
    assert ending_of_silence(Refused("x", status=404), agent=MODELS) == MODEL_LOST
    assert ending_of_silence(Unreachable("x"), agent=MODELS) == Ending(Outcome.FAILED, "turn.unreachable")


def test_a_picture_alone_is_an_answer() -> None:
    """Nobody is told that nothing was said."""
    run = RunTranscript(status=RunStatus.COMPLETED, steps=(Output((MediaPart("image", uri="media:1"),)),))

    assert ending_of(TURN, Transcript((run,))) == Ending(Outcome.COMPLETED)


WAITS = (2.0, 5.0)


@pytest.mark.parametrize(
    ("error", "attempt", "wait"),
    [
        (Overloaded("x"), 0, 2.0),
        (Overloaded("x"), 1, 5.0),
        (Overloaded("x"), 2, None),
        (Overloaded("x", retry_after=30.0), 0, 30.0),
        (Overloaded("x", retry_after=0.5), 0, 2.0),
        (Overloaded("x", code="quota_exceeded", retry_after=1.0), 0, None),
        (Unreachable("x"), 1, 5.0),
        (Refused("x"), 0, None),
        (OutcomeUnknown("x"), 0, None),
    ],
)
def test_how_long_a_refused_start_waits(error: ProviderError, attempt: int, wait: float | None) -> None:
    """What may pass is tried again, after the service's own time where it is longer; what may be taken never is."""
    assert wait_before_retry(error, attempt, WAITS) == wait


def test_every_ending_has_its_sentence() -> None:
    """No ending names a sentence that does not exist."""
    endings = [*BY_STATUS.values(), *(ending for *_, ending in REFUSALS), STOPPED, LOST, UNCERTAIN, MINUTES]

    assert {ending.reason for ending in endings} - {""} <= set(SENTENCES)


def test_endless_words_of_a_fault_are_cut_first() -> None:
    """Of a fault's message only the beginning is looked at, and no half of a key stands at its end."""
    told = transcript(RunStatus.FAILED, faults=(Fault("internal", "http://" * 30_000),))
    torn = transcript(RunStatus.FAILED, faults=(Fault("internal", "x" * 485 + "AIza" + "k" * 35),))

    assert len(ending_of(TURN, told).detail) <= 501
    assert "AIza" not in ending_of(TURN, torn).detail
