"""One playground and one bot for a file of tests; after each test both sides are judged."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e import judge
from tests.e2e.stage import Stage, set_up


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A running playground and bot. Afterwards: no broken rule, no 429, and every request and answer as Discord's own
    description has it.
    """
    async with set_up(tmp_path) as stage:
        await stage.start_bot()
        yield stage
        await assert_clean(stage)


@pytest.fixture
async def troubled(tmp_path: Path) -> AsyncIterator[Stage]:
    """The same for a bot that is killed before its first answers.

    To ask for an answer to an itx that nobody answered is no fault then: that is how the next process learns it.
    """
    async with set_up(tmp_path) as stage:
        await stage.start_bot()
        yield stage
        await assert_clean(stage, but="unknown-webhook")


@pytest.fixture(params=["same process", "after a restart"])
async def lives(request: pytest.FixtureRequest, stage: Stage) -> str:
    """Whether the bot is killed and started again before its buttons are pressed."""
    return str(request.param)


async def assert_clean(stage: Stage, *, but: str = "") -> None:
    entries = await stage.requests()
    assert [violation for violation in await stage.violations() if violation["rule"] != but] == []
    assert [entry for entry in entries if entry["who"] == "bot" and entry["status"] == 429] == []
    if judge.OPENAPI.exists():
        assert judge.judge(entries) == []
