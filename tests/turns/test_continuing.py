"""A run that pauses is gone on with by its token, in the same turn."""

from collections import deque
from dataclasses import replace

import pytest

from bot.core.events import RunStatus
from bot.core.ids import RunId
from bot.core.session import Outcome
from bot.turns.continuing import MOST_RUNS
from tests.fake_agent import ending, speech
from tests.turns.mortal import Killed, Life
from tests.turns.world import World, a_turn

PAUSED = ending(RunStatus.REQUIRES_CONTINUATION)


def answer(world: World) -> str:
    return "".join(m.content for m in world.thread() if m.page.slot.startswith("page"))


async def test_a_paused_run_goes_on(world: World) -> None:
    """The token of the first run is in the second request, both halves are the answer, and both runs are counted."""
    world.agent.scripts = deque([[*speech("One, "), PAUSED], [*speech("two."), ending()]])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))
        runs = await process.store.runs(ended.id)

    first, second = world.agent.asked
    assert (ended.outcome, ended.reason, answer(world)) == (Outcome.COMPLETED, "", "One, two.")
    assert second == replace(
        first,
        continuation="token-of-run-0",
        previous=RunId("run-0"),
        environment="env-of-run-0",
        max_tokens=second.max_tokens,
    )
    assert (first.max_tokens or 0) - (second.max_tokens or 0) == 1200
    assert [run.status for run in runs] == [RunStatus.REQUIRES_CONTINUATION, RunStatus.COMPLETED]


async def test_a_run_that_pauses_for_ever_is_let_go(world: World) -> None:
    """After so many rounds the turn ends unfinished, with all that was said."""
    world.agent.scripts = deque([[*speech(f"{number} "), PAUSED] for number in range(99)])
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert (ended.outcome, ended.reason) == (Outcome.INCOMPLETE, "turn.continuation")
    assert len(world.agent.asked) == MOST_RUNS
    assert answer(world) == "0 1 2 3 4"


@pytest.mark.parametrize("verb", ["run_ended", "move_turn", "run_created", "listen"])
@pytest.mark.parametrize("after", [False, True])
async def test_killed_in_between_it_goes_on_all_the_same(world: World, verb: str, *, after: bool) -> None:
    """Wherever the process dies between two rounds, both halves are one answer, and no round is asked for twice.

    But for the moment in which the round itself is asked for: then nobody knows.
    """
    world.agent.scripts = deque([[*speech("One, "), PAUSED], [*speech("two."), ending()]])
    try:
        async with world.process(Life(dies_in=verb, after=after)) as process:
            await process.ended(await process.ask(a_turn()))
    except* Killed:
        pass
    async with world.process() as process:
        await process.mailbox.take_up()
        ended = await process.ended(a_turn())

    if verb == "run_created" and not after:
        assert ended.outcome is Outcome.UNCERTAIN
        assert len(world.agent.asked) == 1
    else:
        assert (ended.outcome, answer(world)) == (Outcome.COMPLETED, "One, two.")
        assert len(world.agent.asked) == 2
