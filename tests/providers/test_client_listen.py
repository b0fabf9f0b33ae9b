"""Listening to an endpoint that repeats, cuts, stalls, garbles or says nothing of its end."""

import asyncio
from contextlib import aclosing

import aiohttp
import pytest

from bot.core import events as e
from bot.core.errors import Refused, Unreachable
from bot.core.ids import Cursor, RunId
from bot.core.ports import Agent
from bot.providers.interactions.client import InteractionsAgent
from tests.providers.behaviours import frames, says, streams
from tests.providers.conftest import KEY, Endpoint

RUN = RunId("v1_run")
CREATED = {
    "event_type": "interaction.created",
    "event_id": "1",
    "interaction": {"id": "v1_run", "status": "in_progress"},
}
STARTED = {"event_type": "step.start", "event_id": "2", "index": 0, "step": {"type": "model_output"}}
TEXT = {"event_type": "step.delta", "event_id": "3", "index": 0, "delta": {"type": "text", "text": "Hé 🦊"}}
ENDED = {"event_type": "interaction.completed", "event_id": "4", "interaction": {"id": "v1_run", "status": "completed"}}
DONE = b"data: [DONE]\n\n"


async def heard(agent: Agent, *, after: Cursor | None = None, position: int = 0) -> list[e.Heard]:
    return [one async for one in agent.listen(RUN, after=after, position=position)]


async def test_listen_hears_every_event_once(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """Events are numbered from the start, carry their cursor, and a repeated one is passed over."""
    endpoint.will(streams(frames([CREATED, STARTED, STARTED, TEXT, CREATED, ENDED]), DONE, frames([TEXT])))

    events = await heard(agent)

    assert events == [
        e.Heard(0, e.StatusChanged(e.RunStatus.IN_PROGRESS, run=RUN), Cursor("1")),
        e.Heard(1, e.StepStarted(0, e.Output()), Cursor("2")),
        e.Heard(2, e.TextAdded(0, "Hé 🦊"), Cursor("3")),
        e.Heard(3, e.StatusChanged(e.RunStatus.COMPLETED, ended=True, run=RUN), Cursor("4")),
    ]
    assert endpoint.asked == [("GET", "/v1beta/interactions/v1_run?stream=true")]
    assert endpoint.headers[0]["accept"] == "text/event-stream"


@pytest.mark.parametrize("odd", ["e" * 513, "1\r\nX-Evil: 1", "\0", "\u202e"])
async def test_an_event_s_id_may_be_no_cursor(agent: InteractionsAgent, endpoint: Endpoint, odd: str) -> None:
    """An id that is very long or not printable is never asked with, and its event is heard all the same."""
    endpoint.will(streams(frames([{**STARTED, "event_id": odd}, TEXT]), DONE))

    assert await heard(agent) == [
        e.Heard(0, e.StepStarted(0, e.Output())),
        e.Heard(1, e.TextAdded(0, "Hé 🦊"), Cursor("3")),
    ]


async def test_a_stream_s_errors_do_not_hold_our_key(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """Where an error of the run, or of its output, repeats the key, it is heard without it, short and on one line."""
    said = {"code": "internal", "message": f"key {KEY}\nwas bad {'x' * 9999}"}
    broken = {**STARTED, "step": {"type": "model_output", "error": said}}
    endpoint.will(streams(frames([{"event_type": "error", "event_id": "9", "error": said}, broken]), DONE))

    faulted, started = [one.event for one in await heard(agent)]

    assert isinstance(faulted, e.Faulted)
    assert isinstance(started, e.StepStarted)
    assert isinstance(started.step, e.Output)
    assert faulted.fault.code == "internal"
    assert faulted.fault.message.startswith("key *** was bad xxx")
    assert len(faulted.fault.message) == 500
    assert started.step.error == faulted.fault.message


async def test_a_record_s_errors_do_not_hold_our_key(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """Where a run's record repeats the key as what went wrong, it is read without it."""
    said = {"code": "internal", "message": f"key {KEY} was bad"}
    steps = [{"type": "model_output", "error": said}]
    endpoint.will(says(200, {"id": "v1_run", "status": "failed", "errors": [said], "steps": steps}))

    record = await agent.read(RUN)

    assert record.faults == (e.Fault("internal", "key *** was bad"),)
    assert record.steps == (e.Output(error="key *** was bad"),)


async def test_listen_goes_on_after_a_cursor(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """The cursor is given back as it came, whatever it holds, and its own event is passed over."""
    cursor = "evt+/=& 2"
    endpoint.will(streams(frames([{**STARTED, "event_id": cursor}, TEXT]), DONE))

    events = await heard(agent, after=Cursor(cursor), position=2)

    assert events == [e.Heard(2, e.TextAdded(0, "Hé 🦊"), Cursor("3"))]
    assert endpoint.asked == [("GET", "/v1beta/interactions/v1_run?stream=true&last_event_id=evt%2B/%3D%26+2")]


async def test_a_stream_without_cursors_begins_anew(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """Without a cursor to go on after, all is heard again under its old numbers, whatever position was reached."""
    endpoint.will(streams(frames([{"event_type": "interaction.in_progress"}]), DONE))

    assert [one.position for one in await heard(agent, position=7)] == [0]


async def test_a_stream_may_end_without_saying_so(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A stream that is closed in order ends the listening; half a frame at its end is not heard."""
    endpoint.will(streams(frames([CREATED, TEXT])[:-2]))

    assert [one.cursor for one in await heard(agent)] == ["1"]


@pytest.mark.parametrize("then", ["cut", "hang"])
async def test_a_cut_is_unreachable(agent: InteractionsAgent, endpoint: Endpoint, then: str) -> None:
    """A connection that is cut, or silent for too long, gives what came before and then raises `Unreachable`."""
    endpoint.will(streams(frames([CREATED]), frames([TEXT])[:-9], then=then))
    listening = agent.listen(RUN)

    first = await anext(listening)
    with pytest.raises(Unreachable):
        await anext(listening)

    assert first.cursor == "1"


async def test_one_malformed_frame_spoils_nothing(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A frame that is no JSON, or not as published, is one skipped event; those around it are heard."""
    broken = [
        b"data: {\n\n",
        b"data: 7\n\n",
        b'data: {"event_type":"step.delta","event_id":"9"}\n\n',
        b"data: \xff\n\n",
    ]
    endpoint.will(streams(frames([CREATED]), *broken, frames([ENDED]), DONE))

    events = await heard(agent)

    assert [one.position for one in events] == [0, 1, 2, 3, 4, 5]
    assert [one.cursor for one in events] == ["1", None, None, "9", None, "4"]
    assert all(isinstance(one.event, e.Skipped) for one in events[1:5])


async def test_listen_waits_out_a_young_runs_404(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A run that is not found when listening begins is asked for again; one listened to before is not."""
    endpoint.will(says(404), says(404), streams(frames([ENDED]), DONE))

    events = await heard(agent)

    assert len(events) == 1
    assert len(endpoint.asked) == 3

    endpoint.will(says(404))
    with pytest.raises(Refused):
        await heard(agent, after=Cursor("1"))
    assert len(endpoint.asked) == 4


async def test_what_is_no_stream_is_not_listened_to(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """A 200 that is no event stream is `Unreachable`, so that a proxy's page is not taken for a run without events."""
    endpoint.will(says(200, {"status": "completed"}))

    with pytest.raises(Unreachable, match="application/json instead of a stream"):
        await heard(agent)


async def test_a_listener_may_leave(agent: InteractionsAgent, endpoint: Endpoint) -> None:
    """Closing the listening lets go of the connection: the endpoint sees it end."""
    left = asyncio.Event()

    async def behaviour(request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
        try:
            return await streams(frames([CREATED]), then="hang")(request)
        finally:
            left.set()

    endpoint.will(behaviour)
    async with aclosing(agent.listen(RUN)) as listening:
        first = await anext(listening)

    assert first.cursor == "1"
    await asyncio.wait_for(left.wait(), 2)
