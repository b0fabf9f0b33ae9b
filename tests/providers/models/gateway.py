"""A person's talk with a model of the local gateway, over real HTTP and through our own speech and reader."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from bot.core import events as e
from bot.core.models.history import Echo
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolResult
from bot.core.transcript import RunTranscript
from bot.providers.models.reading import Ear
from bot.providers.models.speech import ModelSaid, Said, Talk, ToolsSaid, UserSaid
from bot.providers.models.speeches import SPEECHES
from tests.playground.gateways.wire import BEARER
from tests.playground.served import Client, served
from tests.providers.models.readings import folded


@dataclass
class Gateway:
    """`said` is what was said so far; `status` the last answer's."""

    client: Client
    protocol: Protocol
    model: str = "gemini-3-flash"
    platform: str = "antigravity"
    said: tuple[Said, ...] = ()
    status: int = 0

    async def ask(
        self, text: str, *pictures: Reference, query: dict[str, str] | None = None, **members: Any
    ) -> RunTranscript:
        """`query` takes the place of the talk's own."""
        return await self.go_on(UserSaid(text=text, pictures=pictures), query=query, **members)

    async def answer(self, *results: ToolResult, **members: Any) -> RunTranscript:
        return await self.go_on(ToolsSaid(results=results), **members)

    async def go_on(self, said: Said, *, query: dict[str, str] | None = None, **members: Any) -> RunTranscript:
        talk = Talk(model=self.model, said=(*self.said, said), **members)
        speech = SPEECHES[self.protocol]
        asking, reader = speech.asking(talk), speech.reader()
        events = await self._heard(replace(asking, query=asking.query if query is None else query), Ear(reader))
        run = folded(events)
        echo = Echo(protocol=self.protocol, model=self.model, content=reader.echo) if reader.echo else None
        self.said = (*talk.said, ModelSaid(steps=run.steps, echo=echo))
        return run

    async def _heard(self, asking: Any, ear: Ear) -> list[e.AgentEvent]:
        url = URL(f"{self.client.origin}/{self.platform}{asking.path}", encoded=True).with_query(dict(asking.query))
        events: list[e.AgentEvent] = []
        headers = BEARER | dict(asking.headers)
        async with aiohttp.ClientSession(headers=headers) as session, session.post(url, json=asking.body) as answer:
            self.status = answer.status
            async for data in answer.content.iter_any():
                events += ear.feed(data)
        return events + ear.close()

    async def broken(self) -> list[Any]:
        """What a careful client never does."""
        violations: list[Any] = await self.client.lever("violations")
        return violations


@asynccontextmanager
async def gateway_at(data: Path, protocol: Protocol) -> AsyncIterator[Gateway]:
    async with served(data) as client:
        yield Gateway(client, protocol)
