"""Breaking on command."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.playground.faults import FaultError, Faults
from bot.playground.keys import AGENT, FAULTS
from tests.playground.served import Client

CREATE = "/v1beta/interactions"
REQUEST = {"agent": "antigravity-preview-09-2026", "input": "hello", "background": True}


async def _held(client: Client) -> list[int]:
    for _ in range(200):
        held: list[int] = [seq for fault in await client.lever("faults") for seq in fault["held"]]
        if held:
            return held
        await asyncio.sleep(0.01)
    return []


async def test_a_status_is_answered_in_the_agent_apis_own_shape(client: Client) -> None:
    """An error of the agent API has a code in snake_case and a message."""
    await client.lever("faults", {"match": {"path": "/v1*"}, "do": {"status": 503}})

    assert (await client.refused(**REQUEST))[:2] == (503, "service_unavailable")


async def test_a_429_of_discord_has_what_its_clients_look_for(client: Client) -> None:
    """Via tells that Discord itself answered, retry_after how long to wait."""
    do = {"status": 429, "retry_after": 0.25}
    await client.lever("faults", {"match": {"method": "GET", "path": "/api/v10/*"}, "do": do})

    async with client.session.get(client.origin + "/api/v10/gateway/bot") as answer:
        body = await answer.json()

    assert (answer.status, answer.headers["Via"], answer.headers["Content-Type"]) == (
        429,
        "1.1 google",
        "application/json",
    )
    assert body == {"message": "You are being rate limited.", "retry_after": 0.25, "global": False, "code": 0}


async def test_skip_and_times_choose_the_requests(client: Client) -> None:
    """The first is let through, the next two fail, the fourth passes."""
    match = {"method": "POST", "path": CREATE, "skip": 1, "times": 2}
    await client.lever("faults", {"match": match, "do": {"status": 500}})

    seen = [(await client.request("POST", CREATE, REQUEST))[0] for _ in range(4)]

    assert seen == [200, 500, 500, 200]


async def test_body_and_headers_may_be_given(client: Client) -> None:
    """A fault can say exactly what some front end once said."""
    do = {"status": 418, "body": {"short": "and stout"}, "headers": {"X-Pot": "tea"}}
    await client.lever("faults", {"match": {"path": CREATE}, "do": do})

    async with client.session.post(client.origin + CREATE, json=REQUEST) as answer:
        assert (answer.status, answer.headers["X-Pot"], await answer.json()) == (418, "tea", {"short": "and stout"})


async def test_held_before_has_not_happened_yet(client: Client) -> None:
    """The request waits at the door, its number is shown, and clearing lets it in."""
    await client.lever("faults", {"match": {"path": CREATE}, "do": {"hold": "before"}})
    asked = asyncio.create_task(client.request("POST", CREATE, REQUEST))
    held = await _held(client)
    runs_before = list(client.app[AGENT].archive)
    entry = (await client.lever("requests"))[0]

    await client.request("DELETE", "/playground/faults")
    status, _ = await asyncio.wait_for(asked, 5)

    assert (held, runs_before, entry["status"], entry["fault"]) == ([1], [], None, "hold")
    assert status == 200
    assert len(list(client.app[AGENT].archive)) == 1


async def test_held_after_has_happened_but_nobody_knows(client: Client) -> None:
    """The run exists while its creator still waits for the answer."""
    await client.lever("faults", {"match": {"path": CREATE}, "do": {"hold": "after"}})
    asked = asyncio.create_task(client.request("POST", CREATE, REQUEST))
    await _held(client)
    runs = list(client.app[AGENT].archive)
    entry = (await client.lever("requests"))[0]

    await client.request("DELETE", "/playground/faults")
    status, made = await asyncio.wait_for(asked, 5)

    assert (len(runs), entry["status"]) == (1, None)
    assert (status, made["id"]) == (200, runs[0].id)
    assert await client.lever("faults") == []


async def test_what_was_held_before_never_happens_for_a_dead_client(client: Client) -> None:
    """A client that was killed while waiting at the door leaves no ghost behind."""
    await client.lever("faults", {"match": {"path": CREATE}, "do": {"hold": "before"}})
    async with aiohttp.ClientSession(headers={"x-goog-api-key": "k"}) as session:
        asked = asyncio.create_task(session.post(client.origin + CREATE, json=REQUEST))
        await _held(client)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
    await asyncio.sleep(0.05)

    await client.request("DELETE", "/playground/faults")
    await asyncio.sleep(0.05)

    assert list(client.app[AGENT].archive) == []
    assert await client.lever("violations") == []


@pytest.mark.parametrize(("place", "runs"), [("before", 0), ("after", 1)])
async def test_a_dropped_request_gets_no_answer(client: Client, place: str, runs: int) -> None:
    """The connection closes; whether anything happened depends on where it was dropped."""
    await client.lever("faults", {"match": {"path": CREATE}, "do": {"drop": place}})

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.request("POST", CREATE, REQUEST)
    entry = (await client.lever("requests"))[0]

    assert len(list(client.app[AGENT].archive)) == runs
    assert (entry["status"], entry["fault"]) == (None, "drop")
    assert await client.lever("violations") == []


@pytest.mark.parametrize("count", [0, 1, 5])
async def test_a_stream_is_cut_after_so_many_events(client: Client, count: int) -> None:
    """Exactly that many frames arrive, then the connection is gone, without [DONE]."""
    made = (await client.request("POST", CREATE, REQUEST))[1]
    path = f"{CREATE}/{made['id']}?stream=true"
    await client.lever("faults", {"match": {"method": "GET"}, "do": {"cut_stream_after_events": count}})

    lines = await client.lines(path)

    assert sum(line.startswith("data: ") for line in lines) == count
    assert lines[-1] == "(cut)"
    assert "data: [DONE]" not in lines


async def test_a_delay_comes_before_the_answer(client: Client) -> None:
    """The answer is right, only late."""
    await client.lever("faults", {"match": {"path": CREATE}, "do": {"delay_s": 0.2}})
    began = asyncio.get_running_loop().time()

    status, _ = await client.request("POST", CREATE, REQUEST)

    assert status == 200
    assert asyncio.get_running_loop().time() - began >= 0.2


@pytest.mark.parametrize(("shape", "status", "code"), [("modern", 401, "authentication"), ("classic", 400, 400)])
async def test_a_key_is_refused_in_either_of_googles_shapes(
    client: Client, shape: str, status: int, code: object
) -> None:
    """The API says 401 in its own shape, the front end before it 400 in the classic one."""
    await client.lever("faults", {"match": {"path": CREATE}, "do": {"bad_key": shape}})

    assert (await client.refused(**REQUEST))[:2] == (status, code)


async def test_a_retired_agent_is_not_found_while_the_other_goes_on(client: Client) -> None:
    """The fault takes one agent id out of service."""
    old = "antigravity-preview-05-2026"
    await client.lever("faults", {"match": {"path": CREATE}, "do": {"retire_agent": old}})

    refused = await client.refused(agent=old, input="hello")
    status, _ = await client.request("POST", CREATE, REQUEST)

    assert refused[:2] == (404, "not_found")
    assert status == 200


async def test_a_gateway_close_without_a_path_happens_at_once() -> None:
    """Whoever owns the sockets is told the code; the fault is spent."""
    faults, codes = Faults(), list[int]()

    async def close(code: int) -> None:
        codes.append(code)

    faults.subscribe_gateway_close(close)
    await faults.add({"do": {"gateway_close": 4000}})

    assert codes == [4000]
    assert faults.active == []


async def test_a_gateway_close_with_a_path_waits_for_its_request(client: Client) -> None:
    """The sockets close when the request comes, and the request is served."""
    codes = list[int]()

    async def close(code: int) -> None:
        codes.append(code)

    client.app[FAULTS].subscribe_gateway_close(close)
    await client.lever("faults", {"match": {"path": CREATE, "times": 1}, "do": {"gateway_close": 1001}})
    before = list(codes)
    statuses = [(await client.request("POST", CREATE, REQUEST))[0] for _ in range(2)]

    assert (before, codes, statuses) == ([], [1001], [200, 200])


async def test_a_fault_may_be_meant_for_the_bot_alone(client: Client) -> None:
    """A person's token is known by its missing "Bot"."""
    await client.lever("faults", {"match": {"path": "/api/v10/users/@me", "who": "bot"}, "do": {"status": 500}})
    person = (await client.lever("world"))["people"][0]["token"]

    of_person = await client.request("GET", "/api/v10/users/@me", Authorization=person)
    of_bot = await client.request("GET", "/api/v10/users/@me", Authorization="Bot playground.bot.token")

    assert (of_person[0], of_bot[0]) == (200, 500)


@pytest.mark.parametrize(
    "asked",
    [
        None,
        {},
        {"do": {}},
        {"do": {"status": "500"}},
        {"do": {"explode": 1}},
        {"do": {"hold": "during"}},
        {"do": {"status": 500, "drop": "after"}},
        {"do": {"status": 500}, "match": {"paht": "/"}},
        {"do": {"status": 500}, "match": {"skip": -1}},
    ],
)
async def test_a_malformed_fault_is_refused(asked: Any) -> None:
    """A lever with a typing mistake must not look as if it worked."""
    with pytest.raises(FaultError):
        await Faults().add(asked)
