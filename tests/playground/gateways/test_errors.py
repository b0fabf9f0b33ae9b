"""Refusals: by words and by conditions, in every shape that gateways were seen to use."""

from typing import Any

import pytest

from bot.playground.gateways.errors import SHAPES
from tests.playground.gateways.wire import Wire

PLACES = {
    "openai": "error.message",
    "anthropic": "error.message",
    "google": "error.message",
    "google_list": "0.error.message",
    "embedded": "error.message",
    "nil": "error.message",
    "string": "error",
    "message": "message",
    "msg": "msg",
    "err": "err",
    "error_msg": "error_msg",
    "detail": "detail",
    "detail_list": "detail.0.msg",
}


def _at(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value[int(name)] if name.isdecimal() else value[name]
    return value


def test_every_shape_is_tested_here() -> None:
    """The table above has them all."""
    assert set(PLACES) == set(SHAPES)


@pytest.mark.parametrize("shape", PLACES)
@pytest.mark.parametrize("status", [200, 429])
async def test_a_refusal_has_the_shape_that_the_words_name(wire: Wire, shape: str, status: int) -> None:
    """With any status, 200 among them."""
    reply = await wire.chat(f"refuse with {status} as {shape}")

    assert reply.status == status
    assert "traceid: " in _at(reply.json, PLACES[shape])


@pytest.mark.parametrize("shape", PLACES)
async def test_the_conditions_set_the_shape_for_every_refusal(wire: Wire, shape: str) -> None:
    """Also of a wrong model, and on every endpoint."""
    await wire.set(error_shape=shape)

    replies = [await ask("hello", model="gemini-9") for ask in (wire.chat, wire.messages, wire.gemini, wire.images)]

    assert [reply.status for reply in replies] == [404] * 4
    assert all("gemini-9" in str(_at(reply.json, PLACES[shape])) for reply in replies)


@pytest.mark.parametrize(("shape", "kind"), [("plain", "text/plain"), ("html", "text/html")])
async def test_a_refusal_may_be_no_json(wire: Wire, shape: str, kind: str) -> None:
    """Bare text, or a page."""
    reply = await wire.chat(f"refuse with 503 as {shape}")

    assert (reply.status, reply.kind) == (503, kind)
    assert "traceid" in reply.text


async def test_own_shapes_are_the_protocols(wire: Wire) -> None:
    """OpenAI's for chat and images, Anthropic's, Google's."""
    replies = [await ask("refuse with 429") for ask in (wire.chat, wire.messages, wire.gemini)]
    images = await wire.images("refuse with 429", model="gemini-3-pro-image")

    chat, messages, gemini = (reply.json for reply in replies)
    assert set(chat["error"]) == set(images.json["error"]) == {"message", "type", "param", "code"}
    assert messages["error"]["type"] == "rate_limit_error"
    assert gemini["error"]["status"] == "RESOURCE_EXHAUSTED"


async def test_when_to_come_back_is_said_in_the_header_and_in_googles_details(wire: Wire) -> None:
    """Both, where there is a place for it."""
    reply = await wire.gemini("refuse with 429, retry after 7")

    assert reply.headers["Retry-After"] == "7"
    assert reply.json["error"]["details"][0]["retryDelay"] == "7s"


async def test_an_upstreams_error_may_be_a_text_inside_the_gateways(wire: Wire) -> None:
    """JSON in a string."""
    reply = await wire.chat("refuse with 500 as embedded")

    assert reply.json["error"]["message"].startswith('{"error":')


@pytest.mark.parametrize(("words", "status"), [("no usable account", 503), ("no upstream content", 500)])
async def test_the_gateways_own_troubles_have_their_status(wire: Wire, words: str, status: int) -> None:
    """In a stream as well, since nothing was sent yet."""
    replies = [await wire.chat(words, stream=stream) for stream in (False, True)]

    assert [(reply.status, reply.kind) for reply in replies] == [(status, "application/json")] * 2


@pytest.mark.parametrize("on", ["antigravity", "gemini_official"])
async def test_a_blocked_prompt_is_refused_on_chat(wire: Wire, on: str) -> None:
    """With the upstream's word for it."""
    reply = await wire.chat("block the prompt by PROHIBITED_CONTENT", on=on)

    assert reply.status == 400
    assert "PROHIBITED_CONTENT" in reply.json["error"]["message"]


@pytest.mark.parametrize(
    ("era", "language", "header", "chinese"),
    [
        ("2026-02", "era", "en", True),
        ("2026-08", "era", "en", False),
        ("2026-08", "era", "", True),
        ("2026-02", "header", "en-GB,en;q=0.9", False),
        ("2026-08", "zh", "en", True),
        ("2026-02", "en", "", False),
    ],
)
async def test_the_language_is_the_eras_or_the_conditions(
    wire: Wire, era: str, language: str, header: str, chinese: bool
) -> None:
    """Chinese at first; later versions follow the request's header."""
    await wire.set(era=era, language=language)

    reply = await wire.post("/antigravity/v1/chat/completions", {}, headers={"Accept-Language": header})

    assert ("密钥" in reply.json["error"]["message"]) is chinese
