"""Model names and the parameters attached to them."""

import pytest

from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.model_names import parsed
from bot.playground.gateways.platforms import PLATFORMS, Era, Platform

ANTIGRAVITY = PLATFORMS["2026-02"]["antigravity"]
OFFICIAL = PLATFORMS["2026-02"]["gemini_official"]


@pytest.mark.parametrize("platform", [ANTIGRAVITY, OFFICIAL], ids=lambda one: one.name)
def test_every_documented_model_is_known_by_its_bare_name(platform: Platform) -> None:
    """Also those that look like another model with a suffix."""
    bases = [parsed(platform, name).base for name in platform.models]

    assert bases == list(platform.models)
    assert all(not parsed(platform, name).suffixes for name in platform.models)


@pytest.mark.parametrize(
    ("name", "base", "resolution"),
    [
        ("gemini-3-pro-image-4K", "gemini-3-pro-image", "4K"),
        ("gemini-2.5-flash-image-2K", "gemini-2.5-flash-image", "2K"),
        ("gemini-3-pro-image|[plus,pro]", "gemini-3-pro-image", None),
        ("gemini-3-pro-image-1K|[ultra]", "gemini-3-pro-image", "1K"),
    ],
)
def test_a_resolution_may_be_a_suffix_of_an_image_model(name: str, base: str, resolution: str | None) -> None:
    """An account group may follow."""
    model = parsed(ANTIGRAVITY, name)

    assert (model.base, model.resolution, model.draws, model.name) == (base, resolution, True, name)


@pytest.mark.parametrize("ability", ["imagen", "video", "canvas", "deepsearch", "storybook"])
@pytest.mark.parametrize("base", OFFICIAL.models)
def test_every_official_model_takes_every_ability(base: str, ability: str) -> None:
    """All models of the platform have all five; one of them draws."""
    model = parsed(OFFICIAL, f"{base}-{ability}")

    assert (model.base, model.ability, model.draws) == (base, ability, ability == "imagen")


@pytest.mark.parametrize(
    ("platform", "name", "status"),
    [
        (ANTIGRAVITY, "gemini-9", 404),
        (ANTIGRAVITY, "gemini-3-pro", 404),
        (ANTIGRAVITY, "gemini-3-fast", 404),
        (ANTIGRAVITY, "", 404),
        (ANTIGRAVITY, None, 404),
        (ANTIGRAVITY, "gemini-3-pro-image|[]", 404),
        (ANTIGRAVITY, "gemini-3-pro-image-4k", 400),
        (ANTIGRAVITY, "gemini-3-pro-image-8K", 400),
        (ANTIGRAVITY, "gemini-3-pro-image-2K-4K", 400),
        (ANTIGRAVITY, "gemini-3-pro-image-imagen", 400),
        (ANTIGRAVITY, "gemini-3-pro-image-", 400),
        (ANTIGRAVITY, "gemini-3-flash-4K", 400),
        (OFFICIAL, "gemini-3-pro-low", 400),
        (OFFICIAL, "gemini-3-pro-4K", 400),
        (OFFICIAL, "gemini-3-pro-imagen-video", 400),
        (OFFICIAL, "gemini-3-pro-imagen-imagen", 400),
        (OFFICIAL, "gemini-3-flash", 404),
    ],
)
def test_an_undeclared_name_is_refused(platform: Platform, name: object, status: int) -> None:
    """Unknown models are 404; unknown, misplaced and clashing parameters are 400."""
    with pytest.raises(GatewayError) as refusal:
        parsed(platform, name)

    assert refusal.value.status == status


@pytest.mark.parametrize(
    ("era", "platform", "name", "known"),
    [
        ("2026-08", "antigravity", "gemini-3.1-flash-image-2K", True),
        ("2026-08", "antigravity", "gemini-3-pro-image", False),
        ("2026-08", "antigravity", "claude-opus-4-6-thinking", True),
        ("2026-08", "antigravity", "gemini-3-pro-low-high", False),
        ("2026-08", "gemini_official", "gemini-3.6-flash-extended-imagen", True),
        ("2026-08", "gemini_official", "gemini-3-fast", False),
        ("2026-02", "gemini_official", "gemini-3-fast-extended", False),
    ],
)
def test_the_eras_have_different_names(era: Era, platform: str, name: str, known: bool) -> None:
    """What was a model of its own became a parameter, and parameters of different families combine in any order."""
    try:
        found = parsed(PLATFORMS[era][platform], name).name == name
    except GatewayError:
        found = False

    assert found is known
