"""Pictures are decoded beside the bot, not in it, and by a program that is not believed."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core.ports import Reference
from bot.turns.pictures import asking
from bot.turns.pictures.answer import Change, Fitted, Measured
from bot.turns.pictures.asking import PictureProgram
from tests.turns.pictures.album import BOMBS, KINDS, halves, has_gps, noise, opened, photo_exif, saved


def children() -> set[str]:
    """The processes that this one has begun and not waited for."""
    told = Path(f"/proc/self/task/{os.getpid()}/children")
    if not told.exists():
        pytest.skip("this system does not tell a process's children")
    return set(told.read_text().split())


@pytest.mark.parametrize(("kind", "ending"), KINDS)
async def test_a_picture_is_measured(kind: str, ending: str) -> None:
    """Its kind, width and height, by all of its bytes."""
    assert await PictureProgram().measure(noise(kind)) == Measured(ending, 300, 200)


async def test_what_fits_comes_back_as_it_is() -> None:
    """The very bytes."""
    data = noise()

    assert await PictureProgram().fit(data, limit=len(data)) == Fitted(data, ".png", 300, 200, Change.NONE)


async def test_what_is_too_large_comes_back_smaller() -> None:
    """It fits, and says what it became."""
    small = await PictureProgram().fit(noise("PNG", (1200, 800)), limit=60_000)

    assert small is not None
    assert len(small.data) <= 60_000
    assert opened(small.data).size == (small.width, small.height)
    assert (small.ending, small.change) == (".webp", Change.SCALED)


async def test_a_reference_comes_back_without_its_place() -> None:
    """What a model gets is called by its kind, and tells nothing."""
    photo = saved(halves(), "JPEG", exif=photo_exif())
    made = await PictureProgram().reference(photo)

    assert has_gps(photo)
    assert isinstance(made, Reference)
    assert made.mime_type == "image/jpeg"
    assert not has_gps(made.data)


async def test_what_is_no_picture_is_none() -> None:
    """Neither broken bytes nor none at all come back."""
    program = PictureProgram()
    for data in (b"\x89PNG\r\n\x1a\nand then nothing", b"<svg/>", b""):
        assert await program.measure(data) is None
        assert await program.fit(data, limit=60_000) is None
        assert await program.reference(data) is None


@pytest.mark.parametrize("bomb", BOMBS)
async def test_a_bomb_is_none(bomb: str) -> None:
    """And the next picture is served."""
    program, data = PictureProgram(), BOMBS[bomb]()

    assert await program.measure(data) is None
    assert await program.reference(data) is None
    assert await program.measure(noise()) is not None


async def test_the_threads_stay_free() -> None:
    """No thread is taken of those that seal what an interaction waits for."""
    closed = ThreadPoolExecutor(1)
    closed.shutdown()
    asyncio.get_running_loop().set_default_executor(closed)

    assert await PictureProgram().measure(noise())


async def test_what_takes_too_long_is_killed() -> None:
    """After its time a picture is none, and its process is no more."""
    before, large = children(), noise("PNG", (1000, 1000))
    small = await PictureProgram(within=0.02).fit(large, limit=60_000)

    assert small is None
    assert children() <= before


async def test_one_at_a_time() -> None:
    """However many pictures wait, one process works."""
    program, most = PictureProgram(), 0
    before = children()
    work = [asyncio.create_task(program.measure(noise())) for _ in range(3)]
    while not all(task.done() for task in work):
        most = max(most, len(children() - before))
        await asyncio.sleep(0.005)

    assert most == 1
    assert all(task.result() for task in work)


async def test_who_waits_no_longer_leaves_no_process() -> None:
    """Who waits for a picture may be cancelled; the next one has its turn."""
    before, program = children(), PictureProgram()
    task = asyncio.create_task(program.reference(noise("PNG", (2000, 2000))))
    while children() <= before:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert children() <= before
    assert await program.measure(noise())


async def test_the_program_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of our variables is one of its."""
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    told = """'[".png", 9, 9, "none"]' if 'DISCORD_TOKEN' in os.environ else 'null'"""
    monkeypatch.setattr(asking, "_BEGIN", f"import os, sys; sys.stdin.buffer.read(); print({told})")

    assert await PictureProgram().measure(noise()) is None


TAKEN_OVER = {
    "another kind": r"""['.png', 9, 9, "encoded"]""",
    "no size": r"""['.webp', 0, 9, "encoded"]""",
    "no change that we know": r"""['.webp', 9, 9, "better"]""",
    "no answer": r"""{}""",
}


@pytest.mark.parametrize("said", TAKEN_OVER)
async def test_a_program_taken_over_is_not_believed(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it says must be what its bytes are."""
    small = "b'RIFF....WEBP'"
    code = "import json, os, sys; sys.stdin.buffer.read(); os.write(1, json.dumps({}).encode() + b'\\n' + {})"
    monkeypatch.setattr(asking, "_BEGIN", code.format(TAKEN_OVER[said], small))
    refused = await PictureProgram().fit(noise(), limit=100)
    monkeypatch.setattr(asking, "_BEGIN", code.format("""['.webp', 9, 9, "encoded"]""", small))
    believed = await PictureProgram().fit(noise(), limit=100)

    assert refused is None
    assert believed == Fitted(b"RIFF....WEBP", ".webp", 9, 9, Change.ENCODED)


@pytest.mark.parametrize(
    "code",
    [
        "while True: os.write(1, b'x' * 99)",
        "os.write(1, b'[' * 9000 + b'\\n')",
        """os.write(1, b'[".webp", 9, 9, "encoded"]\\nRIFF....WEBP' + b'x' * 99)""",
        """os.write(1, b'[".png", 300, 200, "none"]\\n'); sys.exit(1)""",
        """os.write(1, b'[".png", 300, 200, "none"]\\n')""",
        "",
    ],
)
async def test_a_program_that_fails_gives_none(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too much, too deep, too large for the limit, ended with an error, or with nothing said."""
    before = children()
    monkeypatch.setattr(asking, "_BEGIN", "import os, sys; sys.stdin.buffer.read()\n" + code)

    assert await PictureProgram().fit(noise(), limit=100) is None
    assert children() <= before


def test_memory_is_bound() -> None:
    """The process that decodes may not have two gigabytes."""
    script = "from bot.turns.pictures.bounds import bind; bind(); bytearray(2 << 30)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, text=True)

    assert "MemoryError" in done.stderr
