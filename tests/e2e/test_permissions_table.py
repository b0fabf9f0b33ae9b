"""docs/permissions.md, its tests and the invitation are about the same permissions."""

import re
from pathlib import Path

from bot.surface.permissions import NEEDED
from tests.e2e import test_permissions, test_permissions_lost
from tests.e2e.failures import ROWS

DOCS = Path(__file__).parents[2] / "docs" / "permissions.md"


def rows() -> list[str]:
    return re.findall(r'^\| <a id="([\w-]+)"></a>', DOCS.read_text(), re.MULTILINE)


def test_every_row_is_proved_and_every_proof_has_its_row() -> None:
    """Each row of the table is named by a test, and each test names rows that are there."""
    tests = [*vars(test_permissions).values(), *vars(test_permissions_lost).values()]
    named = {row for test in tests for row in getattr(test, ROWS, ())}

    assert len(rows()) == len(set(rows()))
    assert sorted(rows()) == sorted(named)


def test_every_permission_has_its_row() -> None:
    """Whatever the bot is invited with, the table says what happens without it."""
    told = {row.replace("-", "_") for row in rows()}

    assert set(NEEDED) - told == set()
