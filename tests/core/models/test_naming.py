"""A model's name is read without guessing: a suffix counts only where it is declared and the rest is a known model."""

from dataclasses import replace

import pytest

from bot.core.models.naming import UnknownModel, choices_of, choose
from bot.core.models.provider import Makes
from bot.providers_file import PRESETS, preset

BOTH = {name: preset(name, base=f"http://gateway.invalid/{name}") for name in PRESETS}
EVERY = [choice.name for provider in BOTH.values() for choice in choices_of(provider)]


@pytest.mark.parametrize("name", EVERY)
def test_every_name_is_read_as_it_is_written(name: str) -> None:
    """The name of a choice leads to that choice, and no other name does."""
    assert choose(BOTH, name).name == name


@pytest.mark.parametrize(
    ("name", "model", "suffixes", "makes"),
    [
        ("antigravity/gemini-3-pro-low", "gemini-3-pro-low", [], Makes.TEXT),
        ("antigravity/gemini-3-pro-image-4K", "gemini-3-pro-image", ["4K"], Makes.IMAGE),
        ("gemini_official/gemini-3-pro", "gemini-3-pro", [], Makes.TEXT),
        ("gemini_official/gemini-3-pro-imagen", "gemini-3-pro", ["imagen"], Makes.IMAGE),
        ("gemini_official/gemini-3-thinking-deepsearch", "gemini-3-thinking", ["deepsearch"], Makes.RESEARCH),
        (" gemini_official/gemini-3-fast-video ", "gemini-3-fast", ["video"], Makes.VIDEO),
    ],
)
def test_what_a_name_consists_of(name: str, model: str, suffixes: list[str], makes: Makes) -> None:
    """The longest known model counts; what it makes is what the suffix says, else its own."""
    choice = choose(BOTH, name)

    assert (choice.model.id, [one.word for one in choice.suffixes], choice.makes) == (model, suffixes, makes)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "gemini-3-flash",
        "antigravity/",
        "/gemini-3-flash",
        "elsewhere/gemini-3-flash",
        "antigravity/gemini-3-pro",
        "antigravity/gemini-3-flash-4K",
        "antigravity/gemini-3-pro-image-4k",
        "antigravity/gemini-3-pro-image-2K-4K",
        "antigravity/gemini-3-flash-imagen",
        "gemini_official/gemini-3-pro-imagen-video",
        "gemini_official/gemini-3-pro-image",
        "gemini_official/gemini-3-pro-",
        "gemini_official/gemini-3-pro|free",
        "gemini_official/gemini-3-pro|[free",
    ],
)
def test_an_unknown_name_is_no_model(name: str) -> None:
    """Nothing is guessed: not the case of a suffix, nor one of another platform, nor two that exclude each other."""
    with pytest.raises(UnknownModel):
        choose(BOTH, name)


def test_a_group_of_accounts_ends_the_name() -> None:
    """What stands after the bar is no part of the model, and goes along as it is."""
    choice = choose(BOTH, "gemini_official/gemini-3-pro-imagen|[free,pro]")

    assert choice.wire_name == "gemini-3-pro-imagen|[free,pro]"
    assert choice.model.id == "gemini-3-pro"


def test_a_provider_may_take_any_model() -> None:
    """Where the operator says so, a name that is not listed is a model that writes."""
    local = replace(BOTH["antigravity"], name="local", takes_any=True)

    choice = choose({"local": local}, "local/org/llama-4:8b")

    assert (choice.wire_name, choice.makes, choice.suffixes) == ("org/llama-4:8b", Makes.TEXT, ())
