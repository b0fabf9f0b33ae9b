"""The one table of image models."""

import pytest

from bot.core.imagine.image_models import FOURTEEN_RATIOS, IMAGE_MODELS, SIZES, TEN_RATIOS, ImageModel, number_of

MODELS = list(IMAGE_MODELS.values())
FLASH = IMAGE_MODELS["gemini-3.1-flash-image"]
DOCUMENTED = [
    # Google's page on making images, Gemini 3.1 Flash Image
    ("1:1", "512", (512, 512)),
    ("1:1", "1K", (1024, 1024)),
    ("1:1", "2K", (2048, 2048)),
    ("1:1", "4K", (4096, 4096)),
    ("16:9", "512", (688, 384)),
    ("16:9", "1K", (1376, 768)),
    ("16:9", "2K", (2752, 1536)),
    ("1:8", "512", (192, 1536)),
]


@pytest.mark.parametrize(("ratio", "size", "pixels"), DOCUMENTED)
def test_the_documented_pixels(ratio: str, size: str, pixels: tuple[int, int]) -> None:
    """Where Google tells how many pixels a ratio has in a size, those are expected."""
    assert FLASH.pixels_of(ratio, size) == pixels


def test_the_older_model_has_pixels_of_its_own() -> None:
    """Gemini 2.5 Flash Image makes a narrower 16:9 than the newer ones."""
    assert IMAGE_MODELS["gemini-2.5-flash-image"].pixels_of("16:9", "1K") == (1344, 768)
    assert IMAGE_MODELS["gemini-2.5-flash-image"].pixels_of("1:1", "1K") == (1024, 1024)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_ratio_has_about_its_shape_and_its_area(model: ImageModel) -> None:
    """Also where Google tells no pixels: the sides are as the ratio says, and the area as the size says."""
    for ratio in model.ratios:
        for size in model.sizes:
            width, height = model.pixels_of(ratio, size)

            assert width / height == pytest.approx(number_of(ratio), rel=0.05)
            assert width * height == pytest.approx(SIZES[size] ** 2, rel=0.15)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_model_is_whole(model: ImageModel) -> None:
    """It has sizes that we know, smallest first, each with a price that does not fall, and one it makes unasked."""
    sides = [SIZES[size] for size in model.sizes]
    prices = list(model.dollars.values())

    assert sides == sorted(sides)
    assert prices == sorted(prices)
    assert min(prices) > 0
    assert model.usual_size == "1K"
    assert model.references > 0
    assert "1:1" in model.ratios
    assert len(set(model.ratios)) == len(model.ratios)


def test_a_model_without_1k() -> None:
    """What a model makes unasked is its smallest size then."""
    assert ImageModel(id="m", sizes=("2K", "4K")).usual_size == "2K"


@pytest.mark.parametrize("ratio", FOURTEEN_RATIOS)
def test_a_ratio_is_nearest_to_itself(ratio: str) -> None:
    """Also as the pixels that it comes to."""
    assert FLASH.nearest_ratio(number_of(ratio), 1) == ratio
    assert FLASH.nearest_ratio(*FLASH.pixels_of(ratio, "1K")) == ratio


@pytest.mark.parametrize(
    ("sides", "nearest"),
    [
        ((17, 9), "16:9"),
        ((9, 17), "9:16"),
        ((100, 99), "1:1"),
        ((2, 1), "16:9"),
        ((1, 100), "9:16"),
        ((100, 1), "21:9"),
        ((1, 3), "9:16"),
    ],
)
def test_the_nearest_ratio(sides: tuple[int, int], nearest: str) -> None:
    """By how much a picture would have to be stretched, in either direction alike."""
    model = ImageModel(id="m", sizes=("1K",), ratios=TEN_RATIOS)

    assert model.nearest_ratio(*sides) == nearest


@pytest.mark.parametrize(
    ("side", "larger"),
    [(512, ("1K", "2K", "4K")), (1024, ("2K", "4K")), (1728, ("4K",)), (2048, ("4K",)), (4096, ()), (9999, ())],
)
def test_larger_sizes(side: int, larger: tuple[str, ...]) -> None:
    """Only what is clearly larger than the picture is: nobody pays for a few pixels."""
    assert FLASH.larger_than(side) == larger
