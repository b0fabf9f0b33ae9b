"""A turn is handed to the agent once, whatever the agent's service answers."""

from collections import deque

import pytest

from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, Unreachable
from bot.core.session import Outcome, Run
from tests.fakes import NOW
from tests.turns.world import AGENT, LIMITS, SESSION, World, a_turn


async def test_what_the_agent_is_asked(world: World) -> None:
    """The first turn asks for a new machine, with the operator's tokens, and says who speaks and where."""
    async with world.process() as process:
        await process.ended(await process.ask(a_turn()))

    (asked,) = world.agent.asked
    assert (asked.agent, asked.environment, asked.previous, asked.max_tokens) == (AGENT, "remote", None, 100_000)
    assert asked.input == "From: Mira (Discord user 77)\nRequest:\nSay hello"
    assert "Server: Moon base" in asked.instruction


async def test_a_refused_start_is_tried_again(world: World) -> None:
    """A busy service is asked again after the time it told, or ours where that is longer, and the run is made once."""
    busy = Overloaded("busy", code="rate_limit_exceeded", status=429, retry_after=30.0)
    world.agent.refusals = deque([(busy, False), (Unreachable("down"), False)])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))
        runs = await process.store.runs(ended.id)

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.agent.asked) == 3
    assert len(world.agent.runs) == len(runs) == 1
    assert world.clock.at - NOW == (30 + LIMITS.start_retries_s[1]) * 1000


async def test_the_card_says_when_it_tries_again(world: World) -> None:
    """While a refused start waits, the card shows when the next try is due."""
    world.agent.refusals = deque([(Overloaded("busy", retry_after=30.0), False)])
    lines = []
    async with world.process() as process:
        turn = a_turn()

        async def look(seconds: float) -> None:
            await process.until(lambda: world.thread() and "Waiting" in str(world.thread()[0].page.card))
            lines.append(world.thread()[0].page.card)
            await world.clock.sleep(seconds)

        object.__setattr__(process.mailbox.tools, "sleep", look)
        await process.ended(await process.ask(turn))

    assert f"<t:{NOW // 1000 + 30}:R>" in str(lines[0])


ENDINGS = [
    (Overloaded("spent", code="quota_exceeded", status=429), 1, "turn.quota"),
    (Overloaded("busy", status=503), 5, "turn.overloaded"),
    (Unreachable("down"), 5, "turn.unreachable"),
    (Refused("bad", code="invalid_request", status=400), 1, "turn.refused"),
    (Refused("no", status=401), 1, "turn.key"),
    (Refused("gone", status=404), 1, "turn.agent_gone"),
]


@pytest.mark.parametrize(("error", "tries", "reason"), ENDINGS, ids=[reason for *_, reason in ENDINGS])
async def test_patience_fits_the_refusal(world: World, error: ProviderError, tries: int, reason: str) -> None:
    """What may pass is tried five times, what will not is tried once; then the turn fails with its own sentence."""
    world.agent.refusals = deque([(error, False)] * 9)
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))
        runs = await process.store.runs(ended.id)

    assert (ended.outcome, ended.reason) == (Outcome.FAILED, reason)
    assert len(world.agent.asked) == tries
    assert runs == ()


@pytest.mark.parametrize("taken", [False, True])
async def test_a_lost_answer_is_never_asked_for_again(world: World, taken: bool) -> None:
    """When nobody can know whether the run was taken, the turn ends by saying so, for asking again could cost twice."""
    world.agent.refusals = deque([(OutcomeUnknown("timeout"), taken)])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert (ended.outcome, ended.reason) == (Outcome.UNCERTAIN, "turn.uncertain")
    assert len(world.agent.asked) == 1


async def test_a_run_begun_by_a_killed_process_is_not_begun_again(world: World) -> None:
    """A row of a run without an id means that an earlier process asked and never heard: the turn ends uncertain."""
    async with world.process() as process:
        turn = a_turn()
        await process.store.accept(SESSION, turn)
        await process.store.begin_run(Run(turn=turn.id, number=0, created_at=NOW))
        await process.mailbox.take_up()
        ended = await process.ended(turn)

    assert ended.outcome is Outcome.UNCERTAIN
    assert world.agent.asked == []


async def test_a_forgotten_conversation_is_said(world: World) -> None:
    """When the service no longer knows what the turn goes on from, the turn says what it had to do without."""
    async with world.process() as process:
        await process.ended(await process.ask(a_turn(0)))
        world.agent.refusals = deque([(Refused("no such run", status=404), False)])
        ended = await process.ended(await process.ask(a_turn(1)))

    assert (ended.outcome, ended.reason) == (Outcome.COMPLETED, "turn.machine_gone")
    assert (world.agent.asked[2].previous, world.agent.asked[2].environment) == ("run-0", "remote")
