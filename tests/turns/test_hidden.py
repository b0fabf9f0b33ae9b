"""Where nothing can be shown nothing is begun, and what was begun is told once it can be."""

from dataclasses import replace

import pytest

from bot.core.errors import Forbidden, Hidden
from bot.core.session import Outcome, SessionKind
from bot.turns.places import Bounds
from bot.turns.rests import rest_of
from tests.fakes import HELLO, NOW
from tests.turns.world import SESSION, World, a_turn, another_session


def card(world: World) -> str:
    shown = world.thread()[0].page.card
    return "\n".join(shown.lines) if shown else ""


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(SessionKind.THREAD, "turn.not_allowed"), (SessionKind.CHANNEL, "turn.not_allowed_in_channel")],
)
async def test_where_it_may_not_write_nothing_is_begun(world: World, kind: SessionKind, reason: str) -> None:
    """Known beforehand: the agent is asked nothing, and the ending names what is missing in such a place."""
    world.canvas.writes = False
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn(), replace(SESSION, kind=kind)))

    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, reason)
    assert world.agent.asked == []


async def test_a_hidden_place_is_told_when_it_can_be_seen(world: World) -> None:
    """Closed while a run works: that is cancelled; the card says so when the place opens, long after the first try."""
    world.agent.holds = 3
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.until(lambda: world.thread() and world.agent.runs)
        for verb in ("create", "edit"):
            world.canvas.fail(verb, Hidden("50001"), times=4)
        next(iter(world.agent.runs.values())).holds = len(HELLO)
        ended = await process.ended(turn)

    assert ended.outcome in (Outcome.COMPLETED, Outcome.CANCELLED)  # whichever is noticed first, the end or the loss
    assert f"**{'Done' if ended.outcome is Outcome.COMPLETED else 'Stopped'}**" in card(world)
    assert world.clock.at > NOW + 60_000


async def test_a_receipt_that_may_not_be_written_waits(world: World) -> None:
    """No card stands that could be edited: it is posted once it may be, and says how the turn ended."""
    world.canvas.writes = False
    world.canvas.fail("create", Forbidden("50013"), times=6)
    async with world.process() as process:
        await process.ended(await process.ask(a_turn()))

    assert "**Stopped**" in card(world)
    assert "“Send Messages in Threads”" in card(world)


async def test_a_place_that_stays_hidden_is_given_up_after_a_day(world: World) -> None:
    """Nothing is asked of the agent, and nothing stands anywhere; the session is free again."""
    async with world.process() as process:
        process.threads.refusal = Hidden("50001")
        ended = await process.ended(await process.ask(a_turn()))

    assert ended.state == "done"
    assert world.agent.asked == []
    assert world.clock.at > NOW + world.limits.deliver_within_s * 1000


async def test_what_rests_takes_nobodys_place(world: World) -> None:
    """A person's only place is free for another request of theirs while one of them cannot be shown."""
    world.bounds, other = Bounds(per_person=1), another_session(2)
    world.canvas.fail("create", Hidden("50001"), times=100)
    async with world.process() as process:
        hidden = await process.ask(a_turn())
        await process.until(lambda: world.clock.at > NOW + 60_000)
        world.canvas.heal("create")
        shown = await process.ended(await process.ask(a_turn(session=other), other))
        await process.ended(hidden)

    assert shown.outcome is Outcome.COMPLETED


def test_the_older_it_is_the_longer_it_rests() -> None:
    """At first as long as is asked for; of an hour three minutes."""
    assert rest_of(10.0, at_least=30.0) == 30.0
    assert rest_of(3600.0, at_least=30.0) == 180.0
