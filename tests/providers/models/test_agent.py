"""A model as an agent: begun by a row, heard by anybody from any place, and read after its process is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.core import events as e
from bot.core.errors import Overloaded, Refused, Unreachable
from bot.core.ids import Cursor, RunId
from bot.core.models.history import Echo
from bot.core.models.provider import Makes, Model, Protocol, Provider
from bot.core.ports import Reference, RunRequest
from bot.core.transcript import RunTranscript, fold
from bot.providers.http import Timeouts
from bot.providers.models.agent import SHORTENED, ModelAgent
from bot.providers.models.answering import BOT_STOPPED
from bot.providers.models.lines import Lines
from bot.providers.models.reading import CUT
from bot.providers.models.speeches import SPEECHES
from tests.providers.behaviours import drops, says, sends, streams
from tests.providers.conftest import Behaviour, Endpoint
from tests.providers.models.fakes import FakeMedia, FakeModelRuns, StandingClock
from tests.providers.models.samples import KEY, message, provider

REQUEST = RunRequest(agent="models", input="hello", instruction="be kind", environment=None, model="acme/flash")
USAGE = e.Usage(input=20, output=5, total=25)
BROKEN = message("Half of it").partition(b'{"type": "content_block_stop"')[0].rpartition(b"data: ")[0]


def well(*texts: str, tokens: int = 20) -> Behaviour:
    return sends(message(*texts, tokens=tokens), content_type="text/event-stream")


async def no_sleep(_: float) -> None:
    pass


@dataclass
class World:
    """What outlives a process, and the agent of the newest one."""

    endpoint: Endpoint
    session: aiohttp.ClientSession
    provider: Provider
    runs: FakeModelRuns = field(default_factory=FakeModelRuns)
    media: FakeMedia = field(default_factory=FakeMedia)

    @asynccontextmanager
    async def process(self, *, taken_within_s: float = 5.0, idle: float = 5.0) -> AsyncIterator[ModelAgent]:
        lines = Lines(
            self.session,
            providers={"acme": self.provider},
            keys={"acme": SecretStr(KEY)},
            speeches=SPEECHES,
            sleep=no_sleep,
            timeouts=Timeouts(connect=2, idle=idle),
        )
        clock = StandingClock()
        agent = ModelAgent(lines, runs=self.runs, media=self.media, clock=clock, taken_within_s=taken_within_s)
        try:
            yield agent
        finally:
            await agent.close()
            await lines.close()


@pytest.fixture
def world(endpoint: Endpoint, session: aiohttp.ClientSession) -> World:
    return World(endpoint, session, provider(endpoint.base, Protocol.MESSAGES))


async def heard(agent: ModelAgent, run: RunId, *, after: Cursor | None = None, position: int = 0) -> list[e.Heard]:
    async with aclosing(agent.listen(run, after=after, position=position)) as told:
        return [one async for one in told]


async def ended(agent: ModelAgent, request: RunRequest = REQUEST) -> e.RunRecord:
    """The record of a run that is waited for."""
    run = (await agent.create(request)).id
    await heard(agent, run)
    return await agent.read(run)


def folded(events: list[e.Heard]) -> RunTranscript:
    told = RunTranscript()
    for one in events:
        told = fold(told, one)
    return told


def text_of(record: e.RunRecord | RunTranscript) -> str:
    outputs = [step for step in record.steps if isinstance(step, e.Output)]
    return "".join(part.text for step in outputs for part in step.parts if isinstance(part, e.TextPart))


async def test_an_answer_is_heard_and_read(world: World) -> None:
    """What is heard is what is read, then and in the next process; the row has what was asked and how it went back."""
    release = asyncio.Event()

    async def answer(request: Any) -> Any:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await release.wait()
        await response.write(message("Hello, ", "world."))
        return response

    world.endpoint.will(answer)
    async with world.process() as agent:
        begun = await agent.create(REQUEST)
        listening = asyncio.create_task(heard(agent, begun.id))
        await asyncio.sleep(0)
        release.set()
        told = folded(await listening)
        record = await agent.read(begun.id)
    async with world.process() as agent:
        again = await agent.read(begun.id)
        assert await heard(agent, begun.id) == []

    assert begun.id.startswith("m_")
    assert (begun.status, begun.faults) == (e.RunStatus.IN_PROGRESS, ())
    assert record == again == e.RunRecord(begun.id, e.RunStatus.COMPLETED, told.steps, USAGE)
    assert text_of(told) == "Hello, world."
    row = world.runs.rows[begun.id]
    assert (row.asked.text, row.previous, row.model) == ("hello", None, "acme/flash")
    assert row.echo == Echo(
        protocol=Protocol.MESSAGES, model="flash", content=[{"type": "text", "text": "Hello, world."}]
    )


async def test_the_row_is_there_before_the_request(world: World) -> None:
    """Whatever happens to the process while it asks, the run is known."""
    known: list[int] = []

    async def answer(request: Any) -> Any:
        known.append(len(world.runs.rows))
        return await well("x")(request)

    world.endpoint.will(answer)
    async with world.process() as agent:
        await ended(agent)

    assert known == [1]


async def test_anybody_hears_it_from_any_place(world: World) -> None:
    """After a cut one goes on after its last event; two listeners hear the same."""
    world.endpoint.will(streams(message("a", "b", "c")[:400], then="hang"))

    async with world.process() as agent:
        run = (await agent.create(REQUEST)).id
        first: list[e.Heard] = []
        async with aclosing(agent.listen(run)) as told:
            async for one in told:
                first.append(one)
                if len(first) == 2:
                    break
        listening = asyncio.create_task(heard(agent, run, after=first[-1].cursor, position=first[-1].position + 1))
        whole = asyncio.create_task(heard(agent, run))
        await asyncio.sleep(0)
        await agent.cancel(run)

        assert [*first, *await listening] == await whole


async def test_a_stop_keeps_what_was_said(world: World) -> None:
    """A run that somebody stops is cancelled, with its words; stopping it again, or one that is over, is nothing."""
    world.endpoint.will(streams(BROKEN, then="hang"))

    async with world.process() as agent:
        run = (await agent.create(REQUEST)).id
        await said_something(agent, run)
        await agent.cancel(run)
        await agent.cancel(run)
        told = folded(await heard(agent, run))
        await agent.cancel(run)
        record = await agent.read(run)

    assert told.status is record.status is e.RunStatus.CANCELLED
    assert text_of(record) == "Half of it"
    assert world.runs.rows[run].ended_at is not None


async def test_the_end_of_the_process_keeps_what_was_said(world: World) -> None:
    """A process that is asked to end writes what it has heard as unfinished, and why."""
    world.endpoint.will(streams(BROKEN, then="hang"))

    async with world.process() as agent:
        run = (await agent.create(REQUEST)).id
        await said_something(agent, run)
    async with world.process() as agent:
        record = await agent.read(run)

    assert record.status is e.RunStatus.INCOMPLETE
    assert [fault.code for fault in record.faults] == [BOT_STOPPED]
    assert text_of(record) == "Half of it"


async def said_something(agent: ModelAgent, run: RunId) -> None:
    async with aclosing(agent.listen(run)) as told:
        async for one in told:
            if isinstance(one.event, e.TextAdded):
                return


async def test_a_run_whose_process_died_is_lost(world: World) -> None:
    """A row without an end that nobody works on is not found, as a run is that never was."""
    async with world.process() as agent:
        world.endpoint.will(well("x"))
        run = (await ended(agent)).id
        world.runs.rows[run] = replace(world.runs.rows[run], record=None, ended_at=None)
        for one in (run, RunId("m_never")):
            with pytest.raises(Refused) as caught:
                await agent.read(one)
            assert (caught.value.status, caught.value.code) == (404, "run_lost")


@pytest.mark.parametrize("then", ["cut", "end"])
async def test_a_stream_that_breaks_is_unfinished(world: World, then: str) -> None:
    """Whether the connection dies or just ends, what came stays, and the fault is told once."""
    world.endpoint.will(streams(BROKEN, then=then))

    async with world.process() as agent:
        record = await ended(agent)

    assert record.status is e.RunStatus.INCOMPLETE
    assert [fault.code for fault in record.faults] == [CUT]
    assert text_of(record) == "Half of it"


async def test_silence_has_an_end(world: World) -> None:
    """A stream that says nothing for the provider's time is cut."""
    world.endpoint.will(streams(BROKEN, then="hang"))

    async with world.process(idle=0.2) as agent:
        record = await ended(agent)

    assert [fault.code for fault in record.faults] == [CUT]


@pytest.mark.parametrize(
    ("behaviour", "kind", "code"),
    [
        (says(401), Refused, "provider_key"),
        (says(402), Refused, "provider_payment"),
        (says(403), Refused, "provider_denied"),
        (says(404), Refused, "model_gone"),
        (says(400, {"error": {"code": "too_long", "message": "No."}}), Refused, "too_long"),
        (says(429), Overloaded, "provider_busy"),
        (says(529), Overloaded, "provider_busy"),
        (says(503, {"error": {"message": "没有可用token"}}), Overloaded, "no_account"),
        (says(400, {"error": {"message": "未接收到上游响应内容"}}), Refused, "no_upstream_content"),
    ],
)
async def test_a_refusal_reaches_who_asked(
    world: World, behaviour: Behaviour, kind: type[Exception], code: str
) -> None:
    """As long as the start is waited for, it is refused, with a code that has a sentence; the row has its end."""
    world.endpoint.will(behaviour)

    async with world.process() as agent:
        with pytest.raises(kind) as caught:
            await agent.create(REQUEST)
        await asyncio.sleep(0)

    assert getattr(caught.value, "code", "") == code
    assert "acme" in getattr(caught.value, "said", "")
    (row,) = world.runs.rows.values()
    assert row.record is not None
    assert row.record.status is e.RunStatus.FAILED


async def test_no_connection_is_told_as_such(world: World) -> None:
    """Nothing was taken, so the turn may try again."""
    world.provider = provider("http://127.0.0.1:9", Protocol.MESSAGES)

    async with world.process() as agent:
        with pytest.raises(Unreachable):
            await agent.create(REQUEST)


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [(says(500, {"message": "no upstream content"}), ""), (drops, CUT), (says(502), "bad_gateway")],
)
async def test_a_failure_from_within_is_the_runs_own(world: World, behaviour: Behaviour, code: str) -> None:
    """It was taken and failed: nothing is uncertain, for no answer can come of it any more."""
    world.endpoint.will(behaviour)

    async with world.process() as agent:
        record = await ended(agent)

    assert record.status is e.RunStatus.FAILED
    assert code in [fault.code for fault in record.faults] or not code
    assert record.faults


async def test_a_late_refusal_is_a_fault(world: World) -> None:
    """A service that says nothing for seconds is not waited for at the start; what it then refuses ends the run."""
    release = asyncio.Event()

    async def slow(request: Any) -> Any:
        await release.wait()
        return await says(401)(request)

    world.endpoint.will(slow)
    async with world.process(taken_within_s=0.01) as agent:
        run = (await agent.create(REQUEST)).id
        release.set()
        await heard(agent, run)
        record = await agent.read(run)

    assert record.status is e.RunStatus.FAILED
    assert [fault.code for fault in record.faults] == ["provider_key"]


@pytest.mark.parametrize("name", ["acme/none", "gone/flash", "flash", ""])
async def test_a_model_that_is_no_more_is_said(world: World, name: str) -> None:
    """Before anything is written or asked."""
    async with world.process() as agent:
        with pytest.raises(Refused) as caught:
            await agent.create(replace(REQUEST, model=name))

    assert (caught.value.code, caught.value.status) == ("model_unknown", 0)
    assert world.runs.rows == {}
    assert world.endpoint.asked == []


async def test_a_talk_is_told_again(world: World) -> None:
    """With its pictures, by another process too; a talk that is not there any more is not found."""
    world.endpoint.will(well("Nice."))
    async with world.process() as agent:
        first = await ended(agent, replace(REQUEST, pictures=(Reference("image/png", b"dot"),)))
    async with world.process() as agent:
        await ended(agent, replace(REQUEST, input="and now?", previous=first.id))
        with pytest.raises(Refused) as caught:
            await agent.create(replace(REQUEST, previous=RunId("m_gone")))

    body = world.endpoint.bodies[-1]
    assert [word in body for word in (b"hello", b"Nice.", b"and now?", b"ZG90")] == [True] * 4
    assert caught.value.status == 404


async def test_a_talk_that_grows_too_long_is_summed_up(world: World) -> None:
    """By the model, whose tokens count; the next run begins there, and who asked is told."""
    world.endpoint.will(well("Nice.", tokens=9_000), well("They greeted."), well("Fine."))
    async with world.process() as agent:
        first = await ended(agent)
        begun = await agent.create(replace(REQUEST, input="and now?", previous=first.id))
        await heard(agent, begun.id)
        second = await agent.read(begun.id)

    assert begun.faults == (e.Fault(SHORTENED, ""),)
    assert text_of(second) == "Fine."
    assert second.usage == USAGE + USAGE
    assert b"They greeted." in world.endpoint.bodies[-1]
    assert b"hello" not in world.endpoint.bodies[-1]
    assert world.runs.rows[second.id].asked.summary == "They greeted."
    assert [row.id for row in await world.runs.talk(second.id)] == [second.id]


async def test_a_summary_that_fails_is_cut_out(world: World) -> None:
    """The talk goes on all the same, from the newest of its words."""
    world.endpoint.will(well("Nice.", tokens=9_000), says(500), well("Fine."))
    async with world.process() as agent:
        first = await ended(agent)
        second = await ended(agent, replace(REQUEST, input="and now?", previous=first.id))

    assert text_of(second) == "Fine."
    assert world.runs.rows[second.id].asked.summary.endswith("They: hello\nYou: Nice.")


async def test_a_picture_is_kept_and_named(world: World) -> None:
    """Whatever form it came in, outside there is a name, once; documents that an answer becomes are kept too."""
    picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    image = f"![one](data:image/png;base64,{picture})"
    world.endpoint.will(well(f"See: {image} and {image}"))

    async with world.process() as agent:
        record = await ended(agent)

    media = [part for step in record.steps if isinstance(step, e.Output) for part in step.parts]
    (kept,) = [part for part in media if isinstance(part, e.MediaPart)]
    assert (kept.kind, kept.mime_type, kept.data) == ("image", "image/png", "")
    assert list(world.media.files) == [kept.uri]


async def test_a_document_is_kept_and_named(world: World) -> None:
    """What an answer is made into at its end has a name too, in the record that is delivered."""
    page = "```html\n<!DOCTYPE html><title>Boats</title>" + "<p>boat</p>" * 30 + "\n```"
    world.provider = replace(world.provider, models={"page": Model(id="page", makes=Makes.CANVAS)})
    world.endpoint.will(well(page))

    async with world.process() as agent:
        record = await ended(agent, replace(REQUEST, model="acme/page"))

    parts = [part for step in record.steps if isinstance(step, e.Output) for part in step.parts]
    (document,) = [part for part in parts if isinstance(part, e.MediaPart)]
    assert (document.kind, document.mime_type, document.data) == ("document", "text/html", "")
    assert b"boat" in world.media.files[document.uri][1]


async def test_a_file_that_cannot_be_had_is_said(world: World) -> None:
    """Where it was stays in the answer."""
    world.endpoint.will(well("See: ![one](https://169.254.169.254/x.png) there"))

    async with world.process() as agent:
        record = await ended(agent)

    assert "must not ask" in text_of(record)
    assert "<https://169.254.169.254/x.png>" in text_of(record)


async def test_nothing_is_left_behind(world: World) -> None:
    """Once a run has ended it is in its row alone."""
    world.endpoint.will(well("x"))

    async with world.process() as agent:
        await ended(agent)
        await asyncio.sleep(0)

        assert agent._live == {}
