"""The levers, as their readers find them."""

from typing import Any

import pytest

from bot.playground.keys import AGENT, CLOCK
from tests.playground.served import Client


async def test_the_world_tells_who_and_where(client: Client) -> None:
    """A guild with text channels, the application, and people with tokens that open the door."""
    world = await client.lever("world")

    assert {"id", "name", "channels"} <= set(world["guild"])
    assert any(channel["type"] == 0 and channel["name"] == "general" for channel in world["guild"]["channels"])
    assert set(world["application"]) == {"id", "bot_id"}
    assert len(world["people"]) >= 2
    assert {"id", "name", "token"} == set(world["people"][0])
    assert world["people"][0]["name"] == "Ada"


async def test_the_world_s_tokens_open_the_local_discord(client: Client) -> None:
    """A token of the list is a person there."""
    person = (await client.lever("world"))["people"][1]

    status, user = await client.request("GET", "/api/v10/users/@me", Authorization=person["token"])

    assert (status, user["id"]) == (200, person["id"])


async def test_the_clock_moves_for_everyone(client: Client) -> None:
    """A run of yesterday is still there, a machine of last week is not."""
    made = await client.ask("hello", environment="remote")
    before = client.app[CLOCK].now()

    moved = await client.lever("clock", {"advance_s": 8 * 86400})
    chained = await client.refused(agent=made["agent"], input="hello", environment=made["environment_id"])

    assert moved["now"] >= before + 8 * 86400
    assert (await client.read(made["id"]))["status"] == "completed"
    assert chained[:2] == (404, "not_found")


async def test_a_stored_run_expires(client: Client) -> None:
    """After eight weeks there is nothing to chain on."""
    made = await client.ask("hello")

    await client.lever("clock", {"advance_s": 56 * 86400})

    assert (await client.read(made["id"]))["error"]["code"] == "not_found"


async def test_the_speed_is_a_factor(client: Client) -> None:
    """It holds for what is already running too."""
    assert await client.lever("speed", {"factor": 10}) == {"factor": 10.0}
    assert client.app[AGENT].speed == 10.0


@pytest.mark.parametrize(
    ("lever", "body"),
    [
        ("speed", {"factor": 0}),
        ("speed", {"factor": "fast"}),
        ("speed", {"factor": True}),
        ("speed", [1]),
        ("clock", {"advance_s": -1}),
        ("clock", {}),
        ("faults", {"do": {"explode": True}}),
        ("scenes", {"name": "two words", "events": []}),
        ("scenes", {"name": "x", "events": [{"after_s": 1}]}),
        ("scenes", {"name": "x", "events": [{"event_type": "step.delta", "delta": {}}]}),
        ("scenes", {"name": "x", "events": [{"event_type": "error", "error": {}, "after_s": -1}]}),
    ],
)
async def test_a_lever_pulled_wrongly_says_so(client: Client, lever: str, body: Any) -> None:
    """Status 400, and a sentence that tells how it moves."""
    status, answer = await client.request("POST", f"/playground/{lever}", body)

    assert status == 400
    assert len(answer["message"]) > 10


async def test_requests_after_something_else_than_a_number_are_refused(client: Client) -> None:
    """A typing mistake is not read as "from the beginning"."""
    status, _ = await client.request("GET", "/playground/requests?after=last")

    assert status == 400
