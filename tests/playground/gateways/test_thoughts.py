"""Where thoughts go, and that signed ones come back unchanged."""

from typing import Any

import pytest

from tests.playground.gateways.wire import MESSAGES_TOOL, V1BETA_TOOL, Wire

ASK = "What is the weather in Tokyo?"
THINKING = {"type": "enabled", "budget_tokens": 1024}


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_thoughts_of_a_chat_stand_in_the_content_unless_one_asks(wire: Wire, stream: bool) -> None:
    """As documented: a field of their own only with return_reasoning_content; none at all with the other switch."""
    seen = {}
    for name in ("", "return_reasoning_content", "close_reasoning_content"):
        fields: dict[str, Any] = {name: True} if name else {}
        reply = await wire.chat("think", stream=stream, **fields)
        content = reply.streamed if stream else reply.message["content"]
        deltas = reply.deltas if stream else [reply.message]
        seen[name] = (content.startswith("<think>**Reading"), any("reasoning_content" in one for one in deltas))

    assert seen == {
        "": (True, False),
        "return_reasoning_content": (False, True),
        "close_reasoning_content": (False, False),
    }


@pytest.mark.parametrize("place", ["reasoning_content", "reasoning", "think", "quote", "nowhere"])
async def test_the_conditions_choose_the_place_of_thoughts(wire: Wire, place: str) -> None:
    """Two fields, a tag, a quotation, or nowhere."""
    await wire.set(reasoning=place)

    message = (await wire.chat("think")).message

    found = [name for name in ("reasoning_content", "reasoning") if name in message]
    found += [name for name, mark in (("think", "<think>"), ("quote", "> **")) if message["content"].startswith(mark)]
    assert found == ([] if place == "nowhere" else [place])


async def test_a_model_called_thinking_thinks_by_itself(wire: Wire) -> None:
    """So does one that is told how hard."""
    by_name = await wire.chat("hello", model="gemini-2.5-flash-thinking")
    by_effort = await wire.chat("hello", reasoning_effort="high")
    neither = await wire.chat("hello")

    assert ["<think>" in reply.message["content"] for reply in (by_name, by_effort, neither)] == [True, True, False]
    assert by_name.json["usage"]["completion_tokens_details"]["reasoning_tokens"] > 0


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_messages_think_in_a_signed_block(wire: Wire, stream: bool) -> None:
    """Before the text; in a stream the signature comes last."""
    reply = await wire.messages("hello", thinking=THINKING, stream=stream)

    if stream:
        kinds = [event["delta"]["type"] for event in reply.events if event["type"] == "content_block_delta"]
        assert kinds.index("signature_delta") == kinds.count("thinking_delta")
    else:
        thinking, text = reply.json["content"]
        assert (thinking["type"], text["type"]) == ("thinking", "text")
        assert thinking["thinking"]
        assert thinking["signature"]


@pytest.mark.parametrize("thinking", [{"type": "enabled", "budget_tokens": 1}, {"type": "deep"}, {}])
async def test_thinking_of_an_unknown_kind_is_refused(wire: Wire, thinking: dict[str, Any]) -> None:
    """The budget is at least 1024."""
    assert (await wire.messages(thinking=thinking)).status == 400


async def _tool_turn(wire: Wire, *, change: Any) -> tuple[int, list[str]]:
    """Status and broken rules of a request that brings a result, with its answer's blocks changed."""
    asked = (await wire.messages(ASK, tools=[MESSAGES_TOOL], thinking=THINKING)).json
    result = {"type": "tool_result", "tool_use_id": asked["content"][-1]["id"], "content": "23"}
    talk = [
        {"role": "user", "content": ASK},
        {"role": "assistant", "content": change(asked["content"])},
        {"role": "user", "content": [result]},
    ]
    reply = await wire.messages(messages=talk, tools=[MESSAGES_TOOL], thinking=THINKING)
    return reply.status, await wire.broken()


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (lambda blocks: blocks, (200, [])),
        (lambda blocks: blocks[1:], (400, ["thinking-block-lost"])),
        (lambda blocks: [blocks[0] | {"thinking": "other"}, *blocks[1:]], (400, ["thinking-block-changed"])),
        (lambda blocks: [blocks[0] | {"signature": "b3RoZXI="}, *blocks[1:]], (400, ["thinking-block-changed"])),
    ],
    ids=["unchanged", "lost", "other text", "other signature"],
)
async def test_thinking_comes_back_with_a_tools_result(wire: Wire, change: Any, outcome: tuple[int, list[str]]) -> None:
    """Unchanged, or the rule is named and the request refused."""
    assert await _tool_turn(wire, change=change) == outcome


async def test_thinking_of_a_finished_turn_may_be_left_out(wire: Wire) -> None:
    """Only a tool's turn needs it."""
    asked = (await wire.messages("hello", thinking=THINKING)).json
    talk = [
        {"role": "user", "content": "hello"},
        {"role": "assistant", "content": asked["content"][1:]},
        {"role": "user", "content": "and now?"},
    ]

    reply = await wire.messages(messages=talk)

    assert reply.status == 200
    assert await wire.broken() == []


async def test_v1beta_thinks_in_parts_and_signs_at_the_end(wire: Wire) -> None:
    """The signature stands on an empty text."""
    config = {"thinkingConfig": {"includeThoughts": True}}

    reply = await wire.gemini("hello", generationConfig=config)

    thought, text, last = reply.json["candidates"][0]["content"]["parts"]
    assert thought["thought"] is True
    assert "thought" not in text
    assert last["text"] == ""
    assert last["thoughtSignature"]
    assert reply.json["usageMetadata"]["thoughtsTokenCount"] > 0


async def _call_turn(wire: Wire, *, model: str, change: Any) -> tuple[int, list[str]]:
    content = (await wire.gemini(ASK, model=model, tools=[V1BETA_TOOL])).json["candidates"][0]["content"]
    changed = content | {"parts": [change(part) if "functionCall" in part else part for part in content["parts"]]}
    response = {"functionResponse": {"name": "get_weather", "response": {"degrees": 23}}}
    talk = [{"role": "user", "parts": [{"text": ASK}]}, changed, {"role": "user", "parts": [response]}]
    reply = await wire.gemini(model=model, contents=talk, tools=[V1BETA_TOOL])
    return reply.status, await wire.broken()


def _without(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != "thoughtSignature"}


def _urlsafe(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"thoughtSignature": part["thoughtSignature"].replace("+", "-").replace("/", "_")}


@pytest.mark.parametrize(
    ("model", "change", "outcome"),
    [
        ("gemini-3-flash", lambda part: part, (200, [])),
        ("gemini-3-flash", _urlsafe, (200, [])),
        ("gemini-3-flash", _without, (400, ["thought-signature-lost"])),
        ("gemini-2.5-pro", _without, (200, ["thought-signature-lost"])),
        ("gemini-3-flash", lambda part: part | {"thoughtSignature": "b3RoZXI="}, (400, ["thought-signature-changed"])),
        (
            "gemini-3-flash",
            lambda part: part | {"functionCall": part["functionCall"] | {"args": {"location": "Rome"}}},
            (400, ["thought-signature-changed"]),
        ),
    ],
    ids=["unchanged", "other alphabet", "lost", "lost by an older model", "changed", "on another call"],
)
async def test_a_signature_comes_back_with_its_call(
    wire: Wire, model: str, change: Any, outcome: tuple[int, list[str]]
) -> None:
    """On the same part; Gemini 3 refuses to go on without it."""
    assert await _call_turn(wire, model=model, change=change) == outcome


async def test_a_lost_signature_of_an_earlier_answer_is_named(wire: Wire) -> None:
    """It is not refused there."""
    config = {"thinkingConfig": {"includeThoughts": True}}
    content = (await wire.gemini("hello", generationConfig=config)).json["candidates"][0]["content"]
    talk = [
        {"role": "user", "parts": [{"text": "hello"}]},
        content | {"parts": content["parts"][1:2]},
        {"role": "user", "parts": [{"text": "and now?"}]},
    ]

    reply = await wire.gemini(contents=talk)

    assert reply.status == 200
    assert await wire.broken() == ["thought-signature-lost"]


@pytest.mark.parametrize(
    ("model", "rules"), [("gemini-3-pro-image", ["thought-signature-lost"]), ("gemini-2.5-flash-image", [])]
)
async def test_a_picture_is_signed_by_gemini_3(wire: Wire, model: str, rules: list[str]) -> None:
    """Going on without the signature is named and not refused."""
    content = (await wire.gemini("a boat", model=model)).json["candidates"][0]["content"]
    talk = [
        {"role": "user", "parts": [{"text": "a boat"}]},
        content,
        {"role": "user", "parts": [{"text": "make it blue"}]},
    ]
    kept = await wire.gemini(model=model, contents=talk)
    before = await wire.broken()
    stripped = content | {"parts": [_without(part) for part in content["parts"]]}

    lost = await wire.gemini(model=model, contents=[talk[0], stripped, talk[2]])

    assert (kept.status, lost.status, before) == (200, 200, [])
    assert await wire.broken() == rules


async def test_a_draft_is_a_picture_among_the_thoughts(wire: Wire) -> None:
    """The real one follows it."""
    reply = await wire.gemini("a boat, with drafts", model="gemini-3-pro-image")

    pictures = [part for part in reply.json["candidates"][0]["content"]["parts"] if "inlineData" in part]
    assert [part.get("thought", False) for part in pictures] == [True, False]
