"""Files of models: kept once by what they hold, and thrown away when nobody uses them or when they are too many."""

from bot.core.ids import Milliseconds
from bot.store import SqliteStore, open_store
from bot.store.media import KEPT_DAYS, SqliteMedia
from tests.store.samples import NOW

CAT, DOG, BIRD = bytes(range(256)), b"dog" * 1_000_000, b"bird"
KEPT = KEPT_DAYS * 24 * 60 * 60 * 1000


def after(milliseconds: int) -> Milliseconds:
    return Milliseconds(NOW + milliseconds)


async def test_a_file_comes_back_byte_for_byte(url: str) -> None:
    """After a restart a file is what it was, small or large; one that was never kept is none."""
    async with open_store(url) as store:
        cat = await store.media.keep(CAT, mime_type="image/png", now=NOW)
        dog = await store.media.keep(DOG, mime_type="video/mp4", now=NOW)

    async with open_store(url) as store:
        assert await store.media.read(cat) == ("image/png", CAT)
        assert await store.media.read(dog) == ("video/mp4", DOG)
        assert await store.media.read("media:none") is None


async def test_a_name_says_what_a_file_holds(store: SqliteStore) -> None:
    """The same bytes have the same name and one row; it begins with `media:` and ends with their SHA-256."""
    names = [await store.media.keep(b"", mime_type="image/png", now=NOW) for _ in range(2)]

    assert names == ["media:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"] * 2
    assert len(await store._database.read("SELECT name FROM model_media")) == 1


async def test_an_unused_file_is_thrown_away(store: SqliteStore) -> None:
    """After KEPT_DAYS without a use a file goes; one that was read with a time, or kept again, stays."""
    unused, looked_at = [await store.media.keep(each, mime_type="image/png", now=NOW) for each in (CAT, BIRD)]
    await store.media.read(looked_at, now=after(5))
    await store.media.read(unused)

    await store.media.throw_away(now=after(KEPT + 1))

    assert await store.media.read(unused) is None
    assert await store.media.read(looked_at) == ("image/png", BIRD)


async def test_files_together_have_a_bound(store: SqliteStore) -> None:
    """Beyond it those used longest ago go first, as soon as another is kept."""
    media = SqliteMedia(store._database, most_bytes=10)
    names = [
        await media.keep(data, mime_type="image/png", now=after(when))
        for when, data in enumerate((b"first", b"second", b"3rd"))
    ]

    assert [await media.read(name) is not None for name in names] == [False, True, True]
