"""Faults on a gateway's addresses look like the gateway's own refusals."""

from typing import Any

import pytest

from tests.playground.gateways.wire import LICENCE, Wire

CHAT = "/antigravity/v1/chat/completions"


def shape(body: Any) -> list[str]:
    """The keys of a refusal, and of the error in it."""
    return [*body, *body["error"]]


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (CHAT, ["error", "message", "type", "param", "code"]),
        ("/gemini_official/v1/images/edits", ["error", "message", "type", "param", "code"]),
        ("/antigravity/v1/messages", ["type", "error", "request_id", "type", "message"]),
        (
            "/gemini_official/v1beta/models/gemini-3-fast:generateContent",
            ["error", "code", "message", "status", "details"],
        ),
    ],
    ids=["chat", "images", "messages", "v1beta"],
)
async def test_a_status_has_the_shape_of_its_endpoint(wire: Wire, path: str, keys: list[str]) -> None:
    """A fault without a body is refused as the endpoint itself would refuse."""
    await wire.client.lever("faults", {"match": {"path": path}, "do": {"status": 503, "retry_after": 7}})

    refused = await wire.post(path, {})

    assert (refused.status, refused.headers["Retry-After"]) == (503, "7")
    assert shape(refused.json) == keys


async def test_a_status_has_the_shape_of_the_conditions(wire: Wire) -> None:
    """The condition `error_shape` holds for faults too; headers of the fault go along."""
    await wire.client.lever("gateways", {"error_shape": "msg"})
    await wire.client.lever("faults", {"do": {"status": 502, "headers": {"X-Odd": "1"}}, "match": {"path": CHAT}})

    refused = await wire.post(CHAT, {})

    assert (refused.status, list(refused.json), refused.headers["X-Odd"]) == (502, ["msg"], "1")


async def test_a_body_of_the_fault_s_own_stays(wire: Wire) -> None:
    """What a fault names as its body is sent as it is."""
    await wire.client.lever("faults", {"match": {"path": CHAT}, "do": {"status": 500, "body": {"any": "thing"}}})

    refused = await wire.post(CHAT, {})

    assert (refused.status, refused.json) == (500, {"any": "thing"})


async def test_a_stored_file_is_refused_in_plain_text(wire: Wire) -> None:
    """Nothing under `/gateway-files` speaks JSON."""
    await wire.client.lever("faults", {"match": {"path": "/gateway-files/*"}, "do": {"status": 500}})

    status, kind, _ = await wire.get("/gateway-files/antigravity/none.png")

    assert (status, kind) == (500, "text/plain")


@pytest.mark.parametrize("key", [LICENCE, f"Bearer {LICENCE}"], ids=["bare", "bearer"])
async def test_a_bare_key_is_no_person(wire: Wire, key: str) -> None:
    """A fault for the bot alone strikes what has the licence without a word before it."""
    await wire.client.lever("faults", {"match": {"path": CHAT, "who": "person"}, "do": {"status": 500}})
    await wire.client.lever("faults", {"match": {"path": CHAT, "who": "bot"}, "do": {"status": 503}})

    refused = await wire.post(CHAT, {}, headers={"Authorization": key})

    assert refused.status == 503
