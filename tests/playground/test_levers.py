"""The levers, as their readers find them."""

from typing import Any

import pytest

from bot.playground.agent_events import KEPT, AgentEvents
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


async def test_the_world_shows_its_forum(client: Client) -> None:
    """Type 15, among the channels."""
    channels = (await client.lever("world"))["guild"]["channels"]

    assert [channel["name"] for channel in channels if channel["type"] == 15] == ["ideas"]


async def test_the_buckets_show_what_the_bot_has_left(client: Client) -> None:
    """A bucket appears with its first request, empties with each, and is full again after its time."""
    world = await client.lever("world")
    channel = world["guild"]["channels"][0]["id"]
    path = f"/channels/{channel}/messages"
    assert await client.lever("buckets") == []
    for text in ("one", "two"):
        await client.request("POST", f"/api/v10{path}", {"content": text}, Authorization="Bot mine")

    used = {bucket["key"]: bucket for bucket in await client.lever("buckets")}
    now = client.app[CLOCK].now()
    await client.lever("clock", {"advance_s": 5})
    later = {bucket["key"]: bucket for bucket in await client.lever("buckets")}

    mine = used[f"message-create:{channel}"]
    assert (mine["route"], mine["limit"], mine["remaining"]) == ("POST /channels/{channel_id}/messages", 5, 3)
    assert 0 < mine["resets_at"] - now <= 5
    assert (used["global"]["limit"], used["global"]["remaining"]) == (50, 48)
    assert later[f"message-create:{channel}"]["remaining"] == 5


async def test_people_use_up_no_bucket(client: Client) -> None:
    """What a person does is not counted."""
    person = (await client.lever("world"))["people"][0]

    await client.request("GET", "/api/v10/users/@me", Authorization=person["token"])

    assert await client.lever("buckets") == []


async def test_the_agent_s_events_are_told_over_all_runs(client: Client) -> None:
    """Numbered from 1 without gaps, each with its run and time; `after` gives the rest."""
    one, two = await client.ask("hello"), await client.ask("hello again")
    told = await client.lever("agent-events")
    middle = told[len(told) // 2]["seq"]
    rest = await client.lever(f"agent-events?after={middle}")

    assert [event["seq"] for event in told] == list(range(1, len(told) + 1))
    assert list(dict.fromkeys(event["run"] for event in told)) == [one["id"], two["id"]]
    assert told[0]["event"]["event_type"] == "interaction.created"
    assert told[-1]["event"]["event_type"] == "interaction.completed"
    assert abs(told[-1]["at"] - client.app[CLOCK].now()) < 20
    assert rest == told[middle:]


async def test_agent_events_after_something_else_than_a_number_are_refused(client: Client) -> None:
    """As for requests."""
    status, _ = await client.request("GET", "/playground/agent-events?after=last")

    assert status == 400


async def test_only_so_many_agent_events_are_kept() -> None:
    """The newest, under the numbers they have."""
    events = AgentEvents()
    for number in range(KEPT + 5):
        events.add("run", {"number": number}, 0.0)

    assert [event.seq for event in events.after(0)] == list(range(6, KEPT + 6))
    assert [event.seq for event in events.after(KEPT + 3)] == [KEPT + 4, KEPT + 5]
    assert events.after(KEPT + 5) == []
    assert events.after(KEPT * 9) == []


async def test_a_bot_that_is_not_ours_is_not_moved(client: Client) -> None:
    """Absent, and 409 with the reason; a word it does not know is 400."""
    assert await client.lever("bot") == {"state": "absent", "pid": None}
    killed, why = await client.request("POST", "/playground/bot", {"do": "kill"})
    started, _ = await client.request("POST", "/playground/bot", {"do": "start"})
    wrong, _ = await client.request("POST", "/playground/bot", {"do": "dance"})

    assert (killed, started, wrong) == (409, 409, 400)
    assert "--no-bot" in why["message"]
