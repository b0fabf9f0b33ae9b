"""What tokens cost, as last published."""

import pytest
from hypothesis import given

from bot.core.events import Usage
from bot.core.prices import AGENT_MODELS, PRICES, cost, in_dollars
from tests.core.strategies import USAGES

AGENT = "antigravity-preview-09-2026"


def test_each_kind_of_token_has_its_price() -> None:
    """Fresh input and tool use cost as input, cached input less, output and thoughts as output."""
    usage = Usage(
        input=2_000_000, cached=1_000_000, output=1_000_000, thought=1_000_000, tool_use=1_000_000, total=5_000_000
    )

    assert cost(AGENT, usage) == pytest.approx(2 * 0.75 + 0.075 + 2 * 3.75)


def test_a_model_has_its_own_price() -> None:
    """A model's own name works where an agent's does; what is unknown has no price rather than a wrong one."""
    usage = Usage(output=1_000_000)

    assert cost("gemini-3.5-flash-lite", usage) == pytest.approx(2.5)
    assert cost("somebody-elses-agent", usage) is None


def test_every_agent_has_a_priced_model() -> None:
    """No agent names a model that the table lacks, and reading from the cache is never dearer than reading fresh."""
    assert set(AGENT_MODELS.values()) <= set(PRICES)
    assert all(price.cached <= price.input for price in PRICES.values())


@given(USAGES)
def test_nothing_costs_less_than_nothing(usage: Usage) -> None:
    """Whatever the service counts, also more cached tokens than input, no cost is negative."""
    assert (cost(AGENT, usage) or 0) >= 0


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0.0, "0.0000"), (0.00424, "0.0042"), (0.0099, "0.0099"), (0.01, "0.010"), (0.314, "0.31"), (12.4, "12.40")],
)
def test_an_amount_has_digits_that_say_something(amount: float, text: str) -> None:
    """Cents have two digits behind the point, less than a cent has four."""
    assert in_dollars(amount) == text
