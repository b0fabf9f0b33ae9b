"""Streams that fall silent, break a frame or say error, and what asking again gives."""

import asyncio
import json
from typing import Any

import pytest

from tests.playground.served import AGENT, Client


async def _begun(client: Client, prompt: str) -> str:
    body = {"agent": AGENT, "input": prompt, "background": True}
    run_id: str = (await client.request("POST", "/v1beta/interactions", body))[1]["id"]
    return run_id


def _events(lines: list[str]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        try:
            found.append(json.loads(line.removeprefix("data: ")))
        except ValueError:
            continue
    return found


async def _stream(client: Client, run_id: str, after: str = "") -> list[str]:
    return await client.lines(f"/v1beta/interactions/{run_id}?stream=true&last_event_id={after}")


async def test_a_silent_run_says_nothing_until_the_clock_has_gone_on(client: Client) -> None:
    """No speed helps; a lever on the clock does."""
    run_id = await _begun(client, "fall silent")
    await asyncio.sleep(0.3)
    before = await client.read(run_id)
    await asyncio.sleep(0.2)
    after = await client.read(run_id)

    await client.lever("clock", {"advance_s": 90})
    lines = await _stream(client, run_id)

    assert before["status"] == "in_progress"
    assert before["steps"] == after["steps"]
    assert lines[-2] == "data: [DONE]"
    assert "nothing was lost" in (await client.read(run_id))["steps"][-1]["content"][0]["text"]


async def test_a_broken_frame_is_whole_when_asked_for_again(client: Client) -> None:
    """The first stream has a frame that does not parse; from the event before it on, all is there."""
    run_id = await _begun(client, "send me a malformed frame")

    first = await _stream(client, run_id)
    good = _events(first)
    ids = [event["event_id"] for event in good]
    second = _events(await _stream(client, run_id))
    whole = [event["event_id"] for event in second]
    missing = next(number for number, one in enumerate(whole) if one not in ids)
    resumed = _events(await _stream(client, run_id, after=whole[missing - 1]))

    assert len(whole) == len(ids) + 1
    assert [event["event_id"] for event in resumed] == whole[missing:]
    assert sum(line.startswith("data: {") for line in first) == len(whole)


async def test_an_error_event_ends_the_stream_and_not_the_run(client: Client) -> None:
    """The stream ends with it, without [DONE]; the run is completed and has no errors."""
    run_id = await _begun(client, "send an error event")

    lines = await _stream(client, run_id)
    again = _events(await _stream(client, run_id))
    read = await client.read(run_id)

    assert json.loads(lines[-2][6:])["error"]["code"] == "gateway_timeout"
    assert "data: [DONE]" not in lines
    assert again[-1]["interaction"]["status"] == read["status"] == "completed"
    assert "errors" not in read


@pytest.mark.parametrize("given", [False, True])
async def test_foreground_streams_have_event_ids_where_the_condition_says_so(client: Client, *, given: bool) -> None:
    """They have none by themselves, as recorded."""
    await client.lever("agent", {"foreground_event_ids": given})

    lines = await client.lines("/v1beta/interactions", body={"agent": AGENT, "input": "hello", "stream": True})

    assert {"event_id" in event for event in _events(lines)} == {given}
