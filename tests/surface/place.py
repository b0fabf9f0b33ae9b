"""The bot's own discord.py client and canvas in this process, against a running playground that can be looked into."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from aiohttp import web

from bot.core.ids import Slot, Snowflake
from bot.core.patches import Page, Urgency
from bot.core.ports import Compose, Written
from bot.playground.application import running
from bot.playground.discord.world.entities import Channel, Message, Overwrite
from bot.playground.discord.world.flags import ChannelType, Permission
from bot.playground.discord.world.state import World
from bot.playground.journal import Entry, Journal
from bot.playground.keys import FAULTS, JOURNAL, OPTIONS, WORLD
from bot.playground.options import Options
from bot.surface.canvas import DiscordCanvas
from bot.surface.client import BotClient
from bot.surface.endpoints import use_endpoints
from bot.surface.pacer import Pacer
from tests.e2e.judge import OPENAPI, judge

PATIENCE_S = 20.0
EDIT = "/channels/{channel_id}/messages/{message_id}"
CREATE = "/channels/{channel_id}/messages"


def always(page: Page | None) -> Compose:
    async def compose() -> Page | None:
        return page

    return compose


def text(content: str, **more: Any) -> Page:
    return Page(slot=Slot("page0"), content=content, **more)


@dataclass
class Place:
    playground: web.Application
    client: BotClient
    pacer: Pacer
    canvas: DiscordCanvas

    @property
    def world(self) -> World:
        return self.playground[WORLD]

    @property
    def general(self) -> Snowflake:
        return Snowflake(self.channel().id)

    def channel(self, name: str = "general") -> Channel:
        return next(c for c in self.world.channels.values() if c.name == name)

    def person(self, name: str) -> Snowflake:
        return Snowflake(next(user.id for user in self.world.users.values() if user.global_name == name))

    def add_channels(self, count: int) -> list[Snowflake]:
        guild = self.world.guild
        made = [Channel(self.world.snowflake(), ChannelType.TEXT, f"room-{n}", guild.id) for n in range(count)]
        self.world.channels.update({channel.id: channel for channel in made})
        guild.channel_ids.extend(channel.id for channel in made)
        return [Snowflake(channel.id) for channel in made]

    def forbid(self, permission: Permission, name: str = "general") -> None:
        """Take it from the bot's own role and from everyone in this channel."""
        guild = self.world.guild
        for role in guild.roles.values():
            self.channel(name).overwrites[role.id] = Overwrite(role.id, 0, deny=int(permission))

    def stored(self, message: Snowflake, channel: Snowflake | None = None) -> Message:
        found = self.world.message(channel or self.general, message)
        assert found is not None
        return found

    def messages(self, channel: Snowflake | None = None) -> list[Message]:
        return list(self.world.channels[channel or self.general].messages.values())

    async def fault(self, match: dict[str, Any], do: dict[str, Any]) -> None:
        await self.playground[FAULTS].add({"match": match, "do": do})

    def requests(self, method: str, route: str = "") -> list[Entry]:
        """The bot's requests so far; `route` is a template without `/api/v10`."""
        found = self.playground[JOURNAL].requests
        return [e for e in found if e.method == method and e.route.removeprefix("/api/v10").startswith(route)]

    def refusals(self) -> list[Entry]:
        return [entry for entry in self.playground[JOURNAL].requests if entry.status == 429]

    async def call(self, name: str, method: str, path: str, body: Any) -> dict[str, Any]:
        """A person's request."""
        user = next(user for user in self.world.users.values() if user.global_name == name)
        url = f"{self.playground[OPTIONS].origin}/api/v10{path}"
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE_S)) as http,
            http.request(method, url, json=body, headers={"Authorization": user.token}) as answer,
        ):
            assert answer.status in (200, 201), await answer.text()
            return dict(await answer.json())

    async def say(self, name: str, content: str) -> dict[str, Any]:
        return await self.call(name, "POST", f"/channels/{self.general}/messages", {"content": content})

    async def open_thread(self, message: Snowflake) -> Snowflake:
        """As the bot, without knowing its guild from the gateway."""
        made = await self.client.http.start_thread_with_message(
            self.general, message, name="talk", auto_archive_duration=1440
        )
        return Snowflake(int(made["id"]))

    async def create(self, page: Page, *, nonce: str = "nonce-1", channel: Snowflake | None = None) -> Written:
        made = await self.canvas.create(channel or self.general, always(page), nonce=nonce, urgency=Urgency.FINAL)
        assert made is not None
        return made[1]

    async def edit(
        self,
        message: Snowflake,
        page: Page,
        *,
        channel: Snowflake | None = None,
        urgency: Urgency = Urgency.FINAL,
    ) -> None:
        await self.canvas.edit(channel or self.general, message, always(page), urgency=urgency)


@asynccontextmanager
async def place(*, online: bool = False, lawful: bool = True) -> AsyncIterator[Place]:
    """`online`: with the gateway. `lawful`: at the end the playground knows of no broken rule."""
    async with running(Options(port=0, bot=False)) as app:
        options = app[OPTIONS]
        use_endpoints(api_base=f"{options.origin}/api/v10", gateway_url=options.gateway_url, cdn_base=options.cdn_base)
        pacer = Pacer(asyncio.get_running_loop().time)
        async with BotClient(pacer.trace()) as client:
            await client.login(options.bot_token)
            here = Place(app, client, pacer, DiscordCanvas(client, pacer))
            async with connected(client) if online else _offline():
                yield here
        if lawful:
            _judge(app[JOURNAL])


def _judge(journal: Journal) -> None:
    """No broken rule, and (where the file is at hand) nothing that Discord's own description does not know."""
    assert not journal.violations, journal.violations
    complaints = judge([entry.as_json() for entry in journal.requests]) if OPENAPI.exists() else []
    assert not complaints, complaints


@asynccontextmanager
async def connected(client: discord.Client) -> AsyncIterator[None]:
    client._connection.guild_ready_timeout = 0.05  # how long it waits for another guild, 2 s by default
    task = asyncio.create_task(client.connect())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await client.wait_until_ready()
        yield
    finally:
        await client.close()
        await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), PATIENCE_S)


@asynccontextmanager
async def _offline() -> AsyncIterator[None]:
    yield
