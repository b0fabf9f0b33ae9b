"""What a new run goes on from may be gone: it is asked for without that, once for each thing, and the turn says so."""

from collections import deque
from dataclasses import replace

import pytest

from bot.core.agents import MODELS
from bot.core.choices import NO_MACHINE, Choices
from bot.core.errors import ProviderError, Refused, Unreachable
from bot.core.session import Outcome, Turn
from tests.turns.mortal import Killed, Life
from tests.turns.world import AGENT, SESSION, Process, World, a_turn

NOT_FOUND = Refused("gone", code="not_found", status=404)


async def second(world: World, process: Process, *refusals: ProviderError) -> Turn:
    """A talk's second turn, whose start is refused so often."""
    await process.ended(await process.ask(a_turn(0)))
    world.agent.refusals = deque((refusal, False) for refusal in refusals)
    return await process.ended(await process.ask(a_turn(1)))


async def test_a_forgotten_conversation_is_left_out(world: World) -> None:
    """The earlier run is unknown: the next request names no predecessor and keeps the machine."""
    async with world.process() as process:
        await process.ended(await process.ask(a_turn(0)))
        world.agent.runs.clear()
        world.agent.refusals = deque([(NOT_FOUND, False)])
        ended = await process.ended(await process.ask(a_turn(1)))

    assert (ended.outcome, ended.reason) == (Outcome.COMPLETED, "turn.memory_gone")
    assert [(r.previous, r.environment) for r in world.agent.asked[1:]] == [
        ("run-0", "env-of-run-0"),
        (None, "env-of-run-0"),
    ]


async def test_an_expired_machine_is_replaced(world: World) -> None:
    """The earlier run is known, so it was the machine: the next request asks for a new one and keeps the talk."""
    async with world.process() as process:
        ended = await second(world, process, NOT_FOUND)

    assert (ended.outcome, ended.reason) == (Outcome.COMPLETED, "turn.machine_gone")
    assert (world.agent.asked[-1].previous, world.agent.asked[-1].environment) == ("run-0", "remote")


async def test_both_can_be_gone(world: World) -> None:
    """Conversation and machine are left out one after the other, and both are said."""
    async with world.process() as process:
        await process.ended(await process.ask(a_turn(0)))
        world.agent.runs.clear()
        world.agent.refusals = deque([(NOT_FOUND, False)] * 2)
        ended = await process.ended(await process.ask(a_turn(1)))

    assert ended.reason == "turn.memory_gone turn.machine_gone"
    assert (world.agent.asked[-1].previous, world.agent.asked[-1].environment) == (None, "remote")


async def test_what_is_left_is_the_agent(world: World) -> None:
    """Not found even without any past: the agent is what the service does not know."""
    async with world.process() as process:
        ended = await second(world, process, NOT_FOUND, NOT_FOUND)

    assert (ended.outcome, ended.reason, ended.detail) == (Outcome.FAILED, "turn.agent_gone", AGENT)


async def test_the_agent_that_a_talk_began_with_may_be_retired(world: World) -> None:
    """A talk with an agent that is configured no more goes on with the present one, and loses nothing."""
    session = replace(SESSION, agent="antigravity-preview-05-2026")
    async with world.process() as process:
        await process.ended(await process.ask(a_turn(0), session))
        world.agent.refusals = deque([(NOT_FOUND, False)])
        ended = await process.ended(await process.ask(a_turn(1), session))

    assert (ended.outcome, ended.reason) == (Outcome.COMPLETED, "")
    assert [r.agent for r in world.agent.asked[1:]] == ["antigravity-preview-05-2026", AGENT]
    assert world.agent.asked[-1].environment == "env-of-run-0"


async def test_where_nobody_says_what_is_gone_nothing_is_given_up(world: World) -> None:
    """The earlier run cannot be looked up: the turn expires, and the next one asks for the same again."""
    async with world.process() as process:
        world.agent.silence = deque()
        await process.ended(await process.ask(a_turn(0)))
        world.agent.refusals = deque([(NOT_FOUND, False)])
        world.agent.silence = deque([Unreachable("down")])
        ended = await process.ended(await process.ask(a_turn(1)))
        await process.ended(await process.ask(a_turn(2)))

    assert (ended.outcome, ended.reason) == (Outcome.EXPIRED, "turn.forgotten")
    assert (world.agent.asked[-1].previous, world.agent.asked[-1].environment) == ("run-0", "env-of-run-0")


@pytest.mark.parametrize("after", [False, True])
async def test_the_loss_is_said_also_after_a_restart(world: World, *, after: bool) -> None:
    """Killed while it listens, the turn still says at its end what it was answered without."""
    async with world.process() as process:
        await process.ended(await process.ask(a_turn(0)))
    world.agent.refusals = deque([(NOT_FOUND, False)])
    try:
        async with world.process(Life(dies_in="listen", after=after)) as process:
            await process.ended(await process.ask(a_turn(1)))
    except* Killed:
        pass
    async with world.process() as process:
        await process.mailbox.take_up()
        ended = await process.ended(a_turn(1))

    assert (ended.outcome, ended.reason) == (Outcome.COMPLETED, "turn.machine_gone")


MODEL_TALK = replace(SESSION, agent=MODELS, choices=Choices(machine=NO_MACHINE, model="gate/one"))


async def test_a_model_that_is_gone_is_replaced_by_nobody(world: World) -> None:
    """Not found, though the talk is there: neither another agent nor a machine is asked in its place."""
    gone = Refused("404 model_gone: gate/one: no", code="model_gone", status=404)
    async with world.process() as process:
        await process.ended(await process.ask(a_turn(0), MODEL_TALK))
        world.agent.refusals = deque([(gone, False)])
        ended = await process.ended(await process.ask(a_turn(1), MODEL_TALK))

    assert (ended.outcome, ended.reason, ended.detail) == (Outcome.FAILED, "turn.model_gone", "gate/one: no.")
    assert [(r.agent, r.environment) for r in world.agent.asked] == [(MODELS, None)] * 2


async def test_a_talk_that_the_database_has_no_more_is_left_out(world: World) -> None:
    """An older copy of it was put back: the model is asked without what was said, and the turn says so."""
    async with world.process() as process:
        await process.ended(await process.ask(a_turn(0), MODEL_TALK))
        world.agent.runs.clear()
        world.agent.refusals = deque([(Refused("404 run_lost: x", code="run_lost", status=404), False)])
        ended = await process.ended(await process.ask(a_turn(1), MODEL_TALK))

    assert (ended.outcome, ended.reason) == (Outcome.COMPLETED, "turn.memory_gone")
    assert [r.previous for r in world.agent.asked[1:]] == ["run-0", None]
