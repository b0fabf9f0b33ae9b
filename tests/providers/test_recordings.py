"""Recorded traffic of the real API, streamed and plain, is the judge of decoder, translation and fold together."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.ids import Cursor
from bot.core.transcript import RunTranscript, fold
from bot.providers.interactions.client_stream import Hearing
from bot.providers.interactions.translate import record_of
from bot.providers.interactions.wire import Malformed, parse_interaction

FOLDER = Path(__file__).parents[3] / "shared/reference/recordings/interactions"
NAMES = sorted(path.name.removesuffix(".sse.jsonl") for path in FOLDER.glob("*.sse.jsonl"))
recorded = pytest.mark.parametrize(
    "name", NAMES or [pytest.param("", marks=pytest.mark.skip("no recordings of the real API beside the project"))]
)


def stream_of(name: str, *, numbered: bool = False) -> bytes:
    """The recording as the server would send it; the recordings are of foreground calls, which have no event ids."""
    frames = []
    for number, line in enumerate((FOLDER / f"{name}.sse.jsonl").read_bytes().splitlines()):
        data = b'{"event_id":"evt_%d",' % number + line.removeprefix(b"{") if numbered else line
        frames.append(b"event: some\ndata: " + data + b"\n\n")
    return b"".join(frames) + b"event: done\ndata: [DONE]\n\n"


def record_named(name: str) -> e.RunRecord:
    found = parse_interaction((FOLDER / f"{name}.response.json").read_bytes())
    assert not isinstance(found, Malformed)
    return record_of(found)


def heard_in(stream: bytes, *, after: Cursor | None = None, position: int = 0, dice: int = 0) -> list[e.Heard]:
    hearing, chance = Hearing(after=after, position=position), random.Random(dice)  # noqa: S311 - dice of a test
    heard: list[e.Heard] = []
    while stream:
        size = chance.choice((1, 2, 7, 100, 4096))
        heard += hearing.feed(stream[:size])
        stream = stream[size:]
    assert hearing.done
    return heard


def folded(heard: Sequence[e.Heard]) -> RunTranscript:
    run = RunTranscript()
    for one in heard:
        run = fold(run, one)
    return run


def shape(step: e.Step) -> tuple[object, ...]:
    """What two calls of the same kind have in common."""
    match step:
        case e.Output(parts, error):
            return "output", [type(part) for part in parts], any(cited(part) for part in parts), error
        case e.Thought(summary, signature):
            return "thought", [type(part) for part in summary], bool(signature)
        case e.Call():
            return "call", step.tool, step.name, sorted(step.arguments or {}), step.pending, bool(step.id)
        case e.Result():
            return "result", step.tool, step.name, kind(step.result), step.is_error, bool(step.call_id)
        case _:
            return (type(step),)


def cited(part: e.Part) -> bool:
    return isinstance(part, e.TextPart) and bool(part.citations)


def kind(result: e.JsonValue) -> object:
    return (
        sorted({str(sorted(item)) for item in result if isinstance(item, dict)})
        if isinstance(result, list)
        else type(result)
    )


@recorded
def test_a_stream_folds_to_its_plain_answers_shape(name: str) -> None:
    """A recorded stream, cut anywhere, folds to the steps, in type and shape, and to the status of the plain answer."""
    record = record_named(name)

    run = folded(heard_in(stream_of(name)))

    assert [shape(step) for step in run.steps] == [shape(step) for step in record.steps]
    assert run.status is record.status
    assert run.ended
    assert run.id


@recorded
def test_nothing_recorded_is_unknown(name: str) -> None:
    """No recorded event or step is of a kind that we skip or keep raw, and every total is the sum of its parts."""
    heard = heard_in(stream_of(name))
    usages = [folded(heard).usage, record_named(name).usage]

    assert not [one for one in heard if isinstance(one.event, e.Skipped)]
    assert not [step for step in folded(heard).steps if isinstance(step, e.UnknownStep)]
    assert all(usage and usage.total == usage.input + usage.output + usage.thought + usage.tool_use for usage in usages)


@recorded
def test_the_cut_does_not_matter(name: str) -> None:
    """The same recording cut in twenty ways gives the same events."""
    whole = heard_in(stream_of(name))

    assert all(heard_in(stream_of(name), dice=dice) == whole for dice in range(1, 20))


@recorded
def test_a_stream_taken_up_in_the_middle_ends_the_same(name: str) -> None:
    """Listening again after any event, even when the server repeats that event, gives the run that was never cut."""
    stream = stream_of(name, numbered=True)
    whole = heard_in(stream)
    frames = stream.split(b"\n\n")

    for place, last in enumerate(whole):
        rest = heard_in(b"\n\n".join(frames[place:]), after=last.cursor, position=last.position + 1)

        assert [*whole[: place + 1], *rest] == whole


@recorded
def test_text_is_complete(name: str) -> None:
    """The folded text is all deltas' text in order, and every citation lies within it, counted in bytes."""
    heard = heard_in(stream_of(name))
    said = "".join(one.event.text for one in heard if isinstance(one.event, e.TextAdded))
    parts = [part for step in folded(heard).steps if isinstance(step, e.Output) for part in step.parts]
    texts = [part for part in parts if isinstance(part, e.TextPart)]

    assert "".join(part.text for part in texts) == said
    assert all(0 <= found.start < found.end <= len(part.text.encode()) for part in texts for found in part.citations)
