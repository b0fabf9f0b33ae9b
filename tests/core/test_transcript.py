"""Events folded into what is true of a turn."""

from collections.abc import Sequence
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.ids import Cursor, EnvironmentId, RunId
from bot.core.transcript import RunTranscript, Transcript, fold
from tests.core.strategies import RECORDS, STREAMED, STREAMS

POSITIONS = st.integers(min_value=0, max_value=9)


def told(*events: e.AgentEvent) -> RunTranscript:
    """A run after these events, from the start of its stream."""
    heard = [e.Heard(number, event, Cursor(f"c{number}")) for number, event in enumerate(events)]
    return reduce(fold, heard, RunTranscript())


def folded(heard: Sequence[e.Heard], *, onto: RunTranscript | None = None) -> RunTranscript:
    return reduce(fold, heard, onto or RunTranscript())


@settings(deadline=None)
@given(STREAMS, st.data())
def test_a_repeated_beginning_changes_nothing(stream: list[e.Heard], data: st.DataObject) -> None:
    """A stream told again from its start, once it was cut anywhere, gives the same run as told in one piece."""
    cut = data.draw(st.integers(0, len(stream)))
    again = data.draw(st.integers(0, cut))

    run = folded([*stream[:cut], *stream[:again], *stream[again:]])

    assert run == folded(stream)


@settings(deadline=None)
@given(st.lists(st.builds(e.Heard, POSITIONS, STREAMED), max_size=12))
def test_what_was_passed_is_passed_over(heard: list[e.Heard]) -> None:
    """Whatever positions events claim, all that were folded once are folded twice without effect."""
    run = folded(heard)

    assert folded(heard, onto=run) == run


@settings(deadline=None)
@given(STREAMS, RECORDS)
def test_a_record_read_twice_is_read_once(stream: list[e.Heard], record: e.RunRecord) -> None:
    """Reading the same record again changes nothing, nor does what the stream had told before it."""
    read = e.Heard(0, e.RecordRead(record))
    run = fold(folded(stream), read)

    assert fold(run, read) == run
    assert folded(stream, onto=run) == run


@settings(deadline=None)
@given(STREAMS)
def test_a_fold_never_looks_back(stream: list[e.Heard]) -> None:
    """The position only grows, and stands after the last event; the cursor is the last event's."""
    run = folded(stream)

    assert run.position == len(stream)
    assert run.cursor == (stream[-1].cursor if stream else None)


def test_text_grows_in_its_step() -> None:
    """Deltas of text join into one part, and a citation belongs to the text before it."""
    source = e.Citation("https://a.example", "A", 0, 5)

    run = told(
        e.StepStarted(0, e.Output()), e.TextAdded(0, "Hel"), e.TextAdded(0, "lo"), e.CitationsAdded(0, (source,))
    )

    assert run.steps == (e.Output((e.TextPart("Hello", (source,)),)),)


def test_text_after_a_picture_is_a_part_of_its_own() -> None:
    """Text is never joined across a picture."""
    picture = e.MediaPart("image", "image/png", "AA==")

    run = told(e.StepStarted(0, e.Output()), e.TextAdded(0, "before"), e.PartAdded(0, picture), e.TextAdded(0, "after"))

    assert run.steps == (e.Output((e.TextPart("before"), picture, e.TextPart("after"))),)


def test_a_thought_has_a_summary_and_a_signature() -> None:
    """What is added to a thought's summary and its signature are kept."""
    run = told(
        e.StepStarted(0, e.Thought()),
        e.PartAdded(0, e.TextPart("hm"), where="summary"),
        e.SignatureSet(0, "sig"),
        e.StepStopped(0),
    )

    assert run.steps == (e.Thought((e.TextPart("hm"),), "sig"),)


@pytest.mark.parametrize(
    ("fragments", "arguments"),
    [
        (['{"loc', 'ation":"Rome"}'], {"location": "Rome"}),
        (["{}"], {}),
        (["[1, 2]"], {"text": "[1, 2]"}),
        (['{"half": '], {"text": '{"half": '}),
        (["[" * 100_000], {"text": "[" * 100_000}),
        (['{"n": ', "1" * 5_000, "}"], {"text": '{"n": ' + "1" * 5_000 + "}"}),
    ],
)
def test_arguments_are_whole_at_the_stop(fragments: list[str], arguments: e.JsonObject) -> None:
    """Fragments are parsed when the step stops; what is no JSON object is kept as text, not lost."""
    added = [e.ArgumentsAdded(0, fragment) for fragment in fragments]

    run = told(e.StepStarted(0, e.Call("function", "call-1", "weather")), *added, e.StepStopped(0))

    assert run.steps == (e.Call("function", "call-1", "weather", arguments=arguments),)


def test_a_call_and_its_result_are_filled() -> None:
    """A filled call keeps the name it began with where none is given, and a result once marked as error stays one."""
    run = told(
        e.StepStarted(0, e.Call("mcp_server_tool", "call-1", "list", "files")),
        e.CallFilled(0, {"path": "/"}),
        e.StepStarted(1, e.Result("mcp_server_tool", "call-1", is_error=True)),
        e.ResultFilled(1, "denied"),
    )

    assert run.steps == (
        e.Call("mcp_server_tool", "call-1", "list", "files", {"path": "/"}),
        e.Result("mcp_server_tool", "call-1", result="denied", is_error=True),
    )


def test_a_step_that_was_never_heard_to_begin_leaves_a_gap() -> None:
    """A step at a later index stands there, and the gap is held open, so that indexes stay true."""
    run = told(e.StepStarted(2, e.Output()), e.TextAdded(2, "here"), e.TextAdded(0, "nowhere"), e.TextAdded(9, "lost"))

    missing = e.UnknownStep("missing", {})
    assert run.steps == (missing, missing, e.Output((e.TextPart("here"),)))


def test_open_steps_are_known() -> None:
    """A step is open from its start to its stop, and none is once the run has ended."""
    begun = (e.StepStarted(0, e.Output()), e.StepStarted(1, e.Output()), e.StepStopped(0))

    assert told(*begun).open_steps == {1}
    assert told(*begun, e.StatusChanged(e.RunStatus.COMPLETED, ended=True)).open_steps == frozenset()


def test_the_stream_tells_status_usage_and_faults() -> None:
    """The run's id, newest status, newest usage and all faults are kept."""
    run = told(
        e.StatusChanged(e.RunStatus.IN_PROGRESS, run=RunId("run-1")),
        e.StepStopped(0, e.Usage(total=5)),
        e.Faulted(e.Fault("safety", "no")),
        e.StatusChanged(e.RunStatus.FAILED, ended=True),
    )

    assert (run.id, run.status, run.usage, run.ended) == ("run-1", e.RunStatus.FAILED, e.Usage(total=5), True)
    assert run.faults == (e.Fault("safety", "no"),)


def test_the_record_is_the_truth() -> None:
    """The record replaces what the stream told, without what the run was asked; what it lacks stays as it was told."""
    heard = told(e.StepStarted(0, e.Output()), e.TextAdded(0, "strea"), e.StepStopped(0, e.Usage(total=5)))
    whole = e.Output((e.TextPart("stream"),))
    asked = e.Input((e.TextPart("say stream"),))
    record = e.RunRecord(RunId("run-1"), e.RunStatus.COMPLETED, (asked, whole), environment=EnvironmentId("env-1"))

    run = fold(heard, e.Heard(0, e.RecordRead(record)))

    assert (run.id, run.status, run.steps) == ("run-1", e.RunStatus.COMPLETED, (whole,))
    assert (run.usage, run.environment) == (e.Usage(total=5), "env-1")
    assert (run.position, run.cursor) == (heard.position, heard.cursor)


def test_an_empty_record_takes_nothing_away() -> None:
    """A record that came without steps leaves those that were heard."""
    heard = told(e.StepStarted(0, e.Output()), e.TextAdded(0, "said"))

    run = fold(heard, e.Heard(0, e.RecordRead(e.RunRecord(RunId("run-1"), e.RunStatus.IN_PROGRESS))))

    assert run.steps == heard.steps


def test_a_turn_is_its_runs_in_order() -> None:
    """A turn's steps are those of its runs one after the other, its usage is their sum."""
    first = RunTranscript(steps=(e.Input(), e.Output((e.TextPart("one"),))), usage=e.Usage(input=1, total=1))
    second = RunTranscript(steps=(e.Output((e.TextPart("two"),)),), usage=e.Usage(input=2, total=2))
    third = RunTranscript()

    turn = Transcript((first, second)).with_run(second)

    assert Transcript((first, second, third)).steps == (*first.steps[1:], *second.steps)
    assert Transcript((first, second, third)).usage == e.Usage(input=3, total=3)
    assert turn.runs == (first, second)
