"""The painter by itself: every size it can be asked for, and that its pictures show what was said."""

import io

import pytest
from PIL import Image

from bot.playground.agent.commission import Commission
from bot.playground.agent.image_models import IMAGE_MODELS, Pixels
from bot.playground.agent.order import Order
from bot.playground.agent.painting.studio import delivered
from tests.playground.agent.pictures import average, plain

SMALL = [
    (model, ratio, size)
    for model, offer in IMAGE_MODELS.items()
    for ratio in offer.ratios
    for size in offer.sizes
    if size in ("512", "1K")
]
BIG = [("gemini-3.1-flash-image", ratio, "4K") for ratio in ("1:1", "21:9", "1:8", "8:1")]
SAID = ["fox", "moon", "sun", "stars", "sea", "city", "tree", "house", "mountains"]


def _painted(prompt: str, *, subjects: tuple[bytes, ...] = (), **fields: str) -> bytes:
    order = Order(
        model=IMAGE_MODELS["gemini-3.1-flash-image"], ratio=fields.get("ratio"), size=fields.get("size", "1K")
    )
    return delivered(Commission(order=order, prompt=prompt, subjects=subjects, variation=1))


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def _size_of(model: str, ratio: str, size: str) -> Pixels:
    order = Order(model=IMAGE_MODELS[model], ratio=ratio, size=size)
    return _opened(delivered(Commission(order=order, prompt="a fox"))).size


@pytest.mark.parametrize(("model", "ratio", "size"), [*SMALL, *BIG])
def test_a_picture_has_exactly_the_pixels_of_the_table(model: str, ratio: str, size: str) -> None:
    """All ratios of all models; the largest of the widest too."""
    assert _size_of(model, ratio, size) == IMAGE_MODELS[model].pixels(ratio, size)


@pytest.mark.parametrize("ratio", ["1:1", "16:9", "2:3", "8:1"])
def test_a_picture_of_1k_has_a_usual_weight(ratio: str) -> None:
    """Some hundred kilobytes, as a photograph of that size has."""
    assert 100_000 < len(_painted("a red fox by the sea, under the moon", ratio=ratio)) < 400_000


def test_the_words_choose_the_colours() -> None:
    """The same words give the same ones, other words other ones, a named colour itself."""
    again, calm, loud = (average(_opened(_painted(words))) for words in ("calm", "calm", "loud"))
    blue = average(_opened(_painted("something blue")))

    assert again == calm != loud
    assert blue[2] > blue[0]


@pytest.mark.parametrize("word", SAID)
def test_a_word_that_the_painter_knows_is_drawn(word: str) -> None:
    """The same words without it give another picture, also as an edit; a word with that inside does not."""
    without, with_it = (_pixels("frame it with", f"{words}") for words in ("nothing", word))
    inside = _pixels("frame it with", f"x{word}x")

    assert _difference(without, with_it) > 4 * _difference(without, inside)


def _pixels(prompt: str, end: str) -> Image.Image:
    """Below the headline, inside the frame, whose colour depends on the words too."""
    image = _opened(_painted(f"{prompt} {end}", subjects=(plain("teal", size=(512, 512)),)))
    return image.crop((80, 120, 944, 944)).resize((108, 103))


def _difference(one: Image.Image, other: Image.Image) -> float:
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return sum(abs(a - b) > 24 for a, b in pairs) + 1


def test_words_that_no_font_has_are_no_trouble() -> None:
    """Other scripts, signs that cannot be seen, half a surrogate pair, nothing at all."""
    sizes = [_opened(_painted(words)).size for words in ("一隻狐狸 🦊", "\u202efox\0\n", "\ud83e", "")]

    assert sizes == [(1024, 1024)] * 4


def test_a_photograph_lying_on_its_side_is_set_upright() -> None:
    """As its EXIF data say."""
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (160, 90), "white").save(file, "JPEG", exif=exif)

    assert _opened(_painted("frame it", subjects=(file.getvalue(),))).size == (768, 1376)
