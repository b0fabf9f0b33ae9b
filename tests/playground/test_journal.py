"""The journal of requests and violations."""

from bot.playground.journal import shortened
from bot.playground.keys import CLOCK, JOURNAL
from tests.playground.served import Client


async def test_a_request_is_recorded_with_body_and_answer(client: Client) -> None:
    """One line tells who asked what, when, and what came back."""
    made = await client.ask("hello")

    (entry,) = await client.lever("requests")

    assert entry["seq"] == 1
    assert (entry["method"], entry["path"], entry["route"]) == (
        "POST",
        "/v1beta/interactions",
        "/{version}/interactions",
    )
    assert (entry["who"], entry["status"]) == ("agent-client", 200)
    assert entry["body"]["input"] == "hello"
    assert entry["answer"]["id"] == made["id"]
    assert entry["ms"] > 0
    assert entry["request_bytes"] > 20
    assert abs(entry["at"] - client.app[CLOCK].now()) < 20


async def test_requests_after_a_number_are_only_the_newer_ones(client: Client) -> None:
    """A reader that remembers the highest seq sees each line once."""
    for _ in range(3):
        await client.ask("hello")

    newer = await client.lever("requests?after=2")

    assert [entry["seq"] for entry in newer] == [3]


async def test_secrets_are_not_recorded(client: Client) -> None:
    """A key in the query is blackened, headers are not kept at all."""
    await client.request(
        "GET", "/v1beta/interactions/none?key=very-secret&stream=false", Authorization="Bot also-secret"
    )

    entries = await client.lever("requests")

    assert "secret" not in str(entries)
    assert entries[0]["path"] == "/v1beta/interactions/none?key=(hidden)&stream=false"


async def test_levers_and_the_page_leave_no_trace(client: Client) -> None:
    """Watching does not change what is watched."""
    await client.lever("world")
    async with client.session.get(client.origin + "/") as answer:
        assert answer.status == 200

    assert await client.lever("requests") == []


async def test_a_violation_is_shown_with_its_rule_and_request(client: Client) -> None:
    """What the playground does not serve is answered 501 and named."""
    status, _ = await client.request("GET", "/v1beta/decisions")

    (violation,) = await client.lever("violations")

    assert status == 501
    assert (violation["rule"], violation["seq"]) == ("unknown-route", 1)
    assert "/v1beta/decisions" in violation["detail"]


async def test_an_outstanding_answer_has_no_time_yet(client: Client) -> None:
    """A stream's line has its status as soon as the headers left, and its duration when it is over."""
    await client.lever("speed", {"factor": 1})
    body = {"agent": "antigravity-preview-09-2026", "input": "hello", "stream": True}
    async with client.session.post(client.origin + "/v1/interactions", json=body) as answer:
        entry = client.app[JOURNAL].requests[0]
        during = (entry.status, entry.ms)
        await answer.read()

    assert during == (200, None)
    assert entry.ms is not None
    assert entry.ms > 500


async def test_a_picture_is_kept_as_its_length() -> None:
    """Thousands of requests are kept, so what is as long as a picture is not; equal ones are still known as equal."""
    long = {"type": "image", "data": "A" * 30_000}

    short = shortened({"input": [long, {"text": "a fox"}]})

    assert short["input"][0]["data"].startswith("(30000 characters, SHA-256 ")
    assert short["input"][1] == {"text": "a fox"}
    assert shortened(long) == short["input"][0]
    assert shortened({"data": "B" * 30_000}) != shortened({"data": "A" * 30_000})
