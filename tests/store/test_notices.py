"""What is said once and for all, and which commands Discord was last told."""

from bot.core.ids import Snowflake
from bot.core.notices import Notice
from bot.store import SqliteStore, open_store
from tests.store.samples import NOW

PLACE, OTHER = Snowflake(1_300_000_000_000_000_003), Snowflake(1_300_000_000_000_000_009)


async def test_a_notice_is_said_once_also_by_the_next_process(url: str) -> None:
    """Whoever comes first may say it; after the database was closed nobody may."""
    async with open_store(url) as store:
        first = await store.notices.say_once(Notice.KNOWN, PLACE, now=NOW)
    async with open_store(url) as store:
        again = await store.notices.say_once(Notice.KNOWN, PLACE, now=NOW)

    assert (first, again) == (True, False)


async def test_places_and_kinds_are_kept_apart(store: SqliteStore) -> None:
    """What was said here was not said there, nor was anything else."""
    await store.notices.say_once(Notice.KNOWN, PLACE, now=NOW)

    assert await store.notices.say_once(Notice.KNOWN, OTHER, now=NOW)
    assert await store.notices.say_once(Notice.UNREAD, PLACE, now=NOW)


async def test_it_is_known_what_was_said(store: SqliteStore) -> None:
    """Without saying it: there, and nowhere else."""
    before = await store.notices.was_said(Notice.COMPANY, PLACE)
    await store.notices.say_once(Notice.COMPANY, PLACE, now=NOW)

    assert not before
    assert await store.notices.was_said(Notice.COMPANY, PLACE)
    assert not await store.notices.was_said(Notice.COMPANY, OTHER)
    assert not await store.notices.was_said(Notice.UNREAD, PLACE)


async def test_a_forgotten_notice_may_be_said_again(store: SqliteStore) -> None:
    """The others stay."""
    for place in (PLACE, OTHER):
        await store.notices.say_once(Notice.KNOWN, place, now=NOW)
    await store.notices.forget(Notice.KNOWN, PLACE)

    assert await store.notices.say_once(Notice.KNOWN, PLACE, now=NOW)
    assert not await store.notices.say_once(Notice.KNOWN, OTHER, now=NOW)


async def test_the_last_sync_of_an_application_is_kept(store: SqliteStore) -> None:
    """Written over by the next; another application has its own."""
    await store.notices.sync_done(PLACE, "one")
    await store.notices.sync_done(PLACE, "two")

    assert await store.notices.synced(PLACE) == "two"
    assert await store.notices.synced(OTHER) == ""
