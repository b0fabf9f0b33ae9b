"""Pictures are made smaller beside the bot, not in it."""

import asyncio
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.turns.shrinking import Shrinker


def noise(size: tuple[int, int] = (300, 200)) -> bytes:
    target = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(target, "PNG")
    return target.getvalue()


def children() -> set[str]:
    """The processes that this one has begun and not waited for."""
    told = Path(f"/proc/self/task/{os.getpid()}/children")
    if not told.exists():
        pytest.skip("this system does not tell a process's children")
    return set(told.read_text().split())


async def test_a_picture_comes_back_smaller() -> None:
    """It fits, and is the same picture."""
    small = await Shrinker()(noise((1200, 800)), limit=60_000)

    assert small is not None
    assert len(small) <= 60_000
    with Image.open(BytesIO(small)) as picture:
        assert (picture.format, round(picture.width / picture.height, 1)) == ("WEBP", 1.5)


async def test_the_threads_stay_free() -> None:
    """No thread is taken of those that seal what an interaction waits for."""
    closed = ThreadPoolExecutor(1)
    closed.shutdown()
    asyncio.get_running_loop().set_default_executor(closed)

    assert await Shrinker()(noise(), limit=60_000)


async def test_what_takes_too_long_is_killed() -> None:
    """After its time a picture is none, and its process is no more."""
    before, large = children(), noise((3000, 3000))
    began = time.monotonic()
    small = await Shrinker(within=0.05)(large, limit=60_000)

    assert small is None
    assert time.monotonic() - began < 3
    assert children() <= before


async def test_one_at_a_time() -> None:
    """However many pictures wait, one process works."""
    shrinker, most = Shrinker(), 0
    before = children()
    work = [asyncio.create_task(shrinker(noise(), limit=60_000)) for _ in range(3)]
    while not all(task.done() for task in work):
        most = max(most, len(children() - before))
        await asyncio.sleep(0.005)

    assert most == 1
    assert all(task.result() for task in work)


async def test_a_cancelled_turn_leaves_no_process() -> None:
    """Who waits for a picture may be cancelled; the next one has its turn."""
    before, shrinker = children(), Shrinker()
    task = asyncio.create_task(shrinker(noise((2000, 2000)), limit=60_000))
    while children() <= before:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert children() <= before
    assert await shrinker(noise(), limit=60_000)


async def test_what_is_no_picture_is_none() -> None:
    """Neither broken bytes nor none at all come back."""
    assert await Shrinker()(b"\x89PNG\r\n\x1a\nand then nothing", limit=60_000) is None
    assert await Shrinker()(b"", limit=60_000) is None


def test_memory_is_bound() -> None:
    """The process that decodes may not have two gigabytes."""
    script = "from bot.turns.pictures import bind; bind(); bytearray(2 << 30)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, text=True)

    assert "MemoryError" in done.stderr
