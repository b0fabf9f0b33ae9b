"""Calls in chat completions: in fragments, whole, told apart by whatever there is."""

import json
from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.chat_calls import ChatCalls
from bot.providers.models.chat_reader import ChatReader
from tests.providers.models.chat_shapes import END, delta, fragment
from tests.providers.models.readings import calls_in, read_chunks


@pytest.mark.parametrize(
    ("arguments", "read_as"),
    [("", {}), ('{"a": 1}', {"a": 1}), ("{broken", {"text": "{broken"}), ("[1]", {"text": "[1]"})],
)
def test_arguments_may_be_anything(arguments: str, read_as: dict[str, Any]) -> None:
    """What is no object is kept as text."""
    call = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}

    run = read_chunks(ChatReader(), delta(tool_calls=[call]), END)

    assert calls_in(run) == [("f", read_as)]


def test_two_calls_by_their_ids() -> None:
    """Without an index, ids part them, and a fragment without either belongs to the newest."""
    first = {"id": "x", "function": {"name": "f", "arguments": '{"a":'}}
    second = {"id": "y", "function": {"name": "g", "arguments": "{}"}}

    run = read_chunks(
        ChatReader(),
        delta(tool_calls=[first]),
        delta(tool_calls=[{"function": {"arguments": "1}"}}]),
        delta(tool_calls=[second]),
        END,
    )

    assert calls_in(run) == [("f", {"a": 1}), ("g", {})]


def test_a_cut_call_is_not_acted_upon() -> None:
    """The stream ended before it was whole."""
    call = {"index": 0, "id": "c", "function": {"name": "f", "arguments": '{"a": '}}

    run = read_chunks(ChatReader(), delta(tool_calls=[call]))

    assert (run.status, calls_in(run)) == (RunStatus.INCOMPLETE, [])


def test_what_a_call_carries_goes_back() -> None:
    """Members that we do not know (a signature) are a part of the echo."""
    reader = ChatReader()
    signed = {"extra_content": {"google": {"thought_signature": "s"}}}
    call = {"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}, **signed}

    read_chunks(reader, delta(tool_calls=[call]), END)

    assert isinstance(reader.echo, list)
    assert json.loads(json.dumps(reader.echo))[0]["tool_calls"][0]["extra_content"] == signed["extra_content"]


@pytest.mark.parametrize(
    "fragments",
    [
        [
            [fragment("", index=0, id="x", name="f"), fragment("", index=1, id="y", name="g")],
            [fragment('{"a":', index=0), fragment("{}", index=1)],
            [fragment("1}", index=0)],
        ],
        [[fragment('{"a":1}', index=0, id="x", name="f")], [fragment("{}", index=0, id="y", name="g")]],
        [
            [fragment('{"a":', index=0, id="x", name="f")],
            [fragment("1}", index=0)],
            [fragment("{}", index=0, id="y", name="g")],
        ],
        [[fragment('{"a":', id="x", name="f")], [fragment("1}", id="x")], [fragment("{}", id="y", name="g")]],
        [[fragment('{"a":1}', name="f")], [fragment("{}", name="g")]],
        [[fragment('{"a":1}', name="f"), fragment("{}", name="g")]],
    ],
    ids=["by index", "index 0 for both", "index 0, in pieces", "by id", "by name", "by place"],
)
def test_two_calls_however_they_are_told_apart(fragments: list[Any]) -> None:
    """Each has its arguments, and an id to be answered by."""
    run = read_chunks(ChatReader(), *(delta(tool_calls=one) for one in fragments), END)

    assert run.status is RunStatus.REQUIRES_ACTION
    assert calls_in(run) == [("f", {"a": 1}), ("g", {})]
    assert len({step.id for step in run.steps if isinstance(step, e.Call)} - {""}) == 2


@pytest.mark.parametrize("reason", ["length", "content_filter", "error"])
def test_a_call_of_an_answer_that_ended_badly_is_none(reason: str) -> None:
    """Its arguments may have been cut."""
    end = {"choices": [{"delta": {}, "finish_reason": reason}]}

    run = read_chunks(ChatReader(), delta(tool_calls=[fragment('{"a": 1', index=0, id="x", name="f")]), end)

    assert (calls_in(run), len(run.faults)) == ([], 1)
    assert run.status in (RunStatus.INCOMPLETE, RunStatus.FAILED)


def test_many_calls_take_time_as_they_are_many() -> None:
    """A hundred thousand calls with one index: a look at all of them for each would take hours."""
    calls = ChatCalls()

    calls.grow([{"index": 0, "id": f"c{number}", "function": {"name": "f"}} for number in range(100_000)])

    assert sum(1 for _ in calls.whole()) == 100_000
