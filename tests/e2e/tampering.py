"""A gateway in the middle: it relays what the bot and the playground say, and can say things that neither did."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.e2e.stage import PATIENCE_S, Stage


@dataclass
class Tampering:
    """`url` is what the bot is given as its gateway."""

    upstream: str
    http: aiohttp.ClientSession
    port: int
    connections: list[web.WebSocketResponse] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    async def say(self, event: dict[str, Any]) -> None:
        """Tell the bot an event on its newest connection."""
        await self.connections[-1].send_str(json.dumps(event))

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Upstream without compression; discord.py takes text where it asked for bytes."""
        bot = web.WebSocketResponse(timeout=1.0)
        await bot.prepare(request)
        async with self.http.ws_connect(f"{self.upstream}?v=10&encoding=json") as playground:
            self.connections.append(bot)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._relay(playground, bot))
                group.create_task(self._relay(bot, playground))
        return bot

    async def _relay(self, source: Any, target: Any) -> None:
        async for message in source:
            text = message.data
            if target is self.connections[-1] and '"READY"' in text:
                text = text.replace(self.upstream, self.url)
            if not target.closed:
                await target.send_str(text)
        await target.close()


@asynccontextmanager
async def tampering(stage: Stage) -> AsyncIterator[Tampering]:
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=PATIENCE_S)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        port = a_free_port()
        between = Tampering(stage.origin.replace("http", "ws") + "/gateway", http, port)
        app = web.Application()
        app.router.add_get("/gateway", between.serve)
        app.router.add_get("/gateway/", between.serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            yield between
        finally:
            await runner.cleanup()


@asynccontextmanager
async def forwarded(stage: Stage, port: int) -> AsyncIterator[None]:
    """What comes to this port goes on to the playground: until now nobody listened there."""
    upstream = int(stage.origin.rsplit(":", 1)[1])

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", upstream)
        await asyncio.gather(_pour(reader, far_writer), _pour(far_reader, writer), return_exceptions=True)

    server = await asyncio.start_server(forward, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
