"""Event streams, held against the SDK's types and against real recordings."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import pytest
from google.genai._gaos.types.interactions import interactionsseevent, stepdeltadata
from google.genai._gaos.types.interactions import step as sdk_step

from tests.playground.served import AGENT, Client

BARE = ("google_search_call", "google_search_result")  # begin without required fields, in the recordings too
SCHEMA = {"type": "object", "properties": {"location": {"type": "string"}}}
TOOLS = [{"type": "google_search"}, {"type": "function", "name": "get_weather", "parameters": SCHEMA}]
RECORDINGS = Path(__file__).parents[4] / "shared" / "reference" / "recordings" / "interactions"
PROMPTS = [
    "hello",
    "Plan a day",
    "something very long",
    "fail",
    "write teal to a.txt",
    "what is in b.txt",
    "slow",
    "draw a chart",
    "change a.txt",
    "answer in parts",
    "be blocked by safety",
    "stop for a continuation",
]


def _events(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in lines if line.startswith("data: {")]


async def _foreground(client: Client, prompt: str, **fields: Any) -> list[dict[str, Any]]:
    body = {"agent": AGENT, "input": prompt, "environment": "remote", "stream": True} | fields
    return _events(await client.lines("/v1beta/interactions", body=body))


@pytest.mark.parametrize("prompt", PROMPTS)
async def test_every_event_is_one_the_sdk_knows(client: Client, prompt: str) -> None:
    """Validated by the class of its type, and no step or delta of it is unknown."""
    events = await _foreground(client, prompt)

    for event in events:
        variant = interactionsseevent._INTERACTION_SSE_EVENT_VARIANTS[event["event_type"]]
        if event.get("step", {}).get("type") not in BARE:
            variant.model_validate(event)
        if event["event_type"] == "step.delta":
            stepdeltadata._STEP_DELTA_DATA_VARIANTS[event["delta"]["type"]].model_validate(event["delta"])
    assert len(events) > 5


@pytest.mark.parametrize("prompt", PROMPTS)
async def test_the_read_steps_are_the_streams_and_valid(client: Client, prompt: str) -> None:
    """Every step that reading gives validates as the SDK's class of its type."""
    events = await _foreground(client, prompt)

    read = await client.read(events[0]["interaction"]["id"])
    starts = [event["step"]["type"] for event in events if event["event_type"] == "step.start"]

    assert [step["type"] for step in read["steps"]] == ["user_input", *starts]
    for step in read["steps"]:
        sdk_step._STEP_VARIANTS[step["type"]].model_validate(step)


async def test_a_stream_has_one_beginning_and_one_end(client: Client) -> None:
    """created, status_update, steps that open and close in order, completed, [DONE]."""
    lines = await client.lines("/v1/interactions", body={"agent": AGENT, "input": "Plan a day", "stream": True})
    events = _events(lines)
    kinds = [event["event_type"] for event in events]
    steps = [
        (event["event_type"], event["index"]) for event in events if event["event_type"] in ("step.start", "step.stop")
    ]

    assert kinds[:2] == ["interaction.created", "interaction.status_update"]
    assert kinds.count("interaction.completed") == 1
    assert kinds[-1] == "interaction.completed"
    assert steps == [(kind, number) for number in range(len(steps) // 2) for kind in ("step.start", "step.stop")]
    assert lines[-3:-1] == ["event: done", "data: [DONE]"]


async def test_the_event_line_repeats_the_type(client: Client) -> None:
    """A frame is an event line, a data line, an empty line."""
    lines = await client.lines("/v1/interactions", body={"agent": AGENT, "input": "hello", "stream": True})

    for event, data, gap in zip(lines[0:-3:3], lines[1:-3:3], lines[2:-3:3], strict=True):
        assert event == f"event: {json.loads(data[6:])['event_type']}"
        assert gap == ""


async def test_only_replayed_streams_carry_event_ids(client: Client) -> None:
    """A foreground stream has none; reading it again by id gives the same events with ids, each once."""
    foreground = await _foreground(client, "hello")
    replayed = _events(await client.lines(f"/v1/interactions/{foreground[0]['interaction']['id']}?stream=true"))
    ids = [event.pop("event_id") for event in replayed]

    assert all("event_id" not in event for event in foreground)
    assert replayed == foreground
    assert len(set(ids)) == len(ids)
    assert not any(token.isdecimal() for token in ids)


async def test_deleting_a_run_ends_its_streams_without_an_end(client: Client) -> None:
    """Whoever follows finds the connection closed, and no [DONE]."""
    await client.lever("speed", {"factor": 1})
    body = {"agent": AGENT, "input": "slow", "background": True}
    run_id = (await client.request("POST", "/v1/interactions", body))[1]["id"]
    following = asyncio.create_task(client.lines(f"/v1/interactions/{run_id}?stream=true"))
    await asyncio.sleep(0.3)

    await client.request("DELETE", f"/v1/interactions/{run_id}")
    lines = await asyncio.wait_for(following, 5)

    assert lines[-1] == "(cut)"
    assert len(_events(lines)) >= 2


async def test_any_event_can_be_resumed_after(client: Client) -> None:
    """For each event of a run, the stream after it is the rest."""
    made = await client.ask("hello")
    path = f"/v1beta/interactions/{made['id']}?stream=true"
    whole = _events(await client.lines(path))

    for number, event in enumerate(whole):
        rest = _events(await client.lines(f"{path}&last_event_id={event['event_id']}"))
        assert rest == whole[number + 1 :]


async def test_a_run_goes_on_without_any_client(client: Client) -> None:
    """A cut stream costs nothing: the run ends, and the replay is whole."""
    await client.lever("faults", {"match": {"method": "POST"}, "do": {"cut_stream_after_events": 3}})
    body = {"agent": AGENT, "input": "Plan a day", "stream": True, "background": True}
    cut = _events(await client.lines("/v1/interactions", body=body))

    replayed = _events(await client.lines(f"/v1/interactions/{cut[0]['interaction']['id']}?stream=true"))

    assert len(cut) == 3
    assert cut[0]["event_id"]
    assert replayed[:3] == cut
    assert replayed[-1]["event_type"] == "interaction.completed"


async def test_the_environment_is_not_in_the_stream(client: Client) -> None:
    """It is found by reading the run, and only where one was asked for."""
    events = await _foreground(client, "hello")
    with_machine = await client.read(events[0]["interaction"]["id"])
    without = await client.ask("hello")

    assert "environment_id" not in json.dumps(events)
    assert with_machine["environment_id"]
    assert "environment_id" not in without


async def test_citations_count_bytes(client: Client) -> None:
    """The cited bytes of the UTF-8 text are the sentence that the source belongs to."""
    made = await client.ask("a long report")
    (text,) = [part for step in made["steps"] if step["type"] == "model_output" for part in step["content"]]
    raw = text["text"].encode()
    cited = [raw[a["start_index"] : a["end_index"]].decode() for a in text["annotations"]]

    assert cited[1].startswith("Größenordnungen")
    assert all(sentence.endswith(".") for sentence in cited)
    assert text["text"].index(cited[1]) < text["annotations"][1]["start_index"] + len(cited[1])


async def test_the_id_has_the_real_ones_shape(client: Client) -> None:
    """v1_ and a protobuf of two equal tokens."""
    made = await client.ask("hello")
    raw = base64.urlsafe_b64decode(made["id"].removeprefix("v1_") + "==")

    assert raw[0] == 0x0A
    assert raw[2 : 2 + raw[1]] == raw[4 + raw[1] :]
    assert len(made["id"]) == 70


async def test_usage_adds_up(client: Client) -> None:
    """The total is input, output, tool use and thought; cached is part of input; steps sum up to the whole."""
    events = await _foreground(client, "Plan a day")
    usage = events[-1]["interaction"]["usage"]
    stops = [event for event in events if event["event_type"] == "step.stop"]
    parts = ("total_input_tokens", "total_output_tokens", "total_tool_use_tokens", "total_thought_tokens")

    assert usage["total_tokens"] == sum(usage[name] for name in parts)
    assert 0 < usage["total_cached_tokens"] < usage["total_input_tokens"]
    assert usage["grounding_tool_count"] == [{"type": "google_search", "count": 1}]
    assert (
        sum(stop["step_usage"]["total_tokens"] for stop in stops)
        == usage["total_tokens"]
        == stops[-1]["usage"]["total_tokens"]
    )


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings of the real service are not beside this checkout")
@pytest.mark.parametrize(
    ("recording", "prompt"),
    [("basic", "hello"), ("google-search", "a long report"), ("tool-call-step1", "the weather in Tokyo")],
)
async def test_our_events_have_the_recorded_ones_fields(client: Client, recording: str, prompt: str) -> None:
    """Event by event type (and step or delta type), every field of the recording is in ours."""
    lines = (RECORDINGS / f"{recording}.sse.jsonl").read_text().splitlines()
    recorded = [json.loads(line) for line in lines]

    ours = {_kind(event): _fields(event) for event in await _foreground(client, prompt, tools=TOOLS)}

    for event in recorded:
        kind = _kind(event)
        if kind in ours:
            assert _fields(event) - {"model"} <= ours[kind], kind
    assert {_kind(event) for event in recorded} <= set(ours)


def _kind(event: dict[str, Any]) -> tuple[str, str]:
    inner = event.get("step") or event.get("delta") or {}
    return event["event_type"], inner.get("type", "")


def _fields(event: dict[str, Any]) -> set[str]:
    inner = event.get("step") or event.get("delta") or event.get("interaction") or {}
    return set(event) | set(inner)
