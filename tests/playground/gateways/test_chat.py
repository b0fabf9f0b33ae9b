"""Chat completions in one piece and as a stream, and what they refuse."""

from typing import Any

import pytest

from tests.playground.gateways.wire import CHAT_TOOL, Wire

BOTH = pytest.mark.parametrize("on", ["antigravity", "gemini_official"])


@BOTH
async def test_a_whole_answer_has_openais_shape(wire: Wire, on: str) -> None:
    """One choice with a text, a reason and a count of tokens."""
    reply = await wire.chat("hello", on=on)

    answer = reply.json
    (choice,) = answer["choices"]
    assert (reply.status, reply.kind, answer["object"]) == (200, "application/json", "chat.completion")
    assert answer["id"].startswith("foaicmpl-")
    assert choice["message"]["role"] == "assistant"
    assert "This is a short answer." in choice["message"]["content"]
    assert (choice["index"], choice["finish_reason"]) == (0, "stop")
    usage = answer["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0


@BOTH
async def test_a_stream_begins_with_the_role_and_ends_with_done(wire: Wire, on: str) -> None:
    """Between them the text in pieces; the last chunk has the reason and the usage."""
    whole = (await wire.chat("hello", on=on)).message["content"]

    reply = await wire.chat("hello", on=on, stream=True)

    assert (reply.status, reply.kind) == (200, "text/event-stream")
    assert reply.deltas[0] == {"role": "assistant"}
    assert len(reply.deltas) > 3
    assert reply.streamed == whole
    assert reply.events[-1]["choices"] == [{"index": 0, "delta": {}, "finish_reason": "stop"}]
    assert reply.events[-1]["usage"]["total_tokens"] > 0
    assert reply.text.endswith("data: [DONE]\n\n")


async def test_usage_comes_in_a_chunk_of_its_own_on_demand(wire: Wire) -> None:
    """That chunk has no choices."""
    reply = await wire.chat("hello", stream=True, stream_options={"include_usage": True})

    assert reply.events[-1]["choices"] == []
    assert reply.events[-1]["usage"]["completion_tokens"] > 0
    assert "usage" not in reply.events[-2]


async def test_the_later_era_has_other_ids(wire: Wire) -> None:
    """Nobody should parse them."""
    await wire.set(era="2026-08")

    assert (await wire.chat()).json["id"].startswith("chatcmpl-")


async def test_what_was_said_before_is_what_the_request_holds(wire: Wire) -> None:
    """The gateway remembers nothing by itself."""
    talk = [
        {"role": "system", "content": "be kind"},
        {"role": "user", "content": "my boat is blue"},
        {"role": "assistant", "content": "noted"},
        {"role": "user", "content": [{"type": "text", "text": "what did I tell you"}]},
    ]

    reply = await wire.chat(messages=talk)

    assert "You told me 1 thing(s)" in reply.message["content"]
    assert "my boat is blue" in reply.message["content"]


async def test_a_long_answer_has_what_markdown_has(wire: Wire) -> None:
    """And a very long one over 12,000 characters."""
    long = (await wire.chat("something long")).message["content"]
    very_long = (await wire.chat("something very long")).message["content"]

    assert all(mark in long for mark in ("# ", "| :--- |", "```python", "1. ", "](https://", "**"))
    assert len(very_long) > 12_000


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
async def test_tokens_end_an_answer(wire: Wire, field: str) -> None:
    """It is cut there, and the reason is length."""
    limit: dict[str, Any] = {field: 10}

    reply = await wire.chat("something long", **limit)

    assert len(reply.message["content"]) == 40
    assert reply.json["choices"][0]["finish_reason"] == "length"


@pytest.mark.parametrize(
    ("words", "reason"),
    [("hello", "stop"), ("finish with MAX_TOKENS", "length"), ("finish with SAFETY", "content_filter")],
)
async def test_a_reason_to_finish_may_be_asked_for(wire: Wire, words: str, reason: str) -> None:
    """In Gemini's words, dressed as OpenAI's."""
    assert (await wire.chat(words)).json["choices"][0]["finish_reason"] == reason


REFUSED: dict[str, dict[str, Any]] = {
    "no model": {"model": None},
    "no messages": {"messages": []},
    "messages not a list": {"messages": "hello"},
    "a strange role": {"messages": [{"role": "robot", "content": "x"}]},
    "content of a strange kind": {"messages": [{"role": "user", "content": [{"type": "video"}]}]},
    "stream not a flag": {"stream": "true"},
    "max_tokens not a number": {"max_tokens": True},
    "a tool without a name": {"tools": [{"type": "function", "function": {}}]},
    "a result without a call": {"messages": [{"role": "tool", "tool_call_id": "x", "content": "1"}]},
    "a call without a result": {
        "messages": [
            {"role": "assistant", "content": None, "tool_calls": [{"id": "x", "function": {"name": "f"}}]},
            {"role": "user", "content": "go on"},
        ]
    },
    "a suffix for a model that writes": {"model": "gemini-3-flash-4K"},
}


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
async def test_a_malformed_chat_is_refused(wire: Wire, fields: dict[str, Any]) -> None:
    """400 with a sentence in OpenAI's shape."""
    reply = await wire.chat(**fields)

    assert reply.status == 400
    assert set(reply.json["error"]) == {"message", "type", "param", "code"}


async def test_an_unknown_model_is_not_found(wire: Wire) -> None:
    """Also one of the other platform."""
    statuses = [(await wire.chat(model=name)).status for name in ("gemini-9", "gemini-3-fast")]

    assert statuses == [404, 404]


async def test_a_body_that_is_no_json_is_refused(wire: Wire) -> None:
    """So is JSON that is no object."""
    bodies: list[Any] = [None, [], "x"]

    statuses = [(await wire.post("/antigravity/v1/chat/completions", body)).status for body in bodies]

    assert statuses == [400, 400, 400]


async def test_gemini_official_calls_no_functions(wire: Wire) -> None:
    """Tools are refused there, and named."""
    reply = await wire.chat("hello", on="gemini_official", tools=[CHAT_TOOL])

    assert reply.status == 400
    assert await wire.broken() == ["tools-not-of-this-platform"]
