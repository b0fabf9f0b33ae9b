"""A model as an agent at a test's endpoint: what outlives its process, and how its runs are waited for."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from pydantic import SecretStr

from bot.core import events as e
from bot.core.ids import Cursor, RunId
from bot.core.models.provider import Provider
from bot.core.ports import RunRequest
from bot.core.transcript import RunTranscript, fold
from bot.providers.http import Timeouts
from bot.providers.models.agent import ModelAgent
from bot.providers.models.lines import Lines
from bot.providers.models.speeches import SPEECHES
from tests.providers.behaviours import sends
from tests.providers.conftest import Behaviour, Endpoint
from tests.providers.models.fakes import FakeMedia, FakeModelRuns, StandingClock
from tests.providers.models.samples import KEY, message

REQUEST = RunRequest(agent="models", input="hello", instruction="be kind", environment=None, model="acme/flash")
USAGE = e.Usage(input=20, output=5, total=25)


def well(*texts: str, tokens: int = 20) -> Behaviour:
    return sends(message(*texts, tokens=tokens), content_type="text/event-stream")


def broken(text: str) -> bytes:
    """An answer that ends in the midst of its words."""
    return message(text).partition(b'{"type": "content_block_stop"')[0].rpartition(b"data: ")[0]


async def no_sleep(_: float) -> None:
    pass


@dataclass
class World:
    """What outlives a process, and the agent of the newest one."""

    endpoint: Endpoint
    session: aiohttp.ClientSession
    provider: Provider
    runs: FakeModelRuns = field(default_factory=FakeModelRuns)
    media: FakeMedia = field(default_factory=FakeMedia)

    @asynccontextmanager
    async def process(self, *, taken_within_s: float = 5.0, idle: float = 5.0) -> AsyncIterator[ModelAgent]:
        lines = Lines(
            self.session,
            providers={"acme": self.provider},
            keys={"acme": SecretStr(KEY)},
            speeches=SPEECHES,
            sleep=no_sleep,
            timeouts=Timeouts(connect=2, idle=idle),
        )
        clock = StandingClock()
        agent = ModelAgent(lines, runs=self.runs, media=self.media, clock=clock, taken_within_s=taken_within_s)
        try:
            yield agent
        finally:
            await agent.close()
            await lines.close()


async def heard(agent: ModelAgent, run: RunId, *, after: Cursor | None = None, position: int = 0) -> list[e.Heard]:
    async with aclosing(agent.listen(run, after=after, position=position)) as told:
        return [one async for one in told]


async def ended(agent: ModelAgent, request: RunRequest = REQUEST) -> e.RunRecord:
    """The record of a run that is waited for."""
    run = (await agent.create(request)).id
    await heard(agent, run)
    return await agent.read(run)


def folded(events: list[e.Heard]) -> RunTranscript:
    told = RunTranscript()
    for one in events:
        told = fold(told, one)
    return told


def text_of(record: e.RunRecord | RunTranscript) -> str:
    outputs = [step for step in record.steps if isinstance(step, e.Output)]
    return "".join(part.text for step in outputs for part in step.parts if isinstance(part, e.TextPart))


async def said_something(agent: ModelAgent, run: RunId) -> None:
    async with aclosing(agent.listen(run)) as told:
        async for one in told:
            if isinstance(one.event, e.TextAdded):
                return
