"""A turn that somebody stops, or that takes too long."""

import asyncio
from collections import deque
from dataclasses import replace

from bot.core import events as e
from bot.core.errors import Overloaded
from bot.core.ids import RunId
from bot.core.session import Outcome
from tests.fakes import HELLO, ending, speech
from tests.turns.world import ASKER, LIMITS, SESSION, World, a_turn


async def test_stopped_while_it_runs(world: World) -> None:
    """The run is cancelled, what it had said stays, and the receipt says who stopped it."""
    world.agent.holds = 5
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.until(lambda: len(world.thread()) == 2)
        was_at_work = await process.mailbox.stop(turn.id, by=ASKER)
        ended = await process.ended(turn)

    card, page = world.looks()
    assert was_at_work
    assert world.agent.cancelled == ["run-0"]
    assert (ended.outcome, ended.reason, ended.stop_asked_by) == (Outcome.CANCELLED, "turn.stopped", ASKER)
    assert page.content == "Hello,"
    assert card.card
    assert card.card.lines[1] == "Stopped by <@77>. Reply to go on from here."


async def test_a_stopped_run_is_not_chained_on(world: World) -> None:
    """The next turn chains on the newest run that ended well, on the newest environment, with a note."""
    world.agent.scripts = deque([HELLO, HELLO, HELLO])
    async with world.process() as process:
        await process.ended(await process.ask(a_turn(0)))
        world.agent.holds = 5
        stopped = await process.ask(a_turn(1))
        await process.until(lambda: len(world.thread()) == 4)
        await process.mailbox.stop(stopped.id, by=ASKER)
        await process.ended(stopped)
        world.agent.holds = 1_000_000
        await process.ended(await process.ask(a_turn(2)))
        session = await process.store.session(stopped.session)

    second, third = world.agent.asked[1:]
    assert (second.previous, second.environment) == ("run-0", "env-of-run-0")
    assert (third.previous, third.environment) == ("run-0", "env-of-run-1")
    assert "Hello," in third.input
    assert "Hello," not in second.input
    assert session
    assert (session.last_run, session.note) == ("run-2", "")


async def test_stopped_while_it_waits_to_start(world: World) -> None:
    """A turn whose start was refused and that waits for its next try ends at once when stopped, without a run."""
    world.agent.refusals = deque([(Overloaded("busy", retry_after=3600.0), False)] * 9)
    async with world.process() as process:
        forever = replace(process.mailbox.tools, sleep=_never)
        process.mailbox.tools = forever
        turn = await process.ask(a_turn())
        await process.until(lambda: world.agent.asked)
        await process.until(lambda: process.mailbox.working[turn.id].retry_at)
        await process.mailbox.stop(turn.id, by=ASKER)
        ended = await process.ended(turn)

    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, "turn.stopped")
    assert len(world.agent.asked) == 1
    assert world.agent.runs == {}


async def _never(_seconds: float) -> None:
    await asyncio.Event().wait()


async def test_stopped_while_it_is_queued(world: World) -> None:
    """A turn that was stopped before its session was free ends without a run, and says so in one message."""
    async with world.process() as process:
        turn = a_turn()
        await process.store.accept(SESSION, turn)
        await process.store.ask_stop(turn.id, by=ASKER)
        was_at_work = await process.mailbox.stop(turn.id, by=ASKER)
        process.mailbox.wake(turn.session)
        ended = await process.ended(turn)

    assert not was_at_work
    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, "turn.stopped")
    assert world.agent.asked == []
    assert [page.slot for page in world.looks()] == ["card"]


async def test_a_run_that_was_faster_than_the_stop_is_done(world: World) -> None:
    """A run that completed before its cancellation took effect counts as completed."""
    world.agent.holds = len(HELLO) - 1
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.until(lambda: len(world.thread()) == 2)
        run = world.agent.runs[RunId("run-0")]
        run.at = len(run.events)
        await process.mailbox.stop(turn.id, by=ASKER)
        run.holds = len(run.events)
        ended = await process.ended(turn)

    assert ended.outcome is Outcome.COMPLETED


async def test_the_operators_minutes_end_a_run(world: World) -> None:
    """A run that takes longer than the operator allows is cancelled, and the receipt names the setting."""
    world.limits = replace(LIMITS, minutes_per_turn=0.002)
    world.agent.holds = 5
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert world.agent.cancelled == ["run-0"]
    assert (ended.outcome, ended.reason, ended.detail) == (Outcome.INCOMPLETE, "turn.minutes", "0.002")
    assert world.looks()[1].content == "Hello,"


async def test_a_run_out_of_tokens_is_unfinished(world: World) -> None:
    """A run that reached its tokens keeps what it said, names the setting, and is chained on."""
    script = [*speech("Half of"), ending(e.RunStatus.INCOMPLETE)]
    world.agent.scripts = deque([script])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn(0)))
        await process.ended(await process.ask(a_turn(1)))

    assert (ended.outcome, ended.reason) == (Outcome.INCOMPLETE, "turn.tokens")
    assert world.looks()[1].content == "Half of"
    assert world.agent.asked[1].previous == "run-0"
