"""The small print below a job's pictures, as snapshots."""

from dataclasses import replace

import pytest

from bot.core.imagine.job import Deed
from bot.core.imagine.look import JobView, page_of
from tests.core.imagine.views import MODEL, MODELS, SMALL_PRINT, card, ended, failed, labels, made, working


def test_a_ratio_that_the_model_has_not() -> None:
    """What was asked for and what was made instead is said."""
    view = ended(made(sides=(1376, 768)), ratio="16:9", asked_ratio="17:9")

    assert card(view).below[0] == f"-# `{MODEL}` · Google · 16:9 · 1376 × 768 · ≈ $0.034 · for <@77>"
    assert card(view).below[1:] == ("-# You asked for 17:9; the nearest that this model makes is 16:9.",)


@pytest.mark.parametrize(
    ("ratio", "size", "sides"),
    [
        ("16:9", None, (1376, 768)),
        ("16:9", "2K", (2752, 1536)),
        ("16:9", "2K", (2730, 1550)),
        (None, "2K", (2048, 2048)),
        (None, "2K", (1696, 2528)),
        (None, None, (300, 200)),
    ],
)
def test_pixels_as_asked_need_no_word(ratio: str | None, size: str | None, sides: tuple[int, int]) -> None:
    """What came is about what was asked for, or nothing was."""
    assert len(card(ended(made(sides=sides), ratio=ratio, size=size)).below) == 1


@pytest.mark.parametrize(
    ("ratio", "size", "sides", "remark"),
    [
        ("16:9", "2K", (1376, 768), "Asked for 2752 × 1536 pixels, got 1376 × 768: the model's doing."),
        ("16:9", None, (1024, 1024), "Asked for 1376 × 768 pixels, got 1024 × 1024: the model's doing."),
        (None, "4K", (1024, 1024), "Asked for 4096 × 4096 pixels, got 1024 × 1024: the model's doing."),
        (None, "4K", (848, 1264), "Asked for 3392 × 5056 pixels, got 848 × 1264: the model's doing."),
    ],
)
def test_other_pixels_than_asked(ratio: str | None, size: str | None, sides: tuple[int, int], remark: str) -> None:
    """A model that makes something else than it was asked for is told on; of equal pictures once."""
    one = ended(made(sides=sides), ratio=ratio, size=size)
    two = ended(made(0, sides=sides), made(1, sides=sides), ratio=ratio, size=size)

    assert card(one).below[1:] == card(two).below[1:] == (f"-# {remark}",)


def test_pixels_of_a_chosen_picture() -> None:
    """Where no model was asked, none is told on; nothing is paid."""
    chosen = replace(made(sides=(300, 200)), dollars=None)
    view = ended(chosen, deed=Deed.CHOOSE, ratio="16:9", size="4K")

    assert card(view).below == (f"-# chosen · `{MODEL}` · Google · 16:9 · 300 × 200 · for <@77>",)
    assert "Again" not in labels(view)


def test_different_pixels() -> None:
    """Each size of picture is named once."""
    view = ended(made(0), made(1), made(2, sides=(848, 1264)))

    assert "1024 × 1024, 848 × 1264" in card(view).below[0]


@pytest.mark.parametrize(
    ("prices", "cost"),
    [((0.034, 0.034, 0.034), "≈ $0.10"), ((0.004,), "≈ $0.0040"), ((0.034, None), "≈ $0.034")],
)
def test_costs_are_summed(prices: tuple[float | None, ...], cost: str) -> None:
    """Of those that were made, as far as they have a price; marked as an estimate."""
    pictures = [replace(made(number), dollars=price) for number, price in enumerate(prices)]

    assert f" · {cost} · for <@77>" in card(ended(*pictures)).below[0]


def test_no_price_is_no_cost() -> None:
    """An estimate that nobody can make is not made up."""
    assert "$" not in card(ended(replace(made(), dollars=None))).below[0]


def test_what_is_not_shown_is_paid_all_the_same() -> None:
    """A picture that did not fit has cost what it cost, has no button, and is remarked on."""
    view = replace(ended(made(0, file=""), made(1)), remarks=("`a.png` is too large.",))

    assert "≈ $0.068" in card(view).below[0]
    assert card(view).below[1] == "-# `a.png` is too large."
    assert labels(view)[:2] == ["Again", "Vary"]
    assert page_of(view).buttons[1].action == "image.vary:job-1.1"


def test_spoilers() -> None:
    """Pictures are covered where the operator has set it so."""
    assert card(replace(ended(made()), is_spoiler=True)).is_spoiler
    assert not card(ended(made())).is_spoiler


@pytest.mark.parametrize(
    ("deed", "word"),
    [(Deed.VARY, "variation"), (Deed.EDIT, "edit"), (Deed.LARGER, "larger"), (Deed.RATIO, "reshaped")],
)
def test_a_rework_says_what_it_is_and_from_where(deed: Deed, word: str) -> None:
    """The small print begins with the deed, and leads to the picture that it was made from."""
    link = "https://discord.com/channels/1/9/99"
    view = replace(ended(made(), deed=deed), parent_link=link)

    assert card(view).below == (SMALL_PRINT.replace("-# ", f"-# {word} · "), f"-# made from [this picture]({link})")


def test_no_words_are_no_quote() -> None:
    """A picture varied without words has no empty quotation."""
    assert card(ended(made(), prompt=" \n")).lines == ()


def test_a_model_that_is_no_more() -> None:
    """Its picture is reworked by the operator's usual model, and nothing is known of its pixels."""
    view = ended(made(), model="retired-1", size="1K")

    assert labels(view) == [
        "Again",
        "Vary",
        "Edit",
        "Ratio",
        "Remove",
        "Larger: 2K",
        "Larger: 4K",
    ]
    assert len(card(view).below) == 1


def test_a_view_knows_what_is_settled() -> None:
    """When there is no more news to come, of any picture."""
    assert JobView(job=working().job, models=MODELS, pictures=(made(0), failed(1))).is_settled


def test_a_provider_is_named_once() -> None:
    """The name of another provider's model begins with it already."""
    view = ended(made(), model="gate/paint-1", provider="gate")

    assert card(view).below[0].startswith("-# `gate/paint-1` · 1024 × 1024")
