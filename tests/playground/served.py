"""A running playground for a test, and a client that speaks plain HTTP to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.playground.application import running
from bot.playground.keys import OPTIONS
from bot.playground.options import Options

AGENT = "antigravity-preview-09-2026"
_PATIENCE = aiohttp.ClientTimeout(total=20)


@dataclass(frozen=True)
class Client:
    """Plain HTTP to the agent API, the levers and anything else on the port."""

    session: aiohttp.ClientSession
    app: web.Application

    @property
    def origin(self) -> str:
        return self.app[OPTIONS].origin

    async def request(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and parsed JSON. A header's name is written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.request(method, self.origin + path, json=body, headers=sent) as answer:
            return answer.status, await answer.json(content_type=None)

    async def ask(self, text: Any = "hello", **fields: Any) -> Any:
        """A plain run of the newest agent, to its end."""
        status, made = await self.request("POST", "/v1beta/interactions", {"agent": AGENT, "input": text} | fields)
        assert status == 200, made
        return made

    async def refused(self, **body: Any) -> tuple[int, str, str]:
        """Status, code and message with which a create was refused."""
        status, answer = await self.request("POST", "/v1beta/interactions", body)
        return status, answer["error"]["code"], answer["error"]["message"]

    async def read(self, run_id: str) -> Any:
        return (await self.request("GET", f"/v1beta/interactions/{run_id}"))[1]

    async def lines(self, path: str, *, body: Any = None) -> list[str]:
        """The lines of an event stream; the last one is "(cut)" when the connection broke."""
        method = "GET" if body is None else "POST"
        collected: list[str] = []
        async with self.session.request(method, self.origin + path, json=body) as answer:
            try:
                async for line in answer.content:
                    collected.append(line.decode().rstrip("\n"))  # noqa: PERF401 - what came before a cut counts
            except aiohttp.ClientPayloadError:
                collected.append("(cut)")
        return collected

    async def lever(self, name: str, body: Any = None) -> Any:
        """Pulls a lever (with a body) or reads it."""
        status, answer = await self.request("GET" if body is None else "POST", f"/playground/{name}", body)
        assert status == 200, answer
        return answer


@asynccontextmanager
async def served(data: Path, *, speed: float = 100) -> AsyncIterator[Client]:
    headers = {"x-goog-api-key": "a-key"}
    options = Options(port=0, data=data, speed=speed)
    async with running(options) as app, aiohttp.ClientSession(headers=headers, timeout=_PATIENCE) as session:
        yield Client(session, app)
