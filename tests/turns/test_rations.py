"""An agent that calls much at once: so much is carried out, so much of it at a time, and all of it has an end."""

import asyncio
from collections import deque
from dataclasses import dataclass, field, replace

import pytest

from bot.core import events as e
from bot.core.errors import DeliveryError
from bot.core.ids import RunId, TurnId
from bot.core.session import Outcome, Turn
from bot.core.tools.calls import Caller, OwedCall, ToolCall
from bot.core.tools.questions import Reply
from bot.tools import Tool
from bot.tools.people import ASK_PERSON
from bot.tools.toolbox import Tools
from bot.turns.rations import MOST_ACTING, MOST_ASKED, MOST_OF_A_RUN, MOST_OF_A_TURN, beyond
from tests.fake_agent import ending
from tests.turns.functions import ASK, DONE, Deeds, Place, call, calling
from tests.turns.mortal import Killed, Life
from tests.turns.world import LIMITS, Process, World, a_turn


@dataclass
class Busy:
    """Functions that take a while, or for ever. `most`: so many were inside at once."""

    inside: int = 0
    most: int = 0
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self, _: Place, __: Caller, ___: Reply | None) -> str:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0.02)
        self.inside -= 1
        return "done"

    async def hang(self, _: Place, __: Caller, ___: Reply | None) -> None:
        self.begun.set()
        await asyncio.Event().wait()

    def tools(self) -> Tools:
        working = Tool(name="work", description="Work.", arguments=Place, body=self.work, acts=False)
        hanging = Tool(name="hang", description="Hang.", arguments=Place, body=self.hang)
        return Tools((working, hanging, ASK_PERSON))


def several(*wanted: tuple[str, dict[str, e.JsonValue]]) -> tuple[e.AgentEvent, ...]:
    """A run that calls all of these."""
    steps = [call(name, number=n, index=n, **arguments) for n, (name, arguments) in enumerate(wanted)]
    return (*(event for step in steps for event in step), ending(e.RunStatus.REQUIRES_ACTION))


def questions(count: int) -> list[tuple[str, dict[str, e.JsonValue]]]:
    return [("discord_ask_person", {"question": f"Number {number}?"}) for number in range(count)]


def calls(name: str, count: int) -> list[tuple[str, dict[str, e.JsonValue]]]:
    return [(name, {"location": str(number)}) for number in range(count)]


async def open_questions(process: Process, turn: Turn) -> list[int]:
    return [owed.number for owed in await process.calls.of_turn(turn.id) if owed.waits]


async def is_heard(world: World, process: Process) -> None:
    """The first run is listened to, and has its card."""
    await process.until(lambda: world.agent.listened and world.thread())


def go_on(world: World) -> None:
    """Hold the agent no longer."""
    world.agent.holds = world.agent.runs[RunId("run-0")].holds = 1_000_000


def owed_calls(*runs: int) -> list[OwedCall]:
    """One call after the other, each of the run of this number."""
    nothing = ToolCall(id="", name="", arguments={})
    return [OwedCall(turn=TurnId("turn"), number=n, run=run, call=nothing) for n, run in enumerate(runs)]


def test_a_run_and_a_turn_have_their_rations() -> None:
    """Of each run the first calls are carried out, until the turn has had its own; the refused take none of it."""
    spent = [run for run in range(3) for _ in range(MOST_OF_A_RUN)]
    rest = MOST_OF_A_TURN - len(spent)

    assert beyond(owed_calls(*spent)) == frozenset()
    assert beyond(owed_calls(*[0] * 20, 1)) == frozenset(range(MOST_OF_A_RUN, 20))
    assert beyond(owed_calls(*[0] * 40, 1)) == frozenset(range(MOST_OF_A_RUN, 40))
    assert beyond(owed_calls(*spent, *[3] * (rest + 1), 4)) == {MOST_OF_A_TURN, MOST_OF_A_TURN + 1}


async def test_what_is_too_much_is_refused(world: World) -> None:
    """Every call is answered in its order, those beyond the ration with a sentence, and the turn goes on."""
    deeds = Deeds()
    world.toolbox = deeds.tools()
    many = several(*calls("write", MOST_OF_A_RUN + 3))
    world.agent.scripts = deque([many, DONE])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    results = world.agent.asked[1].results
    assert ended.outcome is Outcome.COMPLETED
    assert [one.call for one in results] == [f"call-{number}" for number in range(MOST_OF_A_RUN + 3)]
    assert [one.is_error for one in results] == [False] * MOST_OF_A_RUN + [True] * 3
    assert "Too many at once" in str(results[-1].result)
    assert len(deeds.done) == MOST_OF_A_RUN


async def test_few_act_at_once_while_people_think(world: World) -> None:
    """So many functions run at a time, and a question that stands takes no place from them."""
    busy = Busy()
    world.toolbox = busy.tools()
    world.agent.scripts = deque([several(*questions(MOST_ASKED), *calls("work", 3 * MOST_ACTING)), DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.asked(turn, MOST_ASKED - 1)
        await process.until(lambda: busy.most and not busy.inside)
        standing = await open_questions(process, turn)
        for number in range(MOST_ASKED):
            await process.reply(turn, Reply(text="Yes."), number)
        await process.ended(turn)

    assert busy.most == MOST_ACTING
    assert standing == list(range(MOST_ASKED))


async def test_few_questions_stand_at_once(world: World) -> None:
    """The next one is put when one is answered; all of them are, and the answers go back together."""
    world.toolbox = Busy().tools()
    world.agent.scripts = deque([several(*questions(MOST_ASKED + 2), *calls("work", 1)), DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.asked(turn, MOST_ASKED - 1)
        before = await open_questions(process, turn)
        await process.reply(turn, Reply(text="1"), 1)
        await process.asked(turn, MOST_ASKED)
        after = await open_questions(process, turn)
        for number in (0, 2, 3, 4):
            await process.reply(turn, Reply(text=str(number)), number)
        await process.ended(turn)

    answers = [one.result for one in world.agent.asked[1].results[:-1]]
    assert before == [0, 1, 2]
    assert after == [0, 2, 3]
    assert answers == [{"answer": str(number)} for number in range(MOST_ASKED + 2)]


async def test_standing_questions_keep_their_places(world: World) -> None:
    """After a restart, no further question is put before one of those that stand is answered."""
    world.toolbox = Busy().tools()
    world.agent.scripts = deque([several(*questions(MOST_ASKED + 2)), DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.reply(turn, Reply(text="0"), 0)
        await process.asked(turn, MOST_ASKED)
        await process.mailbox.lay_down()
    async with world.process() as process:
        await process.mailbox.take_up()
        await process.reply(turn, Reply(text="2"), 2)
        await process.asked(turn, MOST_ASKED + 1)
        standing = await open_questions(process, turn)
        for number in (4, 3, 1):
            await process.reply(turn, Reply(text=str(number)), number)
        await process.ended(turn)

    assert standing == [1, 3, 4]
    assert [one.result for one in world.agent.asked[1].results] == [{"answer": str(n)} for n in range(5)]


async def test_the_questions_of_a_run_have_one_time(world: World) -> None:
    """When those that stand have expired, those behind them are not put: the run would be forgotten meanwhile."""
    world.toolbox = Busy().tools()
    world.limits = replace(LIMITS, look_again_s=0.01)
    world.agent.scripts = deque([several(*questions(MOST_ASKED + 2)), DONE])
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.asked(turn, MOST_ASKED - 1)
        world.clock.at += round(world.limits.answer_within_s * 1000) + 1
        ended = await process.ended(turn)
        known = await process.calls.of_turn(turn.id)

    assert ended.outcome is Outcome.COMPLETED
    assert all("Nobody answered" in str(one.result) for one in world.agent.asked[1].results)
    assert [owed.asked_at is not None for owed in known] == [True] * MOST_ASKED + [False] * 2


async def test_a_question_that_discord_refuses_is_not_waited_for(world: World) -> None:
    """Nobody can see it, so the agent is told so at once; its answer is shown as ever."""
    world.toolbox = Busy().tools()
    world.agent.scripts = deque([ASK, DONE])
    world.agent.holds = 1
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await is_heard(world, process)
        world.canvas.fail("create", DeliveryError("400 Bad Request (error code: 50035)"))
        go_on(world)
        ended = await process.ended(turn)

    (result,) = world.agent.asked[1].results
    assert ended.outcome is Outcome.COMPLETED
    assert (result.is_error, "Nobody can see the question" in str(result.result)) == (True, True)
    assert "ask0" not in [message.page.slot for message in world.thread()]
    assert "All done." in [message.content for message in world.thread()]


@pytest.fixture
def hanging(world: World) -> Busy:
    busy = Busy()
    world.toolbox, world.agent.holds = busy.tools(), 1
    world.agent.scripts = deque([calling("hang", location="Tokyo"), DONE])
    return busy


async def out_of_time(world: World, process: Process, hanging: Busy) -> None:
    """While its function hangs, the last tenth of a second of this turn's minutes passes."""
    await is_heard(world, process)
    world.clock.at += round(world.limits.minutes_per_turn * 60_000) - 100
    go_on(world)
    await hanging.begun.wait()
    world.clock.at += 1_000


async def test_minutes_pass_while_functions_run(world: World, hanging: Busy) -> None:
    """A function that hangs ends with the operator's minutes, and the turn with it, without another run."""
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await out_of_time(world, process, hanging)
        ended = await process.ended(turn)

    assert (ended.outcome, ended.reason, ended.detail) == (Outcome.INCOMPLETE, "turn.minutes", "60")
    assert len(world.agent.asked) == 1


async def test_what_the_minutes_ended_is_known_after_a_restart(world: World, hanging: Busy) -> None:
    """A process killed before it wrote why leaves the next one able to say so."""
    try:
        async with world.process(Life(dies_in="settle_turn")) as process:
            turn = await process.ask(a_turn())
            await out_of_time(world, process, hanging)
            await process.ended(turn)
    except* Killed:
        pass

    ended = await world.taken_up()

    assert (ended.outcome, ended.reason) == (Outcome.INCOMPLETE, "turn.minutes")
