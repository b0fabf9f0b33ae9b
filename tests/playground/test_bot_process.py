"""A bot that dies and lives again by the playground's hand."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest

from bot.playground.bot_process import BotLeverError, BotProcess

_SLEEPS = "import time; time.sleep(60)"


class Owner:
    """Counts its children and what it had to mourn."""

    def __init__(self) -> None:
        self.bot = BotProcess()
        self.mourned: list[int] = []
        self.started = 0

    async def launch(self) -> asyncio.subprocess.Process:
        self.started += 1
        return await asyncio.create_subprocess_exec(sys.executable, "-c", _SLEEPS)


@pytest.fixture
async def owner() -> AsyncIterator[Owner]:
    owner = Owner()
    await owner.bot.own(owner.launch, mourn=owner.mourned.append)
    yield owner
    await owner.bot.stop()


async def test_what_nobody_owns_is_absent() -> None:
    """There is nothing to kill or to start, and nothing to stop."""
    bot = BotProcess()
    for move in (bot.kill, bot.start):
        with pytest.raises(BotLeverError, match="--no-bot"):
            await move()

    assert (bot.state, bot.pid, await bot.stop()) == ("absent", None, 0)


async def test_a_bot_is_killed_and_started_again(owner: Owner) -> None:
    """Another process takes its place; nobody mourns."""
    first = owner.bot.pid
    await owner.bot.kill()
    between = owner.bot.state, owner.bot.pid
    await owner.bot.start()

    assert between == ("stopped", None)
    assert owner.bot.state == "running"
    assert owner.bot.pid not in (None, first)
    assert owner.mourned == []
    assert not owner.bot.died


async def test_no_bot_is_killed_or_started_twice(owner: Owner) -> None:
    """Neither one after the other nor at once."""
    with pytest.raises(BotLeverError, match="running already"):
        await owner.bot.start()
    await owner.bot.kill()
    with pytest.raises(BotLeverError, match="stopped already"):
        await owner.bot.kill()
    results = await asyncio.gather(owner.bot.start(), owner.bot.start(), return_exceptions=True)

    assert [type(result) for result in results] == [type(None), BotLeverError]
    assert owner.started == 2


async def test_an_end_that_nobody_asked_for_is_mourned(owner: Owner) -> None:
    """With its status; it is remembered even after a new start."""
    assert owner.bot.pid is not None
    os.kill(owner.bot.pid, signal.SIGKILL)
    async with asyncio.timeout(5):
        while not owner.mourned:  # noqa: ASYNC110 - nothing tells of a death but death
            await asyncio.sleep(0.01)
    await owner.bot.start()

    assert owner.mourned == [-9]
    assert owner.bot.died
    assert owner.bot.state == "running"


async def test_stopping_is_no_reason_to_mourn(owner: Owner) -> None:
    """It is asked first, and its own way of ending is the answer."""
    status = await owner.bot.stop()

    assert status == -signal.SIGTERM
    assert owner.mourned == []
