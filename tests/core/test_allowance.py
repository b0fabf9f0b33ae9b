"""What a run may hold at most, heard or read."""

import pytest

from bot.core import events as e
from bot.core.allowance import FAULT_LIMIT, STEP_LIMIT, TEXT_LIMIT, bounded, cut_mark, weight_of
from bot.core.ids import RunId
from bot.core.transcript import RunTranscript, fold
from tests.core.test_transcript import told

HALF = "x" * (TEXT_LIMIT // 2)
OPENED = e.StepStarted(0, e.Output())


def read(*steps: e.Step) -> RunTranscript:
    record = e.RunRecord(RunId("run-1"), e.RunStatus.COMPLETED, steps)
    return fold(RunTranscript(), e.Heard(0, e.RecordRead(record)))


def test_text_that_just_fits_is_whole() -> None:
    """A run may say as much as the limit, and nothing is marked then."""
    run = told(OPENED, e.TextAdded(0, HALF), e.TextAdded(0, HALF))

    assert run.steps == (e.Output((e.TextPart(HALF + HALF),)),)


def test_a_stream_without_end_is_cut_once() -> None:
    """Text beyond the limit is left out, one mark stands behind it, and what follows brings no more."""
    run = told(OPENED, *[e.TextAdded(0, HALF)] * 5, e.StepStarted(1, e.Output((e.TextPart("more"),))))

    assert run.steps == (e.Output((e.TextPart(HALF + HALF),)), cut_mark())


@pytest.mark.parametrize(
    "event",
    [
        e.TextAdded(0, "x" * (TEXT_LIMIT + 1)),
        e.ArgumentsAdded(0, "x" * (TEXT_LIMIT + 1)),
        e.ResultFilled(0, {"a": [{"b": "x" * (TEXT_LIMIT + 1)}]}),
        e.CitationsAdded(0, (e.Citation("", "", 0, 0),) * (TEXT_LIMIT // 50)),
        e.PartAdded(0, e.MediaPart("image", "image/png", "A" * 33 * TEXT_LIMIT)),
        e.StepStarted(10**12, e.Output()),
        e.StepStarted(STEP_LIMIT, e.Output()),
    ],
)
def test_one_event_cannot_exhaust(event: e.AgentEvent) -> None:
    """Whatever kind of event is too large, the run is cut and marked, and its end is heard all the same."""
    run = told(OPENED, event, e.StatusChanged(e.RunStatus.COMPLETED, ended=True))

    assert len(run.steps) == 2
    assert run.steps[1] == cut_mark()
    assert weight_of(run.steps[0]) <= TEXT_LIMIT + 100
    assert run.ended


def test_a_step_before_the_first_changes_nothing() -> None:
    """A step that claims a place below nought is passed over, and does not double what is there."""
    run = told(OPENED, e.StepStarted(-1, e.Thought()))

    assert run.steps == (e.Output(),)


def test_the_last_faults_are_kept() -> None:
    """Of endless faults the newest hundred stay."""
    run = told(*[e.Faulted(e.Fault("safety", str(number))) for number in range(FAULT_LIMIT + 5)])

    assert len(run.faults) == FAULT_LIMIT
    assert run.faults[-1].message == str(FAULT_LIMIT + 4)


def test_a_record_is_cut_like_a_stream() -> None:
    """A record's text beyond the limit is left out, and marked once."""
    run = read(e.Thought((e.TextPart(HALF),)), e.Output((e.TextPart(HALF), e.TextPart(HALF))), e.Output())

    assert run.steps[2:] == (cut_mark(),)
    assert isinstance(run.steps[1], e.Output)
    assert sum(map(weight_of, run.steps[:2])) <= TEXT_LIMIT + 100
    assert weight_of(run.steps[1]) > len(HALF) - 1_000


def test_a_record_of_too_many_steps_is_cut() -> None:
    """More steps than the limit are left out, and marked once."""
    steps, _, is_cut = bounded([e.Thought()] * (STEP_LIMIT + 1))

    assert is_cut
    assert steps[:-1] == (e.Thought(),) * STEP_LIMIT
    assert steps[-1] == cut_mark()


def test_the_depth_of_a_result_does_not_matter() -> None:
    """A result nested deeper than Python calls is weighed."""
    deep: e.JsonValue = "end"
    for _ in range(100_000):
        deep = [deep]

    assert weight_of(deep) == 100_003
