"""What a turn's environment held at its start, and what the turn changed."""

from bot.core.artifacts import EnvironmentFile, Moment
from bot.core.ids import Milliseconds
from bot.store.store import SqliteStore
from tests.store.samples import TURN

FILES = (EnvironmentFile("a/b.txt", 3, "text/plain", Milliseconds(1), None), EnvironmentFile("ü\u202e.png", 0))


async def test_a_list_of_files_comes_back_as_it_was(asked: SqliteStore) -> None:
    """Names, sizes and times, also those that nobody told."""
    await asked.remember_files(TURN.id, Moment.START, FILES)

    assert await asked.files_of(TURN.id, Moment.START) == FILES
    assert await asked.files_of(TURN.id, Moment.CHANGED) is None


async def test_the_changes_take_the_place_of_the_start(asked: SqliteStore) -> None:
    """Once it is known what a turn changed, the list of its start is not kept."""
    await asked.remember_files(TURN.id, Moment.START, FILES)
    await asked.remember_files(TURN.id, Moment.CHANGED, FILES[:1])

    assert await asked.files_of(TURN.id, Moment.START) is None
    assert await asked.files_of(TURN.id, Moment.CHANGED) == FILES[:1]
