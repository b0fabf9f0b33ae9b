"""A running playground for tests of its live side, and people who use it as Discord's own client does."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.playground.application import running
from bot.playground.discord.gateway.hub import Hub
from bot.playground.discord.world.entities import Channel
from bot.playground.discord.world.state import World
from bot.playground.keys import HUB, JOURNAL, OPTIONS, WORLD
from bot.playground.options import Options

PATIENCE = 5.0
OCTETS = "application/octet-stream"


@dataclass
class Client:
    """A raw gateway client: `events` are dispatches in order, `others` frames of other opcodes."""

    socket: aiohttp.ClientWebSocketResponse
    events: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _reader: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            frame = json.loads(message.data)
            (self.events if frame["op"] == 0 else self.others).append(frame)
            self._news.set()
        self._news.set()

    async def say(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def identify(self, token: str, **more: Any) -> dict[str, Any]:
        await self.say(2, {"token": token, "properties": {}, "intents": 0} | more)
        return await self.until("READY")

    async def until(self, name: str, fits: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """The data of the first event of this name that fits."""

        def find() -> dict[str, Any] | None:
            return next((e["d"] for e in self.events if e["t"] == name and fits(e["d"])), None)

        return await self._wait(find, f"{name} among {[e['t'] for e in self.events]}")

    async def op(self, number: int) -> dict[str, Any]:
        return await self._wait(
            lambda: next((f for f in self.others if f["op"] == number), None), f"op {number} in {self.others}"
        )

    async def closed(self) -> int | None:
        """Waits for the end; answers the close code."""
        assert self._reader is not None
        await asyncio.wait_for(asyncio.shield(self._reader), PATIENCE)
        return self.socket.close_code

    async def _wait(self, find: Callable[[], dict[str, Any] | None], what: str) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            try:
                while (found := find()) is None:
                    self._news.clear()
                    await self._news.wait()
            except asyncio.CancelledError:
                raise AssertionError(f"waited in vain for {what}") from None
        return found

    def of(self, name: str) -> list[dict[str, Any]]:
        return [event["d"] for event in self.events if event["t"] == name]

    async def end(self) -> None:
        await self.socket.close()
        if self._reader is not None:
            await asyncio.wait_for(self._reader, PATIENCE)


@dataclass
class Person:
    """Somebody with a token; `nonces` counts up so that feedback can be matched."""

    here: "Here"
    id: int
    name: str
    token: str

    async def call(self, method: str, path: str, body: Any = None, *, files: dict[str, bytes] | None = None) -> Any:
        """The parsed answer with `status` besides, None for 204."""
        kwargs: dict[str, Any] = {}
        if files:
            form = aiohttp.FormData()
            form.add_field("payload_json", json.dumps(body), content_type="application/json")
            for index, (name, data) in enumerate(files.items()):
                form.add_field(f"files[{index}]", io.BytesIO(data), filename=name, content_type=OCTETS)
            kwargs["data"] = form
        elif body is not None:
            kwargs["json"] = body
        headers = {"Authorization": self.token}
        url = f"{self.here.base}/api/v10{path}"
        async with self.here.http.request(method, url, headers=headers, **kwargs) as answer:
            return None if answer.status == 204 else await answer.json() | {"status": answer.status}

    async def says(self, channel: Channel, text: str) -> Any:
        return await self.call("POST", f"/channels/{channel.id}/messages", {"content": text})

    async def asks(
        self, kind: int, data: dict[str, Any], *, channel: Channel | None = None, files: Any = None, **more: Any
    ) -> Any:
        place = channel or self.here.channel("general")
        about = {"type": kind, "application_id": str(self.here.world.application.id), "channel_id": str(place.id)}
        if place.guild_id is not None:
            about["guild_id"] = str(place.guild_id)
        return await self.call("POST", "/interactions", about | {"data": data} | more, files=files)

    async def uses(self, name: str, *options: tuple[int, str, Any], **more: Any) -> Any:
        """Type a slash command with options (type, name, value)."""
        given = [{"type": kind, "name": option, "value": value} for kind, option, value in options]
        return await self.asks(2, {"type": 1, "name": name, "options": given}, **more)

    async def clicks(self, message: dict[str, Any], custom_id: str, **data: Any) -> Any:
        channel = self.here.world.channels[int(message["channel_id"])]
        return await self.asks(3, {"custom_id": custom_id} | data, channel=channel, message_id=message["id"])

    @asynccontextmanager
    async def online(self) -> AsyncIterator[Client]:
        async with self.here.connected() as client:
            await client.identify(self.token)
            yield client


@dataclass
class Here:
    """The running playground from inside (`world`, `hub`) and outside (`base`, `http`)."""

    app: web.Application
    http: aiohttp.ClientSession

    @property
    def base(self) -> str:
        return self.app[OPTIONS].origin

    @property
    def world(self) -> World:
        return self.app[WORLD]

    @property
    def hub(self) -> Hub:
        return self.app[HUB]

    @property
    def token(self) -> str:
        return self.world.bot.token

    def channel(self, name: str) -> Channel:
        return next(channel for channel in self.world.channels.values() if channel.name == name)

    def person(self, name: str) -> Person:
        user = next(user for user in self.world.users.values() if user.name == name)
        return Person(self, user.id, user.name, user.token)

    @property
    def broken_rules(self) -> list[str]:
        return [violation.rule for violation in self.app[JOURNAL].violations]

    @asynccontextmanager
    async def connected(self, query: str = "?v=10&encoding=json") -> AsyncIterator[Client]:
        """A raw client that has been greeted with HELLO."""
        socket = await self.http.ws_connect(f"{self.base}/gateway{query}", max_msg_size=0)
        client = Client(socket)
        client.begin()
        try:
            await client.op(10)
            yield client
        finally:
            await client.end()


@asynccontextmanager
async def playground() -> AsyncIterator[Here]:
    async with running(Options(port=0, bot=False)) as app, aiohttp.ClientSession() as http:
        yield Here(app, http)


async def eventually(found: Callable[[], Any]) -> Any:
    """Waits until it is true; answers it."""
    for _ in range(int(PATIENCE / 0.01)):
        if value := found():
            return value
        await asyncio.sleep(0.01)
    raise AssertionError("it never came true")
