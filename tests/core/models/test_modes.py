"""Which model makes what, and what is offered while somebody writes a model's name."""

import pytest

from bot.core.models.modes import MODES, having, in_mode, makes_of, sees, suggested, takes_functions
from bot.core.models.naming import choose
from bot.core.models.provider import Makes
from tests.core.models.platforms import PLATFORMS


@pytest.mark.parametrize(
    ("name", "makes"),
    [
        ("gemini_official/gemini-3-pro", Makes.TEXT),
        ("gemini_official/gemini-3-pro-deepsearch", Makes.RESEARCH),
        ("antigravity/gemini-3-pro-image-4K", Makes.IMAGE),
        ("antigravity/retired", Makes.TEXT),
        ("", Makes.TEXT),
    ],
)
def test_what_a_name_makes(name: str, makes: Makes) -> None:
    """By its suffix or by itself; a name that nobody has any more makes text."""
    assert makes_of(PLATFORMS, name) is makes


@pytest.mark.parametrize(
    ("name", "mode", "found"),
    [
        ("gemini_official/gemini-3-pro", Makes.CANVAS, "gemini_official/gemini-3-pro-canvas"),
        ("gemini_official/gemini-3-pro-video", Makes.CANVAS, "gemini_official/gemini-3-pro-canvas"),
        ("antigravity/gemini-3-pro-image-4K", Makes.IMAGE, "antigravity/gemini-3-pro-image-4K"),
        ("antigravity/gemini-3-pro-high", Makes.IMAGE, None),
    ],
)
def test_a_mode_is_a_suffix_of_the_same_model(name: str, mode: Makes, found: str | None) -> None:
    """One in place of another; what makes it by itself stays as it is."""
    moded = in_mode(choose(PLATFORMS, name), mode)

    assert (moded.name if moded else None) == found


def test_who_has_a_mode() -> None:
    """Of each provider one, in the order in which they are configured."""
    found = {mode: [choice.name for choice in having(PLATFORMS, mode)] for mode in MODES}

    assert found == {
        Makes.IMAGE: ["antigravity/gemini-2.5-flash-image", "gemini_official/gemini-3-fast-imagen"],
        Makes.VIDEO: ["gemini_official/gemini-3-fast-video"],
        Makes.CANVAS: ["gemini_official/gemini-3-fast-canvas"],
        Makes.RESEARCH: ["gemini_official/gemini-3-fast-deepsearch"],
        Makes.STORYBOOK: ["gemini_official/gemini-3-fast-storybook"],
    }


def test_functions_are_for_what_speaks() -> None:
    """Where the platform has tools, and not for pictures."""
    names = ("antigravity/gemini-2.5-pro", "antigravity/gemini-3-pro-image", "gemini_official/gemini-3-pro")

    assert [takes_functions(choose(PLATFORMS, name)) for name in names] == [True, False, False]


def test_a_model_that_nobody_has_sees_nothing() -> None:
    """A picture would be lost on it."""
    assert sees(PLATFORMS, "antigravity/gemini-2.5-pro")
    assert not sees(PLATFORMS, "antigravity/retired")


def names(typed: str, **more: object) -> list[str]:
    return [choice.name for choice in suggested(PLATFORMS, typed, **more)]  # type: ignore[arg-type]


def test_suggestions_by_id_provider_and_title() -> None:
    """Every word counts, wherever it stands; what begins with it comes first, and what makes more than text last."""
    assert set(names("gemini_off 3-pro")) == {"gemini_official/gemini-3-pro"}
    assert names("app gateway") == [f"gemini_official/gemini-3-{one}" for one in ("fast", "thinking", "pro")]
    assert {name.partition("/")[0] for name in names("gemini")} == {"antigravity", "gemini_official"}
    assert names("claude")[0].startswith("antigravity/claude")
    assert names("gemini image")[-1] == "antigravity/gemini-3-pro-image"
    assert names("gpt-9") == []


def test_suffixes_are_suggested_once_the_model_is_written() -> None:
    """Before, they would bury the models."""
    assert names("gemini_official") == [f"gemini_official/gemini-3-{one}" for one in ("fast", "thinking", "pro")]
    assert names("gemini-3-fast") == [
        "gemini_official/gemini-3-fast",
        *(f"gemini_official/gemini-3-fast-{word}" for word in ("imagen", "video", "canvas", "deepsearch", "storybook")),
    ]
    assert names("gemini-3-fast-vi") == ["gemini_official/gemini-3-fast-video"]
    assert names("fast-vi") == []


def test_the_usual_model_and_one_kind_alone() -> None:
    """The model of new talks is the likeliest; where films are made, no other model is offered."""
    assert names("", usual="gemini_official/gemini-3-pro")[0] == "gemini_official/gemini-3-pro"
    assert names("pro", makes=Makes.VIDEO) == ["gemini_official/gemini-3-pro-video"]
