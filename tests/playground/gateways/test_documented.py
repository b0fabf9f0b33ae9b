"""The document of the local gateways names what there is."""

import re
from pathlib import Path

import pytest

import bot.playground.gateways as room
from bot.playground.gateways.conditions import _CHOICES, PICTURE_FORMS, Conditions
from bot.playground.gateways.manner import ODDITIES, manner_of
from bot.playground.gateways.platforms import PLATFORMS

PLACE = Path(str(room.__file__)).parent
DOCUMENT = (PLACE.parents[2] / "docs" / "gateways-playground.md").read_text()
SOURCES = "".join(path.read_text() for path in PLACE.rglob("*.py"))
RULES = sorted(set(re.findall(r"note\(\s*\"([a-z-]+)\"", SOURCES)) | {"not-of-this-platform", "unknown-route"})


def _named(word: str) -> bool:
    return f"`{word}`" in DOCUMENT


@pytest.mark.parametrize("form", PICTURE_FORMS)
def test_every_form_of_a_picture_is_named(form: str) -> None:
    """By the word that asks for it."""
    assert _named(form)


@pytest.mark.parametrize("name", Conditions().as_json())
def test_every_condition_and_its_values_are_named(name: str) -> None:
    """In its table."""
    missing = [value for value in _CHOICES.get(name, ()) if not _named(value)]

    assert _named(name)
    assert missing == []


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_named(rule: str) -> None:
    """A family of rules may share its beginning."""
    family = re.sub(r"^parameter-not", "", rule)

    assert _named(rule) or (family != rule and _named(family))


def test_every_oddity_is_named() -> None:
    """The words of the document call up all of them."""
    words = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", DOCUMENT, flags=re.DOTALL))
    called = {name for word in words for name in manner_of(word)}
    ends = ("as a string", "as finish", "as an event")
    joined = {name for end in ends for name in manner_of(f"break mid-stream {end}")}

    assert set(ODDITIES) == called | joined


def test_every_platform_and_parameter_is_named() -> None:
    """Of the documented era."""
    for platform in PLATFORMS["2026-02"].values():
        assert all(_named(name) for name in (platform.name, *platform.suffixes, *platform.parameters))
