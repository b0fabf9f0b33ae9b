"""A status that nobody knows is listened through while a run works, and asked about for minutes at its end."""

from collections import deque

from bot.core.events import RunStatus, StatusChanged
from bot.core.session import Outcome
from tests.fake_agent import ending, speech
from tests.fakes import NOW
from tests.turns.world import LIMITS, World, a_turn


async def test_an_unknown_status_in_between_is_no_end(world: World) -> None:
    """The run goes on after a word that nobody knows, and so does the listening."""
    world.agent.scripts = deque([[StatusChanged(RunStatus.UNKNOWN), *speech("Said."), ending()]])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert (ended.outcome, ended.reason) == (Outcome.COMPLETED, "")


async def test_an_unknown_status_at_the_end_is_asked_about_and_then_said(world: World) -> None:
    """The stream has ended, and the record says nothing else for minutes: the turn is uncertain, with its text."""
    world.agent.scripts = deque([[*speech("Said."), ending(RunStatus.UNKNOWN)]])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert (ended.outcome, ended.reason) == (Outcome.UNCERTAIN, "turn.unknown_status")
    assert [m.content for m in world.thread() if m.page.slot == "page0"] == ["Said."]
    assert LIMITS.lost_after_s < (world.clock.at - NOW) / 1000 < 2 * LIMITS.lost_after_s


async def test_a_record_that_finds_its_word_later_is_believed(world: World) -> None:
    """The stream ended with a word that nobody knows, and the record soon says completed: that is the end."""
    world.agent.scripts = deque([[*speech("Said."), ending(RunStatus.UNKNOWN)]])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.until(lambda: world.clock.at - NOW >= 5_000)
        run = next(iter(world.agent.runs.values()))
        run.events[-1] = ending(RunStatus.COMPLETED)
        ended = await process.ended(turn)

    assert ended.outcome is Outcome.COMPLETED
