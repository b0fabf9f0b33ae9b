"""The client against an endpoint that does what a well-behaved server never does."""

import asyncio
import json
import socket

import aiohttp
import pytest
from pydantic import SecretStr

from bot.core import events as e
from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, SettingsError, Unreachable
from bot.core.ids import RunId
from bot.core.ports import RunRequest
from bot.providers.interactions.client import InteractionsAgent
from tests.providers.behaviours import cuts_its_answer, drops, hangs, says, sends
from tests.providers.conftest import KEY, Behaviour, Endpoint, agent_at

RUN = RunId("v1_run")
REQUEST = RunRequest(agent="antigravity-preview-09-2026", input="hi", instruction="Be kind.", environment="remote")


# --- create ---


async def test_create_sends_what_was_asked(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """Create is one POST of plain JSON in the background, with the key in its header and nowhere else."""
    endpoint.will(says(200, {"id": "v1_run", "status": "in_progress", "environment_id": "env_1"}))

    record = await agent.create(
        RunRequest(
            agent="antigravity-preview-09-2026",
            input="hi",
            instruction="Be kind.",
            environment="env_1",
            previous=RunId("v1_before"),
            max_tokens=50_000,
        )
    )

    assert (record.id, record.status, record.environment) == ("v1_run", e.RunStatus.IN_PROGRESS, "env_1")
    assert endpoint.asked == [("POST", "/v1beta/interactions")]
    assert json.loads(endpoint.bodies[0]) == {
        "agent": "antigravity-preview-09-2026",
        "input": "hi",
        "background": True,
        "system_instruction": "Be kind.",
        "environment": "env_1",
        "previous_interaction_id": "v1_before",
        "agent_config": {"type": "antigravity", "max_total_tokens": 50_000},
    }
    assert endpoint.headers[0]["x-goog-api-key"] == KEY
    assert endpoint.headers[0]["content-type"] == "application/json"
    assert [name for name, value in endpoint.headers[0].items() if KEY in value] == ["x-goog-api-key"]


async def test_create_leaves_out_what_was_not_given(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A request without machine, predecessor or ceiling sends no such fields, since null is no value of theirs."""
    endpoint.will(says(200, {"id": "v1_run", "status": "in_progress"}))

    await agent.create(RunRequest(agent="a", input="hi", instruction="", environment=None))

    assert json.loads(endpoint.bodies[0]) == {"agent": "a", "input": "hi", "background": True}


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (says(400), Refused),
        (says(401), Refused),
        (says(404, {"error": {"code": "model_not_found", "message": "retired"}}), Refused),
        (says(408), Unreachable),
        (says(409, {"error": {"code": "already_exists", "message": ""}}), Refused),
        (says(409, {"error": {"code": "aborted", "message": ""}}), Overloaded),
        (says(429), Overloaded),
        (says(500), OutcomeUnknown),
        (says(501), Refused),
        (says(502), OutcomeUnknown),
        (says(503), Overloaded),
        (says(504), OutcomeUnknown),
        (drops, OutcomeUnknown),
        (hangs, OutcomeUnknown),
        (cuts_its_answer, OutcomeUnknown),
        (sends(b"<html>hello</html>", content_type="text/html"), OutcomeUnknown),
        (sends(b'{"id":'), OutcomeUnknown),
        (says(200, {"status": "completed"}), OutcomeUnknown),
    ],
)
async def test_create_is_never_repeated(
    agent: InteractionsAgent, endpoint: Endpoint, behaviour: Behaviour, kind: type[ProviderError]
) -> None:
    """Whatever goes wrong with a create, it is asked once, and the error tells whether a run may be running."""
    endpoint.will(behaviour)

    with pytest.raises(ProviderError) as caught:
        await agent.create(REQUEST)

    assert type(caught.value) is kind
    assert len(endpoint.asked) == 1


async def test_create_without_a_server_took_nothing(session: aiohttp.ClientSession) -> None:
    """A refused connection and a host without a name are `Unreachable`: nothing was sent."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        bases = [f"http://127.0.0.1:{taken.getsockname()[1]}", "http://nowhere.invalid"]

        for base in bases:
            with pytest.raises(Unreachable):
                await agent_at(base, session).create(REQUEST)


# --- read ---


async def test_read_waits_out_a_young_runs_404(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A run that is not found at first is asked for again until it is."""
    endpoint.will(says(404), says(404), says(200, {"id": "v1_run", "status": "queued"}))

    record = await agent.read(RUN)

    assert record.status is e.RunStatus.QUEUED
    assert endpoint.asked == [("GET", "/v1beta/interactions/v1_run")] * 3


@pytest.mark.parametrize("behaviour", [says(500), says(503), says(502), drops, cuts_its_answer, sends(b"{"), says(429)])
async def test_read_is_repeated(agent: InteractionsAgent, endpoint: Endpoint, behaviour: Behaviour) -> None:
    """A read that failed for a reason that may pass is tried again."""
    endpoint.will(behaviour, says(200, {"status": "completed"}))

    record = await agent.read(RUN)

    assert record == e.RunRecord(id=RUN, status=e.RunStatus.COMPLETED)


@pytest.mark.parametrize(
    ("behaviour", "kind", "asked"),
    [
        (says(404, {"error": {"code": "not_found", "message": "gone"}}), Refused, 4),
        (says(403), Refused, 1),
        (says(500), Unreachable, 4),
        (says(429, {"error": {"code": "quota_exceeded", "message": "tomorrow"}}), Overloaded, 1),
        (says(429, headers={"Retry-After": "60"}), Overloaded, 1),
        (says(429, headers={"Retry-After": "0"}), Overloaded, 4),
        (sends(b"[]"), Unreachable, 4),
    ],
)
async def test_read_gives_up(
    agent: InteractionsAgent, endpoint: Endpoint, behaviour: Behaviour, kind: type[ProviderError], asked: int
) -> None:
    """Patience ends, and there is none for an answer that will not change, nor for a wait longer than a moment."""
    endpoint.will(behaviour)

    with pytest.raises(ProviderError) as caught:
        await agent.read(RUN)

    assert type(caught.value) is kind
    assert len(endpoint.asked) == asked


async def test_an_id_is_one_segment(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """An id can hold anything and still names nothing but a run."""
    endpoint.will(says(200, {"status": "completed"}))

    await agent.read(RunId("../a?b#c d%2f"))

    assert endpoint.asked == [("GET", "/v1beta/interactions/..%2Fa%3Fb%23c%20d%252f")]


# --- cancel ---


async def test_cancel_tries_both_spellings(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """Where `/cancel` is not found, `:cancel` is asked."""
    endpoint.will(says(404), says(200, {"id": "v1_run", "status": "cancelled"}))

    await agent.cancel(RUN)

    assert endpoint.asked == [
        ("POST", "/v1beta/interactions/v1_run/cancel"),
        ("POST", "/v1beta/interactions/v1_run:cancel"),
    ]


async def test_cancel_is_repeated(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A cancel whose answer was lost is asked again: cancelling twice is cancelling once."""
    endpoint.will(drops, says(500), says(200, {"id": "v1_run", "status": "in_progress"}))

    await agent.cancel(RUN)

    assert len(endpoint.asked) == 3


async def test_cancelling_an_ended_run_is_no_error(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A cancel that is refused because the run has ended is as good as done."""
    endpoint.will(says(400, {"error": {"code": "failed_precondition"}}), says(200, {"status": "completed"}))

    await agent.cancel(RUN)

    assert [method for method, _ in endpoint.asked] == ["POST", "GET"]


async def test_a_cancel_that_did_not_happen_is_told(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A cancel that is refused while the run works is an error, and so is one of a run that is not there."""
    endpoint.will(says(400, {"error": {"code": "invalid_request"}}), says(200, {"status": "in_progress"}))

    with pytest.raises(Refused, match="invalid_request"):
        await agent.cancel(RUN)

    endpoint.will(says(404))
    with pytest.raises(Refused, match="not_found"):
        await agent.cancel(RUN)


async def test_cancellation_passes_through(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A cancelled wait ends as cancelled, not as an error of the provider."""
    endpoint.will(hangs)
    task = asyncio.create_task(agent.create(REQUEST))
    await asyncio.sleep(0.05)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


# --- the key ---


@pytest.mark.parametrize("key", ["", "  ", "two\nlines", "kéy"])
async def test_a_key_that_cannot_be_one(session: aiohttp.ClientSession, key: str) -> None:
    """A key that cannot stand in a header is refused at the start by a sentence that does not repeat it."""
    with pytest.raises(SettingsError) as caught:
        InteractionsAgent(session, base="http://127.0.0.1", key=SecretStr(key))

    assert not key.strip() or key not in str(caught.value)


async def test_an_echoed_key_is_struck_out(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A provider that repeats our key in its error does not get it into our error."""
    endpoint.will(says(400, {"error": {"code": "invalid_request", "message": f"bad key\n{KEY}"}}))

    with pytest.raises(Refused) as caught:
        await agent.create(REQUEST)

    assert str(caught.value) == "POST /v1beta/interactions: 400 invalid_request"
    assert caught.value.said == "bad key ***"
