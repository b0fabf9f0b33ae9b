"""The world of a model that is an agent."""

import aiohttp
import pytest

from bot.core.models.provider import Protocol
from tests.providers.conftest import Endpoint
from tests.providers.models.samples import provider
from tests.providers.models.world import World


@pytest.fixture
def world(endpoint: Endpoint, session: aiohttp.ClientSession) -> World:
    return World(endpoint, session, provider(endpoint.base, Protocol.MESSAGES))
