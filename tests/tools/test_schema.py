"""Arguments as the agent API takes them."""

from enum import StrEnum
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from bot.tools.schema import schema_of
from tests.tools.places import Place


class Unit(StrEnum):
    C = "celsius"
    F = "fahrenheit"


class Spot(BaseModel):
    """Where."""

    city: str = Field(description="Its name", max_length=50)


class Everything(BaseModel):
    spot: Spot = Field(description="The place")
    unit: Unit = Unit.C
    days: int = Field(1, ge=1, le=7)
    others: list[Spot] = []
    note: str | None = None
    mode: Literal["short"] = "short"
    either: int | str = 1


class Nothing(BaseModel):
    pass


class Tree(BaseModel):
    branches: list["Tree"] = []


def test_a_model_is_written_without_references() -> None:
    """Models within models are written out where they stand; only words that the API knows are left."""
    spot = {
        "type": "object",
        "description": "Where.",
        "properties": {"city": {"type": "string", "description": "Its name"}},
        "required": ["city"],
    }

    assert schema_of(Everything) == {
        "type": "object",
        "properties": {
            "spot": spot | {"description": "The place"},
            "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
            "days": {"type": "integer", "minimum": 1, "maximum": 7},
            "others": {"type": "array", "items": spot},
            "note": {"type": "string"},
            "mode": {"type": "string", "enum": ["short"]},
            "either": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        },
        "required": ["spot"],
    }


def test_nothing_is_required_of_nothing() -> None:
    """A function without arguments has no `required` at all, for the API refuses an empty one."""
    assert schema_of(Nothing) == {"type": "object", "properties": {}}


def test_a_model_that_contains_itself_is_refused() -> None:
    """It cannot be written without references."""
    with pytest.raises(ValueError, match="contains itself"):
        schema_of(Tree)


def test_what_is_shipped_fits() -> None:
    """Every function of ours is a plain object schema, named with our prefix."""
    place = Place()
    offers = place.tools.functions(place.session, place.turn)

    assert {offer.name for offer in offers} == {
        f"discord_{name}"
        for name in (
            "ask_person",
            "read_thread",
            "read_channel",
            "post",
            "open_thread",
            "react",
            "send_file",
            "make_picture",
        )
    }
    assert all(offer.description and offer.parameters["type"] == "object" for offer in offers)
    assert not any(words_of(offer.parameters) & {"$ref", "$defs", "title", "default"} for offer in offers)


def words_of(node: Any) -> set[str]:
    if isinstance(node, list):
        return {word for item in node for word in words_of(item)}
    if not isinstance(node, dict):
        return set()
    names = node.get("properties", {}).values()
    return (
        {*node}
        | {w for key, value in node.items() if key != "properties" for w in words_of(value)}
        | {w for value in names for w in words_of(value)}
    )
