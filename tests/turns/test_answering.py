"""The agent calls functions of ours, and is answered in the next run of the same turn."""

from collections import deque
from dataclasses import replace

import pytest

from bot.core import events as e
from bot.core.ids import RunId
from bot.core.session import Outcome
from bot.core.tools.calls import ToolResult
from bot.turns.answering import MOST_ROUNDS
from tests.fake_agent import ending, speech
from tests.turns.functions import DONE, Deeds, call, calling
from tests.turns.mortal import Killed, Life
from tests.turns.world import World, a_turn


@pytest.fixture
def deeds(world: World) -> Deeds:
    made = Deeds()
    world.toolbox = made.tools()
    return made


async def results_of(world: World, script: tuple[e.AgentEvent, ...]) -> list[ToolResult]:
    """What was answered to the calls of this run, in a turn that went well."""
    world.agent.scripts = deque([script, DONE])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))
    assert ended.outcome is Outcome.COMPLETED
    return list(world.agent.asked[1].results)


async def test_a_call_is_answered_in_the_next_request(world: World, deeds: Deeds) -> None:
    """It names the run that called, holds the result, asks for nothing anew, and stays on the machine."""
    results = await results_of(world, calling("look", location="Tokyo"))

    first, second = world.agent.asked
    assert results == [ToolResult(call="call-0", name="look", result={"temperature": 23})]
    assert (second.input, second.previous, second.environment) == ("", RunId("run-0"), "env-of-run-0")
    assert second.tools == first.tools
    assert (first.max_tokens or 0) - (second.max_tokens or 0) == 1200


async def test_all_calls_of_a_run_are_answered_at_once(world: World, deeds: Deeds) -> None:
    """Several results go back in one request, in the order of their calls."""
    script = (
        *call("look", number=0, location="Tokyo"),
        *call("write", number=1, index=1, location="Paris"),
        ending(e.RunStatus.REQUIRES_ACTION),
    )

    results = await results_of(world, script)

    assert [(one.call, one.result) for one in results] == [("call-0", {"temperature": 23}), ("call-1", "written")]
    assert len(world.agent.asked) == 2


async def test_a_run_that_completed_may_hold_an_open_call(world: World, deeds: Deeds) -> None:
    """It is answered whatever the status says."""
    results = await results_of(world, (*speech("I look."), *call("look", index=1, location="Tokyo"), ending()))

    assert [one.result for one in results] == [{"temperature": 23}]


async def test_the_sandbox_answers_its_own_calls(world: World, deeds: Deeds) -> None:
    """A call that has its result in the same run is none of ours, though it looks alike."""
    result = e.Result("function", "call-0", name="look", result="from the sandbox")
    script = (*call("look", location="Tokyo"), e.StepStarted(1, result), e.StepStopped(1), *speech("Ok.", index=2))
    world.agent.scripts = deque([(*script, ending())])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert ended.outcome is Outcome.COMPLETED
    assert (len(world.agent.asked), deeds.done) == (1, [])


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("nothing", {}, "There is no function nothing here."),
        ("look", {}, "The arguments do not fit: location: Field required"),
        ("look", {"location": 7}, "The arguments do not fit: location: Input should be a valid string"),
        ("deny", {"location": "Tokyo"}, "There is no Tokyo."),
    ],
)
async def test_what_cannot_be_done_is_said(
    world: World, deeds: Deeds, name: str, arguments: dict[str, e.JsonValue], said: str
) -> None:
    """A wrong name, wrong arguments and a function's own refusal reach the agent as errors that it can read."""
    results = await results_of(world, calling(name, **arguments))

    assert [(one.result, one.is_error) for one in results] == [(said, True)]


async def test_what_fails_inside_stays_inside(world: World, deeds: Deeds) -> None:
    """The agent learns that a function failed, and nothing of why."""
    results = await results_of(world, calling("fail", location="Tokyo"))

    assert results[0].is_error
    assert "failed inside the bot" in str(results[0].result)
    assert "xyzzy" not in str(results[0].result)


async def test_calls_have_an_end(world: World, deeds: Deeds) -> None:
    """After so many rounds the turn ends with a sentence instead of another run."""
    world.agent.scripts = deque([calling("look", location=str(number)) for number in range(99)])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert (ended.outcome, ended.reason) == (Outcome.INCOMPLETE, "turn.rounds")
    assert len(deeds.done) == MOST_ROUNDS
    assert len(world.agent.asked) == MOST_ROUNDS + 1


async def test_tokens_are_counted_over_all_rounds(world: World, deeds: Deeds) -> None:
    """Each round may use what those before it have left."""
    world.agent.scripts = deque([calling("look", location="a"), calling("look", location="b"), DONE])
    async with world.process() as process:
        await process.ended(await process.ask(a_turn()))

    most = world.limits.tokens_per_turn
    assert [request.max_tokens for request in world.agent.asked] == [most, most - 1200, most - 2400]


@pytest.mark.parametrize(("name", "did"), [("write", ["write Tokyo"]), ("look", ["look Tokyo"] * 2)])
async def test_killed_after_the_deed(world: World, deeds: Deeds, name: str, did: list[str]) -> None:
    """What has an effect is not repeated, and the agent is told that nobody knows; what only reads runs again."""
    world.agent.scripts = deque([calling(name, location="Tokyo"), DONE])
    await world.killed("act", after=True)
    ended = await world.taken_up()

    (result,) = world.agent.asked[1].results
    assert ended.outcome is Outcome.COMPLETED
    assert deeds.done == did
    assert result.is_error is (name == "write")
    assert ("nobody knows whether it happened" in str(result.result)) is (name == "write")


async def test_a_result_is_written_before_it_is_sent(world: World, deeds: Deeds) -> None:
    """Killed before the request, the next process sends the same result without asking the function again."""
    world.agent.scripts = deque([calling("write", location="Tokyo"), DONE])
    await world.killed("answered", after=True)
    await world.taken_up()

    assert [one.result for one in world.agent.asked[1].results] == ["written"]
    assert deeds.done == ["write Tokyo"]


async def test_a_run_that_is_gone_takes_its_results_along(world: World, deeds: Deeds) -> None:
    """Results mean nothing to another conversation, so the turn ends instead of beginning a new one."""
    world.agent.scripts = deque([calling("look", location="Tokyo"), DONE])
    try:
        async with world.process(Life(dies_in="answered", after=True)) as process:
            await process.ended(await process.ask(a_turn()))
    except* Killed:
        pass
    known = world.agent.runs.pop(RunId("run-0"))
    world.agent.runs[RunId("other")] = replace(known, id=RunId("other"))
    async with world.process() as process:
        await process.mailbox.take_up()
        ended = await process.ended(a_turn())

    assert ended.outcome is not Outcome.COMPLETED
    assert all(request.previous == RunId("run-0") for request in world.agent.asked[1:])
