"""Places and people that go away stop what works for them, and nothing is begun for them any more."""

from dataclasses import replace

import pytest

from bot.core.errors import Forbidden, Gone
from bot.core.ids import Snowflake
from bot.core.session import Actor, Outcome, Turn
from tests.turns.world import ASKER, SESSION, THREAD, Process, World, a_turn

PLACES = [THREAD, SESSION.parent, SESSION.guild]


async def at_work(world: World, process: Process, turn: Turn) -> None:
    """A turn whose run has said something and does not go on."""
    world.agent.holds = 5
    await process.ask(turn)
    await process.until(lambda: len(world.thread()) == 2)


@pytest.mark.parametrize("place", PLACES)
async def test_a_place_that_is_gone_cancels_its_run(world: World, place: Snowflake) -> None:
    """A thread, its channel or its server goes: the run is cancelled, though Discord has refused nothing yet."""
    async with world.process() as process:
        await at_work(world, process, a_turn())
        process.mailbox.losses.places.add(place)
        process.mailbox.halt_lost()
        ended = await process.ended(a_turn())

    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, "turn.place_gone")
    assert world.agent.cancelled == ["run-0"]


async def test_what_waits_for_a_lost_place_is_never_begun(world: World) -> None:
    """A request that waits behind the running one costs nothing."""
    async with world.process() as process:
        await at_work(world, process, a_turn(0))
        await process.ask(a_turn(1))
        process.mailbox.losses.places.add(THREAD)
        process.mailbox.halt_lost()
        ended = await process.ended(a_turn(1))

    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, "turn.place_gone")
    assert len(world.agent.asked) == 1


async def test_another_place_is_left_alone(world: World) -> None:
    """What is lost elsewhere stops nothing here."""
    async with world.process() as process:
        await at_work(world, process, a_turn())
        process.mailbox.losses.places.add(Snowflake(999))
        process.mailbox.losses.banned |= {(Snowflake(1), Snowflake(999)), (Snowflake(999), ASKER)}
        process.mailbox.halt_lost()
        world.agent.runs[next(iter(world.agent.runs))].holds = 99
        ended = await process.ended(a_turn())

    assert ended.outcome is Outcome.COMPLETED
    assert world.agent.cancelled == []


async def test_a_banned_asker_stops_their_own_turn_alone(world: World) -> None:
    """Who is banned is worked for no more; the next turn in the thread is somebody else's and runs."""
    other = replace(a_turn(1), actor=Actor(id=Snowflake(78), name="Noor"))
    async with world.process() as process:
        await at_work(world, process, a_turn(0))
        await process.ask(other)
        world.agent.holds = 99
        process.mailbox.losses.banned.add((Snowflake(1), ASKER))
        process.mailbox.halt_lost()
        banned, answered = await process.ended(a_turn(0)), await process.ended(other)

    assert (banned.outcome, banned.reason) == (Outcome.CANCELLED, "turn.asker_gone")
    assert answered.outcome is Outcome.COMPLETED


@pytest.mark.parametrize(
    ("error", "reason"), [(Gone("10003"), "turn.place_gone"), (Forbidden("50013"), "turn.not_allowed")]
)
async def test_a_refused_write_cancels_the_run(world: World, error: Exception, reason: str) -> None:
    """Where no event told, the next new message does: nobody could see what comes of the run, so it is cancelled."""
    world.canvas.fail("create", error)  # type: ignore[arg-type]
    world.agent.holds = 5
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, reason)
    assert len(world.agent.cancelled) <= 1
    assert not world.agent.runs or world.agent.cancelled == ["run-0"]
