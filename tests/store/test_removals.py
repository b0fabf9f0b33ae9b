"""An answer that is to be removed stays so until it is, whatever happens to the process."""

from dataclasses import replace

from bot.core.ids import Milliseconds, Snowflake
from bot.core.removal import Removal
from bot.store import SqliteStore, open_store
from tests.store.samples import ASKER, NOW, SESSION, TURN, another_turn

ASKED = Removal(turn=TURN.id, asked_by=ASKER, asked_at=NOW)


async def test_what_was_asked_is_found_by_the_next_process(url: str) -> None:
    """It is open until it is done, oldest first."""
    other = replace(ASKED, turn=another_turn(1).id, asked_at=Milliseconds(NOW - 1))
    async with open_store(url) as store:
        for turn in (TURN, another_turn(1)):
            await store.accept(SESSION, turn)
        await store.removals.ask(ASKED)
        await store.removals.ask(other)
    async with open_store(url) as store:
        found = await store.removals.open_ones()

    assert found == (other, ASKED)


async def test_the_first_who_asks_is_kept(asked: SqliteStore) -> None:
    """Somebody who asks again changes nothing."""
    await asked.removals.ask(ASKED)
    await asked.removals.ask(replace(ASKED, asked_by=Snowflake(7)))

    assert await asked.removals.of_turn(TURN.id) == ASKED


async def test_what_is_done_is_open_no_more(asked: SqliteStore) -> None:
    """And is known as done, at the first time that was said."""
    await asked.removals.ask(ASKED)
    await asked.removals.done(TURN.id, now=Milliseconds(NOW + 1))
    await asked.removals.done(TURN.id, now=Milliseconds(NOW + 2))

    assert await asked.removals.open_ones() == ()
    assert await asked.removals.of_turn(TURN.id) == replace(ASKED, done_at=Milliseconds(NOW + 1))


async def test_of_others_nothing_is_to_be_removed(asked: SqliteStore) -> None:
    """None where nobody asked."""
    assert await asked.removals.of_turn(TURN.id) is None
