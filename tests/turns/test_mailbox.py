"""A session's turns run one at a time and in order; sessions run beside each other; nothing stops the next one."""

from dataclasses import replace

from bot.core.errors import DeliveryUnknown, Forbidden, Gone
from bot.core.session import Outcome, TurnState
from tests.fakes import HELLO
from tests.turns.world import ASKER, SESSION, THREAD, World, a_turn, another_session


async def test_turns_of_a_session_run_in_order(world: World) -> None:
    """Messages that came while a turn ran are run after it, one by one, each on the run before it."""
    turns = [a_turn(number, request=f"request {number}") for number in range(4)]
    async with world.process() as process:
        for turn in turns:
            await process.ask(turn)
        for turn in turns:
            await process.ended(turn)

    assert [asked.input.splitlines()[-1] for asked in world.agent.asked] == [turn.request for turn in turns]
    assert [asked.previous for asked in world.agent.asked] == [None, "run-0", "run-1", "run-2"]
    assert [message.page.slot for message in world.thread()] == ["card", "page0"] * 4


async def test_sessions_run_beside_each_other(world: World) -> None:
    """While one session's run works, another session's turn is carried to its end."""
    other = another_session(2)
    world.agent.holds = 3
    async with world.process() as process:
        slow = await process.ask(a_turn())
        await process.until(lambda: world.agent.runs)
        world.agent.holds = len(HELLO)
        await process.ended(await process.ask(a_turn(session=other), other))
        meanwhile = await process.store.turn(slow.id)
        next(iter(world.agent.runs.values())).holds = len(HELLO)
        ended = await process.ended(slow)

    assert meanwhile
    assert meanwhile.state is TurnState.RUNNING
    assert ended.outcome is Outcome.COMPLETED
    assert [message.content for message in world.thread()] == ["", "Hello, world."]


async def test_a_thread_that_is_gone_ends_its_turn(world: World) -> None:
    """Where the thread was deleted while the run worked, the turn still ends and frees its session."""
    world.agent.holds = 5
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.until(lambda: world.agent.runs and next(iter(world.agent.runs.values())).at == 5)
        world.canvas.gone_channels.add(THREAD)
        world.canvas.messages.clear()
        next(iter(world.agent.runs.values())).holds = len(HELLO)
        ended = await process.ended(turn)

    assert ended.outcome in (Outcome.COMPLETED, Outcome.CANCELLED)  # whichever is noticed first, the end or the loss
    assert world.thread() == []


async def test_a_thread_that_cannot_be_opened_fails_its_turn(world: World) -> None:
    """Where there may be no thread, the turn fails before it costs anything, and the next one is tried."""
    async with world.process() as process:
        process.threads.refusal = Forbidden("50001")
        refused = await process.ended(await process.ask(a_turn(0)))
        process.threads.refusal = None
        ended = await process.ended(await process.ask(a_turn(1)))

    assert (refused.outcome, refused.reason) == (Outcome.CANCELLED, "turn.not_allowed")
    assert len(world.agent.asked) == 1
    assert ended.outcome is Outcome.COMPLETED


async def test_a_fault_of_ours_is_said_and_the_session_goes_on(world: World) -> None:
    """A turn that crashes in our own code ends with a sentence that says so, and the next turn runs."""
    async with world.process() as process:
        sound = process.mailbox.tools
        process.mailbox.tools = replace(sound, agent=None)  # type: ignore[arg-type]
        crashed = await process.ended(await process.ask(a_turn(0)))
        process.mailbox.tools = sound
        ended = await process.ended(await process.ask(a_turn(1)))

    card = world.thread()[0].page.card
    assert (crashed.outcome, crashed.reason) == (Outcome.FAILED, "turn.internal")
    assert card
    assert "That is our fault" in card.lines[1]
    assert ended.outcome is Outcome.COMPLETED


async def test_what_somebody_deleted_is_not_posted_again(world: World) -> None:
    """A message of ours that a person deletes while the turn runs stays away."""
    world.agent.holds = 5
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.until(lambda: len(world.thread()) == 2)
        row = await process.store.gone(world.thread()[1].id)
        del world.canvas.messages[world.thread()[1].id]
        assert row
        process.mailbox.forget(row)
        next(iter(world.agent.runs.values())).holds = len(HELLO)
        await process.ended(turn)

    assert [message.page.slot for message in world.thread()] == ["card"]


async def test_laid_down_turns_are_taken_up(world: World) -> None:
    """A process that is told to stop leaves its running turn as its rows say, and the next one ends it."""
    world.agent.holds = 5
    async with world.process() as process:
        running, queued = await process.ask(a_turn(0)), await process.ask(a_turn(1))
        await process.until(lambda: len(world.thread()) == 2)
        await process.mailbox.lay_down()
        process.mailbox.wake(SESSION.id)
        left = [await process.store.turn(running.id), await process.store.turn(queued.id)]
    world.agent.holds = 1_000_000
    next(iter(world.agent.runs.values())).holds = len(HELLO)
    async with world.process() as process:
        woken = await process.mailbox.take_up()
        await process.ended(queued)

    assert [turn and turn.state for turn in left] == [TurnState.RUNNING, TurnState.QUEUED]
    assert woken == 2
    assert [message.content for message in world.thread()] == ["", "Hello, world."] * 2
    assert world.agent.cancelled == []


async def test_a_turn_that_is_not_at_work_cannot_be_stopped(world: World) -> None:
    """Asking to stop a turn that has ended, or that nobody knows, says that it is not at work."""
    async with world.process() as process:
        turn = await process.ended(await process.ask(a_turn()))
        await process.until(lambda: not process.mailbox.working)  # its row is done a moment before its worker is

        assert not await process.mailbox.stop(turn.id, by=ASKER)


async def test_discord_away_for_a_while_delays_and_loses_nothing(world: World) -> None:
    """While Discord answers nothing, writes are repeated; the thread ends as if nothing had happened."""
    for verb in ("create", "edit"):
        world.canvas.fail(verb, DeliveryUnknown("503"), times=4)
        world.canvas.fail(verb, DeliveryUnknown("reset"), times=2, after=True)
    async with world.process() as process:
        await process.ended(await process.ask(a_turn()))

    assert [message.content for message in world.thread()][:2] == ["", "Hello, world."]


async def test_a_lost_channel_after_a_gone_message(world: World) -> None:
    """A gone message in a thread that is there is no reason to stop: the rest is drawn."""
    world.canvas.fail("edit", Gone("10008"))
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert ended.outcome is Outcome.COMPLETED
    assert "Hello, world." in [message.content for message in world.thread()]
