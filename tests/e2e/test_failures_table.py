"""docs/failures.md and its tests are about the same things."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.e2e import (
    test_failures_cut,
    test_failures_discord,
    test_failures_gone,
    test_failures_refused,
    test_failures_runs,
)
from tests.e2e.failures import ROWS

DOCS = Path(__file__).parents[2] / "docs" / "failures.md"
MODULES = (test_failures_cut, test_failures_discord, test_failures_gone, test_failures_refused, test_failures_runs)


def rows_of_tests() -> Iterator[str]:
    for module in MODULES:
        for test in vars(module).values():
            yield from getattr(test, ROWS, ())


def test_every_row_is_proved_and_every_proof_has_its_row() -> None:
    """Each row of the tables is named by a test, and each test names rows that are there."""
    rows = re.findall(r'^\| <a id="([\w-]+)"></a>', DOCS.read_text(), re.MULTILINE)

    assert len(rows) == len(set(rows))
    assert sorted(rows) == sorted(set(rows_of_tests()))


def test_every_row_is_whole() -> None:
    """Each row says what happens, what is seen, and what is kept."""
    table = [line for line in DOCS.read_text().splitlines() if line.startswith("| <a id=")]

    assert [line for line in table if line.count("|") != 4] == []
