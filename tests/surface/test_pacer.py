"""The pacer lets writes go one by one, in the right order, and never more than Discord takes: in simulated time."""

import asyncio
import random

import pytest
from multidict import CIMultiDict

from bot.core.ids import Snowflake
from bot.core.pacing import Route
from bot.core.patches import Urgency
from tests.noted import Noted
from tests.surface import virtual_time
from tests.surface.simulated_discord import SimulatedDiscord, clock, simulated

EVERY_URGENCY = list(Urgency)


@pytest.mark.parametrize("number", range(6))
def test_no_write_of_twenty_busy_channels_is_refused(number: int) -> None:
    """Hundreds of writes of all urgencies in 20 channels: not one 429, whatever the latency and the bucket."""

    async def play() -> SimulatedDiscord:
        dice = random.Random(number)  # noqa: S311 - a simulation
        limit, seconds = dice.choice([(5, 5.0), (5, 1.0), (1, 0.25), (10, 10.0)])
        world = simulated(limit=limit, seconds=seconds, latency_s=dice.choice([0.01, 0.1, 0.5]), dice=dice)
        async with asyncio.TaskGroup() as group:
            for n in range(400):
                urgency, reserve = dice.choice(EVERY_URGENCY), dice.choice([0, 1])
                group.create_task(world.write("edit", n % 20, urgency, reserve=reserve))
                await asyncio.sleep(dice.choice([0, 0, 0.01, 0.1]))
        return world

    world = virtual_time.run(play())

    assert world.refused == 0
    assert len(world.arrivals) == 400


def test_a_full_bucket_is_used_in_every_window() -> None:
    """What Discord allows is made use of: ten urgent writes in buckets of five take one reset and no more."""

    async def play() -> SimulatedDiscord:
        world = simulated()
        await asyncio.gather(*(world.write("edit", 1, Urgency.FINAL) for _ in range(10)))
        return world

    world = virtual_time.run(play())

    assert world.refused == 0
    assert world.arrivals[-1].at < 6.0


def test_a_new_route_sends_one_write_until_its_first_answer() -> None:
    """Of a route that nothing is known of, the second write leaves when the first one's answer has told the bucket."""

    async def play() -> SimulatedDiscord:
        world = simulated(latency_s=0.3)
        await asyncio.gather(*(world.write("edit", 1, Urgency.FINAL) for _ in range(3)))
        return world

    first, second, third = (arrival.at for arrival in virtual_time.run(play()).arrivals)

    assert second - first > 0.01
    assert third < 1.0


def test_the_common_limit_is_shared_by_turns() -> None:
    """While all wait for the common limit, 45 a window, no channel is served twice before all others were once."""

    async def play() -> list[Snowflake]:
        world = simulated(limit=10, latency_s=0.006)
        await _all_known(world, range(60))
        fill = [asyncio.create_task(world.write("edit", n, Urgency.FIRST)) for n in range(100, 145)]
        greedy = [world.write("edit", channel, Urgency.FIRST) for channel in range(30) for _ in range(4)]
        modest = [world.write("edit", channel, Urgency.FIRST) for channel in range(30, 60)]
        await asyncio.gather(*fill, *greedy, *modest)
        return [arrival.channel for arrival in world.arrivals if arrival.channel < 100]

    order = virtual_time.run(play())

    assert len(set(order[:45])) == 45
    assert set(order[:90]) == set(range(60))


def test_who_waited_long_does_not_then_take_all() -> None:
    """A channel whose old writes had to wait for its bucket gets its turn, not five turns in a row."""

    async def play() -> list[Snowflake]:
        world = simulated(limit=5, latency_s=0.006)
        await _all_known(world, range(30))
        old = [asyncio.create_task(world.write("edit", 0, Urgency.FIRST)) for _ in range(10)]
        await asyncio.sleep(4.0)
        await asyncio.gather(*(world.write("edit", n, Urgency.FIRST) for n in range(1, 30)))
        world.arrivals.clear()
        fill = [asyncio.create_task(world.write("edit", n, Urgency.FIRST)) for n in range(100, 145)]
        await asyncio.sleep(0.95)
        others = [world.write("edit", n, Urgency.FIRST) for n in range(1, 30)]
        await asyncio.gather(*old, *fill, *others)
        return [arrival.channel for arrival in world.arrivals if arrival.channel < 100]

    order = virtual_time.run(play())

    assert order[:10].count(Snowflake(0)) <= 2


async def _all_known(world: SimulatedDiscord, channels: range) -> None:
    """Every channel's bucket is known and full again."""
    await asyncio.gather(*(world.write("edit", channel, Urgency.FIRST) for channel in channels))
    await asyncio.sleep(60)
    world.arrivals.clear()


def test_what_is_urgent_overtakes_what_waits() -> None:
    """When a bucket opens again, answers to an itx go first, then final pages, questions, first pages and progress."""

    async def play() -> SimulatedDiscord:
        world = simulated(limit=1, seconds=2.0)
        await world.write("edit", 1, Urgency.FINAL, name="first")
        waiting = [
            asyncio.create_task(world.write("edit", 1, urgency, name=urgency.name)) for urgency in reversed(Urgency)
        ]
        await asyncio.gather(*waiting)
        return world

    world = virtual_time.run(play())

    assert [arrival.name for arrival in world.arrivals[1:]] == [urgency.name for urgency in Urgency]


def test_creates_leave_the_last_place() -> None:
    """A write that keeps a reserve of one never takes a bucket's last token."""

    async def play() -> SimulatedDiscord:
        world = simulated()
        await asyncio.gather(*(world.write("create", 1, Urgency.FINAL, reserve=1) for _ in range(9)))
        return world

    times = [arrival.at for arrival in virtual_time.run(play()).arrivals]

    assert sum(at < 4.9 for at in times) == 4


def test_a_place_given_back_is_taken_by_the_next() -> None:
    """A write that leaves without sending costs nothing: the one behind it goes in the same instant."""

    async def play() -> tuple[float, float]:
        world = simulated(limit=1)
        async with world.pacer.turn("edit", Snowflake(1), Urgency.FINAL):
            behind = asyncio.create_task(world.write("edit", 1, Urgency.FINAL))
            await asyncio.sleep(1.0)
            waited = len(world.arrivals)
        left = clock()()
        await behind
        return waited, world.arrivals[0].at - left

    waited, delay = virtual_time.run(play())

    assert waited == 0
    assert delay <= 0.05


def refusal(seconds: int, *, everywhere: bool) -> CIMultiDict[str]:
    headers = {"Retry-After": str(seconds), "X-RateLimit-Scope": "global" if everywhere else "user"}
    return CIMultiDict(headers | ({"X-RateLimit-Global": "true"} if everywhere else {}))


@pytest.mark.parametrize(("everywhere", "other_waits"), [(False, False), (True, True)])
def test_a_refusal_stops_its_route_or_everything(*, everywhere: bool, other_waits: bool) -> None:
    """After a 429 the route is silent for as long as it said; after a global one all others are too."""

    async def play() -> dict[str, float]:
        world = simulated()
        await world.write("edit", 1, Urgency.FINAL)
        world.refuse_next = refusal(7, everywhere=everywhere)
        await world.write("edit", 1, Urgency.FINAL)
        refused_at = clock()()
        await asyncio.gather(
            world.write("edit", 1, Urgency.FINAL, name="same"), world.write("edit", 2, Urgency.FINAL, name="other")
        )
        return {arrival.name: arrival.at - refused_at for arrival in world.arrivals}

    waited = virtual_time.run(play())

    assert 7 <= waited["same"] < 7.5
    assert (waited["other"] >= 7) is other_waits
    assert waited["other"] < 7.5


def test_a_429_is_not_the_end_of_a_write() -> None:
    """`over` tells only a status that nothing will follow: discord.py tries again after a 429 and after a 5xx."""

    async def play() -> tuple[bool, int]:
        world = simulated()
        async with world.pacer.turn("edit", Snowflake(1), Urgency.FINAL) as write:
            world.refuse_next = refusal(1, everywhere=False)
            await world.request("edit", 1)
            was_over = write.over.done()
            await world.request("edit", 1)
            return was_over, write.over.result()

    was_over, status = virtual_time.run(play())

    assert not was_over
    assert status == 200


def test_quiet_channels_are_forgotten() -> None:
    """A year of threads does not stay in memory: of 2,000 channels that fell silent few are still known later."""

    async def play() -> tuple[int, int]:
        world = simulated()
        for channel in range(2_000):
            await world.write("edit", channel, Urgency.FINAL)
        await asyncio.sleep(3_600)
        for _ in range(2_000):
            await world.write("edit", 1, Urgency.FINAL)
        return len(world.pacer.pacing.buckets), len(world.pacer._served)

    buckets, served = virtual_time.run(play())

    assert buckets == 1
    assert served == 1


def test_every_request_of_a_write_is_counted() -> None:
    """By what it does and what Discord said; a 429 also by its scope."""

    async def play() -> Noted:
        world = simulated()
        noted = world.pacer.measures = Noted()
        world.refuse_next = CIMultiDict({"Retry-After": "0.1", "X-RateLimit-Scope": "shared"})
        await world.write("edit", 1, Urgency.FINAL)
        await world.write("delete", 1, Urgency.FINAL)
        return noted

    noted = virtual_time.run(play())

    assert noted.named("429") == [("shared",)]
    assert noted.named("write")[0] == ("edit", 429)
    assert noted.named("write")[-1] == ("delete", 200)


def test_writes_that_are_never_let_go_are_stuck() -> None:
    """For as long as one has waited and none was let go; while they are let go one by one, none is stuck for long."""

    async def play() -> tuple[int, list[float]]:
        world = simulated(limit=5, seconds=5.0)
        writes = [asyncio.create_task(world.write("edit", 1, Urgency.FINAL)) for _ in range(30)]
        stuck = []
        while not all(write.done() for write in writes):
            stuck.append(world.pacer.stuck_s())
            await asyncio.sleep(0.5)
        world.pacer.pacing.refused(Route("edit:1"), clock()(), retry_after=400.0, everywhere=True)
        waiting = asyncio.create_task(world.write("edit", 1, Urgency.FINAL))
        await asyncio.sleep(350)
        counted = world.pacer.waiting
        stuck.append(world.pacer.stuck_s())
        waiting.cancel()
        return counted, stuck

    waiting, (*busy, still) = virtual_time.run(play())

    assert waiting == 1
    assert max(busy) < 10
    assert still == 350
