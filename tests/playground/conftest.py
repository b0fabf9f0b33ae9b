"""One running playground per test, at a hundred times its speed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.playground.served import Client, served


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with served(tmp_path) as made:
        yield made
