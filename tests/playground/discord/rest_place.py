"""A running playground with the real discord.py logged in as the bot, and people as plain HTTP clients."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from yarl import URL

from bot.playground.clock import Clock
from bot.playground.discord.world.entities import Channel, Message, User
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.state import World
from bot.playground.journal import Journal
from bot.playground.keys import CLOCK, JOURNAL, OPTIONS, WORLD
from bot.playground.options import Options
from bot.playground.server import running
from tests.e2e.judge import OPENAPI, judge

TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> int:
        return int(self.body["code"])


@dataclass
class Place:
    """`bot` is discord.py without a gateway; `events` are all changes that were announced."""

    world: World
    journal: Journal
    clock: Clock
    origin: str
    bot: discord.Client
    http: aiohttp.ClientSession
    events: list[Event] = field(default_factory=list)

    def channel(self, name: str = "general") -> Channel:
        return next(c for c in self.world.channels.values() if c.name == name)

    def person(self, name: str) -> User:
        return next(user for user in self.world.users.values() if user.global_name == name)

    def talk(self, channel: Channel | None = None) -> discord.PartialMessageable:
        """The channel as the bot writes to it."""
        place = channel or self.channel()
        return self.bot.get_partial_messageable(place.id, guild_id=place.guild_id)

    def stored(self, message_id: int, channel: Channel | None = None) -> Message:
        found = self.world.message((channel or self.channel()).id, message_id)
        assert found is not None
        return found

    async def ask(self, who: str, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """A request as a person (by name), as "bot", or with any Authorization."""
        token = f"Bot {self.world.bot.token}" if who == "bot" else self._token(who)
        url = URL(f"{self.origin}/api/v10{path}", encoded=True)
        async with self.http.request(method, url, json=body, headers={"Authorization": token}, **more) as got:
            text = await got.text()
            answer = await got.json() if text and got.content_type == "application/json" else text or None
            return Answer(got.status, answer, dict(got.headers))

    def _token(self, who: str) -> str:
        return next((user.token for user in self.world.users.values() if user.global_name == who), who)

    def names(self) -> list[str]:
        return [event.name for event in self.events]

    def violated(self) -> list[str]:
        return [violation.rule for violation in self.journal.violations]


@asynccontextmanager
async def place(*, judged: bool = True) -> AsyncIterator[Place]:
    """Whatever a test does here, Discord's OpenAPI file must agree with both sides (where the file is at hand)."""
    async with running(Options(port=0, bot=False)) as app, aiohttp.ClientSession(timeout=TIMEOUT) as http:
        origin = app[OPTIONS].origin
        discord.http.Route.BASE = f"{origin}/api/v10"
        client = discord.Client(intents=discord.Intents.default(), max_ratelimit_timeout=30)
        await client.login(app[OPTIONS].bot_token)
        here = Place(app[WORLD], app[JOURNAL], app[CLOCK], origin, client, http)
        here.world.subscribe(here.events.append)
        try:
            yield here
        finally:
            await client.close()
        if judged and OPENAPI.exists():
            complaints = judge([entry.as_json() for entry in here.journal.requests])
            assert not complaints, complaints
