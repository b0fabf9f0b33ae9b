"""Events: all seven published frames and 28 deltas, what is missing, what is odd, what is new."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.ids import RunId
from bot.core.transcript import RunTranscript, fold
from bot.providers.interactions.client_stream import Hearing
from bot.providers.interactions.translate_events import event_of
from bot.providers.interactions.wire import Malformed
from bot.providers.interactions.wire_events import parse_event

DELTAS: list[tuple[dict[str, Any], e.AgentEvent]] = [
    ({"type": "text", "text": "Hel"}, e.TextAdded(3, "Hel")),
    ({"type": "text"}, e.TextAdded(3, "")),
    (
        {
            "type": "text_annotation_delta",
            "annotations": [{"type": "url_citation", "url": "u", "start_index": 1, "end_index": 2}],
        },
        e.CitationsAdded(3, (e.Citation("u", "", 1, 2),)),
    ),
    ({"type": "text_annotation_delta"}, e.CitationsAdded(3, ())),
    (
        {"type": "image", "mime_type": "image/jpeg", "data": "/9j/"},
        e.PartAdded(3, e.MediaPart("image", "image/jpeg", "/9j/")),
    ),
    (
        {"type": "audio", "mime_type": "audio/wav", "data": "UklG", "rate": 16000},
        e.PartAdded(3, e.MediaPart("audio", "audio/wav", "UklG")),
    ),
    ({"type": "video", "uri": "https://v.example"}, e.PartAdded(3, e.MediaPart("video", uri="https://v.example"))),
    (
        {"type": "document", "mime_type": "text/csv", "data": "YQ=="},
        e.PartAdded(3, e.MediaPart("document", "text/csv", "YQ==")),
    ),
    (
        {"type": "thought_summary", "content": {"type": "text", "text": "Plan"}},
        e.PartAdded(3, e.TextPart("Plan"), "summary"),
    ),
    (
        {"type": "thought_summary", "content": {"type": "smell"}},
        e.PartAdded(3, e.UnknownPart({"type": "smell"}), "summary"),
    ),
    ({"type": "thought_summary"}, e.Skipped("thought_summary")),
    ({"type": "thought_signature", "signature": "c2ln"}, e.SignatureSet(3, "c2ln")),
    ({"type": "arguments_delta", "arguments": '{"a":'}, e.ArgumentsAdded(3, '{"a":')),
    (
        {"type": "code_execution_call", "arguments": {"code": "ls", "language": "bash"}, "signature": ""},
        e.CallFilled(3, {"code": "ls", "language": "bash"}),
    ),
    ({"type": "code_execution_call", "arguments": {"command": "ls"}}, e.CallFilled(3, {"command": "ls"})),
    ({"type": "google_search_call", "arguments": {"queries": ["x"]}}, e.CallFilled(3, {"queries": ["x"]})),
    ({"type": "url_context_call", "arguments": {"urls": ["u"]}}, e.CallFilled(3, {"urls": ["u"]})),
    (
        {"type": "mcp_server_tool_call", "name": "f", "server_name": "s", "arguments": {"a": 1}},
        e.CallFilled(3, {"a": 1}, "f", "s"),
    ),
    ({"type": "file_search_call", "signature": "c2ln"}, e.Skipped("file_search_call")),
    ({"type": "google_maps_call", "arguments": {"queries": []}}, e.CallFilled(3, {"queries": []})),
    ({"type": "retrieval_call", "arguments": {"queries": []}}, e.CallFilled(3, {"queries": []})),
    ({"type": "tool_search_call", "arguments": {"function_names": []}}, e.CallFilled(3, {"function_names": []})),
    ({"type": "processing_call", "signature": "c2ln"}, e.Skipped("processing_call")),
    ({"type": "function_result", "name": "f", "result": {"t": 23}}, e.ResultFilled(3, {"t": 23})),
    ({"type": "code_execution_result", "result": "1\n", "is_error": True}, e.ResultFilled(3, "1\n", is_error=True)),
    (
        {"type": "google_search_result", "result": [{"search_suggestions": "<b>"}]},
        e.ResultFilled(3, [{"search_suggestions": "<b>"}]),
    ),
    (
        {"type": "url_context_result", "result": [{"url": "u", "status": "success"}]},
        e.ResultFilled(3, [{"url": "u", "status": "success"}]),
    ),
    ({"type": "mcp_server_tool_result", "name": "f", "server_name": "s", "result": "x"}, e.ResultFilled(3, "x")),
    ({"type": "file_search_result", "result": [{}]}, e.ResultFilled(3, [{}])),
    ({"type": "google_maps_result", "result": []}, e.ResultFilled(3, [])),
    ({"type": "retrieval_result", "is_error": True}, e.ResultFilled(3, None, is_error=True)),
    ({"type": "tool_search_result", "result": []}, e.ResultFilled(3, [])),
    ({"type": "processing_result", "signature": "c2ln"}, e.Skipped("processing_result")),
    ({"type": "telepathy", "to": "you"}, e.Skipped("telepathy")),
    ({"type": "text", "text": ["odd"]}, e.Skipped("text")),
    ({}, e.Skipped("step.delta")),
]
USAGE = {"total_input_tokens": "7", "total_tokens": 7}
RUN = RunId("v1_run")


def event(**fields: Any) -> e.AgentEvent:
    return event_of(parse_event(json.dumps(fields).encode()))


@pytest.mark.parametrize(("wire", "expected"), DELTAS)
def test_a_delta_is_translated(wire: dict[str, Any], expected: e.AgentEvent) -> None:
    """Every published delta, with and without its optional fields, is one event of the house's own."""
    assert event(event_type="step.delta", index=3, delta=wire) == expected


def test_every_published_delta_is_known() -> None:
    """The table above holds all 28 types that the API publishes."""
    assert len({wire.get("type") for wire, _ in DELTAS} - {"telepathy", None}) == 28


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (
            {
                "event_type": "interaction.created",
                "interaction": {"id": "v1_run", "status": "in_progress", "object": "interaction"},
            },
            e.StatusChanged(e.RunStatus.IN_PROGRESS, run=RUN),
        ),
        (
            {
                "event_type": "interaction.created",
                "interaction": {"id": "v1_run", "status": "queued", "environment_id": "env_1"},
            },
            e.StatusChanged(e.RunStatus.QUEUED, run=RUN),
        ),
        (
            {
                "event_type": "interaction.completed",
                "interaction": {"id": "v1_run", "status": "requires_action", "usage": USAGE},
            },
            e.StatusChanged(e.RunStatus.REQUIRES_ACTION, e.Usage(input=7, total=7), ended=True, run=RUN),
        ),
        (
            {
                "event_type": "interaction.status_update",
                "interaction_id": "v1_run",
                "status": "incomplete",
                "usage": USAGE,
            },
            e.StatusChanged(e.RunStatus.INCOMPLETE, e.Usage(input=7, total=7), run=RUN),
        ),
        (
            {"event_type": "interaction.status_update", "interaction_id": "v1_run", "status": "daydreaming"},
            e.StatusChanged(e.RunStatus.UNKNOWN, run=RUN),
        ),
        ({"event_type": "interaction.in_progress"}, e.StatusChanged(e.RunStatus.IN_PROGRESS)),
        (
            {"event_type": "interaction.requires_action", "interaction": {"id": "v1_run", "status": "requires_action"}},
            e.StatusChanged(e.RunStatus.REQUIRES_ACTION, run=RUN),
        ),
        (
            {
                "event_type": "step.start",
                "index": 1,
                "step": {"type": "function_call", "id": "61nzpsv4", "signature": "", "name": "f", "arguments": {}},
            },
            e.StepStarted(1, e.Call("function", "61nzpsv4", "f", arguments={})),
        ),
        (
            {
                "event_type": "step.start",
                "index": 1,
                "step": {"type": "model_output", "content": [{"type": "text", "text": "Hi"}]},
            },
            e.StepStarted(1, e.Output((e.TextPart("Hi"),))),
        ),
        (
            {"event_type": "step.start", "index": 1, "step": {"type": "telepathy"}},
            e.StepStarted(1, e.UnknownStep("telepathy", {"type": "telepathy"})),
        ),
        ({"event_type": "step.stop", "index": 1}, e.StepStopped(1)),
        (
            {"event_type": "step.stop", "index": 1, "usage": USAGE, "step_usage": {"total_tokens": 2}},
            e.StepStopped(1, e.Usage(input=7, total=7)),
        ),
        (
            {"event_type": "error", "error": {"code": "gateway_timeout", "message": "Deadline expired."}},
            e.Faulted(e.Fault("gateway_timeout", "Deadline expired.")),
        ),
        ({"event_type": "error", "error": {"code": 504, "message": "late"}}, e.Faulted(e.Fault("504", "late"))),
        ({"event_type": "error"}, e.Faulted(e.Fault("", ""))),
        ({"event_type": "interaction.dreamt", "event_id": "9"}, e.Skipped("interaction.dreamt")),
    ],
)
def test_an_event_is_translated(wire: dict[str, Any], expected: e.AgentEvent) -> None:
    """Every published event, and those only hinted at, are one event of the house's own."""
    assert event(**wire) == expected


@pytest.mark.parametrize(
    ("data", "cursor"),
    [
        (b'{"event_type":"step.start","index":0,"event_id":"5"}', "5"),
        (b'{"event_type":"step.delta","index":-1,"delta":{"type":"text","text":"x"},"event_id":5}', "5"),
        (b'{"event_type":"step.start","index":1000000000,"step":{"type":"thought"}}', None),
        (b'{"event_type":"interaction.created","event_id":["odd"]}', None),
        (b'{"event_id":"5"}', "5"),
        (b"[]", None),
        (b"null", None),
        (b"", None),
        (b"{", None),
        (b"\xff", None),
        (b'{"event_type":"step.delta","index":0,"delta":{"type":"text","text":"\\ud83e"}}', None),
        (b"[" * 100_000, None),
    ],
)
def test_what_is_not_as_published_is_malformed(data: bytes, cursor: str | None) -> None:
    """A frame that is not as published is one skipped event that says why, and its place in the stream is not lost."""
    found = parse_event(data)

    assert isinstance(found, Malformed)
    assert found.event_id == cursor
    assert event_of(found) == e.Skipped(f"malformed: {found.reason}")


@given(st.binary() | st.text().map(str.encode))
def test_no_frame_is_a_crash(data: bytes) -> None:
    """Whatever stands in a frame, it is an event."""
    assert event_of(parse_event(data))


@given(
    st.sampled_from(
        ["interaction.created", "interaction.status_update", "step.start", "step.delta", "step.stop", "error"]
    ),
    st.dictionaries(
        st.sampled_from(["index", "step", "delta", "interaction", "status", "usage", "error", "event_id"]),
        st.none()
        | st.integers()
        | st.text()
        | st.lists(st.integers())
        | st.dictionaries(
            st.sampled_from(["type", "content", "text", "id", "arguments"]), st.text() | st.none() | st.integers()
        ),
    ),
)
def test_no_shape_is_a_crash(kind: str, fields: dict[str, Any]) -> None:
    """A known event with any fields at all is an event."""
    assert event(event_type=kind, **fields)


def test_of_a_long_stream_nothing_is_lost() -> None:
    """Ten thousand deltas, fed in pieces that break anywhere, give their whole text."""
    delta = {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "some words "}}
    started = {"event_type": "step.start", "index": 0, "step": {"type": "model_output"}}
    events = [started, *(delta | {"event_id": f"evt_{n}"} for n in range(10_000))]
    stream = b"".join(b"event: step.delta\ndata: " + json.dumps(one).encode() + b"\n\n" for one in events)
    hearing, run = Hearing(), RunTranscript()

    heard = [one for place in range(0, len(stream), 4096) for one in hearing.feed(stream[place : place + 4096])]
    for one in heard:
        run = fold(run, one)

    assert run.steps == (e.Output((e.TextPart("some words " * 10_000),)),)
