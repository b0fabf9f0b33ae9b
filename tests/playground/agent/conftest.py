"""Google's own SDK, pointed at the local agent."""

from collections.abc import Iterator

import pytest
from google import genai
from google.genai import types

from tests.playground.served import Client


@pytest.fixture
def sdk(client: Client) -> Iterator[genai.Client]:
    """Unmodified but for the address; it is synchronous, so tests run it in a thread."""
    made = genai.Client(api_key="a-key", http_options=types.HttpOptions(base_url=client.origin, timeout=20_000))
    yield made
    made.close()
