"""Function calls on the three protocols that have them, in one piece and in every way of streaming them."""

import json
from typing import Any

import pytest

from tests.playground.gateways.wire import CHAT_TOOL, MESSAGES_TOOL, TIME_TOOL, V1BETA_TOOL, Reply, Wire

ASK = "What is the weather in Tokyo?"
WANTED = {"location": "Tokyo"}


def _assembled(reply: Reply) -> list[dict[str, Any]]:
    """Calls put together by index, by position where there is none."""
    calls: dict[int, dict[str, Any]] = {}
    for delta in reply.deltas:
        for position, part in enumerate(delta.get("tool_calls", [])):
            call = calls.setdefault(part.get("index", position), {"arguments": ""})
            call |= {name: part[name] for name in ("id", "type") if name in part}
            call |= {"name": part["function"]["name"]} if "name" in part["function"] else {}
            call["arguments"] += part["function"].get("arguments", "")
    return list(calls.values())


async def test_a_function_is_called_when_the_prompt_names_it(wire: Wire) -> None:
    """Whole, or by one of the longer words of its name; required arguments have values."""
    reply = await wire.chat(ASK, tools=[CHAT_TOOL, TIME_TOOL])

    (choice,) = reply.json["choices"]
    (call,) = choice["message"]["tool_calls"]
    assert choice["finish_reason"] == "tool_calls"
    assert set(call) == {"id", "type", "function"}
    assert (call["function"]["name"], json.loads(call["function"]["arguments"])) == ("get_weather", WANTED)


@pytest.mark.parametrize(
    ("schema", "arguments"),
    [
        ({"type": "object"}, {}),
        ({"properties": {"day": {"enum": ["monday", "friday"]}}, "required": ["day"]}, {"day": "monday"}),
        ({"properties": {"n": {"type": "integer"}, "all": {"type": "boolean"}}}, {"n": 1, "all": True}),
        ({"properties": {"x": "anything"}, "required": ["x", "y", 3]}, {"x": "Tokyo", "y": "Tokyo"}),
        ({"properties": [], "required": "x"}, {}),
    ],
)
async def test_arguments_fit_the_schema(wire: Wire, schema: Any, arguments: Any) -> None:
    """As far as it makes sense."""
    tool = {"type": "function", "function": {"name": "get_weather", "parameters": schema}}

    reply = await wire.chat(ASK, tools=[tool])

    assert json.loads(reply.message["tool_calls"][0]["function"]["arguments"]) == arguments


async def test_several_functions_are_called_at_once(wire: Wire) -> None:
    """Each has its own id."""
    reply = await wire.chat(f"{ASK} And read the clock.", tools=[CHAT_TOOL, TIME_TOOL])

    calls = reply.message["tool_calls"]
    assert [call["function"]["name"] for call in calls] == ["get_weather", "read_clock"]
    assert len({call["id"] for call in calls}) == 2


async def test_a_streamed_call_is_split_by_index(wire: Wire) -> None:
    """Id, type and name come first, the arguments in pieces after them."""
    reply = await wire.chat(f"{ASK} And read the clock.", tools=[CHAT_TOOL, TIME_TOOL], stream=True)

    fragments = [part for delta in reply.deltas for part in delta.get("tool_calls", [])]
    calls = _assembled(reply)
    assert {fragment["index"] for fragment in fragments} == {0, 1}
    assert len(fragments) > 4
    assert [(call["name"], call["type"]) for call in calls] == [("get_weather", "function"), ("read_clock", "function")]
    assert json.loads(calls[0]["arguments"]) == WANTED
    assert reply.events[-1]["choices"][0]["finish_reason"] == "tool_calls"


@pytest.mark.parametrize(("words", "has_index"), [("in one chunk", True), ("without an index", False)])
async def test_a_streamed_call_may_come_whole(wire: Wire, words: str, has_index: bool) -> None:
    """With its index, or even without."""
    reply = await wire.chat(f"{ASK} Answer {words}.", tools=[CHAT_TOOL], stream=True)

    (part,) = [part for delta in reply.deltas for part in delta.get("tool_calls", [])]
    assert ("index" in part) is has_index
    assert json.loads(part["function"]["arguments"])["location"]


@pytest.mark.parametrize("words", ["broken arguments", "empty arguments"])
async def test_arguments_may_be_no_json(wire: Wire, words: str) -> None:
    """Models do that."""
    reply = await wire.chat(f"{ASK} With {words}.", tools=[CHAT_TOOL])

    arguments = reply.message["tool_calls"][0]["function"]["arguments"]
    with pytest.raises(ValueError, match=r"Expecting|Unterminated|Extra"):
        json.loads(arguments)


async def test_a_chat_goes_on_with_the_results(wire: Wire) -> None:
    """The answer quotes them, and they are not asked for again."""
    asked = await wire.chat(ASK, tools=[CHAT_TOOL])
    call = asked.message["tool_calls"][0]
    talk = [
        {"role": "user", "content": ASK},
        asked.message,
        {"role": "tool", "tool_call_id": call["id"], "content": "23 degrees"},
    ]

    reply = await wire.chat(messages=talk, tools=[CHAT_TOOL])

    assert "`get_weather` answered: 23 degrees" in reply.message["content"]
    assert "tool_calls" not in reply.message
    assert await wire.broken() == []


async def test_messages_call_with_a_block(wire: Wire) -> None:
    """tool_use with an id, a name and an object."""
    reply = await wire.messages(ASK, tools=[MESSAGES_TOOL])

    block = reply.json["content"][-1]
    assert reply.json["stop_reason"] == "tool_use"
    assert (block["type"], block["name"], block["input"]) == ("tool_use", "get_weather", WANTED)


async def test_messages_stream_a_call_as_pieces_of_json(wire: Wire) -> None:
    """The block begins empty."""
    reply = await wire.messages(ASK, tools=[MESSAGES_TOOL], stream=True)

    starts = [event["content_block"] for event in reply.events if event["type"] == "content_block_start"]
    pieces = [event["delta"] for event in reply.events if event["type"] == "content_block_delta"]
    told = [piece["partial_json"] for piece in pieces if piece["type"] == "input_json_delta"]
    assert starts[-1]["input"] == {}
    assert len(told) > 1
    assert json.loads("".join(told)) == WANTED


async def test_messages_go_on_with_the_results(wire: Wire) -> None:
    """They stand in the very next message, with text or without."""
    asked = (await wire.messages(ASK, tools=[MESSAGES_TOOL])).json
    result = {
        "type": "tool_result",
        "tool_use_id": asked["content"][-1]["id"],
        "content": [{"type": "text", "text": "23"}],
    }
    talk = [
        {"role": "user", "content": ASK},
        {"role": "assistant", "content": asked["content"]},
        {"role": "user", "content": [result]},
    ]

    reply = await wire.messages(messages=talk, tools=[MESSAGES_TOOL])
    refused = await wire.messages(
        messages=[*talk[:2], {"role": "user", "content": "never mind"}], tools=[MESSAGES_TOOL]
    )

    assert reply.json["content"][0]["text"] == "`get_weather` answered: 23"
    assert (refused.status, refused.json["error"]["type"]) == (400, "invalid_request_error")


@pytest.mark.parametrize("stream", ["", "sse", "array"])
async def test_v1beta_calls_whole(wire: Wire, stream: str) -> None:
    """A functionCall part with a signature, in one response, however it is sent."""
    reply = await wire.gemini(ASK, tools=[V1BETA_TOOL], stream=stream)

    parts = [part for one in reply.responses for part in one["candidates"][0]["content"]["parts"]]
    (call,) = [part for part in parts if "functionCall" in part]
    assert call["functionCall"] == {"name": "get_weather", "args": WANTED}
    assert call["thoughtSignature"]


@pytest.mark.parametrize("place", ["parameters", "parameters_json_schema"])
async def test_v1beta_leaves_the_clients_own_names_alone(wire: Wire, place: str) -> None:
    """Either spelling is read of the format's names, and none is changed of a function's."""
    schema = {"type": "object", "properties": {"city_name": {"type": "string"}}, "required": ["city_name"]}
    tool = {"function_declarations": [{"name": "get_weather", place: schema}]}

    reply = await wire.gemini(ASK, tools=[tool])

    assert reply.json["candidates"][0]["content"]["parts"][-1]["functionCall"]["args"] == {"city_name": "Tokyo"}


async def test_v1beta_goes_on_with_the_results(wire: Wire) -> None:
    """As many responses as calls; fewer are refused."""
    content = (await wire.gemini(ASK, tools=[V1BETA_TOOL])).json["candidates"][0]["content"]
    response = {"functionResponse": {"name": "get_weather", "response": {"degrees": 23}}}
    talk = [{"role": "user", "parts": [{"text": ASK}]}, content, {"role": "user", "parts": [response]}]

    reply = await wire.gemini(contents=talk, tools=[V1BETA_TOOL])
    refused = await wire.gemini(contents=[*talk[:2], {"role": "user", "parts": [{"text": "never mind"}]}])

    told = reply.json["candidates"][0]["content"]["parts"][0]["text"]
    assert told == '`get_weather` answered: {"degrees": 23}'
    assert refused.status == 400
    assert await wire.broken() == []


@pytest.mark.parametrize("protocol", ["chat", "messages", "gemini"])
async def test_gemini_official_refuses_tools_on_every_protocol(wire: Wire, protocol: str) -> None:
    """400, and named."""
    tools: Any = {"chat": [CHAT_TOOL], "messages": [MESSAGES_TOOL], "gemini": [V1BETA_TOOL]}[protocol]
    ask: Any = {"chat": wire.chat, "messages": wire.messages, "gemini": wire.gemini}[protocol]

    reply = await ask("hello", on="gemini_official", tools=tools)

    assert reply.status == 400
    assert await wire.broken() == ["tools-not-of-this-platform"]
