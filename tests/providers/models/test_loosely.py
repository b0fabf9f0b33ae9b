"""Members of what came, whatever it is."""

from typing import Any

import pytest

from bot.providers.models.loosely import number


@pytest.mark.parametrize("told", [10**400, 10**13, -1, "7", 7.5, float("nan"), True, None, [7]])
def test_what_is_no_count_is_none(told: Any) -> None:
    """A number of hundreds of digits fits into no row and no metric, and nobody ever counted so far."""
    assert number({"tokens": told}, "tokens") == 0
