"""The lever of an installation's conditions, and its storage."""

from typing import Any

import pytest

from bot.playground.gateways.conditions import Conditions
from tests.playground.gateways.wire import LICENCE, Wire


async def test_the_lever_shows_conditions_licence_and_files(wire: Wire) -> None:
    """What it changes is shown by both of its methods, the rest stays."""
    before = await wire.client.lever("gateways")

    changed = await wire.client.lever("gateways", {"era": "2026-08", "licensed": {"antigravity": {"images": False}}})
    after = await wire.client.lever("gateways")

    switches = after["conditions"]["licensed"]
    assert (before["licence"], before["files"]) == (LICENCE, [])
    assert all(all(one.values()) for one in before["conditions"]["licensed"].values())
    assert changed == after
    assert (after["conditions"]["era"], after["conditions"]["picture_form"]) == ("2026-08", "usual")
    assert switches["antigravity"] == {"chat": True, "messages": True, "v1beta": True, "images": False}
    assert all(switches["gemini_official"].values())


@pytest.mark.parametrize(
    "asked",
    [
        None,
        [],
        {"eraa": "2026-08"},
        {"era": "2027"},
        {"picture_form": "cube"},
        {"kept_s": -1},
        {"kept_s": True},
        {"licensed": "all"},
        {"licensed": {"flow": {"chat": True}}},
        {"licensed": {"antigravity": {"videos": True}}},
        {"licensed": {"antigravity": {"images": "no"}}},
        {"licensed": {"antigravity": {"chat": False}}},
    ],
)
def test_a_condition_that_does_not_exist_is_refused(asked: Any) -> None:
    """Chat is part of every licence and cannot be taken away."""
    with pytest.raises(ValueError, match=r"\w"):
        Conditions().changed(asked)


async def test_a_wrong_pull_of_the_lever_changes_nothing(wire: Wire) -> None:
    """400 with a sentence, even where another part of it was right."""
    status, answer = await wire.client.request("POST", "/playground/gateways", {"era": "2026-08", "language": "fr"})

    assert (status, "language" in answer["message"]) == (400, True)
    assert (await wire.client.lever("gateways"))["conditions"]["era"] == "2026-02"


async def test_a_file_is_gone_after_its_time_by_the_clock(wire: Wire) -> None:
    """An hour at first; a lever may say otherwise, also of what is there already."""
    first = (await wire.images(response_format="url")).json["data"][0]["url"]
    await wire.client.lever("clock", {"advance_s": 3000})
    second = (await wire.images(response_format="url")).json["data"][0]["url"]
    before = [(await wire.get(one))[0] for one in (first, second)]

    await wire.client.lever("clock", {"advance_s": 1000})
    after = [(await wire.get(one))[0] for one in (first, second)]
    await wire.set(kept_s=10)
    last = (await wire.get(second))[0]

    assert (before, after, last) == ([200, 200], [404, 200], 404)
    assert (await wire.client.lever("gateways"))["files"] == []


async def test_a_file_needs_no_key_and_has_its_type(wire: Wire) -> None:
    """What is not there is 404."""
    path = (await wire.images(response_format="url")).json["data"][0]["url"]

    found = await wire.get(path)
    missing = await wire.get("/gateway-files/antigravity/none.png")

    assert found[:2] == (200, "image/png")
    assert missing[0] == 404
