"""Pictures stay as they are where there is room, and lose as little as can be where there is none."""

from typing import Any

import pytest
from PIL import Image

from bot.core.imagine.image_models import IMAGE_MODELS
from bot.turns.pictures import bounds, decoding
from bot.turns.pictures.answer import Change, Fitted
from bot.turns.pictures.program import fitted
from tests.turns.pictures.album import (
    BLUE,
    BOMBS,
    KINDS,
    RED,
    animated,
    gif_bomb,
    halves,
    noise,
    opened,
    photo_exif,
    png_bomb,
    saved,
    scanned,
    swapping_profile,
)

ROOM = 10_000_000


def pixel(data: bytes, place: tuple[int, int] = (8, 8)) -> tuple[int, int, int]:
    red, green, blue = opened(data).convert("RGB").getpixel(place)  # type: ignore[misc]
    return red, green, blue


def encoded_anew(data: bytes) -> bytes:
    """With room for all but its last byte."""
    answer = fitted(data + bytes(100_000), limit=len(data) + 99_999)
    assert answer is not None
    assert answer.ending == ".webp"
    return answer.data


def about(color: tuple[int, int, int]) -> Any:
    """The same for the eye: an encoding moves colors a little."""
    return pytest.approx(color, abs=20)


@pytest.mark.parametrize(("kind", "ending"), KINDS)
def test_what_fits_is_untouched(kind: str, ending: str) -> None:
    """Its kind and size are told, and its bytes are the same."""
    data = noise(kind)

    assert fitted(data, limit=len(data)) == Fitted(data, ending, 300, 200, Change.NONE)


def test_a_photo_is_measured_upright() -> None:
    """A photo that lies on its side is as high as it is wide in the file."""
    data = saved(halves(), "JPEG", exif=photo_exif(orientation=6))

    answer = fitted(data, limit=len(data))

    assert answer is not None
    assert (answer.width, answer.height) == (32, 64)


def test_a_photo_stays_upright_when_encoded() -> None:
    """What EXIF turned is turned in the pixels: a quarter to the right, the left half comes to the top."""
    small = encoded_anew(saved(halves(), "PNG", exif=photo_exif(orientation=6)))

    assert opened(small).size == (32, 64)
    assert pixel(small, (8, 8)) == about(RED)
    assert pixel(small, (8, 56)) == about(BLUE)


def test_pixels_are_kept_before_size_is() -> None:
    """Where another encoding is enough, not a pixel goes."""
    large = noise("PNG", (1200, 800))

    answer = fitted(large, limit=len(large) - 1)

    assert answer is not None
    assert (answer.ending, answer.width, answer.height, answer.change) == (".webp", 1200, 800, Change.ENCODED)
    assert len(answer.data) < len(large)
    assert opened(answer.data).size == (1200, 800)


def test_the_best_quality_that_fits_is_taken() -> None:
    """With less room the same pixels come in fewer bytes, as often as there are qualities."""
    large, sizes = noise("PNG", (600, 400)), []
    room = len(large) - 1
    while (answer := fitted(large, limit=room)) and answer.change is Change.ENCODED:
        sizes.append(len(answer.data))
        room = len(answer.data) - 1

    assert len(sizes) == 3
    assert answer is not None
    assert answer.change is Change.SCALED


def test_a_picture_too_large_is_scaled() -> None:
    """It stays a picture, of the same proportions, below the limit."""
    answer = fitted(noise("PNG", (1200, 800)), limit=60_000)

    assert answer is not None
    assert len(answer.data) <= 60_000
    assert answer.change is Change.SCALED
    assert answer.width / answer.height == pytest.approx(1.5, rel=0.01)
    assert opened(answer.data).format == "WEBP"
    assert opened(answer.data).size == (answer.width, answer.height)


def test_a_picture_wider_than_webp_is_scaled() -> None:
    """WebP has at most 16,383 pixels a side."""
    data = noise("PNG", (20_000, 20))

    answer = fitted(data, limit=len(data) - 1)

    assert answer is not None
    assert (answer.width, answer.change) == (16_383, Change.SCALED)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(saved(halves("P"), "PNG"), id="palette"),
        pytest.param(saved(halves("RGBA"), "PNG"), id="alpha that hides nothing"),
        pytest.param(saved(halves("CMYK"), "JPEG", quality=95), id="cmyk"),
        pytest.param(animated("GIF"), id="animated gif"),
        pytest.param(animated("PNG"), id="animated png"),
        pytest.param(animated("WEBP"), id="animated webp"),
        pytest.param(saved(halves(), "PNG", icc_profile=b"no profile"), id="a broken profile"),
        pytest.param(saved(halves(), "JPEG", exif=b"Exif\0\0no exif at all"), id="a broken exif"),
    ],
)
def test_every_kind_of_color_is_read(data: bytes) -> None:
    """What is red stays red; of an animation it is the first picture."""
    small = encoded_anew(data)

    assert pixel(small) == about(RED)
    assert opened(small).mode == "RGB"


def test_sixteen_bits_come_down_to_eight() -> None:
    """A middle gray of sixteen bits is a middle gray, not white."""
    small = encoded_anew(saved(Image.new("I;16", (32, 32), 0x8000), "PNG"))

    assert pixel(small) == about((128, 128, 128))


def test_what_shines_through_goes_on_shining() -> None:
    """A transparent picture is so afterwards, whether by its palette or by a channel."""
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 32, 64))
    by_palette = clear.convert("P")
    by_palette.info["transparency"] = by_palette.getpixel((60, 60))

    for data in (saved(clear, "PNG"), saved(clear, "GIF"), saved(by_palette, "PNG")):
        alpha = opened(encoded_anew(data)).getchannel("A")
        assert (alpha.getpixel((4, 4)), alpha.getpixel((60, 60))) == (255, 0)


def test_a_profile_is_applied() -> None:
    """By a profile that swaps red and blue, what is red in the file is shown blue; so it is without the profile."""
    small = encoded_anew(saved(halves(), "PNG", icc_profile=swapping_profile()))

    assert pixel(small) == about(BLUE)
    assert "icc_profile" not in opened(small).info


@pytest.mark.parametrize(("kind", "_"), KINDS)
def test_a_picture_cut_short_is_none(kind: str, _: str) -> None:
    """Half of the bytes are no picture, though the first ones say so."""
    data = noise(kind)

    assert fitted(data[: len(data) // 2], limit=ROOM) is None
    assert fitted(data[:20], limit=ROOM) is None


def test_what_is_no_picture_is_none() -> None:
    """Neither text, nor nothing, nor a kind that Discord does not show."""
    assert fitted(b"<svg/>", limit=ROOM) is None
    assert fitted(b"", limit=ROOM) is None
    assert fitted(saved(halves(), "TIFF"), limit=ROOM) is None


def test_what_cannot_be_made_to_fit_is_none() -> None:
    """A limit below any picture gives none."""
    assert fitted(noise(), limit=10) is None
    assert fitted(noise(), limit=0) is None


@pytest.mark.parametrize("bomb", [png_bomb, gif_bomb, lambda: scanned(3000), BOMBS["jpeg"]])
def test_a_bomb_is_not_decoded(bomb: Any) -> None:
    """More pixels than can be, or more passes over them, are refused before the first is decoded."""
    assert fitted(bomb(), limit=ROOM) is None


def test_the_limit_of_pixels_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many are read; one more is not."""
    monkeypatch.setattr(decoding, "PIXEL_LIMIT", 300 * 200)

    assert fitted(noise("PNG", (300, 200)), limit=ROOM) is not None
    assert fitted(noise("PNG", (301, 200)), limit=ROOM) is None


def test_a_jpeg_of_some_scans_is_read() -> None:
    """A hundred scans are read, more than the limit are not."""
    assert fitted(scanned(100), limit=ROOM) is not None
    assert fitted(scanned(bounds.SCAN_LIMIT + 1), limit=ROOM) is None


def test_whatever_a_model_makes_can_be_read() -> None:
    """No model has a ratio and a size of more pixels than are decoded."""
    made = [
        model.pixels_of(ratio, size)
        for model in IMAGE_MODELS.values()
        for ratio in model.ratios
        for size in model.sizes
    ]

    assert max(width * height for width, height in made) <= bounds.PIXEL_LIMIT
