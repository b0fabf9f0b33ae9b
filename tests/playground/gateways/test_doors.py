"""Which key opens which endpoint, and which doors are not there."""

from typing import Any

import pytest

from tests.playground.gateways.wire import BEARER, LICENCE, Wire, b64, png

TALK = {"model": "gemini-3-pro", "messages": [{"role": "user", "content": "hello"}], "max_tokens": 99}
PATHS: dict[str, tuple[str, dict[str, Any]]] = {
    "chat": ("/v1/chat/completions", {name: TALK[name] for name in ("model", "messages")}),
    "messages": ("/v1/messages", TALK),
    "v1beta": ("/v1beta/models/MODEL:generateContent", {"contents": [{"parts": [{"text": "hello"}]}]}),
    "v1beta stream": ("/v1beta/models/MODEL:streamGenerateContent", {"contents": [{"parts": [{"text": "hello"}]}]}),
    "images": ("/v1/images/generations", {"prompt": "a boat"}),
    "edits": ("/v1/images/edits", {"prompt": "a boat", "image": "PICTURE"}),
}
MODELS = {"antigravity": ("gemini-2.5-flash", "gemini-3-pro-image"), "gemini_official": ("gemini-3-pro",) * 2}
KEYS = {
    "bearer": ({"Authorization": f"Bearer {LICENCE}"}, ""),
    "bare": ({"Authorization": LICENCE}, ""),
    "x-api-key": ({"X-Api-Key": LICENCE}, ""),
    "x-goog-api-key": ({"X-Goog-Api-Key": LICENCE}, ""),
    "query": ({}, f"?key={LICENCE}"),
    "none": ({}, ""),
    "wrong": ({"Authorization": "Bearer another"}, ""),
}
EVERYWHERE = {"bearer", "bare"}
OPENS = {
    ("antigravity", "messages"): EVERYWHERE | {"x-api-key"},
    ("antigravity", "v1beta"): EVERYWHERE | {"x-goog-api-key", "query"},
    ("antigravity", "v1beta stream"): EVERYWHERE | {"x-goog-api-key", "query"},
}
PLATFORMS = pytest.mark.parametrize("platform", ["antigravity", "gemini_official"])


def _request(platform: str, endpoint: str) -> tuple[str, dict[str, Any]]:
    path, body = PATHS[endpoint]
    text, drawing = MODELS[platform]
    draws = endpoint in ("images", "edits")
    model = (drawing + ("-imagen" if platform == "gemini_official" else "")) if draws else text
    body = body | ({} if "v1beta" in endpoint else {"model": model})
    if "image" in body:
        body["image"] = b64(png())
    return f"/{platform}{path.replace('MODEL', model)}", body


@PLATFORMS
@pytest.mark.parametrize("endpoint", PATHS)
@pytest.mark.parametrize("key", KEYS)
async def test_a_key_opens_where_the_documentation_lists_it(wire: Wire, platform: str, endpoint: str, key: str) -> None:
    """Bearer opens everything; the others open what they are listed for, and nothing else."""
    path, body = _request(platform, endpoint)
    headers, query = KEYS[key]

    reply = await wire.post(path + query, body, headers=headers)

    expected = 200 if key in OPENS.get((platform, endpoint), EVERYWHERE) else 401
    assert reply.status == expected, reply.text


async def test_a_key_in_an_address_is_named_and_not_recorded(wire: Wire) -> None:
    """It is accepted, it is a violation, and the journal hides it."""
    path, body = _request("antigravity", "v1beta")

    reply = await wire.post(f"{path}?key={LICENCE}", body, headers={})
    entries = await wire.client.lever("requests")

    assert reply.status == 200
    assert await wire.broken() == ["key-in-query"]
    assert LICENCE not in str(entries)
    assert entries[0]["who"] == "gateway-client"


@PLATFORMS
@pytest.mark.parametrize("endpoint", ["messages", "v1beta", "images"])
async def test_an_endpoint_that_is_not_licensed_is_refused(wire: Wire, platform: str, endpoint: str) -> None:
    """The operator did not buy it: 403 in the endpoint's own shape, with a valid key, on this platform alone."""
    await wire.set(licensed={platform: {endpoint: False}})
    other = "antigravity" if platform == "gemini_official" else "gemini_official"

    refused = await wire.post(*_request(platform, endpoint))
    passed = await wire.post(*_request(other, endpoint))
    chat = await wire.post(*_request(platform, "chat"))

    assert (refused.status, passed.status, chat.status) == (403, 200, 200)
    assert "error" in refused.json


@PLATFORMS
@pytest.mark.parametrize("path", ["/v1/responses", "/v1/videos", "/v1/videos/1/content"])
async def test_what_neither_platform_serves_is_404_and_named(wire: Wire, platform: str, path: str) -> None:
    """The documentation marks these as not supported."""
    reply = await wire.post(f"/{platform}{path}", {})

    assert reply.status == 404
    assert await wire.broken() == ["not-of-this-platform"]


async def test_an_address_that_does_not_exist_is_404_and_named(wire: Wire) -> None:
    """A doubled /v1 is the usual reason."""
    reply = await wire.post("/antigravity/v1/v1/chat/completions", {})

    assert reply.status == 404
    assert await wire.broken() == ["unknown-route"]


async def test_there_is_no_listing_of_models_unless_the_conditions_say_so(wire: Wire) -> None:
    """The documentation has none: 404 at first; 405, a page, or OpenAI's list by the lever."""
    seen = {}
    for how in ("404", "405", "html", "list"):
        await wire.set(models_listing=how)
        status, kind, body = await wire.get("/antigravity/v1/models", **BEARER)
        seen[how] = (status, kind, b'"gpt-oss-120b-medium"' in body)
    without_key = await wire.get("/antigravity/v1/models")

    assert seen == {
        "404": (404, "application/json", False),
        "405": (405, "application/json", False),
        "html": (200, "text/html", False),
        "list": (200, "application/json", True),
    }
    assert without_key[0] == 401
    assert await wire.broken() == []
