"""One browser and one playground for a file of tests; every window must close without a complaint."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.e2e.stage import ROOT, Stage, set_up
from tests.playground.page.browser import Window, chromium, missing, shots_folder, window

if TYPE_CHECKING:
    from playwright.async_api import Browser

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder share a worker: two browsers at once are too much for a small machine."""
    why = missing()
    for item in items:
        if _HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.xdist_group("page"))
        if why is not None:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator["Browser"]:
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A playground without a bot."""
    async with set_up(tmp_path_factory.mktemp("page"), speed=20) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def with_bot(stage: Stage) -> Stage:
    await stage.start_bot()
    return stage


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def with_specimen(stage: Stage) -> AsyncIterator[Stage]:
    command = (
        sys.executable,
        "-m",
        "tests.playground.page.specimen_bot",
        stage.origin,
        stage.variables["DISCORD_TOKEN"],
    )
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 20)
        assert line == b"ready\n"
        yield stage
    finally:
        process.kill()
        await process.wait()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shots_folder(tmp_path_factory.mktemp("shots"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared(browser: "Browser", stage: Stage, shots: Path) -> AsyncIterator[Window]:
    async with window(browser, stage.origin, shots) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def ada(shared: Window) -> Window:
    """Ada's window on #general, with nothing open over it; one for a file of tests."""
    await shared.fresh()
    return shared
