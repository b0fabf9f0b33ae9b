"""generateContent and streamGenerateContent, and what they refuse."""

from typing import Any

import pytest

from tests.playground.gateways.wire import Wire, b64, decoded, png, size_of

BOTH = pytest.mark.parametrize("on", ["antigravity", "gemini_official"])
PRO = "gemini-3-pro-image"


def _text(responses: list[Any]) -> str:
    parts = [part for one in responses for part in one["candidates"][0]["content"]["parts"]]
    return "".join(part.get("text", "") for part in parts)


@BOTH
async def test_a_whole_answer_has_geminis_shape(wire: Wire, on: str) -> None:
    """One candidate with parts, a reason, a count of tokens."""
    reply = await wire.gemini("hello", on=on)

    (candidate,) = reply.json["candidates"]
    assert (reply.status, candidate["content"]["role"], candidate["finishReason"]) == (200, "model", "STOP")
    assert "This is a short answer." in candidate["content"]["parts"][0]["text"]
    assert reply.json["usageMetadata"]["totalTokenCount"] > 0
    assert reply.json["responseId"]
    assert await wire.broken() == []


@BOTH
async def test_a_stream_is_an_array_unless_the_query_says_sse(wire: Wire, on: str) -> None:
    """The same responses, in two wrappings."""
    whole = _text([(await wire.gemini("hello", on=on)).json])

    array = await wire.gemini("hello", on=on, stream="array")
    events = await wire.gemini("hello", on=on, stream="sse")

    assert (array.kind, array.text[0], events.kind, events.text[:6]) == (
        "application/json",
        "[",
        "text/event-stream",
        "data: ",
    )
    assert len(array.json) == len(events.events) > 3
    assert _text(array.json) == _text(events.events) == whole
    assert [one["candidates"][0].get("finishReason") for one in array.json[-2:]] == [None, "STOP"]
    assert "[DONE]" not in events.text


@pytest.mark.parametrize(
    "config",
    [
        {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"}},
        {"response_modalities": ["TEXT", "IMAGE"], "image_config": {"aspect_ratio": "16:9", "image_size": "2K"}},
    ],
    ids=["camelCase", "snake_case"],
)
@pytest.mark.parametrize("stream", ["", "sse"])
async def test_a_picture_is_inline_and_has_the_size_asked_for(wire: Wire, config: Any, stream: str) -> None:
    """The format has imageConfig as its own place for it; either spelling is read."""
    reply = await wire.gemini("a boat", model=PRO, generationConfig=config, stream=stream)

    parts = [part for one in reply.responses for part in one["candidates"][0]["content"]["parts"]]
    (data,) = [part["inlineData"] for part in parts if "inlineData" in part]
    assert (data["mimeType"], size_of(decoded(data["data"]))) == ("image/png", (2752, 1536))
    assert await wire.broken() == []


async def test_a_suffix_and_image_config_at_once_are_named(wire: Wire) -> None:
    """Which counts is not documented."""
    config = {"imageConfig": {"imageSize": "1K"}}

    await wire.gemini("a boat", model=f"{PRO}-2K", generationConfig=config)

    assert await wire.broken() == ["suffix-and-body"]


async def test_an_image_config_for_a_model_that_writes_is_named(wire: Wire) -> None:
    """It has no effect."""
    await wire.gemini("hello", generationConfig={"imageConfig": {"aspectRatio": "16:9"}})

    assert await wire.broken() == ["parameter-not-for-this-model"]


@pytest.mark.parametrize(
    ("form", "key"),
    [("images", "inlineData"), ("file_data", "fileData"), ("markdown_url", "text"), ("markdown_data", "text")],
)
async def test_a_picture_may_stand_elsewhere(wire: Wire, form: str, key: str) -> None:
    """As a file's address, or as Markdown in the text."""
    reply = await wire.gemini(f"a boat, form {form}", model=PRO)

    part = reply.json["candidates"][0]["content"]["parts"][-1]
    assert key in part
    if key == "text":
        assert part["text"].startswith("![image](")


async def test_there_may_be_no_picture_at_all(wire: Wire) -> None:
    """Status 200, a text, and a reason that explains it."""
    reply = await wire.gemini("a boat, form none, finish with NO_IMAGE", model=PRO)

    (candidate,) = reply.json["candidates"]
    assert (reply.status, candidate["finishReason"], len(candidate["content"]["parts"])) == (200, "NO_IMAGE", 1)
    assert candidate["finishMessage"]


async def test_names_may_be_in_snake_case(wire: Wire) -> None:
    """The whole answer, down to the picture."""
    reply = await wire.gemini("a boat, snake case", model=PRO)

    part = reply.json["candidates"][0]["content"]["parts"][-1]
    assert set(part["inline_data"]) == {"mime_type", "data"}
    assert "usage_metadata" in reply.json


@pytest.mark.parametrize("stream", ["", "sse", "array"])
async def test_an_answer_may_be_wrapped(wire: Wire, stream: str) -> None:
    """As the upstream of such gateways sends it."""
    reply = await wire.gemini("hello, wrapped", stream=stream)

    assert all(list(one) == ["response"] for one in reply.responses)
    assert "short answer" in _text([one["response"] for one in reply.responses])


REASONS = [
    "SAFETY",
    "PROHIBITED_CONTENT",
    "BLOCKLIST",
    "SPII",
    "RECITATION",
    "LANGUAGE",
    "MAX_TOKENS",
    "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
    "IMAGE_OTHER",
    "NO_IMAGE",
    "MALFORMED_FUNCTION_CALL",
    "MISSING_THOUGHT_SIGNATURE",
    "OTHER",
]


@pytest.mark.parametrize("reason", REASONS)
async def test_every_reason_to_finish_may_be_asked_for(wire: Wire, reason: str) -> None:
    """By its own name."""
    reply = await wire.gemini(f"finish with {reason}")

    assert reply.json["candidates"][0]["finishReason"] == reason


async def test_a_candidate_may_have_no_content(wire: Wire) -> None:
    """Only a reason."""
    reply = await wire.gemini("say nothing, finish with IMAGE_SAFETY")

    assert "content" not in reply.json["candidates"][0]


@pytest.mark.parametrize("stream", ["", "sse", "array"])
@pytest.mark.parametrize(("words", "reason"), [("", "SAFETY"), (" by JAILBREAK", "JAILBREAK")])
async def test_a_prompt_may_be_blocked(wire: Wire, words: str, reason: str, stream: str) -> None:
    """There is promptFeedback, and no candidates."""
    reply = await wire.gemini(f"block the prompt{words}", stream=stream)

    (one,) = reply.responses
    assert one["promptFeedback"]["blockReason"] == reason
    assert "candidates" not in one


async def test_a_model_turn_may_come_back_in_pieces(wire: Wire) -> None:
    """As a stream brought them: neighbours of one role are one turn."""
    pieces = [{"role": "model", "parts": [{"text": text}]} for text in ("no", "ted")]
    told = {"role": "user", "parts": [{"text": "my boat is blue"}]}
    asking = {"role": "user", "parts": [{"text": "what did I tell you"}]}

    reply = await wire.gemini(contents=[told, *pieces, asking])

    assert "my boat is blue" in _text([reply.json])


async def test_built_in_tools_are_taken(wire: Wire) -> None:
    """They are never used."""
    reply = await wire.gemini("hello", tools=[{"googleSearch": {}}, {"code_execution": {}}])

    assert reply.status == 200
    assert await wire.broken() == []


@pytest.mark.parametrize(
    "part", [{"inlineData": {"mimeType": "image/png"}}, {"inline_data": {"mime_type": "image/png"}}]
)
async def test_an_inline_picture_is_read_in_either_spelling(wire: Wire, part: dict[str, dict[str, str]]) -> None:
    """Type and pixel size, as they really are."""
    (name,) = part
    given = {name: part[name] | {"data": b64(png(20, 10))}}

    reply = await wire.gemini(contents=[{"parts": [given, {"text": "what is this?"}]}])

    assert "image/png, 20×10" in _text([reply.json])
    assert await wire.broken() == []


def _parts(*parts: dict[str, Any], role: str = "user") -> dict[str, Any]:
    return {"contents": [{"role": role, "parts": list(parts)}]}


REFUSED: dict[str, dict[str, Any]] = {
    "no contents": {"contents": None},
    "empty contents": {"contents": []},
    "no parts": {"contents": [{"role": "user"}]},
    "a strange role": _parts({"text": "x"}, role="assistant"),
    "the model last": _parts({"text": "x"}, role="model"),
    "a strange part": _parts({"hologram": {}}),
    "a broken picture": _parts({"inlineData": {"mimeType": "image/png", "data": b64(b"no picture")}}),
    "a response without a call": _parts({"functionResponse": {"name": "f", "response": {}}}),
    "a size with a small k": {"model": PRO, "generationConfig": {"imageConfig": {"imageSize": "1k"}}},
    "a third field of imageConfig": {"model": PRO, "generationConfig": {"imageConfig": {"quality": "high"}}},
    "a strange tool": {"tools": [{"type": "function"}]},
}


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
async def test_a_malformed_request_is_refused(wire: Wire, fields: dict[str, Any]) -> None:
    """400 in Google's shape."""
    reply = await wire.gemini(**fields)

    assert reply.status == 400
    assert (reply.json["error"]["code"], reply.json["error"]["status"]) == (400, "INVALID_ARGUMENT")


async def test_an_unknown_field_is_named(wire: Wire) -> None:
    """One of another protocol, say."""
    await wire.gemini("hello", messages=[])

    assert await wire.broken() == ["unknown-field"]
