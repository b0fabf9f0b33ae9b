"""Everything odd in the manner of answering: each words' effect, on each protocol that can have it."""

import asyncio
import json
import re
from typing import Any

import aiohttp
import pytest

from tests.playground.gateways.wire import BEARER, Wire

WHOLE = "This is a short answer."
CHAT = "/antigravity/v1/chat/completions"
ALL = pytest.mark.parametrize("protocol", ["chat", "messages", "sse", "array"])
EVENTS = pytest.mark.parametrize("protocol", ["chat", "messages", "sse"])


async def _stream(wire: Wire, protocol: str, text: str) -> Any:
    match protocol:
        case "chat":
            return await wire.chat(text, stream=True)
        case "messages":
            return await wire.messages(text, stream=True)
        case how:
            return await wire.gemini(text, stream=how)


async def test_pings_are_comments_between_events(wire: Wire) -> None:
    """The first one comes before everything."""
    reply = await wire.chat("hello with pings", stream=True)

    assert reply.text.startswith(": ping\n\n")
    assert reply.text.count(": ping\n\n") > 1
    assert WHOLE in reply.streamed


async def test_messages_have_a_ping_event(wire: Wire) -> None:
    """Right after the beginning."""
    reply = await wire.messages("hello with pings", stream=True)

    assert [event["type"] for event in reply.events][:2] == ["message_start", "ping"]


async def test_a_heartbeat_may_be_an_empty_delta(wire: Wire) -> None:
    """Several of them, and nothing is lost."""
    reply = await wire.chat("hello with empty deltas", stream=True)

    empty = [event for event in reply.events if event["choices"][0]["delta"] == {}]
    assert len(empty) > 2
    assert WHOLE in reply.streamed


@ALL
async def test_blank_lines_may_stand_before_a_json_body(wire: Wire, protocol: str) -> None:
    """Even where a stream was asked for."""
    reply = await _stream(wire, protocol, "hello after blank lines")

    assert (reply.status, reply.kind) == (200, "application/json")
    assert reply.text.startswith("\n\n\n{")
    assert WHOLE in reply.text


@ALL
async def test_a_stream_may_be_answered_as_json(wire: Wire, protocol: str) -> None:
    """The whole answer in one piece."""
    reply = await _stream(wire, protocol, "hello, answer as json")

    assert reply.kind == "application/json"
    assert isinstance(reply.json, dict)
    assert WHOLE in reply.text


@ALL
async def test_a_page_may_come_with_status_200(wire: Wire, protocol: str) -> None:
    """HTML instead of everything."""
    reply = await _stream(wire, protocol, "hello as html")

    assert (reply.status, reply.kind) == (200, "text/html")
    assert reply.text.startswith("<!DOCTYPE html>")


async def test_a_page_may_come_without_a_stream(wire: Wire) -> None:
    """From every endpoint."""
    replies = [await ask("a boat as html") for ask in (wire.chat, wire.messages, wire.gemini, wire.images)]

    assert [(reply.status, reply.kind) for reply in replies] == [(200, "text/html")] * 4


@EVENTS
async def test_a_malformed_chunk_may_stand_in_between(wire: Wire, protocol: str) -> None:
    """It is no JSON; the answer around it is whole."""
    reply = await _stream(wire, protocol, "hello with a malformed chunk")

    lines = [line[6:] for line in reply.text.split("\n") if line.startswith("data: {")]
    whole = [line for line in lines if _is_json(line)]
    assert len(lines) - len(whole) == 1
    assert len(whole) > 3


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


@ALL
async def test_a_stream_may_end_without_saying_so(wire: Wire, protocol: str) -> None:
    """No reason, no [DONE], no message_stop, no closing bracket: only the end of the connection's body."""
    reply = await _stream(wire, protocol, "hello without done")

    assert not re.search(r"\[DONE\]|message_stop|\"stop\"|STOP|\]\n$", reply.text)
    assert '"r."' in reply.text


@pytest.mark.parametrize("protocol", ["messages", "sse"])
async def test_done_may_come_where_the_protocol_has_none(wire: Wire, protocol: str) -> None:
    """After everything else."""
    reply = await _stream(wire, protocol, "hello with done")

    assert reply.text.endswith("data: [DONE]\n\n")
    assert len(reply.events) > 3


async def test_a_delta_may_be_null(wire: Wire) -> None:
    """So may content; choices may be empty or missing."""
    null = await wire.chat("hello, null delta, null content", stream=True)
    none = await wire.chat("hello, no choices", stream=True)

    assert None in [event["choices"][0]["delta"] for event in null.events]
    assert any(delta.get("content", "") is None for delta in null.deltas)
    assert [event.get("choices") for event in none.events].count(None) == 1
    assert [event.get("choices") for event in none.events].count([]) == 1


async def test_a_whole_answer_may_have_no_choices(wire: Wire) -> None:
    """An empty list."""
    assert (await wire.chat("hello, no choices")).json["choices"] == []


async def test_lines_may_end_with_crlf(wire: Wire) -> None:
    """Every one of them."""
    reply = await wire.chat("hello, crlf", stream=True)

    assert reply.text.count("\n") == reply.text.count("\r\n") > 4


async def test_there_may_be_no_space_after_data(wire: Wire) -> None:
    """The standard allows it."""
    reply = await wire.chat("hello, no space after data", stream=True)

    assert "data: " not in reply.text
    assert reply.text.startswith('data:{"')


async def test_data_may_stand_on_many_lines(wire: Wire) -> None:
    """They belong together, with a line break between them."""
    reply = await wire.chat("hello, data on many lines", stream=True)

    first = [line.removeprefix("data: ") for line in reply.text.split("\n\n")[0].split("\n")]
    assert len(first) > 4
    assert json.loads("\n".join(first))["object"] == "chat.completion.chunk"


@pytest.mark.parametrize("stream", [False, True])
async def test_a_reseller_hides_id_and_date(wire: Wire, stream: bool) -> None:
    """Empty and 0."""
    reply = await wire.chat("hello like a reseller", stream=stream)

    one = reply.events[0] if stream else reply.json
    assert (one["id"], one["created"]) == ("", 0)


@pytest.mark.parametrize("protocol", ["chat", "messages"])
async def test_an_event_may_be_one_that_nobody_knows(wire: Wire, protocol: str) -> None:
    """With a name of its own."""
    reply = await _stream(wire, protocol, "hello, unknown event")

    assert re.search(r"^event: gateway[._]news$", reply.text, re.MULTILINE)


@pytest.mark.parametrize(
    ("protocol", "words", "last"),
    [
        ("chat", "", "error.message"),
        ("chat", " as a string", "error"),
        ("chat", " as finish", "choices.0.finish_reason"),
        ("chat", " as an event", "error.message"),
        ("messages", "", "error.message"),
        ("messages", " as finish", "delta.stop_reason"),
        ("sse", "", "error.message"),
        ("sse", " as a string", "error"),
        ("sse", " as finish", "candidates.0.finishReason"),
        ("sse", " as an event", "error.message"),
        ("array", "", "error.message"),
    ],
)
async def test_an_error_may_come_mid_stream(wire: Wire, protocol: str, words: str, last: str) -> None:
    """After half of the answer, as an object, a text, a reason or an event."""
    reply = await _stream(wire, protocol, f"hello, break mid-stream{words}")

    found: Any = reply.responses[-1]
    for name in last.split("."):
        found = found[int(name)] if name.isdecimal() else found[name]
    assert isinstance(found, str)
    assert found
    assert len(reply.responses) > 2
    assert WHOLE not in reply.streamed
    assert ("event: error" in reply.text) is (words == " as an event" or (protocol, words) == ("messages", ""))


async def test_an_error_may_stand_in_a_successful_answer(wire: Wire) -> None:
    """The same words without a stream: status 200 and an error object."""
    replies = [await ask("a boat, break mid-stream") for ask in (wire.chat, wire.messages, wire.gemini, wire.images)]

    assert [reply.status for reply in replies] == [200] * 4
    assert all("error" in reply.json for reply in replies)


async def test_an_error_may_be_told_as_an_answer(wire: Wire) -> None:
    """Nothing but its words tells it from one."""
    reply = await wire.chat("give me an error as text")

    assert reply.status == 200
    assert reply.message["content"].startswith("错误:")


@ALL
async def test_a_fault_cuts_a_stream_after_so_many_frames(wire: Wire, protocol: str) -> None:
    """The connection is gone, as when a process dies."""
    await wire.client.lever("faults", {"match": {"path": "/antigravity/*"}, "do": {"cut_stream_after_events": 2}})

    with pytest.raises(aiohttp.ClientPayloadError):
        await _stream(wire, protocol, "hello")


async def test_silence_lasts_by_the_clock(wire: Wire) -> None:
    """No speed shortens it; the lever of the clock ends it."""
    body = {"model": "gemini-3-flash", "messages": [{"role": "user", "content": "hello, fall silent"}], "stream": True}
    async with (
        aiohttp.ClientSession(headers=BEARER) as session,
        session.post(wire.client.origin + CHAT, json=body) as answer,
    ):
        first = await answer.content.readline()
        rest = asyncio.create_task(answer.content.read())
        await asyncio.sleep(0.3)
        was_silent = not rest.done()
        await wire.client.lever("clock", {"advance_s": 90})
        told = await asyncio.wait_for(rest, 10)

    assert first.startswith(b"data: ")
    assert was_silent
    assert told.endswith(b"data: [DONE]\n\n")
