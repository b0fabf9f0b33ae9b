"""A local gateway behind the running playground."""

import pytest

from tests.playground.gateways.wire import Wire
from tests.playground.served import Client


@pytest.fixture
def wire(client: Client) -> Wire:
    return Wire(client)
