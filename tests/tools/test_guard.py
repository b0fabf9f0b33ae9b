"""Functions of others are run so that nothing they do can stop a turn, or the process."""

import asyncio
from typing import NoReturn

import pytest
from pydantic import BaseModel, field_validator
from structlog.testing import capture_logs

from bot.core.tools.calls import ToolError
from bot.tools import tool
from bot.tools.guard import Guard
from bot.tools.toolbox import Tools
from tests.tools.places import Place, a_call

HERE = Place()
GUARD = Guard(grace_s=0.01)


class Nothing(BaseModel):
    pass


class Picky(BaseModel):
    text: str = ""

    @field_validator("text")
    @classmethod
    def known(cls, text: str) -> str:
        return {"a": "b"}[text]


@tool()
async def pick(_: Picky) -> str:
    """Has a validator that fails."""
    return "picked"


@tool(asks_first=True)
async def pick_asked(_: Picky) -> str:
    """Has a validator that fails, and asks."""
    return "picked"


@tool()
async def cancelled(_: Nothing) -> NoReturn:
    """Says that it was cancelled."""
    raise asyncio.CancelledError


@tool()
async def leaves(_: Nothing) -> NoReturn:
    """Wants to end the process."""
    raise SystemExit(3)


@tool()
async def several(_: Nothing) -> NoReturn:
    """Fails in several ways at once."""
    raise BaseExceptionGroup("all of it", [SystemExit(3), ValueError("no")])


@tool()
async def endless(_: Nothing) -> object:
    """Gives what contains itself."""
    loop: list[object] = []
    loop.append(loop)
    return loop


@tool()
async def no_number(_: Nothing) -> object:
    """Gives numbers that JSON has not."""
    return {"mean": float("nan"), "most": float("inf")}


class Stubborn:
    """Swallows what would cancel it, until it is let go or has waited long."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.ended = False

    async def work(self) -> str:
        for _ in range(300):
            try:
                async with asyncio.timeout(0.01):
                    await self.let_go.wait()
                    break
            except (asyncio.CancelledError, TimeoutError):
                pass
        self.ended = True
        return "at last"


BOX = Tools((pick, pick_asked, cancelled, leaves, several, endless, no_number), GUARD)


@pytest.mark.parametrize("name", ["pick", "cancelled", "leaves", "several", "endless"])
async def test_whatever_a_function_raises_is_a_failure(name: str) -> None:
    """A broken validator, a cancellation that nobody asked for, an exit: all are said to have failed inside."""
    with capture_logs() as log, pytest.raises(ToolError, match="failed inside the bot"):
        await BOX.act(a_call(name, text="c"), HERE.caller, None)

    assert [line["tool"] for line in log if line["event"] == "tool.failed"] == [name]


async def test_a_question_that_cannot_be_built_is_a_failure() -> None:
    """What is shown to the person is made inside the guard, as the function itself is run."""
    with pytest.raises(ToolError, match="failed inside the bot"):
        await BOX.question(a_call("pick_asked", text="c"), HERE.caller)


async def test_numbers_that_json_lacks_are_null() -> None:
    """The agent's service would refuse a request with them in it."""
    assert await BOX.act(a_call("no_number"), HERE.caller, None) == {"mean": None, "most": None}


async def test_who_does_not_end_is_not_waited_for() -> None:
    """A function that swallows its cancellation is left to itself after its time, and the log names it."""
    stubborn = Stubborn()
    with capture_logs() as log, pytest.raises(ToolError, match=r"took longer than 0\.01 seconds"):
        await GUARD.run(stubborn.work, name="stubborn", within_s=0.01)
    was_ended = stubborn.ended
    stubborn.let_go.set()

    assert not was_ended
    assert [(line["event"], line["tool"]) for line in log] == [("tool.would_not_end", "stubborn")]


async def test_a_stop_does_not_wait_for_who_does_not_end() -> None:
    """Whoever waits for such a function can be cancelled."""
    stubborn = Stubborn()
    waiting = asyncio.create_task(GUARD.run(stubborn.work, name="stubborn", within_s=60))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    was_ended = stubborn.ended
    stubborn.let_go.set()

    assert waiting.cancelled()
    assert not was_ended


async def test_what_is_cancelled_may_clean_up() -> None:
    """A function that is stopped gets the time to put away what it holds."""
    cleaned: list[str] = []

    async def careful() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            cleaned.append("all")

    with pytest.raises(ToolError, match="took longer"):
        await Guard().run(careful, name="careful", within_s=0.01)

    assert cleaned == ["all"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_process_ends_without_who_does_not_end() -> None:
    """At its end a loop waits for the tasks that it knows; a function that was left to itself is none of them."""

    async def life() -> Stubborn:
        stubborn = Stubborn()
        with pytest.raises(ToolError):
            await GUARD.run(stubborn.work, name="stubborn", within_s=0.01)
        return stubborn

    assert not asyncio.run(life()).ended
