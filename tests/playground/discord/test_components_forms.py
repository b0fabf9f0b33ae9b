"""The rules for forms (modals), each broken once."""

from typing import Any

import pytest

from bot.playground.discord import components
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.world.entities import JsonObject
from tests.playground.discord.specimen import Form, OtherForm, Specimen, every_intent
from tests.playground.discord.test_components import at, button, options, row, section, select, text

LABEL: JsonObject = {"type": 18, "label": "l", "component": {"type": 4, "custom_id": "t", "style": 1}}
FORM: JsonObject = {"custom_id": "f", "title": "F", "components": [LABEL]}


def labelled(**component: Any) -> JsonObject:
    return FORM | {"components": [{"type": 18, "label": "l", "component": component}]}


def five(count: int) -> list[JsonObject]:
    return [{"type": 18, "label": "l", "component": {"type": 23, "custom_id": str(n)}} for n in range(count)]


CHOICES = [{"label": "a", "value": "a"}, {"label": "b", "value": "b"}]
FORMS: list[tuple[str, Any, str]] = [
    ("no title", {"custom_id": "f", "components": [LABEL]}, "title"),
    ("a long title", FORM | {"title": "x" * 46}, "title"),
    ("a long custom_id", FORM | {"custom_id": "x" * 101}, "custom_id"),
    ("nothing in it", FORM | {"components": []}, "components"),
    ("six parts", FORM | {"components": five(6)}, "components"),
    ("a button", FORM | {"components": [row(button())]}, "components.0.components.0.type"),
    ("a section", FORM | {"components": [section()]}, "components.0.type"),
    ("a label without component", FORM | {"components": [{"type": 18, "label": "l"}]}, "components.0.component"),
    ("a long label", FORM | {"components": [LABEL | {"label": "x" * 46}]}, "components.0.label"),
    ("a long description", FORM | {"components": [LABEL | {"description": "x" * 101}]}, "components.0.description"),
    ("a button in a label", labelled(type=2, style=1, custom_id="b", label="b"), "components.0.component.type"),
    ("a label said twice", labelled(type=4, custom_id="t", style=1, label="l"), "components.0.component.label"),
    (
        "a bare text input",
        FORM | {"components": [row({"type": 4, "custom_id": "t", "style": 1})]},
        "components.0.components.0.label",
    ),
    ("a style nobody knows", labelled(type=4, custom_id="t", style=3), "components.0.component.style"),
    (
        "more at least than at most",
        labelled(type=4, custom_id="t", style=1, min_length=3, max_length=2),
        "components.0.component.min_length",
    ),
    (
        "too long at most",
        labelled(type=4, custom_id="t", style=1, max_length=4001),
        "components.0.component.max_length",
    ),
    (
        "a value beyond its bounds",
        labelled(type=4, custom_id="t", style=1, max_length=2, value="abc"),
        "components.0.component.value",
    ),
    ("a disabled select", labelled(**select(disabled=True)), "components.0.component.disabled"),
    ("a required choice of nothing", labelled(**select(min_values=0)), "components.0.component.min_values"),
    ("eleven files", labelled(type=19, custom_id="f", max_values=11), "components.0.component.max_values"),
    ("one radio option", labelled(type=21, custom_id="r", options=CHOICES[:1]), "components.0.component.options"),
    (
        "two radio defaults",
        labelled(type=21, custom_id="r", options=[c | {"default": True} for c in CHOICES]),
        "components.0.component.options",
    ),
    ("eleven boxes", labelled(type=22, custom_id="c", options=options(11)), "components.0.component.options"),
    (
        "more boxes than there are",
        labelled(type=22, custom_id="c", options=CHOICES, max_values=3),
        "components.0.component.max_values",
    ),
    ("the same custom_id twice", FORM | {"components": [LABEL, LABEL]}, "components.1.component.custom_id"),
]


@pytest.mark.parametrize(
    ("form", "path"), [(form, path) for _, form, path in FORMS], ids=[name for name, _, _ in FORMS]
)
def test_a_broken_rule_of_a_form_is_named_where_it_is(form: Any, path: str) -> None:
    """Titles, labels, inputs, groups: each mistake under `data`."""
    with pytest.raises(DiscordError) as refused:
        components.check_form(form)

    assert refused.value.errors is not None
    assert at(refused.value.errors, f"data.{path}")


def test_a_form_of_five_parts_is_taken() -> None:
    """Five at the top is the most, and an optional choice may be of nothing."""
    optional = {"type": 18, "label": "l", "component": select(min_values=0, required=False)}

    components.check_form(FORM | {"components": [*five(3), optional, text()]})


async def test_the_forms_of_discord_py_are_taken() -> None:
    """Modals of the real library pass."""
    bot = Specimen(every_intent())

    for form in (Form(bot), OtherForm(bot)):
        components.check_form(form.to_dict())
