"""What a removal leaves, and that it goes on until all of it is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from bot.core.errors import DeliveryUnknown, Forbidden
from bot.core.ids import Snowflake
from bot.core.patches import Card, Page
from bot.core.removal import Removal
from bot.core.view import CARD
from bot.store import SqliteStore
from bot.turns.removal import Remover
from tests.fakes import NOW
from tests.turns.world import Process, World, a_turn

TURN = a_turn()
TIDIER = Snowflake(99)
LEFT = Page(slot=CARD, card=Card(("-# 🗑️ removed by <@99>",), None))


@dataclass
class Scene:
    process: Process
    remover: Remover

    @property
    def store(self) -> SqliteStore:
        return cast("SqliteStore", self.process.store)

    async def removed(self, *, by: Snowflake = TIDIER) -> bool:
        await self.remover.remove(TURN.id, by=by)
        return await self.remover.ended(TURN.id)


@asynccontextmanager
async def scene(world: World) -> AsyncIterator[Scene]:
    """A process in which TURN is known."""
    async with world.process() as process, asyncio.TaskGroup() as group:
        store = cast("SqliteStore", process.store)
        yield Scene(process, Remover(process.mailbox, store.removals, store.jobs, no_picture, group))


async def no_picture(_: Snowflake) -> bool:
    return False


async def answered(world: World) -> None:
    async with world.process() as process:
        await process.ended(await process.ask(TURN))


async def test_one_line_is_left(world: World) -> None:
    """The card becomes it, without buttons; all other messages are deleted, and known as gone."""
    await answered(world)
    before = len(world.thread())
    async with scene(world) as now:
        is_done = await now.removed()
        rows = await now.store.outbox(TURN.id)

    assert is_done
    assert before > 1
    assert world.looks() == [LEFT]
    assert [row.gone for row in rows] == [row.slot != LEFT.slot for row in rows]


async def test_what_an_earlier_process_was_asked_is_done(world: World) -> None:
    """The row alone makes the next process remove it, and then it is done."""
    await answered(world)
    async with scene(world) as now:
        await now.store.removals.ask(Removal(turn=TURN.id, asked_by=TIDIER, asked_at=NOW))
    async with scene(world) as later:
        await later.remover.take_up()
        await later.remover.ended(TURN.id)
        left = await later.store.removals.open_ones()

    assert left == ()
    assert world.looks() == [LEFT]


async def test_asked_twice_it_names_the_first(world: World) -> None:
    """Whoever asks again changes nothing, and is told that it is done."""
    await answered(world)
    async with scene(world) as now:
        first = await now.removed()
        second = await now.removed(by=Snowflake(1))

    assert (first, second) == (True, True)
    assert world.looks() == [LEFT]


async def test_an_unknown_outcome_is_tried_again(world: World) -> None:
    """Whether the deletion took effect or not, the message is gone in the end, once."""
    await answered(world)
    world.canvas.fail("delete", DeliveryUnknown("cut"), after=True)
    world.canvas.fail("edit", DeliveryUnknown("cut"), times=2)
    async with scene(world) as now:
        is_done = await now.removed()

    assert is_done
    assert world.looks() == [LEFT]


async def test_what_is_refused_stays_to_be_tried_again(world: World) -> None:
    """The rest goes all the same; the next process removes what is left once it may."""
    await answered(world)
    world.canvas.fail("delete", Forbidden("locked"))
    async with scene(world) as now:
        is_done = await now.removed()
    standing = len(world.thread())
    async with scene(world) as later:
        await later.remover.take_up()
        is_done_later = await later.remover.ended(TURN.id)

    assert (is_done, is_done_later) == (False, True)
    assert standing > 1
    assert world.looks() == [LEFT]


async def test_a_turn_at_work_is_stopped_first(world: World) -> None:
    """It ends as stopped by who had it removed, and nothing of it is drawn after."""
    world.agent.holds = 5
    async with scene(world) as now:
        await now.process.ask(TURN)
        await now.process.until(lambda: len(world.thread()) == 2)
        is_done = await now.removed()
        turn = await now.store.turn(TURN.id)

    assert is_done
    assert turn is not None
    assert (turn.outcome, turn.stop_asked_by) == ("cancelled", TIDIER)
    assert world.looks() == [LEFT]
