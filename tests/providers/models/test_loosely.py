"""Members of what came, whatever it is."""

from typing import Any

import pytest

from bot.providers.models.loosely import NotJson, number, parsed


@pytest.mark.parametrize("told", [10**400, 10**13, -1, "7", 7.5, float("nan"), True, None, [7]])
def test_what_is_no_count_is_none(told: Any) -> None:
    """A number of hundreds of digits fits into no row and no metric, and nobody ever counted so far."""
    assert number({"tokens": told}, "tokens") == 0


@pytest.mark.parametrize("depth", [101, 900, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]")])
def test_what_is_nested_without_end_is_no_json(opening: str, closing: str, depth: int) -> None:
    """Python reads some of it, but writes it into no row, so that the run would have no end."""
    with pytest.raises(NotJson):
        parsed(opening * depth + "1" + closing * depth)


def test_many_things_beside_each_other_are_not_nested() -> None:
    """Only the depth counts."""
    assert parsed(b"[" + b"[{}]," * 1000 + b"1]") == [*[[{}]] * 1000, 1]
