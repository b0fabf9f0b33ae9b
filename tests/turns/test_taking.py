"""Before a turn begins, its asker is looked at once more: for what they may now, with the roles they have now."""

from dataclasses import replace

from bot.core.ids import Snowflake
from bot.core.session import Outcome, Session, Turn
from bot.turns.admission import Admission
from tests.fakes import HELLO
from tests.turns.world import World, a_turn


async def test_who_may_no_longer_is_told_so_and_nothing_is_run(world: World) -> None:
    """The sentence stands on the card, and the agent was asked nothing."""

    async def nobody(_: Session, turn: Turn) -> Admission:
        return Admission(turn.actor, "denied.by_guild")

    world.admit = nobody
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, "denied.by_guild")
    assert not world.agent.asked
    assert "/settings access" in str(world.thread()[0].page.card)


async def test_a_turn_begins_with_the_roles_of_that_moment(world: World) -> None:
    """Not with those that the request came with: they are written, so that what follows goes by them too."""

    async def promoted(_: Session, turn: Turn) -> Admission:
        return Admission(replace(turn.actor, roles=frozenset({Snowflake(9)})))

    world.admit = promoted
    async with world.process() as process:
        turn = replace(a_turn(), actor=replace(a_turn().actor, roles=frozenset({Snowflake(8)})))
        ended = await process.ended(await process.ask(turn))

    assert ended.actor == replace(turn.actor, roles=frozenset({Snowflake(9)}))


async def test_the_next_turn_is_looked_at_when_it_begins(world: World) -> None:
    """What was taken away while an earlier one ran counts for the one that waited behind it."""
    lost: set[str] = set()

    async def known(_: Session, turn: Turn) -> Admission:
        return Admission(turn.actor, "denied" if turn.actor.name in lost else "")

    world.admit, world.agent.holds = known, 3
    async with world.process() as process:
        first = await process.ask(a_turn(0))
        await process.until(lambda: world.agent.runs)
        second = await process.ask(a_turn(1))
        lost.add(second.actor.name)
        next(iter(world.agent.runs.values())).holds = len(HELLO)
        ended = [await process.ended(turn) for turn in (first, second)]

    assert [turn.outcome for turn in ended] == [Outcome.COMPLETED, Outcome.CANCELLED]
