"""Runs that end otherwise than completed, stand in a queue, or pause."""

import asyncio
from typing import Any

import pytest

from bot.playground.agent.actor.endings import BLOCKS
from tests.playground.served import AGENT, Client


async def _begun(client: Client, prompt: str, **fields: Any) -> Any:
    body = {"agent": AGENT, "input": prompt, "background": True} | fields
    return (await client.request("POST", "/v1beta/interactions", body))[1]


async def _until(client: Client, run_id: str, *statuses: str) -> Any:
    for _ in range(200):
        read = await client.read(run_id)
        if read["status"] in statuses:
            return read
        await asyncio.sleep(0.02)
    raise AssertionError(read["status"])


@pytest.mark.parametrize("code", BLOCKS)
async def test_a_run_is_blocked_by_what_the_prompt_names(client: Client, code: str) -> None:
    """It fails, and its errors hold that code."""
    run = await client.ask(f"please be blocked by {code}")

    assert (run["status"], run["errors"][0]["code"]) == ("failed", code)


@pytest.mark.parametrize(
    ("prompt", "status"),
    [
        ("stop halfway", "incomplete"),
        ("spend the whole budget", "budget_exceeded"),
        ("end with an unknown status", "evaporated"),
    ],
)
async def test_a_run_ends_as_asked(client: Client, prompt: str, status: str) -> None:
    """In the stream and in what is read; what it said until then is kept."""
    run = await client.ask(prompt)
    lines = await client.lines(f"/v1beta/interactions/{run['id']}?stream=true")

    assert run["status"] == status
    assert f'"status":"{status}"' in next(line for line in reversed(lines) if line.startswith("data: {"))
    assert run["steps"][-1]["content"][0]["text"]


async def test_a_paused_run_goes_on_with_its_token(client: Client) -> None:
    """The token stands in the run and in its last event; bringing it back continues without another input."""
    first = await client.ask("stop for a continuation")

    token = first["continuation_token"]
    lines = await client.lines(f"/v1beta/interactions/{first['id']}?stream=true")
    status, second = await client.request("POST", "/v1beta/interactions", {"agent": AGENT, "continuation_token": token})

    assert first["status"] == "requires_continuation"
    assert any(token in line for line in lines)
    assert (status, second["status"]) == (200, "completed")
    assert "second half" in second["steps"][-1]["content"][0]["text"]


async def test_a_token_that_was_never_given_continues_nothing(client: Client) -> None:
    """400."""
    assert (await client.refused(agent=AGENT, continuation_token="never"))[:2] == (400, "invalid_request")


async def test_a_queued_run_says_so_until_its_turn(client: Client) -> None:
    """From the first answer on; a minute and a half of the clock later it runs."""
    run = await _begun(client, "wait in the queue")
    waiting = await client.read(run["id"])

    await client.lever("clock", {"advance_s": 90})
    ended = await _until(client, run["id"], "completed")

    assert run["status"] == waiting["status"] == "queued"
    assert "my turn" in ended["steps"][-1]["content"][0]["text"]


async def test_an_unknown_status_is_only_a_while(client: Client) -> None:
    """Reading shows it; after some time of the clock the run goes on."""
    run = await _begun(client, "take on an unknown status")

    await _until(client, run["id"], "reticulating")
    await client.lever("clock", {"advance_s": 20})

    await _until(client, run["id"], "completed")


async def test_a_cancel_may_lag(client: Client) -> None:
    """Cancel says cancelled, reading says in_progress, until the clock has gone on."""
    await client.lever("agent", {"cancel_lag_s": 600})
    await client.lever("speed", {"factor": 1})
    run = await _begun(client, "slow")

    _, told = await client.request("POST", f"/v1beta/interactions/{run['id']}/cancel")
    lagging = await client.read(run["id"])
    await client.lever("clock", {"advance_s": 600})
    ended = await _until(client, run["id"], "cancelled")

    assert (told["status"], lagging["status"], ended["status"]) == ("cancelled", "in_progress", "cancelled")


@pytest.mark.parametrize(("conditions", "days"), [({}, 55), ({"kept_days": 1}, 1)])
async def test_a_stored_run_expires(client: Client, conditions: dict[str, float], days: int) -> None:
    """After 55 days, or after one where the key is free: it can neither be read nor chained on."""
    run = await client.ask("hello")
    await client.lever("agent", conditions)
    await client.lever("clock", {"advance_s": days * 24 * 3600 - 60})
    before = (await client.request("GET", f"/v1beta/interactions/{run['id']}"))[0]
    await client.lever("clock", {"advance_s": 120})

    assert before == 200
    assert (await client.request("GET", f"/v1beta/interactions/{run['id']}"))[0] == 404
    assert (await client.refused(agent=AGENT, input="x", previous_interaction_id=run["id"]))[0] == 404


@pytest.mark.parametrize("wrong", [{"kept": 1}, {"kept_days": "one"}, {"kept_days": -1}, []])
async def test_a_condition_that_there_is_not_is_refused(client: Client, wrong: Any) -> None:
    """With a sentence, and nothing changes."""
    before = (await client.lever("agent"))["conditions"]

    status, answer = await client.request("POST", "/playground/agent", wrong)

    assert (status, bool(answer["message"])) == (400, True)
    assert (await client.lever("agent"))["conditions"] == before


FAULTS: dict[str, tuple[dict[str, Any], int, str]] = {
    "403": ({"status": 403}, 403, "permission_denied"),
    "402": (
        {"status": 402, "body": {"error": {"code": "payment_required", "message": "Pay."}}},
        402,
        "payment_required",
    ),
    "409": ({"status": 409}, 409, "aborted"),
    "rate": ({"status": 429, "retry_after": 7}, 429, "rate_limit_exceeded"),
    "quota": (
        {"status": 429, "body": {"error": {"code": "quota_exceeded", "message": "Tomorrow."}}},
        429,
        "quota_exceeded",
    ),
    "500": ({"status": 500}, 500, "api_error"),
    "503": ({"status": 503}, 503, "service_unavailable"),
    "504": ({"status": 504}, 504, "deadline_exceeded"),
}


@pytest.mark.parametrize(("do", "status", "code"), FAULTS.values(), ids=FAULTS)
async def test_a_create_is_refused_by_a_fault(client: Client, do: dict[str, Any], status: int, code: str) -> None:
    """Once, as docs/playground.md writes it; the next one passes."""
    match = {"method": "POST", "path": "/v1beta/interactions", "times": 1}
    await client.lever("faults", {"match": match, "do": do})

    refused = await client.refused(agent=AGENT, input="hello")

    assert refused[:2] == (status, code)
    assert (await client.ask("hello"))["status"] == "completed"


async def test_a_run_may_be_not_found_right_after_it_was_made(client: Client) -> None:
    """For so many reads as the fault says."""
    match = {"method": "GET", "path": "/v1beta/interactions/*", "times": 3}
    await client.lever("faults", {"match": match, "do": {"status": 404}})
    run = await _begun(client, "hello")

    read = [(await client.request("GET", f"/v1beta/interactions/{run['id']}"))[0] for _ in range(4)]

    assert read == [404, 404, 404, 200]
