"""Pictures for the agent: one job a call, however often it is asked for."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import discord
import pytest

from bot.core.imagine.image_models import IMAGE_MODELS, ImageModels
from bot.core.imagine.job import Deed, Job, JobId, Picture, PictureId, PictureState
from bot.core.session import Outcome
from bot.core.tools.calls import Caller, ToolError
from bot.core.tools.ports import Made
from bot.store import SqliteStore, open_store
from bot.surface.imagine.orders import MOST_AT_ONCE
from bot.surface.tools.pictures import MOST_OF_A_TURN, ThreadPictures
from tests.fakes import NOW, FakeClock
from tests.turns.world import SESSION, THREAD, a_turn

CALLER = Caller(session=replace(SESSION, thread=THREAD), turn=a_turn(), number=3)
MADE = (Made(name="moon.png", width=1376, height=768),)


@dataclass
class Studio:
    """Ends a job as soon as it is begun."""

    store: SqliteStore
    outcome: Outcome = Outcome.COMPLETED
    begun: list[JobId] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    at_work: int = 0

    def begin(self, job: Job) -> None:
        self.begun.append(job.id)
        self.at_work += job.count
        self.tasks.append(asyncio.create_task(self._end(job.id)))

    async def _end(self, job: JobId) -> None:
        is_made = self.outcome is Outcome.COMPLETED
        picture = Picture(
            id=PictureId(job, 0), state=PictureState.MADE, file="moon.png", width=1376, height=768, dollars=0.1
        )
        await self.store.jobs.settle(
            job,
            (picture,) if is_made else (),
            outcome=self.outcome,
            reason="" if is_made else "imagine.safety",
            detail="",
            now=NOW,
        )

    def pictures(self, *, needs_age: bool = False) -> ThreadPictures:
        client = discord.Client(intents=discord.Intents.none())
        return ThreadPictures(
            client,
            self.store.jobs,
            self.begin,
            lambda _: self.at_work,
            FakeClock(),
            ImageModels(IMAGE_MODELS, "gemini-nano-banana-2.1"),
            needs_age=needs_age,
        )


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    async with open_store(f"sqlite:///{tmp_path}/bot.db") as store:
        yield Studio(store)


async def make(
    pictures: ThreadPictures, *, model: str = "", ratio: str = "16:9", number: int = 3, count: int = 1
) -> tuple[Made, ...]:
    caller = replace(CALLER, number=number)
    return await pictures.make(caller, prompt="a moon", model=model, ratio=ratio, count=count)


async def test_a_call_is_one_job(studio: Studio) -> None:
    """Asked again after a crash, the picture that was made is told of, and none is made anew."""
    first, again = await make(studio.pictures()), await make(studio.pictures())
    (name,) = studio.begun
    job = await studio.store.jobs.job(name)

    assert first == again == MADE
    assert job is not None
    assert (job.channel, job.guild, job.actor, job.deed) == (THREAD, SESSION.guild, a_turn().actor, Deed.IMAGINE)
    assert (job.prompt, job.ratio) == ("a moon", "16:9")


async def test_no_picture_is_said_to_be_none(studio: Studio) -> None:
    """The agent reads why, in the words that people read."""
    studio.outcome = Outcome.FAILED

    with pytest.raises(ToolError, match="safety rules stopped this"):
        await make(studio.pictures())


async def test_a_wish_that_cannot_be_had_is_refused(studio: Studio) -> None:
    """Before any job is begun."""
    with pytest.raises(ToolError, match="no image model"):
        await make(studio.pictures(), model="paintbrush")
    with pytest.raises(ToolError, match="no aspect ratio"):
        await make(studio.pictures(), ratio="wide")

    assert studio.begun == []


async def test_where_pictures_need_an_age(studio: Studio) -> None:
    """In a thread that is not age-restricted none is made, if the operator has set it so."""
    with pytest.raises(ToolError, match="age-restricted"):
        await make(studio.pictures(needs_age=True))

    assert studio.begun == []


async def test_a_turn_has_a_ration_of_pictures(studio: Studio) -> None:
    """Those beyond it are refused before a job is begun, also by the next process; what was made is told of again."""
    for number in (0, 1):
        await make(studio.pictures(), number=number, count=MOST_OF_A_TURN // 2)
    studio.at_work = 0

    with pytest.raises(ToolError, match="one request may have 8 pictures"):
        await make(studio.pictures(), number=2)
    assert await make(studio.pictures(), number=1, count=MOST_OF_A_TURN // 2) == MADE
    assert len(studio.begun) == 2


async def test_a_person_has_no_more_at_work_than_by_a_command(studio: Studio) -> None:
    """Pictures that the agent wants count among those of its asker, whatever has them made."""
    studio.at_work = MOST_AT_ONCE - 1

    with pytest.raises(ToolError, match="7 pictures are at work for this person"):
        await make(studio.pictures(), count=2)
    assert await make(studio.pictures(), count=1) == MADE


async def test_calls_at_once_do_not_all_find_room(studio: Studio) -> None:
    """Of several that come together, those are refused for which those before them leave no room."""
    pictures = studio.pictures()
    calls = [make(pictures, number=number, count=4) for number in range(4)]

    ended = await asyncio.gather(*calls, return_exceptions=True)

    assert [one == MADE for one in ended] == [True, True, False, False]
    assert len(studio.begun) == 2
