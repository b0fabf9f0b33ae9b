"""Whatever stands in a request, it is judged: no value makes the gateway fall over."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.playground.body import Body
from bot.playground.gateways.asked import Desk
from bot.playground.gateways.chat import request as chat
from bot.playground.gateways.conditions import Conditions
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.images import request as images
from bot.playground.gateways.messages import request as messages
from bot.playground.gateways.platforms import Endpoint
from bot.playground.gateways.signatures import Signatures
from bot.playground.gateways.v1beta import request as v1beta
from tests.playground.gateways.wire import CHAT_TOOL, MESSAGES_TOOL, V1BETA_TOOL, b64, png

STRANGE: tuple[Any, ...] = (None, True, 0, -1, 1.5, "", "x", [], ["x"], [[]], {}, {"x": {}}, [{}], [{"type": []}])
PICTURE = b64(png())
URL = f"data:image/png;base64,{PICTURE}"
USED: dict[str, Any] = {"type": "tool_use", "id": "t", "name": "f", "input": {}}
REQUESTS: dict[Endpoint, dict[str, Any]] = {
    "chat": {
        "model": "gemini-3-pro-image-2K",
        "messages": [
            {"role": "system", "content": "x"},
            {
                "role": "user",
                "content": [{"type": "text", "text": "x"}, {"type": "image_url", "image_url": {"url": URL}}],
            },
            {"role": "assistant", "tool_calls": [{"id": "t", "type": "function", "function": {"name": "f"}}]},
            {"role": "tool", "tool_call_id": "t", "content": "1"},
            {"role": "user", "content": [{"type": "file", "file": {"file_data": URL}}]},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": 5,
        "tools": [CHAT_TOOL],
        "aspect_ratio": "1:1",
        "return_reasoning_content": True,
        "retry_attempt": 1,
    },
    "messages": {
        "model": "gemini-3-flash",
        "max_tokens": 2000,
        "system": [{"type": "text", "text": "x"}],
        "thinking": {"type": "enabled", "budget_tokens": 1024},
        "messages": [
            {"role": "user", "content": "x"},
            {"role": "assistant", "content": [{"type": "text", "text": "x"}, USED]},
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "1"}]},
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PICTURE}},
                ],
            },
        ],
        "tools": [MESSAGES_TOOL],
        "stream": True,
    },
    "v1beta": {
        "contents": [
            {"role": "user", "parts": [{"text": "x"}, {"inlineData": {"mimeType": "image/png", "data": PICTURE}}]},
            {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {}}}]},
            {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"a": 1}}}]},
        ],
        "tools": [V1BETA_TOOL],
        "generationConfig": {
            "maxOutputTokens": 5,
            "imageConfig": {"aspectRatio": "1:1", "imageSize": "1K"},
            "thinkingConfig": {"includeThoughts": True},
        },
    },
    "images": {
        "model": "gemini-3-pro-image",
        "prompt": "x",
        "response_format": "url",
        "n": 1,
        "image": [URL],
        "images": [{"image_url": URL}],
        "image_size": "1K",
    },
}


def _read_chat(desk: Desk, body: dict[str, Any]) -> object:
    return chat.read(desk, body)


def _read_v1beta(desk: Desk, body: dict[str, Any]) -> object:
    return v1beta.read(desk, "gemini-3-pro-image", body, stream=True)


def _read_images(desk: Desk, body: dict[str, Any]) -> object:
    return images.read(desk, Body(b"", body), edits=True)


READERS: dict[Endpoint, Callable[[Desk, dict[str, Any]], object]] = {
    "chat": _read_chat,
    "messages": messages.read,
    "v1beta": _read_v1beta,
    "images": _read_images,
}


def _desk(endpoint: Endpoint, broken: list[str]) -> Desk:
    conditions = Conditions()
    return Desk(
        platform=conditions.platform("antigravity"),
        endpoint=endpoint,
        conditions=conditions,
        signatures=Signatures(),
        query={},
        note=lambda rule, _: broken.append(rule),
        fetch=lambda _: None,
    )


def _mutants(value: Any) -> Iterator[Any]:
    """The value with every one of its parts replaced by every strange one, and with every one left out."""
    yield from STRANGE
    if isinstance(value, dict):
        for name, inner in value.items():
            yield {key: one for key, one in value.items() if key != name}
            for mutant in _mutants(inner):
                yield value | {name: mutant}
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield value[:number] + value[number + 1 :]
            for mutant in _mutants(inner):
                yield [*value[:number], mutant, *value[number + 1 :]]


@pytest.mark.parametrize("endpoint", REQUESTS)
def test_the_request_itself_is_taken(endpoint: Endpoint) -> None:
    """Otherwise its mutants would prove nothing."""
    broken: list[str] = []

    READERS[endpoint](_desk(endpoint, broken), REQUESTS[endpoint])

    assert broken == (["parameter-of-another-era"] if endpoint == "images" else [])


@pytest.mark.parametrize("endpoint", REQUESTS)
def test_no_value_makes_the_gateway_fall_over(endpoint: Endpoint) -> None:
    """Each mutant is taken or refused with a reason; some of both."""
    taken = refused = 0
    for mutant in _mutants(REQUESTS[endpoint]):
        if not isinstance(mutant, dict):
            continue
        body = {name: value for name, value in mutant.items() if value is not None}
        try:
            READERS[endpoint](_desk(endpoint, []), body)
            taken += 1
        except GatewayError:
            refused += 1

    assert taken > 30
    assert refused > 50
