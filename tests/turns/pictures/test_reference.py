"""What a model looks at: the picture, and nothing that tells of its maker or its place."""

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from bot.turns.pictures import decoding
from bot.turns.pictures.bounds import REFERENCE_BYTES, REFERENCE_SIDE
from bot.turns.pictures.program import reference
from tests.turns.pictures.album import (
    BLUE,
    BOMBS,
    KINDS,
    PLACE,
    RED,
    animated,
    halves,
    has_gps,
    noise,
    opened,
    photo_exif,
    saved,
    swapping_profile,
)

XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{PLACE}</x:xmpmeta>".encode()
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def text_chunks() -> PngInfo:
    chunks = PngInfo()
    chunks.add_text("Comment", PLACE)
    chunks.add_text("Parameters", PLACE, zip=True)
    chunks.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return chunks


def multi_picture() -> bytes:
    """As telephones write a photo and its depth in one file."""
    return saved(halves(), "MPO", save_all=True, append_images=[halves()], exif=photo_exif(6))


def telling(mode: str = "RGB") -> dict[str, bytes]:
    """Pictures that say where they were made, each kind in all of its ways."""
    exif, picture = photo_exif(6), halves(mode)
    made = {
        "png": saved(picture, "PNG", exif=exif, pnginfo=text_chunks(), icc_profile=SRGB, dpi=(72, 72)),
        "webp": saved(picture, "WEBP", exif=exif, xmp=XMP, icc_profile=SRGB, lossless=True),
    }
    if mode == "RGB":
        made["jpeg"] = saved(picture, "JPEG", exif=exif, xmp=XMP, comment=PLACE, icc_profile=SRGB)
        made["mpo"] = multi_picture()
    return made


def half_clear(size: tuple[int, int] = (64, 32)) -> Image.Image:
    picture = halves("RGBA", size)
    picture.putalpha(Image.linear_gradient("L").resize(size))
    return picture


@pytest.mark.parametrize("kind", ["png", "webp", "jpeg", "mpo"])
def test_no_place_goes_to_the_model(kind: str) -> None:
    """Neither GPS, nor EXIF, XMP, comments, texts and profiles survive, however small the picture is."""
    data = telling()[kind]
    made = reference(data)

    assert has_gps(data)
    assert made is not None
    assert not opened(made.data).getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "Comment", "Parameters"} & set(opened(made.data).info)
    assert not [word for word in (PLACE.encode(), b"Exif", b"eXIf", b"EXIF", b"adobe:ns", b"tEXt") if word in made.data]


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_no_place_shines_through(kind: str) -> None:
    """The same holds for transparent pictures, which are encoded in other ways."""
    picture = half_clear()
    options = {"pnginfo": text_chunks()} if kind == "png" else {"xmp": XMP}
    data = saved(picture, kind, exif=photo_exif(), icc_profile=SRGB, **options)
    made = reference(data)

    assert has_gps(data)
    assert made is not None
    assert not opened(made.data).getexif()
    assert not {"exif", "xmp", "icc_profile", "Comment"} & set(opened(made.data).info)
    assert not [word for word in (PLACE.encode(), b"Exif", b"eXIf", b"iCCP", b"adobe:ns") if word in made.data]


@pytest.mark.parametrize("kind", ["png", "webp", "jpeg", "mpo"])
def test_a_photo_is_turned_before_its_orientation_is_forgotten(kind: str) -> None:
    """The left half is at the top, as the person saw it."""
    made = reference(telling()[kind])

    assert made is not None
    picture = opened(made.data)
    assert picture.size == (32, 64)
    assert picture.getpixel((8, 8)) == pytest.approx(RED, abs=20)
    assert picture.getpixel((8, 56)) == pytest.approx(BLUE, abs=20)


@pytest.mark.parametrize(("kind", "_"), KINDS)
def test_what_is_opaque_becomes_a_jpeg(kind: str, _: str) -> None:
    """Of every kind, one that all models take, as large as it was."""
    made = reference(noise(kind))

    assert made is not None
    assert (made.ending, opened(made.data).format, opened(made.data).size) == (".jpg", "JPEG", (300, 200))


def test_what_shines_through_becomes_a_png() -> None:
    """Without a loss, where there is room for that."""
    made = reference(saved(half_clear(), "PNG"))

    assert made is not None
    assert (made.ending, opened(made.data).format) == (".png", "PNG")
    assert opened(made.data).tobytes() == half_clear().tobytes()


def test_an_animation_becomes_its_first_picture() -> None:
    """A model looks at one picture."""
    for kind in ("GIF", "PNG", "WEBP"):
        made = reference(animated(kind))

        assert made is not None
        assert getattr(opened(made.data), "n_frames", 1) == 1
        assert opened(made.data).getpixel((8, 8)) == pytest.approx(RED, abs=20)


def test_a_large_picture_is_made_small() -> None:
    """Its longest side is as long as a model looks at, its proportions stay."""
    made = reference(noise("JPEG", (4000, 1000)))

    assert made is not None
    assert opened(made.data).size == (REFERENCE_SIDE, REFERENCE_SIDE // 4)


def test_a_large_transparent_picture_is_made_to_fit() -> None:
    """Where a PNG has no room, it is a WebP, and still transparent."""
    picture = Image.merge("RGB", [Image.effect_noise((1100, 1100), 80) for _ in range(3)])
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    made = reference(saved(picture, "PNG"))

    assert made is not None
    assert len(made.data) <= REFERENCE_BYTES
    assert (opened(made.data).format, opened(made.data).mode) == ("WEBP", "RGBA")


def test_a_photo_of_too_many_pixels_is_decoded_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """A JPEG comes at half its size from the decoder, which other kinds cannot; what is too large then is none."""
    monkeypatch.setattr(decoding, "PIXEL_LIMIT", 400_000)
    photo, drawing = noise("JPEG", (4200, 200)), noise("PNG", (4200, 200))

    assert reference(photo) is not None
    assert reference(drawing) is None
    monkeypatch.setattr(decoding, "PIXEL_LIMIT", 200_000)
    assert reference(photo) is None


def test_a_profile_is_applied_before_it_is_forgotten() -> None:
    """The model sees the colors that the person saw."""
    made = reference(saved(halves(), "JPEG", icc_profile=swapping_profile()))

    assert made is not None
    assert opened(made.data).getpixel((8, 8)) == pytest.approx(BLUE, abs=20)


@pytest.mark.parametrize("profile", [b"no profile", SRGB[:200]])
def test_a_broken_profile_breaks_nothing(profile: bytes) -> None:
    """The picture is read as if it had none."""
    made = reference(saved(halves(), "JPEG", icc_profile=profile))

    assert made is not None
    assert opened(made.data).getpixel((8, 8)) == pytest.approx(RED, abs=20)


@pytest.mark.parametrize("bomb", ["png", "gif", "jpeg", "scans"])
def test_a_bomb_is_not_decoded(bomb: str) -> None:
    """Neither for a model."""
    assert reference(BOMBS[bomb]()) is None


def test_what_is_no_picture_is_none() -> None:
    """Neither text nor half a picture is shown to a model."""
    assert reference(b"<svg/>") is None
    assert reference(noise("JPEG")[:2000]) is None
