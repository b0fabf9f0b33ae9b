"""What a provider may say: its statuses sorted, its tokens summed."""

import pytest
from hypothesis import given

from bot.core.events import RunStatus, Usage
from tests.core.strategies import USAGES

PENDING = {RunStatus.QUEUED, RunStatus.IN_PROGRESS, RunStatus.UNKNOWN}
CHAINABLE = {RunStatus.COMPLETED, RunStatus.INCOMPLETE, RunStatus.BUDGET_EXCEEDED, RunStatus.REQUIRES_ACTION}


@pytest.mark.parametrize("status", RunStatus)
def test_a_run_is_listened_to_while_it_may_still_work(status: RunStatus) -> None:
    """Queued, in progress and a word we do not know are pending; every other status is an end."""
    assert status.is_pending == (status in PENDING)


@pytest.mark.parametrize("status", RunStatus)
def test_a_stopped_or_failed_run_is_never_chained_on(status: RunStatus) -> None:
    """A next run may name one that completed, ran out of tokens or asked for a tool, and no other."""
    assert status.can_be_chained == (status in CHAINABLE)


@given(USAGES, USAGES)
def test_tokens_add_up_kind_by_kind(one: Usage, other: Usage) -> None:
    """The sum of two usages has the sum of each kind, in any order."""
    total = one + other

    assert total == other + one
    assert total.input == one.input + other.input
    assert total.output == one.output + other.output
    assert total.thought == one.thought + other.thought
    assert total.cached == one.cached + other.cached
    assert total.tool_use == one.tool_use + other.tool_use
    assert total.total == one.total + other.total
    assert one + Usage() == one
