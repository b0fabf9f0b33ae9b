"""The agent asks the person who asked: it waits at no cost, and goes on with their word or without it."""

import asyncio
from collections import deque
from dataclasses import replace

import pytest

from bot.core import events as e
from bot.core.patches import Page
from bot.core.session import Outcome, Turn, TurnState
from bot.core.tools.questions import ONCE, REFUSE, SESSION, Reply
from tests.fake_agent import ending
from tests.fakes import NOW
from tests.turns.functions import ASK, DONE, Deeds, call, calling
from tests.turns.world import ASKER, LIMITS, Process, World, a_turn

HOUR_MS = 3_600_000
WRITE = calling("write_asked", location="Tokyo")


@pytest.fixture
def deeds(world: World) -> Deeds:
    made = Deeds()
    world.toolbox = made.tools()
    world.limits = replace(LIMITS, look_again_s=0.01)
    return made


def question(world: World, number: int = 0) -> Page:
    return next(m.page for m in world.thread() if m.page.slot == f"ask{number}")


def lines(page: Page) -> str:
    return "\n".join(page.card.lines) if page.card else ""


async def is_drawn(world: World, process: Process, number: int = 0) -> None:
    await process.until(lambda: any(m.page.slot == f"ask{number}" for m in world.thread()))


async def waits(process: Process, turn: Turn) -> None:
    await process.asked(turn)
    known = await process.store.turn(turn.id)
    assert known is not None
    assert known.state is TurnState.WAITING


async def test_a_question_stands_until_it_is_answered(world: World, deeds: Deeds) -> None:
    """It is a message with its buttons, it is not silent and mentions nobody, and the card says for whom it waits."""
    world.agent.scripts = deque([ASK, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await waits(process, turn)
        await is_drawn(world, process)
        asked = next(m for m in world.thread() if m.page.slot == "ask0")
        await process.until(lambda: "Waiting for you" in lines(world.thread()[0].page))
        await process.reply(turn, Reply(choice="Coffee"))
        ended = await process.ended(turn)

    assert "> Tea or coffee?" in lines(asked.announced)
    assert [(b.label, b.action) for b in asked.announced.buttons] == [
        ("Tea", f"answer:{turn.id}:0:0"),
        ("Coffee", f"answer:{turn.id}:0:1"),
    ]
    assert (asked.announced.silent, asked.announced.ping) == (False, None)
    assert ended.outcome is Outcome.COMPLETED
    assert world.agent.asked[1].results[0].result == {"answer": "Coffee"}
    assert question(world).buttons == ()
    assert "answered:\n> Coffee" in lines(question(world))


async def test_nobody_answers(world: World, deeds: Deeds) -> None:
    """After 20 hours the agent is told so and goes on; later clicks come too late."""
    world.agent.scripts = deque([ASK, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await waits(process, turn)
        world.clock.at += 20 * HOUR_MS + 1
        ended = await process.ended(turn)
        is_taken = await process.calls.replied(turn.id, 0, Reply(choice="Tea"), now=world.clock.now())

    (result,) = world.agent.asked[1].results
    assert ended.outcome is Outcome.COMPLETED
    assert (result.is_error, is_taken) == (True, False)
    assert "Nobody answered" in str(result.result)
    assert "Nobody answered in time" in lines(question(world))


async def test_waiting_is_not_working(world: World, deeds: Deeds) -> None:
    """Hours of waiting take nothing of the minutes that a request may run, and make no new cards."""
    world.limits = replace(world.limits, minutes_per_turn=30)
    world.agent.scripts = deque([ASK, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await waits(process, turn)
        await is_drawn(world, process)
        world.clock.at += 10 * HOUR_MS
        await asyncio.sleep(0.1)
        cards = [m for m in world.thread() if m.page.slot.startswith("card")]
        await process.reply(turn, Reply(choice="Tea"), at=world.clock.at)
        ended = await process.ended(turn)

    assert ended.outcome is Outcome.COMPLETED
    assert len(cards) == 1


@pytest.mark.parametrize("is_replied_between", [True, False])
async def test_a_restart_between_question_and_answer(world: World, deeds: Deeds, *, is_replied_between: bool) -> None:
    """The next process waits at the same message, and takes an answer that came while none was running."""
    world.agent.scripts = deque([ASK, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await waits(process, turn)
        await is_drawn(world, process)
        await process.mailbox.lay_down()
        if is_replied_between:
            await process.calls.replied(turn.id, 0, Reply(choice="Tea"), now=world.clock.now())
    async with world.process() as process:
        await process.mailbox.take_up()
        if not is_replied_between:
            await process.reply(turn, Reply(choice="Tea"))
        ended = await process.ended(turn)

    assert ended.outcome is Outcome.COMPLETED
    assert world.agent.asked[1].results[0].result == {"answer": "Tea"}
    assert sum(m.page.slot == "ask0" for m in world.thread()) == 1


async def test_two_questions_at_once(world: World, deeds: Deeds) -> None:
    """Each is a message of its own; they are answered in any order, and go back together."""
    script: tuple[e.AgentEvent, ...] = (
        *call("discord_ask_person", number=0, question="First?"),
        *call("discord_ask_person", number=1, index=1, question="Second?", kind="yes_no"),
        ending(e.RunStatus.REQUIRES_ACTION),
    )
    world.agent.scripts = deque([script, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.reply(turn, Reply(choice="yes"), 1)
        await process.reply(turn, Reply(text="Blue."), 0)
        await process.ended(turn)

    assert [one.result for one in world.agent.asked[1].results] == [{"answer": "Blue."}, {"answer": "yes"}]
    assert "> Blue." in lines(question(world, 0))
    assert "> Yes" in lines(question(world, 1))


async def test_allowed_once(world: World, deeds: Deeds) -> None:
    """What would be done is quoted; it is done when the asker says so, and the next time they are asked again."""
    world.agent.scripts = deque([WRITE, WRITE, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.asked(turn)
        before = list(deeds.done)
        await process.reply(turn, Reply(choice=ONCE))
        await process.reply(turn, Reply(choice=ONCE), 1)
        await process.ended(turn)

    assert before == []
    assert deeds.done == ["write Tokyo"] * 2
    assert "> Tokyo" in lines(question(world))


async def test_allowed_for_the_session(world: World, deeds: Deeds) -> None:
    """The next time, also in another turn, the asker is not asked."""
    world.agent.scripts = deque([WRITE, DONE, WRITE, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.reply(turn, Reply(choice=SESSION))
        await process.ended(turn)
        again = await process.ended(await process.ask(a_turn(1)))

    assert again.outcome is Outcome.COMPLETED
    assert deeds.done == ["write Tokyo"] * 2


@pytest.mark.parametrize(("reason", "told"), [("Not there.", "Not there."), ("", "gave no reason")])
async def test_refused(world: World, deeds: Deeds, reason: str, told: str) -> None:
    """Nothing is done, and the reason reaches the agent."""
    world.agent.scripts = deque([WRITE, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.reply(turn, Reply(choice=REFUSE, text=reason))
        await process.ended(turn)

    (result,) = world.agent.asked[1].results
    assert (result.is_error, deeds.done) == (True, [])
    assert told in str(result.result)


async def test_stopped_while_it_waits(world: World, deeds: Deeds) -> None:
    """The turn ends at once, and the question can no longer be answered."""
    world.agent.scripts = deque([ASK, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await waits(process, turn)
        await is_drawn(world, process)
        await process.mailbox.stop(turn.id, by=ASKER)
        ended = await process.ended(turn)

    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, "turn.stopped")
    assert len(world.agent.asked) == 1
    assert question(world).buttons == ()
    assert "No longer asked" in lines(question(world))


async def test_a_deleted_question_is_not_waited_for(world: World, deeds: Deeds) -> None:
    """Nobody can answer it any more, and the agent is told so at once."""
    world.agent.scripts = deque([ASK, DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await waits(process, turn)
        await is_drawn(world, process)
        row = await process.store.gone(next(m.id for m in world.thread() if m.page.slot == "ask0"))
        assert row
        process.mailbox.forget(row)
        ended = await process.ended(turn)

    (result,) = world.agent.asked[1].results
    assert ended.outcome is Outcome.COMPLETED
    assert (result.is_error, "Nobody can see the question" in str(result.result)) == (True, True)


async def test_many_choices_are_a_menu(world: World, deeds: Deeds) -> None:
    """More than five choices do not fit into buttons; a menu has them."""
    names = [f"Number {number}" for number in range(25)]
    world.agent.scripts = deque([calling("discord_ask_person", question="Which?", choices=list(names)), DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.asked(turn)
        await is_drawn(world, process)
        page = question(world)
        await process.reply(turn, Reply(choice="Number 7"), at=NOW)
        await process.ended(turn)

    assert page.menu is not None
    assert (page.menu.labels, page.menu.action, page.buttons) == (tuple(names), f"answer:{turn.id}:0", ())
