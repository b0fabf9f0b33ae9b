"""A model as an agent: begun by a row, heard by anybody from any place, and read after its process is gone."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from bot.core import events as e
from bot.core.errors import Refused
from bot.core.ids import RunId
from bot.core.models.history import Echo
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.providers.models.agent import SHORTENED
from tests.providers.behaviours import says, streams
from tests.providers.models.samples import message
from tests.providers.models.world import (
    REQUEST,
    USAGE,
    World,
    ended,
    folded,
    heard,
    text_of,
    well,
)


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


async def test_an_answer_may_be_asked_for_in_one_piece(world: World) -> None:
    """Of a provider that tells none as it comes, no stream is asked for, and the answer says the same."""
    whole = {"content": [{"type": "text", "text": "Hello."}], "stop_reason": "end_turn"}
    world.provider = replace(world.provider, stream=False)
    world.endpoint.will(says(200, whole))

    async with world.process() as agent:
        record = await ended(agent)

    assert (record.status, text_of(record)) == (e.RunStatus.COMPLETED, "Hello.")
    assert b'"stream"' not in world.endpoint.bodies[0]


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


async def test_nothing_is_left_behind(world: World) -> None:
    """Once a run has ended it is in its row alone."""
    world.endpoint.will(well("x"))

    async with world.process() as agent:
        await ended(agent)
        await asyncio.sleep(0)

        assert agent._live == {}
