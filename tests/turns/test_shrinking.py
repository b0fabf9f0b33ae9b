"""The pictures of a machine are attached smaller where they are too large."""

from bot.turns.shrinking import Shrinker
from tests.turns.pictures.album import noise, opened


async def test_a_picture_comes_back_smaller() -> None:
    """It fits, and is the same picture, as WebP."""
    small = await Shrinker()(noise("PNG", (1200, 800)), limit=60_000)

    assert small is not None
    assert len(small) <= 60_000
    assert opened(small).format == "WEBP"
    assert round(opened(small).width / opened(small).height, 1) == 1.5


async def test_what_is_no_picture_is_none() -> None:
    """Neither broken bytes nor none at all come back."""
    assert await Shrinker()(b"\x89PNG\r\n\x1a\nand then nothing", limit=60_000) is None
    assert await Shrinker()(b"", limit=60_000) is None
