"""The playground's clock."""

import asyncio
import time

import pytest

from bot.playground.clock import Clock


async def test_an_advance_is_seen_at_once() -> None:
    """Moving the clock adds exactly that to what it says."""
    clock = Clock(epoch=1000.0, monotonic=lambda: 5.0)

    clock.advance(604800)

    assert clock.now() == 1000.0 + 604800


async def test_a_sleeper_wakes_when_the_clock_is_moved_past_its_time() -> None:
    """A sleep of a day ends in an instant, once the day was skipped; a shorter advance does not end it."""
    clock = Clock()
    sleeper = asyncio.create_task(clock.sleep_until(clock.now() + 86400))
    await asyncio.sleep(0)
    clock.advance(3600)
    await asyncio.sleep(0.01)
    was_asleep = not sleeper.done()

    clock.advance(86400)
    await asyncio.wait_for(sleeper, 1)

    assert was_asleep


async def test_a_sleep_ends_by_itself_in_real_time() -> None:
    """Nobody has to move the clock."""
    clock = Clock()
    began = time.monotonic()

    await asyncio.wait_for(clock.sleep_until(clock.now() + 0.05), 1)

    assert time.monotonic() - began >= 0.05


@pytest.mark.parametrize("step", [-1.0, float("inf"), float("nan")])
async def test_the_clock_refuses_to_go_backwards_or_to_the_end_of_time(step: float) -> None:
    """What expired stays expired."""
    with pytest.raises(ValueError, match="forward"):
        Clock().advance(step)
