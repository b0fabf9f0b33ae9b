"""A run is followed to its end, whatever happens to the connection."""

from collections import deque

import pytest

from bot.core import events as e
from bot.core.errors import Refused, Unreachable
from bot.core.session import Outcome
from tests.fakes import HELLO, ending, speech
from tests.turns.world import World, a_turn


async def walked(world: World) -> tuple[Outcome | None, str, list[str]]:
    """How a turn ended in this world, and the texts of its thread."""
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))
    return ended.outcome, ended.reason, [m.content for m in world.thread() if m.page.slot.startswith("page")]


async def test_a_cut_stream_goes_on_after_the_last_event(world: World) -> None:
    """A stream that breaks is opened again after the last event that was heard, and nothing is said twice."""
    world.agent.cuts = deque([4, 2])

    ending = await walked(world)

    assert ending == (Outcome.COMPLETED, "", ["Hello, world."])
    assert world.agent.listened == [(None, 0), ("3", 4), ("5", 6)]


async def test_a_stream_that_breaks_before_its_first_event_begins_again(world: World) -> None:
    """With no event heard there is no place to go on after, so the stream is told from its start."""
    world.agent.cuts = deque([0, 0])

    ending = await walked(world)

    assert ending == (Outcome.COMPLETED, "", ["Hello, world."])
    assert world.agent.listened == [(None, 0)] * 3


async def test_a_stream_that_never_works_is_replaced_by_polling(world: World) -> None:
    """Where streaming fails again and again, the run's record is read until it has ended."""
    world.agent.deaf = True

    ending = await walked(world)

    assert ending == (Outcome.COMPLETED, "", ["Hello, world."])
    assert len(world.agent.listened) <= len(world.limits.stream_retries_s) + 1


async def test_a_provider_away_for_a_while_is_waited_for(world: World) -> None:
    """Neither stream nor record can be read for a minute: the turn goes on when they can."""
    world.agent.cuts = deque([5])
    world.agent.silence = deque([Unreachable("down")] * 12)

    ending = await walked(world)

    assert ending == (Outcome.COMPLETED, "", ["Hello, world."])


async def test_a_provider_away_for_long_ends_the_turn(world: World) -> None:
    """A provider that cannot be read for minutes ends the turn with what was heard, and says whose fault it is."""
    world.agent.cuts = deque([5])
    world.agent.silence = deque([Unreachable("down")] * 9_999)

    ending = await walked(world)

    assert ending == (Outcome.FAILED, "turn.unreachable", ["Hello,"])


async def test_a_run_that_is_lost_is_said_to_be(world: World) -> None:
    """A run that the provider knows nothing of any more expires the turn; what was heard stays."""
    world.agent.cuts = deque([5])
    world.agent.silence = deque([Refused("no such run", status=404)] * 9)

    ending = await walked(world)

    assert ending == (Outcome.EXPIRED, "turn.lost", ["Hello,"])


async def test_a_failed_run_gives_its_reason(world: World) -> None:
    """A run that failed ends the turn with the service's own words, and keeps what was said before."""
    fault = e.Faulted(e.Fault("internal", "The sandbox *broke*."))
    world.agent.scripts = deque([[*speech("So far"), fault, ending(e.RunStatus.FAILED)]])

    outcome, reason, texts = await walked(world)

    card = world.thread()[0].page.card
    assert (outcome, reason, texts) == (Outcome.FAILED, "turn.agent_failed", ["So far"])
    assert card
    assert "The sandbox broke." in card.lines[1]


async def test_a_run_that_says_nothing_is_done_all_the_same(world: World) -> None:
    """A completed run without an answer is completed, and the receipt says that nothing was said."""
    world.agent.scripts = deque([[ending()]])

    assert await walked(world) == (Outcome.COMPLETED, "turn.no_answer", [])


@pytest.mark.parametrize("cuts", [[n] for n in range(len(HELLO))] + [[1] * 9, [2, 0, 3]])
async def test_cut_anywhere(world: World, cuts: list[int]) -> None:
    """Wherever a stream is cut, the thread ends the same."""
    world.agent.cuts = deque(cuts)

    assert await walked(world) == (Outcome.COMPLETED, "", ["Hello, world."])
