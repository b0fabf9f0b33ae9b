"""The client and the playground's agent API, two programs that share no code, understand each other."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.core import events as e
from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, Unreachable
from bot.core.ids import Cursor, RunId
from bot.core.ports import Agent, RunRequest
from bot.core.transcript import RunTranscript, fold
from bot.playground.keys import OPTIONS
from bot.playground.server import Options, running
from bot.providers.http import Timeouts
from bot.providers.interactions.client import InteractionsAgent
from bot.providers.interactions.patience import Patience

AGENT = "antigravity-preview-09-2026"
CREATING = {"method": "POST", "path": "*/interactions"}
LISTENING = {"method": "GET", "path": "*/interactions/*"}


class Playground:
    """Its levers, as far as these tests pull them."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        self.base = base
        self._session = session

    async def breaks(self, match: dict[str, Any], do: dict[str, Any]) -> None:
        async with self._session.post(f"{self.base}/playground/faults", json={"match": match, "do": do}) as answer:
            assert answer.ok, await answer.text()

    async def saw(self, what: str) -> list[dict[str, Any]]:
        async with self._session.get(f"{self.base}/playground/{what}") as answer:
            found: list[dict[str, Any]] = await answer.json()
            return found

    async def creates(self) -> int:
        requests = await self.saw("requests")
        return sum(one["method"] == "POST" and one["path"].endswith("/interactions") for one in requests)


@pytest.fixture
async def playground(session: aiohttp.ClientSession) -> AsyncIterator[Playground]:
    async with running(Options(port=0, speed=200)) as app:
        playground = Playground(app[OPTIONS].origin, session)
        yield playground
        assert await playground.saw("violations") == []


@pytest.fixture(params=["v1beta", "v1"])
def agent(request: pytest.FixtureRequest, playground: Playground, session: aiohttp.ClientSession) -> InteractionsAgent:
    return InteractionsAgent(
        session,
        base=playground.base,
        key=SecretStr("any"),
        version=request.param,
        timeouts=Timeouts(connect=2, total=5, idle=5),
        patience=Patience(first_wait=0.01, jitter=0),
    )


def asking(prompt: str, *, previous: RunId | None = None, environment: str | None = "remote") -> RunRequest:
    return RunRequest(
        agent=AGENT,
        input=prompt,
        instruction="Be kind.",
        environment=environment,
        previous=previous,
        max_tokens=100_000,
    )


async def followed(agent: Agent, run: RunId) -> RunTranscript:
    """The run's transcript from its stream, listened to again after every cut."""
    transcript, cuts = RunTranscript(), 0
    while not transcript.ended:
        try:
            async for heard in agent.listen(run, after=transcript.cursor, position=transcript.position):
                assert heard.position == transcript.position
                transcript = fold(transcript, heard)
        except Unreachable:
            cuts += 1
            assert cuts < 500
    return transcript


async def finished(agent: Agent, request: RunRequest) -> e.RunRecord:
    run = await agent.create(request)
    await followed(agent, run.id)
    return await agent.read(run.id)


def said(record: e.RunRecord) -> str:
    outputs = [step for step in record.steps if isinstance(step, e.Output)]
    return "".join(part.text for step in outputs for part in step.parts if isinstance(part, e.TextPart))


@pytest.mark.parametrize("prompt", ["short", "a long report", "tell me something usual", "please fail"])
async def test_a_stream_folds_to_the_record(agent: InteractionsAgent, prompt: str) -> None:
    """What a run's stream tells is, step for step, what its record says; only its input and machine are new there."""
    created = await agent.create(asking(prompt))

    transcript = await followed(agent, created.id)
    record = await agent.read(created.id)

    assert created.status.is_pending
    assert transcript.id == record.id == created.id
    assert transcript.status is record.status
    assert transcript.steps == tuple(step for step in record.steps if not isinstance(step, e.Input))
    assert isinstance(record.steps[0], e.Input)
    assert transcript.usage == record.usage
    assert record.environment


async def test_a_failing_run_says_why(agent: InteractionsAgent) -> None:
    """A run that breaks down ends as failed, with the fault's code in its stream."""
    run = await agent.create(asking("please fail"))

    transcript = await followed(agent, run.id)

    assert transcript.status is e.RunStatus.FAILED
    assert [fault.code for fault in transcript.faults] == ["api_error"]


async def test_two_runs_share_talk_and_machine(agent: InteractionsAgent) -> None:
    """A run with its predecessor and machine knows what was said and reads what was written."""
    first = await finished(agent, asking("write hello to note.txt"))

    remembered = await finished(agent, asking("what did I tell you", previous=first.id, environment=first.environment))
    read = await finished(agent, asking("what is in note.txt", previous=first.id, environment=first.environment))

    assert "write hello to note.txt" in said(remembered)
    assert "hello" in said(read)
    assert first.environment == remembered.environment == read.environment


@pytest.mark.parametrize("events", [1, 2, 3, 10])
async def test_a_cut_stream_goes_on(agent: InteractionsAgent, playground: Playground, events: int) -> None:
    """A stream cut again and again, after so many events each time, is heard whole."""
    run = await agent.create(asking("tell me something usual"))
    whole = await followed(agent, run.id)

    await playground.breaks(LISTENING, {"cut_stream_after_events": events})

    assert await followed(agent, run.id) == whole


async def test_cancel_ends_a_run(agent: InteractionsAgent) -> None:
    """A cancelled run ends its stream as cancelled, and cancelling it again is no error."""
    run = await agent.create(asking("slow, take your time"))

    await agent.cancel(run.id)
    transcript = await followed(agent, run.id)
    await agent.cancel(run.id)

    assert transcript.status is e.RunStatus.CANCELLED
    assert (await agent.read(run.id)).status is e.RunStatus.CANCELLED


async def test_a_young_runs_404_is_waited_out(agent: InteractionsAgent, playground: Playground) -> None:
    """A run not found right after its creation is listened to and read all the same."""
    run = await agent.create(asking("short"))
    await playground.breaks({**LISTENING, "times": 2}, {"status": 404})

    transcript = await followed(agent, run.id)
    await playground.breaks({**LISTENING, "times": 2}, {"status": 404})
    record = await agent.read(run.id)

    assert transcript.status is record.status is e.RunStatus.COMPLETED


@pytest.mark.parametrize("place", ["before", "after"])
async def test_a_lost_create_is_not_repeated(agent: InteractionsAgent, playground: Playground, place: str) -> None:
    """Whether the run was taken or not, a create without an answer is `OutcomeUnknown` after one request."""
    await playground.breaks(CREATING, {"drop": place})

    with pytest.raises(OutcomeUnknown):
        await agent.create(asking("short"))

    assert await playground.creates() == 1


@pytest.mark.parametrize(
    ("do", "kind", "code"),
    [
        ({"bad_key": "modern"}, Refused, "authentication"),
        ({"bad_key": "classic"}, Refused, "authentication"),
        ({"status": 429, "retry_after": 7}, Overloaded, "rate_limit_exceeded"),
        ({"status": 429, "body": {"error": {"code": "quota_exceeded", "message": ""}}}, Overloaded, "quota_exceeded"),
        ({"status": 503}, Overloaded, "service_unavailable"),
        ({"status": 500}, OutcomeUnknown, "api_error"),
        ({"retire_agent": AGENT}, Refused, "not_found"),
    ],
)
async def test_a_refused_create_says_why(
    agent: InteractionsAgent, playground: Playground, do: dict[str, Any], kind: type[ProviderError], code: str
) -> None:
    """Each way the API says no has its kind and its code."""
    await playground.breaks(CREATING, do)

    with pytest.raises(ProviderError) as caught:
        await agent.create(asking("short"))

    assert (type(caught.value), caught.value.code) == (kind, code)
    assert caught.value.retry_after == do.get("retry_after")


async def test_what_is_not_there_is_refused(agent: InteractionsAgent) -> None:
    """An unknown predecessor, machine, cursor or run is `Refused` with the status that says so."""
    for request in (asking("hi", previous=RunId("v1_none")), asking("hi", environment="env_none")):
        with pytest.raises(Refused) as caught:
            await agent.create(request)
        assert caught.value.status == 404
    with pytest.raises(Refused) as caught:
        await agent.read(RunId("v1_none"))
    assert caught.value.code == "not_found"

    run = await agent.create(asking("short"))
    with pytest.raises(Refused) as caught:
        await anext(agent.listen(run.id, after=Cursor("none")))
    assert caught.value.code == "invalid_request"


async def test_thirty_turns_chained(agent: InteractionsAgent, playground: Playground) -> None:
    """Each names the one before and sends its own words alone; the service takes the thirtieth as it took the first."""
    previous, environment = None, "remote"
    for number in range(30):
        record = await agent.create(asking(f"short, number {number}", previous=previous, environment=environment))
        await followed(agent, record.id)
        told = await agent.read(record.id)
        previous, environment = record.id, told.environment or ""

    assert told.status is e.RunStatus.COMPLETED
    assert await playground.creates() == 30
