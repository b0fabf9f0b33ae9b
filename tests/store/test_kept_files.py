"""Files that people gave along: kept once by what they hold, and thrown away when nobody uses them."""

from bot.core.ids import Milliseconds
from bot.core.ports import Reference
from bot.store import SqliteStore, open_store
from bot.store.kept_files import KEPT_DAYS
from tests.store.samples import NOW

CAT = Reference("image/png", bytes(range(256)))
DOG = Reference("image/webp", b"")
KEPT = KEPT_DAYS * 24 * 60 * 60 * 1000


def after(milliseconds: int) -> Milliseconds:
    return Milliseconds(NOW + milliseconds)


async def test_a_file_comes_back_byte_for_byte(url: str) -> None:
    """After a restart a file is what it was, whatever its bytes; one that was never kept is none."""
    async with open_store(url) as store:
        await store.jobs.keep_file("cat", CAT, now=NOW)
        await store.jobs.keep_file("dog", DOG, now=NOW)

    async with open_store(url) as store:
        assert await store.jobs.kept_file("cat", now=NOW) == CAT
        assert await store.jobs.kept_file("dog", now=NOW) == DOG
        assert await store.jobs.kept_file("bird", now=NOW) is None


async def test_the_same_file_is_kept_once(store: SqliteStore) -> None:
    """A file that is kept again is one row."""
    for _ in range(2):
        await store.jobs.keep_file("cat", CAT, now=NOW)

    assert len(await store._database.read("SELECT digest FROM kept_file")) == 1


async def test_an_unused_file_is_thrown_away(store: SqliteStore) -> None:
    """When another is kept, a file unused for exactly KEPT_DAYS stays, and one unused for longer goes."""
    await store.jobs.keep_file("older", CAT, now=after(0))
    await store.jobs.keep_file("newer", CAT, now=after(1))
    await store.jobs.keep_file("dog", DOG, now=after(KEPT + 1))

    assert await store.jobs.kept_file("older", now=after(KEPT + 1)) is None
    assert await store.jobs.kept_file("newer", now=after(KEPT + 1)) == CAT


async def test_a_used_file_stays(store: SqliteStore) -> None:
    """A file that is found, or kept again, is as if it were new."""
    await store.jobs.keep_file("found", CAT, now=after(0))
    await store.jobs.keep_file("kept again", CAT, now=after(0))
    await store.jobs.kept_file("found", now=after(10))
    await store.jobs.keep_file("kept again", CAT, now=after(10))
    await store.jobs.keep_file("dog", DOG, now=after(KEPT + 10))

    assert await store.jobs.kept_file("found", now=after(KEPT + 10)) == CAT
    assert await store.jobs.kept_file("kept again", now=after(KEPT + 10)) == CAT
