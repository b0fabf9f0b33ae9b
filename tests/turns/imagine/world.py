"""An outer world with a store on a disk, in which processes that make pictures begin, are killed and begin again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.core.attachments import Source
from bot.core.ids import Snowflake
from bot.core.imagine.image_models import GOOGLE, IMAGE_MODELS, ImageModels
from bot.core.imagine.job import Deed, Job, JobId, Picture
from bot.core.imagine.ports import Jobs
from bot.core.patches import Card, Page
from bot.core.session import Actor
from bot.store import open_store
from bot.turns.imagine.equipment import Patience, Studio
from bot.turns.imagine.runner import JobRunner
from bot.turns.losses import Losses
from bot.turns.pictures.asking import Pictures
from tests.fakes import NOW, FakeClock, FakeMessage
from tests.fakes_imagine import FakeAttachments, FakeJobMessages, FakePainter, FakePictures, JobCanvas
from tests.turns.mortal import Killed, Life, mortal

ASKER = Snowflake(77)
GUILD, CHANNEL = Snowflake(1), Snowflake(2)
MODEL = "gemini-nano-banana-2.1"
PATIENCE_S = 20.0
PATIENCE = Patience(redraw_every_s=0.0, cancel_within_s=1.0)
JOB = Job(
    id=JobId("job-1"),
    origin="itx:1",
    guild=GUILD,
    channel=CHANNEL,
    actor=Actor(id=ASKER, name="Mira"),
    locale="en-GB",
    prompt="A red fox",
    deed=Deed.IMAGINE,
    model=MODEL,
    provider=GOOGLE,
    created_at=NOW,
)
SHOWN = Source(name="cat.png", channel=Snowflake(9), message=Snowflake(99))
"""A picture in a message; and one that was given with the command."""
GIVEN = Source(name="dog.png", url="https://cdn.discordapp.com/dog.png?ex=1")


def another_job(number: int, **changes: Any) -> Job:
    return replace(JOB, id=JobId(f"job-{number}"), origin=f"itx:{number}", channel=Snowflake(number), **changes)


@dataclass
class Process:
    """One process of ours while it lives."""

    runner: JobRunner
    jobs: Jobs

    async def imagine(self, job: Job = JOB) -> Job:
        await self.jobs.accept(job)
        self.runner.begin(job)
        return job

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until it has."""
        async with asyncio.timeout(PATIENCE_S):
            while not happened():  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.001)

    async def ended(self, job: Job = JOB) -> Job:
        """The job once it has an outcome and nobody works for it."""
        async with asyncio.timeout(PATIENCE_S):
            while (known := await self.jobs.job(job.id)) is None or known.is_open:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.001)
        await self.until(lambda: job.id not in self.runner.working)
        return known

    async def begun(self, job: Job = JOB) -> None:
        """The names of all the job's calls are written."""
        async with asyncio.timeout(PATIENCE_S):
            while not all(picture.run for picture in await self.pictures(job)):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.001)

    async def pictures(self, job: Job = JOB) -> tuple[Picture, ...]:
        return await self.jobs.pictures(job.id)

    async def wholly(self, job: Job = JOB) -> Job:
        return await self.ended(await self.imagine(job))


@dataclass
class World:
    folder: Path
    clock: FakeClock = field(default_factory=FakeClock)
    patience: Patience = PATIENCE
    painter: FakePainter = field(default_factory=FakePainter)
    attachments: FakeAttachments = field(default_factory=FakeAttachments)
    pictures: Pictures = field(default_factory=FakePictures)
    canvas: JobCanvas = field(init=False)
    messages: FakeJobMessages = field(init=False)
    losses: Losses = field(default_factory=Losses)
    hindrance: str = ""
    is_spoiler: bool = False
    told: list[str] = field(default_factory=list)

    async def hindrance_of(self, _: Job) -> str:
        return self.hindrance

    def __post_init__(self) -> None:
        self.canvas = JobCanvas(self.clock)
        self.messages = FakeJobMessages(self.canvas)

    @asynccontextmanager
    async def process(self, life: Life | None = None) -> AsyncIterator[Process]:
        """A process from its start to its end; it ends when all its jobs have, or with its life."""
        life = life or Life()
        async with open_store(f"sqlite:///{self.folder}/bot.db") as opened:
            studio = Studio(
                jobs=mortal(opened.jobs, life),
                painters={GOOGLE: mortal(self.painter, life)},
                attachments=mortal(self.attachments, life),
                canvas=mortal(self.canvas, life),
                messages=mortal(self.messages, life),
                pictures=mortal(self.pictures, life),
                clock=self.clock,
                models=ImageModels(IMAGE_MODELS, MODEL),
                is_spoiler=self.is_spoiler,
                patience=self.patience,
                losses=self.losses,
                hindrance_of=self.hindrance_of,
                sleep=self.clock.sleep,
                tell_operator=self.told.append,
            )
            async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
                yield Process(JobRunner(studio, group), opened.jobs)

    async def killed(self, dies_in: str, job: Job = JOB, *, after: bool = False) -> None:
        """Ask for pictures in a process that is killed at its first call of this name."""
        try:
            async with self.process(Life(dies_in=dies_in, after=after)) as process:
                await process.ended(await process.imagine(job))
        except* Killed:
            pass

    async def taken_up(self, job: Job = JOB) -> Job:
        """The same job, ended by another process."""
        async with self.process() as process:
            await process.runner.take_up()
            return await process.ended(job)

    async def wholly(self, job: Job = JOB) -> Job:
        """The job from its beginning to its end, in one process."""
        async with self.process() as process:
            return await process.wholly(job)

    async def rows(self, job: Job = JOB) -> tuple[Picture, ...]:
        """The job's pictures as the store has them."""
        async with open_store(f"sqlite:///{self.folder}/bot.db") as opened:
            return await opened.jobs.pictures(job.id)

    # --- what a person sees ---

    def message(self, job: Job = JOB) -> FakeMessage:
        """The job's one message."""
        (message,) = self.canvas.thread(job.channel)
        return message

    def page(self, job: Job = JOB) -> Page:
        return self.message(job).page

    def card(self, job: Job = JOB) -> Card:
        card = self.page(job).card
        assert card is not None
        return card

    def words(self, job: Job = JOB) -> str:
        """All that the job's message says."""
        card = self.card(job)
        return "\n".join((*card.lines, *card.below))

    def names(self, job: Job = JOB) -> list[str]:
        """The files of the job's message."""
        return [upload.name for upload in self.page(job).files]
