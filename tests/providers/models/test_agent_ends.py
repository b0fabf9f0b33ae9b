"""How the run of a model ends early: stopped by somebody, with its process, or by a stream that breaks."""

import asyncio
import gzip

import pytest
from aiohttp import web

from bot.core import events as e
from bot.core.allowance import TEXT_LIMIT
from bot.core.models.provider import Protocol
from bot.providers.models.answering import BOT_STOPPED
from bot.providers.models.reading import CUT
from tests.providers.behaviours import hangs, sends, streams
from tests.providers.models.samples import message, provider
from tests.providers.models.world import (
    REQUEST,
    World,
    broken,
    ended,
    folded,
    heard,
    said_something,
    text_of,
)


async def test_a_stop_keeps_what_was_said(world: World) -> None:
    """A run that somebody stops is cancelled, with its words; stopping it again, or one that is over, is nothing."""
    world.endpoint.will(streams(broken("Half of it"), then="hang"))

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


async def test_a_stop_keeps_what_was_held_back(world: World) -> None:
    """Words that might still have become a file are told at the stop, and what the service has counted is kept."""
    world.endpoint.will(streams(broken("Half [of it"), then="hang"))

    async with world.process() as agent:
        run = (await agent.create(REQUEST)).id
        await said_something(agent, run)
        await agent.cancel(run)
        told = folded(await heard(agent, run))
        record = await agent.read(run)

    assert text_of(told) == text_of(record) == "Half [of it"
    assert record.usage == told.usage == e.Usage(input=20, total=20)
    assert record.faults == ()


async def test_a_stop_ends_what_is_left_of_a_broken_answer(world: World) -> None:
    """A file that such an answer named is waited for; whoever stops the run meanwhile sees its end."""
    fetching = asyncio.Event()

    async def never(request: web.Request) -> web.StreamResponse:
        fetching.set()
        return await hangs(request)

    world.endpoint.will(streams(broken(f"{world.endpoint.base}/x.png"), then="cut"), never)

    async with world.process() as agent:
        run = (await agent.create(REQUEST)).id
        await fetching.wait()
        await agent.cancel(run)
        async with asyncio.timeout(2):
            told = folded(await heard(agent, run))

    assert told.status is e.RunStatus.CANCELLED
    assert world.runs.rows[run].ended_at is not None


async def test_the_end_of_the_process_keeps_what_was_said(world: World) -> None:
    """A process that is asked to end writes what it has heard as unfinished, and why."""
    world.endpoint.will(streams(broken("Half of it"), then="hang"))

    async with world.process() as agent:
        run = (await agent.create(REQUEST)).id
        await said_something(agent, run)
    async with world.process() as agent:
        record = await agent.read(run)

    assert record.status is e.RunStatus.INCOMPLETE
    assert [fault.code for fault in record.faults] == [BOT_STOPPED]
    assert text_of(record) == "Half of it"


@pytest.mark.parametrize("then", ["cut", "end"])
async def test_a_stream_that_breaks_is_unfinished(world: World, then: str) -> None:
    """Whether the connection dies or just ends, what came stays, and the fault is told once."""
    world.endpoint.will(streams(broken("Half of it"), then=then))

    async with world.process() as agent:
        record = await ended(agent)

    assert record.status is e.RunStatus.INCOMPLETE
    assert [fault.code for fault in record.faults] == [CUT]
    assert text_of(record) == "Half of it"


async def test_silence_has_an_end(world: World) -> None:
    """A stream that says nothing for the provider's time is cut."""
    world.endpoint.will(streams(broken("Half of it"), then="hang"))

    async with world.process(idle=0.2) as agent:
        record = await ended(agent)

    assert [fault.code for fault in record.faults] == [CUT]


async def test_what_is_told_to_nobody_is_not_held(world: World) -> None:
    """Of thousands of frames that say nothing none is remembered."""
    world.provider = provider(world.endpoint.base, Protocol.CHAT)
    world.endpoint.will(streams(b"data: x\n\n" * 5_000, then="hang"))

    async with world.process(idle=0.5) as agent:
        events = await heard(agent, (await agent.create(REQUEST)).id)

    assert 0 < len(events) < 10


async def test_behind_the_cut_nothing_is_read(world: World) -> None:
    """An answer that is longer than any that is shown ends there, whatever follows."""
    text = "x" * (TEXT_LIMIT + 1)
    beginning = broken(text)
    world.endpoint.will(streams(beginning, b":" + b" " * 200_000 + b"\n", message(text).removeprefix(beginning)))

    async with world.process() as agent:
        record = await ended(agent)

    assert record.status is e.RunStatus.INCOMPLETE


async def test_packed_answers_leave_others_a_turn(world: World) -> None:
    """A few bytes, unpacked, are tens of thousands of frames, and the bot does something else in between."""
    packed = gzip.compress(b"data: x\n\n" * 50_000)
    world.endpoint.will(sends(packed, content_type="text/event-stream", headers={"Content-Encoding": "gzip"}))
    turns = 0

    async with world.process() as agent:
        run = (await agent.create(REQUEST)).id
        reading = asyncio.create_task(heard(agent, run))
        while not reading.done():
            turns += 1
            await asyncio.sleep(0)

    assert turns > 5
