"""The messages protocol, in one piece and as a stream, and what it refuses."""

from typing import Any

import pytest

from tests.playground.gateways.wire import BEARER, Wire, b64, png

BOTH = pytest.mark.parametrize("on", ["antigravity", "gemini_official"])


@BOTH
async def test_a_whole_message_has_anthropics_shape(wire: Wire, on: str) -> None:
    """A list of blocks, a reason, a count of tokens."""
    reply = await wire.messages("hello", on=on, system=[{"type": "text", "text": "be kind"}])

    message = reply.json
    assert (reply.status, message["type"], message["role"]) == (200, "message", "assistant")
    assert "This is a short answer." in message["content"][0]["text"]
    assert (message["stop_reason"], message["stop_sequence"]) == ("end_turn", None)
    assert message["usage"]["output_tokens"] > 0
    assert await wire.broken() == []


@BOTH
async def test_a_stream_has_named_events_and_no_done(wire: Wire, on: str) -> None:
    """In their fixed order, each named as its type."""
    whole = (await wire.messages("hello", on=on)).json["content"][0]["text"]

    reply = await wire.messages("hello", on=on, stream=True)

    names = [line[7:] for line in reply.text.split("\n") if line.startswith("event: ")]
    texts = [event["delta"]["text"] for event in reply.events if event["type"] == "content_block_delta"]
    assert names == [event["type"] for event in reply.events]
    assert names[:2] == ["message_start", "content_block_start"]
    assert names[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert "".join(texts) == whole
    assert reply.events[-2]["delta"]["stop_reason"] == "end_turn"
    assert "[DONE]" not in reply.text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("finish with MAX_TOKENS", "max_tokens"),
        ("finish with SAFETY", "refusal"),
        ("finish with PAUSE_TURN", "pause_turn"),
        ("block the prompt", "refusal"),
    ],
)
async def test_a_reason_to_stop_may_be_asked_for(wire: Wire, words: str, reason: str) -> None:
    """Dressed as Anthropic's."""
    assert (await wire.messages(words)).json["stop_reason"] == reason


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("usual", "![image](http://"),
        ("markdown_data", "![image](data:image/png;base64,"),
        ("markdown_relative", "![image](/gateway-files/"),
        ("link", "[picture](http://"),
    ],
)
async def test_a_picture_is_markdown_in_the_text(wire: Wire, form: str, begins: str) -> None:
    """The format has no place of its own for one."""
    reply = await wire.messages(f"a boat, form {form}", model="gemini-3-pro-image")

    assert [block["type"] for block in reply.json["content"]] == ["text", "text"]
    assert reply.json["content"][1]["text"].startswith(begins)


async def test_a_picture_may_leak_as_a_block(wire: Wire) -> None:
    """Nothing forbids a gateway to invent one."""
    reply = await wire.messages("a boat, form parts", model="gemini-3-pro-image")

    assert reply.json["content"][1]["source"]["media_type"] == "image/png"


@pytest.mark.parametrize("sent", [None, "2026-10-21"])
async def test_another_version_than_the_documented_one_is_named(wire: Wire, sent: str | None) -> None:
    """An older gateway may not know it, and none at all is against the format."""
    body = {"model": "gemini-3-flash", "max_tokens": 99, "messages": [{"role": "user", "content": "hello"}]}
    headers = BEARER | ({"anthropic-version": sent} if sent else {})

    reply = await wire.post("/antigravity/v1/messages", body, headers=headers)

    assert reply.status == 200
    assert await wire.broken() == ["unknown-anthropic-version"]


def _block(**fields: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "content": [fields]}]


REFUSED: dict[str, dict[str, Any]] = {
    "no max_tokens": {"max_tokens": None},
    "no messages": {"messages": []},
    "a system message": {"messages": [{"role": "system", "content": "x"}]},
    "the assistant last": {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]},
    "an empty text": {"messages": _block(type="text", text="")},
    "an unknown block": {"messages": _block(type="hologram")},
    "a broken picture": {
        "messages": _block(
            type="image", source={"type": "base64", "media_type": "image/png", "data": b64(b"no picture")}
        )
    },
    "a tool without a schema": {"tools": [{"name": "look"}]},
}


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
async def test_a_malformed_message_is_refused(wire: Wire, fields: dict[str, Any]) -> None:
    """400 in Anthropic's shape."""
    reply = await wire.messages(**fields)

    assert reply.status == 400
    assert (reply.json["type"], reply.json["error"]["type"]) == ("error", "invalid_request_error")
    assert reply.json["request_id"].startswith("req_")


async def test_an_unknown_field_is_named(wire: Wire) -> None:
    """One of another protocol, say."""
    await wire.messages("hello", reasoning_effort="high")

    assert await wire.broken() == ["unknown-field"]


async def test_what_was_said_before_is_what_the_request_holds(wire: Wire) -> None:
    """The gateway remembers nothing by itself."""
    talk = [
        {"role": "user", "content": "my boat is blue"},
        {"role": "assistant", "content": "noted"},
        {"role": "user", "content": "what did I tell you"},
    ]

    reply = await wire.messages(messages=talk)

    assert "my boat is blue" in reply.json["content"][0]["text"]


async def test_a_picture_block_is_read(wire: Wire) -> None:
    """Type and pixel size, as they really are."""
    source = {"type": "base64", "media_type": "image/jpeg", "data": b64(png(20, 10, kind="JPEG"))}

    reply = await wire.messages([{"type": "image", "source": source}, {"type": "text", "text": "what is this?"}])

    assert "image/jpeg, 20×10" in reply.json["content"][0]["text"]
