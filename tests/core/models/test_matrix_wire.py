"""The matrix itself is right: plain HTTP to the playground's gateway, which names what is not documented."""

import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.models.provider import AuthStyle, Makes, Protocol
from bot.providers_file import PRESETS
from tests.models_matrix import ALL, Case
from tests.playground.gateways.wire import LICENCE, Reply, Wire, decoded, size_of
from tests.playground.served import served

KEYS = {
    AuthStyle.BEARER: {"Authorization": f"Bearer {LICENCE}"},
    AuthStyle.X_API_KEY: {"X-Api-Key": LICENCE},
    AuthStyle.X_GOOG_API_KEY: {"X-Goog-Api-Key": LICENCE},
    AuthStyle.QUERY: {},
}
TEXT = "a boat, short"
SPOKEN = {"messages": [{"role": "user", "content": TEXT}]}


def path_of(case: Case) -> str:
    paths = {
        Protocol.CHAT: "/v1/chat/completions",
        Protocol.MESSAGES: "/v1/messages",
        Protocol.GENERATE: f"/v1beta/models/{case.wire_name}:generateContent",
        Protocol.IMAGES: "/v1/images/generations",
    }
    query = case.extra if case.in_query else {}
    query |= {"key": LICENCE} if case.auth is AuthStyle.QUERY else {}
    return f"/{case.platform}{paths[case.protocol]}?" + "&".join(f"{key}={value}" for key, value in query.items())


def body_of(case: Case) -> dict[str, Any]:
    extra = {} if case.in_query else case.extra
    match case.protocol:
        case Protocol.CHAT:
            return {"model": case.wire_name, **SPOKEN, **extra, "return_reasoning_content": True}
        case Protocol.MESSAGES:
            return {"model": case.wire_name, **SPOKEN, "max_tokens": 9000}
        case Protocol.IMAGES:
            return {"model": case.wire_name, "prompt": TEXT, **extra}
        case Protocol.GENERATE:
            config = {"generationConfig": {"imageConfig": dict(case.image_config)}} if case.image_config else {}
            return {"contents": [{"role": "user", "parts": [{"text": TEXT}]}], **config}


async def picture_in(wire: Wire, case: Case, reply: Reply) -> bytes:
    match case.protocol:
        case Protocol.IMAGES:
            return decoded(reply.json["data"][0]["b64_json"])
        case Protocol.GENERATE:
            parts = reply.json["candidates"][0]["content"]["parts"]
            return base64.b64decode(next(part["inlineData"]["data"] for part in parts if "inlineData" in part))
        case Protocol.CHAT | Protocol.MESSAGES:
            found = re.search(r"/gateway-files/[^)\s\"\\]+", reply.text)
            assert found is not None
            return (await wire.get(found[0]))[2]


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    async with served(tmp_path) as client:
        yield Wire(client)


async def fault_of(wire: Wire, case: Case) -> str:
    """What is wrong with a case; empty where all is well."""
    headers = KEYS[case.auth] | {"anthropic-version": "2023-06-01"}
    reply = await wire.post(path_of(case), body_of(case), headers=headers)
    if reply.status != 200:
        return f"{case.id}: {reply.status} {reply.text[:200]}"
    if case.makes is Makes.IMAGE and size_of(await picture_in(wire, case, reply)) != case.pixels:
        return f"{case.id}: another size"
    return ""


def is_worth_it(case: Case) -> bool:
    """Pictures take long to paint, so not all of them are painted once more for each style of a key."""
    return case.auth is AuthStyle.BEARER or case.makes is Makes.TEXT


@pytest.mark.parametrize("protocol", Protocol)
@pytest.mark.parametrize("platform", PRESETS)
async def test_every_case_is_served_without_a_violation(wire: Wire, platform: str, protocol: Protocol) -> None:
    """Every model, suffix, parameter and key is taken, and pictures have the size that was asked for."""
    here = [case for case in ALL if (case.platform, case.protocol) == (platform, protocol) and is_worth_it(case)]

    faults = [fault for case in here if (fault := await fault_of(wire, case))]

    assert faults == []
    assert set(await wire.broken()) <= {"key-in-query"}
