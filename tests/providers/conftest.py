"""A local endpoint that answers what a test says, for what a well-behaved server never does."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.providers.http import Timeouts, open_session
from bot.providers.interactions.client import InteractionsAgent
from bot.providers.interactions.patience import Patience

KEY = "AIza-the-secret-key"

Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Endpoint:
    """Answers with its `behaviours` in order, the last one for ever; `asked` is what it was asked."""

    server: TestServer
    behaviours: list[Behaviour] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def base(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    def will(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.raw_path))
        self.bodies.append(await request.read())
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        behaviour = self.behaviours[0] if len(self.behaviours) == 1 else self.behaviours.pop(0)
        return await behaviour(request)


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    async with _serving() as endpoint:
        yield endpoint


@pytest.fixture
async def elsewhere() -> AsyncIterator[Endpoint]:
    """Another host, as ports make them."""
    async with _serving() as endpoint:
        yield endpoint


@asynccontextmanager
async def _serving() -> AsyncIterator[Endpoint]:
    app = web.Application(client_max_size=64 * 1024 * 1024)
    server = TestServer(app, host="127.0.0.1")
    endpoint = Endpoint(server)
    app.router.add_route("*", "/{tail:.*}", endpoint.answer)
    await server.start_server(shutdown_timeout=0.1)
    yield endpoint
    await server.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as session:
        yield session


@pytest.fixture
def agent(endpoint: Endpoint, session: aiohttp.ClientSession) -> InteractionsAgent:
    return agent_at(endpoint.base, session)


def agent_at(base: str, session: aiohttp.ClientSession) -> InteractionsAgent:
    """An agent in a hurry: it waits a moment where a real one waits seconds."""
    return InteractionsAgent(
        session,
        base=base,
        key=SecretStr(KEY),
        timeouts=Timeouts(connect=2, total=0.5, idle=0.5),
        patience=Patience(attempts=4, first_wait=0.01, longest_wait=0.05, jitter=0),
    )
