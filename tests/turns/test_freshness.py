"""How long people wait for the first page, and how old text is when they see it."""

from bot.core.ids import Milliseconds, Slot
from bot.turns.freshness import Freshness
from tests.fakes import FakeClock
from tests.noted import Noted
from tests.turns.world import World, a_turn

PAGE, SECOND = Slot("page0"), Slot("page1")


async def test_a_turn_tells_its_first_page_once(world: World) -> None:
    """However many pages and edits follow."""
    noted = world.measures = Noted()
    async with world.process() as process:
        await process.ended(await process.ask(a_turn()))

    assert len(noted.named("first page")) == 1
    assert len(noted.named("text")) >= 1
    assert len(noted.named("turn")) == 1


def fresh() -> tuple[Freshness, Noted, FakeClock]:
    noted, clock = Noted(), FakeClock()
    return Freshness(noted, clock, asked_at=Milliseconds(clock.now() - 2_000)), noted, clock


def test_the_oldest_text_of_a_write_counts() -> None:
    """From the first that was heard after the write before, until Discord has taken this one."""
    freshness, noted, clock = fresh()
    freshness.heard()
    clock.at += 300
    freshness.heard()
    freshness.taken(PAGE)
    clock.at += 200
    freshness.shown(PAGE, is_new=True)

    assert noted.all == [("text", 0.5), ("first page", 2.5)]


def test_what_comes_while_a_write_is_under_way_is_for_the_next() -> None:
    """Its age begins when it was heard."""
    freshness, noted, clock = fresh()
    freshness.heard()
    freshness.taken(PAGE)
    clock.at += 100
    freshness.heard()
    freshness.shown(PAGE, is_new=False)
    freshness.taken(SECOND)
    clock.at += 400
    freshness.shown(SECOND, is_new=True)

    assert noted.all == [("text", 0.1), ("text", 0.4)]


def test_a_write_that_is_tried_again_is_as_old_as_at_first() -> None:
    """A failed write has shown nothing."""
    freshness, noted, clock = fresh()
    freshness.heard()
    freshness.taken(PAGE)
    clock.at += 5_000
    freshness.taken(PAGE)
    freshness.shown(PAGE, is_new=False)

    assert noted.all == [("text", 5.0)]


def test_text_without_a_place_on_a_page_does_not_age() -> None:
    """What is told on the card alone makes no later page look old."""
    freshness, noted, clock = fresh()
    freshness.heard()
    freshness.nothing_waits()
    clock.at += 60_000
    freshness.taken(PAGE)
    freshness.shown(PAGE, is_new=False)

    assert noted.all == []
