"""Records: all 23 published steps, what is missing, what is odd, what is new."""

import json
from typing import Any

import pytest

from bot.core import events as e
from bot.core.ids import EnvironmentId, RunId
from bot.providers.interactions.translate import record_of
from bot.providers.interactions.wire import Malformed, parse_interaction

IMAGE = {"type": "image", "mime_type": "image/png", "data": "iVBO"}
STEPS: list[tuple[dict[str, Any], e.Step]] = [
    ({"type": "user_input", "content": [{"type": "text", "text": "hi"}]}, e.Input((e.TextPart("hi"),))),
    ({"type": "model_output", "content": [{"type": "text", "text": "Hi"}]}, e.Output((e.TextPart("Hi"),))),
    ({"type": "model_output"}, e.Output()),
    ({"type": "model_output", "content": None}, e.Output()),
    ({"type": "model_output", "error": {"code": 13, "message": "broke"}}, e.Output(error="broke")),
    ({"type": "model_output", "error": {"code": 13}}, e.Output(error="13")),
    ({"type": "model_output", "content": [IMAGE]}, e.Output((e.MediaPart("image", "image/png", "iVBO"),))),
    ({"type": "thought"}, e.Thought()),
    (
        {"type": "thought", "signature": "c2ln", "summary": [{"type": "text", "text": "Plan"}]},
        e.Thought((e.TextPart("Plan"),), "c2ln"),
    ),
    (
        {"type": "function_call", "id": "1", "name": "f", "arguments": {"a": [1, None]}},
        e.Call("function", "1", "f", arguments={"a": [1, None]}),
    ),
    (
        {"type": "function_result", "call_id": "1", "name": "f", "result": {"t": 23}},
        e.Result("function", "1", "f", result={"t": 23}),
    ),
    ({"type": "function_result", "call_id": "1", "result": "sunny"}, e.Result("function", "1", result="sunny")),
    (
        {"type": "function_result", "call_id": "1", "result": [{"type": "text", "text": "x"}], "is_error": True},
        e.Result("function", "1", result=[{"type": "text", "text": "x"}], is_error=True),
    ),
    (
        {"type": "code_execution_call", "id": "1", "arguments": {"code": "ls", "language": "bash"}},
        e.Call("code_execution", "1", arguments={"code": "ls", "language": "bash"}),
    ),
    (
        {"type": "code_execution_call", "id": "1", "arguments": {"command": "ls", "timeout_seconds": 9}},
        e.Call("code_execution", "1", arguments={"command": "ls", "timeout_seconds": 9}),
    ),
    ({"type": "code_execution_result", "call_id": "1", "result": "1\n"}, e.Result("code_execution", "1", result="1\n")),
    (
        {"type": "google_search_call", "id": "1", "arguments": {"queries": ["x"]}, "search_type": "web_search"},
        e.Call("google_search", "1", arguments={"queries": ["x"]}),
    ),
    ({"type": "google_search_call", "id": "1", "signature": ""}, e.Call("google_search", "1")),
    (
        {"type": "google_search_result", "call_id": "1", "result": [{"search_suggestions": "<b>"}], "is_error": False},
        e.Result("google_search", "1", result=[{"search_suggestions": "<b>"}]),
    ),
    (
        {"type": "url_context_call", "id": "1", "arguments": {"urls": ["https://a.example"]}},
        e.Call("url_context", "1", arguments={"urls": ["https://a.example"]}),
    ),
    (
        {"type": "url_context_result", "call_id": "1", "result": [{"url": "https://a.example", "status": "paywall"}]},
        e.Result("url_context", "1", result=[{"url": "https://a.example", "status": "paywall"}]),
    ),
    (
        {"type": "mcp_server_tool_call", "id": "1", "name": "f", "server_name": "s", "arguments": {}},
        e.Call("mcp_server_tool", "1", "f", "s", {}),
    ),
    (
        {"type": "mcp_server_tool_result", "call_id": "1", "name": "f", "server_name": "s", "result": "sunny"},
        e.Result("mcp_server_tool", "1", "f", "s", "sunny"),
    ),
    ({"type": "file_search_call", "id": "1"}, e.Call("file_search", "1")),
    ({"type": "file_search_result", "call_id": "1"}, e.Result("file_search", "1")),
    (
        {"type": "google_maps_call", "id": "1", "arguments": {"queries": ["x"]}},
        e.Call("google_maps", "1", arguments={"queries": ["x"]}),
    ),
    ({"type": "google_maps_result", "call_id": "1", "result": []}, e.Result("google_maps", "1", result=[])),
    (
        {"type": "retrieval_call", "id": "1", "arguments": {"queries": []}, "retrieval_type": "rag_store"},
        e.Call("retrieval", "1", arguments={"queries": []}),
    ),
    ({"type": "retrieval_result", "call_id": "1", "is_error": True}, e.Result("retrieval", "1", is_error=True)),
    (
        {"type": "tool_search_call", "id": "1", "arguments": {"function_names": ["f"]}},
        e.Call("tool_search", "1", arguments={"function_names": ["f"]}),
    ),
    ({"type": "tool_search_result", "call_id": "1", "result": []}, e.Result("tool_search", "1", result=[])),
    ({"type": "processing_call", "id": "1"}, e.Call("processing", "1")),
    ({"type": "processing_result", "call_id": "1"}, e.Result("processing", "1")),
]


def record(**fields: Any) -> e.RunRecord:
    found = parse_interaction(json.dumps({"id": "v1_run", "status": "completed", **fields}).encode())
    assert not isinstance(found, Malformed)
    return record_of(found)


@pytest.mark.parametrize(("wire", "step"), STEPS)
def test_a_step_is_translated(wire: dict[str, Any], step: e.Step) -> None:
    """Every published step, with and without its optional fields, is the house's own."""
    assert record(steps=[wire]).steps == (step,)


def test_every_published_step_is_known() -> None:
    """The table above holds all 23 types that the API publishes."""
    assert len({wire["type"] for wire, _ in STEPS}) == 23


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "telepathy_call", "id": "1", "arguments": {"to": "you"}},
        {"type": "function_call", "id": "1", "arguments": "not an object"},
        {"type": "model_output", "content": "not a list"},
        {},
        {"type": 7},
    ],
)
def test_a_step_we_do_not_know_is_kept(raw: dict[str, Any]) -> None:
    """A step of a new type or an unpublished shape is kept as it came, and those around it are translated."""
    thought = {"type": "thought"}

    steps = record(steps=[thought, raw, thought]).steps

    assert steps == (e.Thought(), e.UnknownStep(str(raw.get("type", "")), raw), e.Thought())


def test_a_part_we_do_not_know_is_kept() -> None:
    """A part of a new type or an unpublished shape is kept as it came beside the text around it."""
    odd: list[dict[str, Any]] = [{"type": "smell", "data": "…"}, {"type": "text", "text": ["a"]}, {}]

    steps = record(steps=[{"type": "model_output", "content": [*odd, {"type": "text", "text": "b"}]}]).steps

    assert steps == (e.Output((*map(e.UnknownPart, odd), e.TextPart("b"))),)


@pytest.mark.parametrize(
    ("annotation", "citation"),
    [
        (
            {"type": "url_citation", "url": "https://a.example", "title": "A", "start_index": 2, "end_index": 9},
            e.Citation("https://a.example", "A", 2, 9),
        ),
        (
            {"type": "url_citation", "url": "https://a.example", "end_index": 9},
            e.Citation("https://a.example", "", 0, 9),
        ),
        (
            {"type": "place_citation", "url": "https://m.example", "name": "Inn"},
            e.Citation("https://m.example", "Inn", 0, 0),
        ),
        (
            {"type": "file_citation", "document_uri": "gs://a", "file_name": "a.pdf"},
            e.Citation("gs://a", "a.pdf", 0, 0),
        ),
        ({"type": "file_citation", "source": "a", "end_index": 3}, e.Citation("a", "", 0, 3)),
        ({"type": "word_info", "text": "hi", "speaker": "A", "start_index": 0, "end_index": 2}, None),
        ({"type": "url_citation"}, None),
        ({"type": "url_citation", "url": "https://a.example", "start_index": "x"}, None),
        ("nonsense", None),
    ],
)
def test_annotations_that_name_a_source_are_citations(annotation: object, citation: e.Citation | None) -> None:
    """An annotation with a source is a citation, one without is none, and an odd one spoils neither text nor others."""
    good = {"type": "url_citation", "url": "https://b.example", "title": "B", "start_index": 0, "end_index": 1}
    text = {"type": "text", "text": "Hello", "annotations": [annotation, good]}

    steps = record(steps=[{"type": "model_output", "content": [text]}]).steps

    expected = tuple(found for found in (citation, e.Citation("https://b.example", "B", 0, 1)) if found)
    assert steps == (e.Output((e.TextPart("Hello", expected),)),)


@pytest.mark.parametrize(
    ("usage", "translated"),
    [
        (None, None),
        ({}, e.Usage()),
        (
            {
                "total_input_tokens": 7,
                "total_output_tokens": 19,
                "total_thought_tokens": 32,
                "total_cached_tokens": 3,
                "total_tool_use_tokens": 5,
                "total_tokens": 63,
            },
            e.Usage(input=7, output=19, thought=32, cached=3, tool_use=5, total=63),
        ),
        ({"total_input_tokens": "7", "total_tokens": "9"}, e.Usage(input=7, total=9)),
        (
            {
                "total_input_tokens": 7,
                "total_output_tokens": 2,
                "total_thought_tokens": 1,
                "total_tool_use_tokens": 4,
                "total_cached_tokens": 5,
            },
            e.Usage(input=7, output=2, thought=1, cached=5, tool_use=4, total=14),
        ),
        ({"total_input_tokens": "many"}, e.Usage()),
        ({"total_input_tokens": "many", "total_tokens": 9}, e.Usage(total=9)),
        ({"total_input_tokens": 2**53, "total_tokens": 2**53 + 1}, e.Usage(input=2**53, total=2**53)),
        ({"total_input_tokens": -7, "total_output_tokens": 10**30, "total_tokens": "9" * 4000}, e.Usage()),
        ({"total_input_tokens": None, "total_output_tokens": 2}, e.Usage(output=2, total=2)),
        ("much", None),
    ],
)
def test_usage(usage: object, translated: e.Usage | None) -> None:
    """Tokens may come as strings, a missing total is the sum without what was cached, a nonsense number is none.

    2**53 and fewer fit into the database's integers, also when they are added up.
    """
    assert record(usage=usage).usage == translated


@pytest.mark.parametrize("word", list(e.RunStatus))
def test_every_status_is_known(word: e.RunStatus) -> None:
    """Each published status word is a member of ours."""
    assert record(status=word.value).status is word


@pytest.mark.parametrize("word", ["daydreaming", "", None])
def test_a_status_we_do_not_know_is_pending(word: str | None) -> None:
    """A new status word, or none, is unknown and therefore pending."""
    status = record(status=word).status

    assert status is e.RunStatus.UNKNOWN
    assert status.is_pending


def test_a_record_holds_the_rest() -> None:
    """Faults and the environment are in the record; what is echoed of the request is not."""
    found = record(
        environment_id="env_1",
        environment="remote",
        errors=[{"code": "safety", "message": "no"}, {"code": 13}, {}],
        tools=[{"type": "function"}],
        created="2026-05-15T18:51:55Z",
    )

    assert found == e.RunRecord(
        id=RunId("v1_run"),
        status=e.RunStatus.COMPLETED,
        faults=(e.Fault("safety", "no"), e.Fault("13", ""), e.Fault("", "")),
        environment=EnvironmentId("env_1"),
    )


def test_a_record_without_an_id_has_the_one_it_was_asked_by() -> None:
    """An answer that does not repeat the run's id is of the run that was asked for."""
    found = parse_interaction(b'{"status":"completed"}')

    assert not isinstance(found, Malformed)
    assert record_of(found, run=RunId("v1_asked")).id == "v1_asked"


@pytest.mark.parametrize("odd", ["x`\n# Forged", "../files", "..", ".", "a/b", "ü", "e" * 257, "", "a\n"])
def test_an_id_that_is_none_is_not_taken(odd: str) -> None:
    """An id that would forge a line or an address, or is far too long, counts as not told."""
    found = parse_interaction(json.dumps({"id": odd, "environment_id": odd}).encode())
    assert not isinstance(found, Malformed)
    record = record_of(found, run=RunId("v1_asked"))

    assert (record.id, record.environment) == ("v1_asked", None)
    assert record_of(found).id == ""


def test_ids_of_every_published_make_are_taken() -> None:
    """Base64 with its padding names a run, words with dots and dashes name a machine, up to their limits."""
    run, machine = "v1_" + "Ab-9.=" * 42, "e" * 128

    found = record(id=run, environment_id=machine)

    assert (found.id, found.environment) == (run, machine)
