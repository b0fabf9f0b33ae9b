"""What somebody asks for becomes what a model has, or a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.imagine.image_models import FOURTEEN_RATIOS, IMAGE_MODELS, TEN_RATIOS, ImageModels
from bot.core.imagine.wish import Wish, WishError, wished

FLASH, PRO, OLD = "gemini-3.1-flash-image", "gemini-3-pro-image", "gemini-2.5-flash-image"
OFFERED = ImageModels(IMAGE_MODELS, FLASH)
SENTENCE_LIMIT = 2_000
ANY = st.text(alphabet="0123456789:x×/`*_@<>&!# \n\t\u202e\u2028\ud800🦊KkPp-.", max_size=80) | st.text(max_size=300)


def refusal(**wish: object) -> str:
    with pytest.raises(WishError) as refused:
        wished(OFFERED, **wish)  # type: ignore[arg-type]
    return str(refused.value)


@pytest.mark.parametrize(
    "spelling",
    ["16:9", " 16:9 ", "16 : 9", "16x9", "16X9", "16×9", "16/9", "16 x 9", "016:09", "32:18", "1920x1080", "１６:９"],
)
def test_a_ratio_may_be_spelled_in_many_ways(spelling: str) -> None:
    """Whatever stands between two numbers, and however large they are: the same shape is the same ratio."""
    assert wished(OFFERED, model=FLASH, ratio=spelling) == Wish(model=IMAGE_MODELS[FLASH], ratio="16:9")


@pytest.mark.parametrize("ratio", FOURTEEN_RATIOS)
def test_every_ratio_of_a_model_can_be_had(ratio: str) -> None:
    """As it is written, without a remark."""
    assert wished(OFFERED, model=FLASH, ratio=ratio) == Wish(model=IMAGE_MODELS[FLASH], ratio=ratio)


@pytest.mark.parametrize(
    ("model", "ratio", "nearest", "asked"),
    [
        (FLASH, "17:9", "16:9", "17:9"),
        (FLASH, "2x1", "16:9", "2:1"),
        (FLASH, "1:100", "1:8", "1:100"),
        (PRO, "1:8", "9:16", "1:8"),
        (PRO, "99999:1000", "21:9", "99999:1000"),
        (FLASH, "1376x768", "16:9", "1376:768"),
    ],
)
def test_another_ratio_becomes_the_nearest(model: str, ratio: str, nearest: str, asked: str) -> None:
    """What was asked for is kept beside it, so that it can be said."""
    wish = wished(OFFERED, model=model, ratio=ratio)

    assert (wish.ratio, wish.asked_ratio) == (nearest, asked)


@pytest.mark.parametrize(
    "ratio", ["wide", "16", "16:", ":9", "0:9", "16:0", "0:0", "101:1", "1:101", "16:9:1", "1.5:1", "-16:9", "123456:1"]
)
def test_what_is_no_ratio(ratio: str) -> None:
    """It is named, with how one is written."""
    assert refusal(model=FLASH, ratio=ratio) == f"`{ratio}` is no aspect ratio. Write two numbers, such as `16:9`."


@pytest.mark.parametrize("nothing", ["", " ", "\n\t"])
def test_nothing_asked_for(nothing: str) -> None:
    """Ratio and size are left to the model where nobody says any."""
    assert wished(OFFERED, model=FLASH, ratio=nothing, size=nothing) == Wish(model=IMAGE_MODELS[FLASH])


@pytest.mark.parametrize(("spelling", "size"), [("1K", "1K"), ("4k", "4K"), (" 2k ", "2K"), ("512", "512")])
def test_a_size_may_be_spelled_small(spelling: str, size: str) -> None:
    """Google's K is a capital; nobody has to know that."""
    assert wished(OFFERED, model=FLASH, size=spelling).size == size


def test_a_size_that_this_model_has_not() -> None:
    """The sizes that it has are named."""
    assert refusal(model=OLD, size="4K") == f"`{OLD}` makes no pictures of size `4K`. It has `1K`."
    assert refusal(model=PRO, size="512") == f"`{PRO}` makes no pictures of size `512`. It has `1K`, `2K`, `4K`."


@pytest.mark.parametrize("size", ["8K", "huge", "1024", "K"])
def test_what_is_no_size(size: str) -> None:
    """It is named, and so are the sizes that there are."""
    assert refusal(model=PRO, size=size) == f"`{size}` is no size that `{PRO}` has. It has `1K`, `2K`, `4K`."


def test_an_unknown_model() -> None:
    """It is named, and so is every model that there is."""
    sentence = refusal(model="dall-e")

    assert sentence.startswith("There is no image model `dall-e`. There are ")
    assert all(f"`{model}`" in sentence for model in IMAGE_MODELS)


@pytest.mark.parametrize(("model", "most"), [(FLASH, 14), (OLD, 3)])
def test_too_many_references(model: str, most: int) -> None:
    """So many as the model looks at can be given, and not one more."""
    sentence = refusal(model=model, references=most + 1)

    assert wished(OFFERED, model=model, references=most).model.id == model
    assert sentence == f"`{model}` looks at no more than {most} pictures at once, and this would be {most + 1}."


@given(st.sampled_from(sorted(IMAGE_MODELS)) | ANY, ANY | st.just(""), ANY | st.just(""))
def test_anything_may_be_asked_for(model: str, ratio: str, size: str) -> None:
    """It becomes what the model has, or one line in which what was asked for is code and nothing else."""
    try:
        wish = wished(OFFERED, model=model, ratio=ratio, size=size)
    except WishError as refused:
        sentence = str(refused)

        assert len(sentence.encode("utf-16-le")) // 2 <= SENTENCE_LIMIT
        assert sentence.isprintable()
        assert sentence.count("`") % 2 == 0
        assert not set("@<") & set("".join(sentence.split("`")[::2]))
    else:
        assert wish.ratio is None or wish.ratio in wish.model.ratios
        assert wish.size is None or wish.size in wish.model.sizes


def test_ten_ratios_are_fewer_than_fourteen() -> None:
    """A ratio that only some models have is snapped by the others."""
    for ratio in set(FOURTEEN_RATIOS) - set(TEN_RATIOS):
        assert wished(OFFERED, model=PRO, ratio=ratio).asked_ratio == ratio
