"""A write that is cancelled blocks nobody, wherever it was: in simulated time."""

import asyncio

from bot.core.ids import Snowflake
from bot.core.patches import Urgency
from tests.surface import virtual_time
from tests.surface.simulated_discord import SimulatedDiscord, simulated


def test_a_write_cancelled_while_it_waits_blocks_nobody() -> None:
    """Cancelled before its turn, it takes no token and the next in line goes when it would have."""

    async def play() -> SimulatedDiscord:
        world = simulated(limit=1, seconds=2.0)
        await world.write("edit", 1, Urgency.FINAL, name="first")
        tired = asyncio.create_task(world.write("edit", 1, Urgency.ITX, name="tired"))
        patient = asyncio.create_task(world.write("edit", 1, Urgency.FINAL, name="patient"))
        await asyncio.sleep(1.0)
        tired.cancel()
        await patient
        return world

    world = virtual_time.run(play())

    assert [arrival.name for arrival in world.arrivals] == ["first", "patient"]
    assert world.arrivals[-1].at < 2.2


def test_a_write_cancelled_in_the_instant_of_its_turn_blocks_nobody() -> None:
    """Cancelled, and a place becomes free before its task has run again: it is passed over, the next one goes."""

    async def play() -> list[str]:
        world = simulated(limit=1)
        async with world.pacer.turn("edit", Snowflake(1), Urgency.FINAL):
            tired = asyncio.create_task(world.write("edit", 1, Urgency.ITX, name="tired"))
            patient = asyncio.create_task(world.write("edit", 1, Urgency.FINAL, name="patient"))
            await asyncio.sleep(1.0)
            tired.cancel()
        await patient
        return [f"{arrival.name} at {arrival.at:.0f}" for arrival in world.arrivals]

    assert virtual_time.run(play()) == ["patient at 1"]


def test_a_write_cancelled_when_granted_gives_its_place_back() -> None:
    """Granted and cancelled before its task has run again: the one behind it does not wait for a reset."""

    async def play() -> list[str]:
        world = simulated(limit=1)
        async with world.pacer.turn("edit", Snowflake(1), Urgency.FINAL):
            tired = asyncio.create_task(world.write("edit", 1, Urgency.ITX, name="tired"))
            patient = asyncio.create_task(world.write("edit", 1, Urgency.FINAL, name="patient"))
            await asyncio.sleep(1.0)
        tired.cancel()
        await patient
        return [f"{arrival.name} at {arrival.at:.0f}" for arrival in world.arrivals]

    assert virtual_time.run(play()) == ["patient at 1"]


def test_a_write_cancelled_in_flight_keeps_its_token() -> None:
    """Once sent it counts, whoever stops waiting for its answer: the next write is not refused."""

    async def play() -> SimulatedDiscord:
        world = simulated(limit=1, seconds=2.0, latency_s=0.2)
        await world.write("edit", 1, Urgency.FINAL)
        await asyncio.sleep(2.0)
        flying = asyncio.create_task(world.write("edit", 1, Urgency.FINAL))
        await asyncio.sleep(0.001)
        flying.cancel()
        await world.write("edit", 1, Urgency.FINAL)
        return world

    world = virtual_time.run(play())

    assert world.refused == 0
    assert len(world.arrivals) == 2  # the cancelled one never arrived in this simulation
