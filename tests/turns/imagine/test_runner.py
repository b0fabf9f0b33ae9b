"""From an accepted row to a message with pictures, live."""

import asyncio
from collections import deque
from dataclasses import replace

import pytest

from bot.core.imagine.job import Deed, JobId, PictureId, PictureState
from bot.core.patches import Button, Card, Urgency
from bot.core.session import Outcome
from bot.turns.pictures.asking import PictureProgram
from tests.fakes_imagine import Stroke, painted
from tests.turns.imagine.world import JOB, MODEL, PATIENCE, SHOWN, World, another_job
from tests.turns.pictures.album import noise


async def test_a_whole_job(world: World) -> None:
    """A picture is asked for once, and its message holds the request, the picture, the small print and the buttons."""
    ended = await world.wholly()

    page = world.page()
    assert ended.outcome is Outcome.COMPLETED
    assert ended.message == world.message().id
    assert [request.prompt for request in world.painter.asked] == ["A red fox"]
    assert page.files[0].data == painted("fox 0")
    assert page.card == Card(
        ("> A red fox",),
        0x3BA55D,
        gallery=("a-red-fox-1.png",),
        below=(f"-# `{MODEL}` · Google · 1024 × 1024 · ≈ $0.034 · for <@77>",),
    )
    assert page.buttons[0] == Button("Again", "image.again:job-1.0")
    assert world.canvas.violations == []


async def test_what_is_made_is_written(world: World) -> None:
    """Every picture's row has its name in the message, its pixels, its price and its run."""
    job = replace(JOB, count=2)
    await world.wholly(job)

    first, second = await world.rows(job)
    assert (first.state, first.width, first.height, first.dollars) == (PictureState.MADE, 1024, 1024, 0.034)
    assert [first.file, second.file] == world.names() == ["a-red-fox-1.png", "a-red-fox-2.png"]
    assert {first.run, second.run} == {"run-0", "run-1"}


@pytest.mark.parametrize("count", [1, 3, 4])
async def test_so_many_calls_as_pictures(world: World, count: int) -> None:
    """Each picture is a call of its own, and they are made side by side."""
    world.painter.lets = 0
    job = replace(JOB, count=count)
    async with world.process() as process:
        await process.imagine(job)
        await process.until(lambda: len(world.painter.taken) == count)
        world.painter.lets = 99
        ended = await process.ended(job)

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.painter.asked) == world.painter.most_at_work == count
    assert len({upload.digest for upload in world.page().files}) == count


async def test_at_most_so_many_at_once(world: World) -> None:
    """However many pictures of however many jobs wait, the provider is asked for `at_once` of them."""
    world.patience = replace(PATIENCE, at_once=3)
    jobs = [another_job(number, count=4) for number in range(10, 13)]
    async with world.process() as process:
        for job in jobs:
            await process.imagine(job)
        for job in jobs:
            await process.ended(job)

    assert world.painter.most_at_work == 3
    assert len(world.painter.asked) == 12


async def test_what_is_asked_for_reaches_the_model(world: World) -> None:
    """Model, ratio and size go along as the job has them."""
    await world.wholly(replace(JOB, ratio="16:9", size="2K"))

    (request,) = world.painter.asked
    assert (request.model, request.ratio, request.size, request.references) == (MODEL, "16:9", "2K", ())


async def test_the_message_grows_with_the_pictures(world: World) -> None:
    """While one picture is still made, the message says how many of how many there are."""
    world.painter.lets = 1
    job = replace(JOB, count=2)
    async with world.process() as process:
        await process.imagine(job)
        await process.until(lambda: world.canvas.messages)
        await process.until(lambda: "1 of 2" in world.words())
        urgency = world.page().urgency
        world.painter.lets = 99
        await process.ended(job)

    assert urgency is Urgency.FIRST
    assert "1 of 2" not in world.words()
    assert world.canvas.violations == []


async def test_one_write_at_a_time(world: World) -> None:
    """On a slow Discord, with news by the dozen, no two writes of one message are under way, and the last shows all."""
    world.canvas.latency_s = 0.004
    job = replace(JOB, count=4)
    async with world.process() as process:
        await process.imagine(job)
        await process.until(lambda: job.id in process.runner.working and world.canvas.messages)
        for when in range(20):
            process.runner.working[job.id].message.wait_until(None if when % 2 else world.clock.now())
            await asyncio.sleep(0)
        await process.ended(job)

    assert world.canvas.violations == []
    assert len(world.names()) == 4


async def test_nothing_new_is_no_edit(world: World) -> None:
    """News that change no word of the message are not written; the next that do are."""
    world.painter.lets = 0
    async with world.process() as process:
        await process.imagine()
        await process.until(lambda: world.painter.taken)
        message = process.runner.working[JOB.id].message
        for _ in range(50):
            message.wait_until(None)
            await asyncio.sleep(0.001)
        edits = world.message().edits
        message.wait_until(world.clock.now())
        await process.until(lambda: world.message().edits)
        world.painter.lets = 99
        await process.ended()

    assert edits == 0


async def test_a_new_job_is_opened_as_new_once(world: World) -> None:
    """Only the first try to open a job's message in the process that accepted it knows that nobody did before."""
    await world.wholly()
    await world.killed("stands", another_job(8))
    await world.taken_up(another_job(8))

    assert world.messages.opened == [("job-1", True), ("job-8", True), ("job-8", False)]


async def test_jobs_work_side_by_side(world: World) -> None:
    """One that is held up does not hold another up."""
    slow, quick = another_job(8), another_job(9, deed=Deed.CHOOSE, sources=(SHOWN,))
    world.attachments.files[SHOWN.channel, SHOWN.message, SHOWN.name] = painted("cat")
    world.painter.lets = 0
    async with world.process() as process:
        await process.imagine(slow)
        await process.until(lambda: world.painter.taken)
        ended = await process.wholly(quick)
        world.painter.lets = 99
        await process.ended(slow)

    assert ended.outcome is Outcome.COMPLETED


async def test_choosing_asks_no_model(world: World) -> None:
    """One of several on its own is the same file once more, for nothing, and leads back to where it came from."""
    world.attachments.files[SHOWN.channel, SHOWN.message, SHOWN.name] = painted("cat", sides=(1376, 768))
    job = replace(JOB, deed=Deed.CHOOSE, sources=(SHOWN,), parent=PictureId(JobId("job-0"), 2))
    ended = await world.wholly(job)

    (row,) = await world.rows(job)
    assert ended.outcome is Outcome.COMPLETED
    assert world.painter.asked == []
    assert world.page().files[0].data == painted("cat", sides=(1376, 768))
    assert (row.dollars, row.width, row.height) == (None, 1376, 768)
    assert "https://discord.com/channels/1/9/99" in world.words()
    assert "$" not in world.words()


async def test_spoilers(world: World) -> None:
    """Where the operator has set it so, pictures are covered until somebody clicks."""
    world.is_spoiler = True
    await world.wholly()

    assert world.card().is_spoiler


async def test_a_private_job_links_to_direct_messages(world: World) -> None:
    """In direct messages a picture's origin is there, too."""
    world.attachments.files[SHOWN.channel, SHOWN.message, SHOWN.name] = painted("cat")
    await world.wholly(replace(JOB, deed=Deed.VARY, sources=(SHOWN,), is_private=True))

    assert "https://discord.com/channels/@me/9/99" in world.words()


async def test_a_real_picture(world: World) -> None:
    """With the program that decodes pictures, a model's bytes are measured, and made to fit."""
    world.pictures = PictureProgram()
    large = noise("PNG", (320, 200))
    world.painter.strokes = deque([Stroke(large)])
    ended = await world.wholly()

    (row,) = await world.rows()
    assert ended.outcome is Outcome.COMPLETED
    assert (row.width, row.height) == (320, 200)
    assert world.names() == ["a-red-fox-1.webp"]
    assert len(world.page().files[0].data) < 10_000 < len(large)


async def test_laid_down_and_taken_up(world: World) -> None:
    """A process that shuts down leaves its jobs as they are, begins no other, and the next goes on with them."""
    world.painter.lets = 0
    async with world.process() as process:
        await process.imagine()
        await process.begun()
        await process.runner.lay_down()
        await process.imagine(another_job(8))
        left = await process.jobs.open_jobs()
    begun = [job for job, _ in world.messages.opened]
    world.painter.lets = 99
    ended = await world.taken_up()

    assert [job.id for job in left] == ["job-1", "job-8"]
    assert begun == ["job-1"]
    assert ended.outcome is Outcome.COMPLETED
    assert world.painter.resumed == ["run-0"]
    assert world.painter.cancelled == []


async def test_nothing_is_left_is_nothing_to_take_up(world: World) -> None:
    """A job that has ended is not begun again."""
    await world.wholly()
    async with world.process() as process:
        left = await process.runner.take_up()

    assert left == 0
    assert len(world.painter.asked) == 1


async def test_the_end_is_one_edit(world: World) -> None:
    """The last picture is shown by the edit that ends the job, which waits for no other before it."""
    world.painter.lets = 0
    async with world.process() as process:
        await process.imagine()
        await process.until(lambda: world.painter.taken)
        world.painter.lets = 99
        await process.ended()

    assert world.message().edits == 1
