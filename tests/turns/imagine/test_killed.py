"""A process that makes pictures is killed at every one of its calls to the outer world, and another takes up its rows.

This is the promise "nothing lost, nothing twice", and twice costs money here.
"""

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.core.imagine.job import Deed, Job, Picture, PictureState
from bot.core.patches import Page
from bot.core.session import Outcome
from bot.turns.imagine.troubles import UNCERTAIN
from tests.fakes_imagine import painted
from tests.turns.imagine.world import GIVEN, JOB, SHOWN, World
from tests.turns.mortal import Killed, Life

ONE = replace(JOB, deed=Deed.EDIT, sources=(SHOWN, GIVEN))
THREE = replace(JOB, count=3)
CHOSEN = replace(JOB, deed=Deed.CHOOSE, sources=(SHOWN,))


@dataclass
class Walk:
    """A job walked by one process after the other; `deaths`: the call at which each of the first ones is killed."""

    world: World
    job: Job
    deaths: Sequence[int]
    after: bool
    lives: list[Life] = field(default_factory=list)
    pictures: tuple[Picture, ...] = ()

    async def go(self) -> Job:
        for death in (*self.deaths, 0):
            self.lives.append(Life(dies_at=death, after=self.after))
            try:
                ended = await self._live(self.lives[-1])
            except* Killed:
                self.world.clock.at += 600_000
            else:
                break
        return ended

    async def _live(self, life: Life) -> Job:
        async with self.world.process(life) as process:
            await process.jobs.accept(self.job)
            await process.runner.take_up()
            ended = await process.ended(self.job)
            self.pictures = await process.pictures(self.job)
            return ended

    @property
    def unnamed(self) -> int:
        """How many calls may have been begun, and their names not written, when a process was killed."""
        return sum(life.calls.count("called") - life.done.count("ran") for life in self.lives[:-1])

    @property
    def taken(self) -> int:
        return len(self.world.painter.taken)


def world_of(folder: str) -> World:
    world = World(Path(folder))
    key = (SHOWN.channel, SHOWN.message, SHOWN.name)
    world.attachments.files = {key: painted("cat"), GIVEN.url: painted("dog")}
    return world


async def undisturbed(job: Job) -> tuple[Page, int]:
    """How the message ends when nothing happens, and how many calls that takes."""
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(world_of(folder), job, (), after=False)
        await walk.go()
    return walk.world.page(), len(walk.lives[0].calls)


def judge(walk: Walk, ended: Job, wanted: Page) -> None:
    world = walk.world
    uncertain = [picture for picture in walk.pictures if picture.state is not PictureState.MADE]
    made = [picture for picture in walk.pictures if picture.state is PictureState.MADE]
    assert world.canvas.violations == []
    assert len(world.canvas.messages) == 1
    assert walk.taken <= (0 if walk.job.deed is Deed.CHOOSE else walk.job.count)
    assert all(picture.reason == UNCERTAIN.reason for picture in uncertain)
    assert len(uncertain) <= walk.unnamed
    assert world.names() == [picture.file for picture in made]
    assert len({upload.digest for upload in world.page().files}) == len(made)
    assert ended.outcome is (Outcome.COMPLETED if made else Outcome.UNCERTAIN)
    assert ended.message == world.message().id
    if not uncertain:
        assert replace(world.page(), files=()) == replace(wanted, files=())
    assert ("nobody can know whether it was taken and paid" in world.words()) is bool(uncertain)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("job", [ONE, THREE, CHOSEN], ids=["one", "three", "chosen"])
async def test_killed_at_any_call(job: Job, after: bool) -> None:
    """Killed before or after any call took effect, the next process ends the one message, and paints nothing twice."""
    wanted, calls = await undisturbed(job)
    for death in range(1, calls + 1):
        with tempfile.TemporaryDirectory() as folder:
            walk = Walk(world_of(folder), job, [death], after=after)

            ended = await walk.go()

            judge(walk, ended, wanted)


async def test_killed_again_and_again() -> None:
    """Three processes killed one after the other leave the fourth enough to end the message as it should."""
    wanted, calls = await undisturbed(THREE)
    dice = random.Random(7)  # noqa: S311 - the same walks each time
    for _ in range(15):
        deaths = [dice.randint(1, calls) for _ in range(3)]
        with tempfile.TemporaryDirectory() as folder:
            walk = Walk(world_of(folder), THREE, deaths, after=dice.random() < 0.5)

            ended = await walk.go()

            judge(walk, ended, wanted)


async def test_a_begun_call_is_resumed(world: World) -> None:
    """A call whose name is written is asked for by it, and is whole in the end."""
    await world.killed("ran", after=True)
    ended = await world.taken_up()

    assert ended.outcome is Outcome.COMPLETED
    assert (len(world.painter.asked), world.painter.resumed) == (1, ["run-0"])


@pytest.mark.parametrize("dies_in", ["ran", "paint"])
async def test_a_call_without_a_name_is_uncertain(world: World, dies_in: str) -> None:
    """Killed between the request and its name, nobody knows what became of it: it is not repeated, and Again is there.

    Before `paint` nothing was taken, but our rows cannot tell.
    """
    await world.killed(dies_in)
    asked = len(world.painter.asked)
    ended = await world.taken_up()

    assert ended.outcome is Outcome.UNCERTAIN
    assert len(world.painter.asked) == asked
    assert "nobody can know whether it was taken and paid" in world.words()
    assert world.page().buttons[0].action == "image.again:job-1.0"


async def test_a_call_that_was_not_begun_is_made(world: World) -> None:
    """Killed before it was written that the provider is asked, the next process asks it."""
    await world.killed("called")
    ended = await world.taken_up()

    assert ended.outcome is Outcome.COMPLETED
    assert (len(world.painter.asked), world.painter.resumed) == (1, [])


async def test_a_provider_without_names(world: World) -> None:
    """Where calls have no names, a picture that was made but not shown is uncertain: it may have been paid."""
    world.painter.has_names = False
    await world.killed("paint", after=True)
    ended = await world.taken_up()

    assert ended.outcome is Outcome.UNCERTAIN
    assert len(world.painter.taken) == 1


async def test_killed_when_it_is_shown(world: World) -> None:
    """Killed after the message shows the picture, and before that is written: shown again in its place, and settled."""
    await world.killed("settle")
    shown = world.names()
    ended = await world.taken_up()

    assert ended.outcome is Outcome.COMPLETED
    assert world.names() == shown == ["a-red-fox-1.png"]
    assert len(world.canvas.messages) == 1


async def test_what_failed_stays_failed(world: World) -> None:
    """A picture whose end was written is not asked for again by the next process."""
    await world.killed("failed", replace(JOB, sources=(replace(GIVEN, url=""),)), after=True)
    ended = await world.taken_up()

    assert ended.outcome is Outcome.FAILED
    assert world.painter.asked == []
    assert "no longer kept" in world.words()
