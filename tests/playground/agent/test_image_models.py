"""Which image models there are, and what each of them makes."""

import math

import pytest

from bot.playground.agent.image_models import IMAGE_MODELS, is_offered

RATIOS = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"]
WIDE = ["1:4", "4:1", "1:8", "8:1"]
PRO_1K = "1024x1024 848x1264 1264x848 896x1200 1200x896 928x1152 1152x928 768x1376 1376x768 1584x672"
FIRST_1K = "1024x1024 832x1248 1248x832 864x1184 1184x864 896x1152 1152x896 768x1344 1344x768 1536x672"
OFFERS = {
    "gemini-nano-banana-2.1": ([*RATIOS, *WIDE], {"1K": 1120, "2K": 1680, "4K": 3780}, 14),
    "gemini-3-pro-image": (RATIOS, {"1K": 1120, "2K": 1120, "4K": 2000}, 14),
    "nano-banana-pro-preview": (RATIOS, {"1K": 1120, "2K": 1120, "4K": 2000}, 14),
    "gemini-3.1-flash-image": ([*RATIOS, *WIDE], {"512": 747, "1K": 1120, "2K": 1680, "4K": 2520}, 14),
    "gemini-3.1-flash-lite-image": (RATIOS, {"1K": 1120}, 14),
    "gemini-2.5-flash-image": (RATIOS, {"1K": 1290}, 3),
}
PRO_MODELS = ["gemini-3-pro-image", "nano-banana-pro-preview"]
SIDES = {"512": 512, "1K": 1024, "2K": 2048, "4K": 4096}
EVERY = [(model, ratio, size) for model, (ratios, sizes, _) in OFFERS.items() for ratio in ratios for size in sizes]
FLASH = {
    ("1:1", "512"): (512, 512),
    ("1:1", "1K"): (1024, 1024),
    ("1:1", "2K"): (2048, 2048),
    ("1:1", "4K"): (4096, 4096),
    ("16:9", "512"): (688, 384),
    ("16:9", "1K"): (1376, 768),
    ("16:9", "2K"): (2752, 1536),
    ("16:9", "4K"): (5504, 3072),
    ("1:8", "512"): (192, 1536),
}


def _paired(written: str) -> list[tuple[str, tuple[int, int]]]:
    """Each of the ten ratios with its pixels."""
    pixels = [one.split("x") for one in written.split()]
    return [(ratio, (int(width), int(height))) for ratio, (width, height) in zip(RATIOS, pixels, strict=True)]


@pytest.mark.parametrize("model", OFFERS)
def test_a_model_has_its_ratios_sizes_tokens_and_references(model: str) -> None:
    """As they are documented."""
    ratios, tokens, references = OFFERS[model]
    offered = IMAGE_MODELS[model]

    assert list(offered.ratios) == ratios
    assert dict(offered.tokens) == tokens
    assert offered.references == references


def test_there_are_no_other_image_models() -> None:
    """A name that only sounds like one is not served; text models go by their family."""
    assert set(IMAGE_MODELS) == set(OFFERS)
    assert not is_offered("gemini-9-image")
    assert not is_offered("nano-banana-pro")
    assert is_offered("gemini-3.8-flash")
    assert is_offered("gemma-4-31b-it")


@pytest.mark.parametrize("model", PRO_MODELS)
@pytest.mark.parametrize(("ratio", "pixels"), _paired(PRO_1K))
def test_the_pro_model_s_pixels_are_the_documented_ones(model: str, ratio: str, pixels: tuple[int, int]) -> None:
    """At 1K; 2K is twice and 4K four times that."""
    width, height = pixels
    made = [IMAGE_MODELS[model].pixels(ratio, size) for size in ("1K", "2K", "4K")]

    assert made == [(width, height), (2 * width, 2 * height), (4 * width, 4 * height)]


@pytest.mark.parametrize(("ratio", "pixels"), _paired(FIRST_1K))
def test_the_first_model_s_pixels_are_the_documented_ones(ratio: str, pixels: tuple[int, int]) -> None:
    """It has one size."""
    assert IMAGE_MODELS["gemini-2.5-flash-image"].pixels(ratio, "1K") == pixels


@pytest.mark.parametrize(("ratio", "size"), FLASH)
def test_the_flash_model_s_pixels_are_the_documented_ones(ratio: str, size: str) -> None:
    """As far as any are documented."""
    assert IMAGE_MODELS["gemini-3.1-flash-image"].pixels(ratio, size) == FLASH[ratio, size]


@pytest.mark.parametrize(("model", "ratio", "size"), EVERY)
def test_every_picture_has_its_ratio_its_area_and_sides_of_16(model: str, ratio: str, size: str) -> None:
    """Within a few percent of the ratio and within an eighth of the size squared."""
    width, height = IMAGE_MODELS[model].pixels(ratio, size)
    across, down = map(int, ratio.split(":"))

    assert width % 16 == height % 16 == 0
    assert math.isclose(width / height, across / down, rel_tol=0.035)
    assert math.isclose(width * height, SIDES[size] ** 2, rel_tol=0.13)


@pytest.mark.parametrize("model", OFFERS)
def test_the_nearest_ratio_of_its_own_picture_is_that_ratio(model: str) -> None:
    """So an edit keeps the form of what it edits."""
    offered = IMAGE_MODELS[model]

    assert [offered.nearest(*offered.pixels(ratio, "1K")) for ratio in offered.ratios] == list(offered.ratios)
