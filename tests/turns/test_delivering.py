"""What is true is shown in full, or as much of it as Discord takes; where Discord is away, later."""

from dataclasses import replace

import pytest

from bot.core.errors import DeliveryError, DeliveryUnknown, FilesRefused, Forbidden
from bot.core.ids import EnvironmentId
from bot.core.session import Outcome, TurnState
from tests.turns.world import World, a_turn

CHART = {"workspace/chart.csv": b"a,b\n1,2\n"}


def receipt(world: World) -> str:
    card = world.thread()[0].page.card
    return "\n".join(card.lines) if card else ""


def with_files(world: World) -> None:
    world.files.disks[EnvironmentId("env-of-run-0")] = dict(CHART)


async def test_where_nothing_may_be_attached_it_is_said(world: World) -> None:
    """Without the permission the files are counted instead, and the receipt says why."""
    with_files(world)
    world.canvas.attaches = False
    async with world.process() as process:
        await process.ended(await process.ask(a_turn()))

    assert all(m.page.files == () for m in world.thread())
    assert "could not be attached" in receipt(world)
    assert any("1 more files are not attached" in m.content for m in world.thread())


async def test_files_that_discord_refuses_are_left_out(world: World) -> None:
    """Discord refuses the message for its files: it stands without them, and the receipt says so."""
    with_files(world)
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.until(lambda: len(world.thread()) == 2)
        world.canvas.fail("create", FilesRefused("40005"))
        ended = await process.ended(turn)

    assert ended.outcome is Outcome.COMPLETED
    assert [m.page.files for m in world.thread()] == [(), (), ()]
    assert "could not be attached" in receipt(world)


@pytest.mark.parametrize("error", [Forbidden("50013"), DeliveryError("50035")])
async def test_a_page_that_discord_refuses_is_said_on_the_card(world: World, error: DeliveryError) -> None:
    """A message at the end is refused: the receipt, which can still be written, says that not all is here."""
    with_files(world)
    async with world.process() as process:
        turn = await process.ask(a_turn())
        await process.until(lambda: len(world.thread()) == 2)
        world.canvas.fail("create", error)
        ended = await process.ended(turn)

    assert ended.outcome is Outcome.COMPLETED
    assert "did not take all of this answer" in receipt(world)


async def test_discord_away_for_hours_loses_nothing(world: World) -> None:
    """Every write fails for longer than one is repeated: the turn rests, is taken up again, and ends as always."""
    world.canvas.fail("create", DeliveryUnknown("503"), times=100)
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert ended.outcome is Outcome.COMPLETED
    assert [m.content for m in world.thread() if m.page.slot != "ping"] == ["", "Hello, world."]
    assert len(world.agent.asked) == 1


async def test_discord_away_for_days_is_given_up(world: World) -> None:
    """After a day of nothing the turn is done undelivered, so that the next one has its turn."""
    world.limits = replace(world.limits, deliver_within_s=600.0)
    world.canvas.fail("create", DeliveryUnknown("503"), times=1_000)
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert ended.state is TurnState.DONE
    assert world.thread() == []
    assert world.canvas.violations == []
