"""Pictures as their bytes say, and smaller where they must be."""

from io import BytesIO

import pytest
from PIL import Image

from bot.turns import pictures
from bot.turns.pictures import ending_of, shrunk


def noise(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    target = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", ".png"), ("JPEG", ".jpg"), ("GIF", ".gif"), ("WEBP", ".webp")])
def test_a_picture_is_known_by_its_bytes(kind: str, ending: str) -> None:
    """Whatever it is called."""
    assert ending_of(noise(kind)) == ending


def test_what_is_no_picture_has_no_ending() -> None:
    """Text, and nothing at all, are no pictures."""
    assert ending_of(b"<svg/>") is None
    assert ending_of(b"") is None


def test_a_picture_too_large_is_made_to_fit() -> None:
    """It stays a picture, of the same proportions, below the limit."""
    large = noise("PNG", (1200, 800))

    small = shrunk(large, limit=60_000)

    assert small is not None
    assert len(small) <= 60_000
    with Image.open(BytesIO(small)) as picture:
        assert picture.format == "WEBP"
        assert picture.width / picture.height == pytest.approx(1.5, rel=0.01)


def test_a_picture_wider_than_webp_is_made_to_fit() -> None:
    """WebP has at most 16,383 pixels a side."""
    small = shrunk(noise("PNG", (20_000, 20)), limit=1_000_000)

    assert small is not None
    with Image.open(BytesIO(small)) as picture:
        assert picture.width == 16_383


def test_what_cannot_be_made_to_fit_or_read_is_left() -> None:
    """A limit below any picture, or broken bytes, give none."""
    assert shrunk(noise("PNG"), limit=10) is None
    assert shrunk(noise("PNG"), limit=0) is None
    assert shrunk(b"\x89PNG\r\n\x1a\nand then nothing", limit=60_000) is None


def test_a_bomb_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More pixels than the limit are refused by the header alone."""
    monkeypatch.setattr(pictures, "PIXEL_LIMIT", 100)

    assert shrunk(noise("PNG"), limit=1_000_000) is None


def scanned(times: int) -> bytes:
    """A progressive JPEG whose last scan is repeated: a few bytes each, and a pass over all pixels each."""
    target = BytesIO()
    Image.new("L", (64, 64), 128).save(target, "JPEG", progressive=True)
    data = target.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * times + data[-2:]


def test_a_jpeg_of_endless_scans_is_not_decoded() -> None:
    """A hundred scans are read, more than the limit are not."""
    assert shrunk(scanned(100), limit=1_000_000) is not None
    assert shrunk(scanned(pictures.SCAN_LIMIT + 1), limit=1_000_000) is None
