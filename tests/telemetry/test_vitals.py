"""When the bot counts as stuck or deaf, by the numbers; how late the event loop is."""

import asyncio

import pytest

from bot.telemetry.lag import LoopLag
from bot.telemetry.metrics import Metrics
from bot.telemetry.vitals import DEAF_S, LAGGING_S, WRITES_STUCK_S, Vitals, deaf, stuck

WELL = Vitals()


@pytest.mark.parametrize(
    ("vitals", "words"),
    [
        (WELL, ""),
        (Vitals(lagging_s=LAGGING_S - 1, writes_stuck_s=WRITES_STUCK_S - 1), ""),
        (Vitals(connected=False, heard_ago_s=None), ""),
        (Vitals(lagging_s=LAGGING_S), "too slow for 30 s"),
        (Vitals(writes_stuck_s=WRITES_STUCK_S), "waited for 300 s"),
        (Vitals(database="the disk is full", lagging_s=LAGGING_S), "the disk is full"),
    ],
)
def test_stuck(vitals: Vitals, words: str) -> None:
    """Exactly from its limit on; deafness alone is none."""
    assert words in stuck(vitals)
    assert bool(stuck(vitals)) is bool(words)


@pytest.mark.parametrize(
    ("vitals", "words"),
    [
        (WELL, ""),
        (Vitals(heard_ago_s=DEAF_S - 1, lagging_s=LAGGING_S), ""),
        (Vitals(heard_ago_s=DEAF_S), "nothing was heard from it for 120 s"),
        (Vitals(heard_ago_s=None), "nothing was heard from it ever"),
        (Vitals(connected=False), "not connected"),
    ],
)
def test_deaf(vitals: Vitals, words: str) -> None:
    """Not connected, or silent from the limit on."""
    assert words in deaf(vitals)
    assert bool(deaf(vitals)) is bool(words)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lag_of(clock: Clock) -> LoopLag:
    return LoopLag(Metrics(), clock, asyncio.sleep)


def test_one_late_beat_is_forgiven() -> None:
    """It lags from its first late beat on, until one comes in time."""
    clock = Clock()
    lag = lag_of(clock)
    clock.now = 10.0
    lag.beat(3.0)
    clock.now = 40.0
    late = lag.lagging_s()
    lag.beat(0.2)

    assert late == 33.0
    assert lag.lagging_s() == 0.0


async def test_a_beat_that_does_not_come_is_late() -> None:
    """Even before the loop gets to say so, what is due and has not come counts."""
    clock, is_asleep = Clock(), asyncio.Event()

    async def sleep(_: float) -> None:
        is_asleep.set()
        await asyncio.Event().wait()

    lag = LoopLag(Metrics(), clock, sleep)
    watching = asyncio.create_task(lag.watch())
    await is_asleep.wait()
    clock.now = 1.5
    before = lag.lagging_s()
    clock.now = 46.0
    watching.cancel()

    assert before == 0.0
    assert lag.lagging_s() == 45.0


async def test_each_beat_is_measured() -> None:
    """How late it was goes into the histogram."""
    clock, beats = Clock(), iter([1.004, 1.3])
    metrics = Metrics()

    async def sleep(_: float) -> None:
        try:
            clock.now += next(beats)
        except StopIteration:
            raise asyncio.CancelledError from None

    with pytest.raises(asyncio.CancelledError):
        await LoopLag(metrics, clock, sleep).watch()

    page = metrics.page().decode().splitlines()
    assert "bot_loop_lag_seconds_count 2.0" in page
    assert 'bot_loop_lag_seconds_bucket{le="0.005"} 1.0' in page
