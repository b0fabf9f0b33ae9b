"""Scenes that a lever brings: played as given, stored as steps, of any length."""

import asyncio
import io
import json
import time
from typing import Any

from tests.playground.served import AGENT, Client


def _delta(index: int, text: str, **more: Any) -> dict[str, Any]:
    return {"event_type": "step.delta", "index": index, "delta": {"type": "text", "text": text}} | more


def _events(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in lines if line.startswith("data: {")]


START = {"event_type": "step.start", "index": 0, "step": {"type": "model_output"}}
STOP = {"event_type": "step.stop", "index": 0}


async def _played(client: Client, events: list[dict[str, Any]], **fields: Any) -> list[dict[str, Any]]:
    await client.lever("scenes", {"name": "mine", "events": events})
    body = {"agent": AGENT, "input": "Ada says: please play scene:mine for me", "stream": True} | fields
    return _events(await client.lines("/v1beta/interactions", body=body))


async def test_events_are_sent_as_given_between_beginning_and_end(client: Client) -> None:
    """What is not given is added: created and status before, completed after; ids are filled in."""
    given = [START | {"strange": 1}, _delta(0, "Hel", after_s=0.1), _delta(0, "lo"), STOP]

    played = await _played(client, given)

    assert [event["event_type"] for event in played[:2]] == ["interaction.created", "interaction.status_update"]
    assert played[2:-1] == [{k: v for k, v in event.items() if k != "after_s"} for event in given]
    assert played[-1]["interaction"]["status"] == "completed"
    assert played[-1]["interaction"]["id"] == played[0]["interaction"]["id"] == played[1]["interaction_id"]


async def test_a_played_scene_can_be_read_as_steps(client: Client) -> None:
    """Text joins, arguments are parsed, results are set, annotations stay with their text."""
    note = {"type": "url_citation", "url": "https://example.org", "title": "x", "start_index": 0, "end_index": 2}
    annotations = {"type": "text_annotation_delta", "annotations": [note]}
    call = {"type": "function_call", "id": "abc", "name": "f", "arguments": {}}
    given = [
        START,
        _delta(0, "Hel"),
        _delta(0, "lo"),
        {"event_type": "step.delta", "index": 0, "delta": annotations},
        STOP,
        {"event_type": "step.start", "index": 1, "step": call},
        {"event_type": "step.delta", "index": 1, "delta": {"type": "arguments_delta", "arguments": '{"a":'}},
        {"event_type": "step.delta", "index": 1, "delta": {"type": "arguments_delta", "arguments": " 1}"}},
        {"event_type": "step.stop", "index": 1},
        {"event_type": "step.start", "index": 2, "step": {"type": "sculpture"}},
        {"event_type": "step.delta", "index": 2, "delta": {"type": "sculpture", "stone": "grey"}},
        {"event_type": "step.stop", "index": 2},
    ]

    played = await _played(client, given)
    read = await client.read(played[0]["interaction"]["id"])

    assert read["steps"][1:] == [
        {"type": "model_output", "content": [{"type": "text", "text": "Hello", "annotations": [note]}]},
        call | {"arguments": {"a": 1}},
        {"type": "sculpture", "stone": "grey"},
    ]


async def test_a_scene_may_bring_its_own_end(client: Client) -> None:
    """Status and usage as given; an error event becomes the run's error."""
    end = {
        "event_type": "interaction.completed",
        "interaction": {"status": "budget_exceeded", "usage": {"total_tokens": 5}},
    }
    fault = {"event_type": "error", "error": {"code": "safety", "message": "No."}}

    played = await _played(client, [fault, end])
    read = await client.read(played[0]["interaction"]["id"])

    assert played[-1]["interaction"]["status"] == read["status"] == "budget_exceeded"
    assert read["usage"] == {"total_tokens": 5}
    assert read["errors"] == [{"code": "safety", "message": "No."}]


async def test_a_pause_is_since_the_event_before_and_scaled_by_the_speed(client: Client) -> None:
    """Ten pauses of a second take a second at ten times the speed."""
    await client.lever("speed", {"factor": 10})
    given = [START, *(_delta(0, "x", after_s=1) for _ in range(10)), STOP]
    began = time.monotonic()

    await _played(client, given)

    assert 0.9 < time.monotonic() - began < 30


async def test_an_unknown_scene_is_said_to_be_unknown(client: Client) -> None:
    """A typing mistake does not look like an answer."""
    made = await client.ask("scene:nowhere")

    assert "no scene `nowhere`" in made["steps"][0]["content"][0]["text"]


async def test_a_scene_of_a_hundred_thousand_events_is_played_whole(client: Client) -> None:
    """In seconds, not minutes; the text is complete and in order."""
    count = 100_000
    given = [START, *(_delta(0, f"{number} ") for number in range(count)), STOP]
    scene = io.BytesIO(json.dumps({"name": "mine", "events": given}).encode())
    async with client.session.post(client.origin + "/playground/scenes", data=scene) as answer:
        assert await answer.json() == {"name": "mine", "events": count + 2}
    began = time.monotonic()

    made = await client.ask("scene:mine")

    assert made["steps"][0]["content"][0]["text"] == " ".join(map(str, range(count))) + " "
    assert time.monotonic() - began < 200


async def test_a_run_in_progress_can_be_read_again_and_again(client: Client) -> None:
    """Reading while it runs gives the text so far, never less than before."""
    await client.lever("speed", {"factor": 1})
    given = [START, *(_delta(0, "word ", after_s=0.02) for _ in range(20)), STOP]
    await client.lever("scenes", {"name": "mine", "events": given})
    body = {"agent": AGENT, "input": "scene:mine", "background": True}
    run_id = (await client.request("POST", "/v1/interactions", body))[1]["id"]
    lengths = list[int]()

    while (read := await client.read(run_id))["status"] == "in_progress":
        lengths.append(len(json.dumps(read["steps"])))
        await asyncio.sleep(0.03)

    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 2
    assert read["steps"][-1]["content"][0]["text"] == "word " * 20


async def test_a_budget_cuts_a_scene_short(client: Client) -> None:
    """The open step is closed, the status is incomplete, and not all was said."""
    given = [START, *(_delta(0, "word " * 50) for _ in range(200)), STOP]

    played = await _played(client, given, agent_config={"type": "antigravity", "max_total_tokens": "3000"})

    assert played[-1]["interaction"]["status"] == "incomplete"
    assert played[-2]["event_type"] == "step.stop"
    assert 10 < len(played) < 150
