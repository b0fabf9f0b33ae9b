"""A job that somebody stops, whose message or place goes, or whose asker may not have it any more."""

from collections import deque
from dataclasses import replace

import pytest

from bot.core.errors import Gone, Overloaded, Unreachable
from bot.core.ids import Snowflake
from bot.core.imagine.job import PictureState
from bot.core.session import Outcome
from tests.fakes_imagine import Stroke
from tests.turns.imagine.world import ASKER, CHANNEL, GIVEN, GUILD, JOB, Process, World

PAIR = replace(JOB, count=2)


async def at_work(world: World, process: Process, *, lets: int = 0) -> None:
    """Two pictures are begun, and so many of them finished."""
    world.painter.lets = lets
    await process.imagine(PAIR)
    await process.until(lambda: len(world.painter.taken) == 2)
    await process.until(lambda: process.runner.working[PAIR.id].message.view.settled == lets)


async def test_stopped_while_it_is_made(world: World) -> None:
    """Both calls are cancelled with the provider, and the message says who stopped it; nothing is our failure."""
    async with world.process() as process:
        await at_work(world, process)
        await process.runner.stop(PAIR.id, by=ASKER)
        ended = await process.ended(PAIR)

    assert (ended.outcome, ended.stop_asked_by) == (Outcome.CANCELLED, ASKER)
    assert sorted(world.painter.cancelled) == ["run-0", "run-1"]
    assert world.card().lines == ("> A red fox", "Stopped by <@77>.")
    assert "reference" not in world.words()


async def test_stopped_after_the_first(world: World) -> None:
    """What was made by then is shown, and only the other call is cancelled."""
    async with world.process() as process:
        await at_work(world, process, lets=1)
        await process.runner.stop(PAIR.id, by=ASKER)
        ended = await process.ended(PAIR)

    made = [row.run for row in await world.rows(PAIR) if row.state is PictureState.MADE]
    assert ended.outcome is Outcome.COMPLETED
    assert len(world.names()) == len(made) == 1
    assert {*made, *world.painter.cancelled} == {"run-0", "run-1"}
    assert "-# Stopped by <@77>." in world.card().below


async def test_a_provider_that_does_not_stop(world: World) -> None:
    """Where the provider cannot be told, the job ends all the same."""
    world.painter.stubborn = Unreachable("no route")
    async with world.process() as process:
        await at_work(world, process)
        await process.runner.stop(PAIR.id, by=ASKER)
        ended = await process.ended(PAIR)

    assert ended.outcome is Outcome.CANCELLED


async def test_stopped_while_the_provider_is_busy(world: World) -> None:
    """A wait for the next try ends at once, and there is no next try."""
    world.painter.strokes = deque([Stroke(Overloaded("busy", retry_after=60.0), is_begun=False)])
    async with world.process() as process:

        async def forever(_: float) -> None:
            await process.until(lambda: False)

        process.runner.studio = replace(process.runner.studio, sleep=forever)
        await process.imagine()
        await process.until(lambda: process.runner.working and process.runner.working[JOB.id].message.view.retry_at)
        await process.runner.stop(JOB.id, by=ASKER)
        ended = await process.ended()

    assert (ended.outcome, len(world.painter.asked)) == (Outcome.CANCELLED, 1)
    assert "next try" not in world.words()


async def test_stopped_before_it_began(world: World) -> None:
    """A stop that an earlier process wrote down is kept: nothing is asked for, and nothing read."""
    async with world.process() as process:
        await process.jobs.accept(replace(JOB, sources=(GIVEN,)))
        await process.runner.stop(JOB.id, by=ASKER)
    ended = await world.taken_up()

    assert ended.outcome is Outcome.CANCELLED
    assert (world.painter.asked, world.attachments.read) == ([], [])
    assert "Stopped by <@77>." in world.words()


async def test_stopped_while_it_was_taken_up(world: World) -> None:
    """A stop that comes while the rows are read stops the job."""
    async with world.process() as process:
        jobs, reading = process.jobs, process.runner.studio.jobs.pictures

        class Slow:
            def __getattr__(self, name: str) -> object:
                return getattr(jobs, name)

            async def pictures(self, job: object) -> object:
                rows = await reading(job)  # type: ignore[arg-type]
                await process.runner.stop(JOB.id, by=ASKER)
                return rows

        process.runner.studio = replace(process.runner.studio, jobs=Slow())  # type: ignore[arg-type]
        ended = await process.wholly()

    assert ended.outcome is Outcome.CANCELLED
    assert world.painter.asked == []


async def test_a_deleted_message_ends_its_job(world: World) -> None:
    """Somebody deleted it: the calls are cancelled, and nothing is posted again, also by the next process."""
    async with world.process() as process:
        await at_work(world, process)
        message = world.message().id
        del world.canvas.messages[message]
        was_ours = await process.runner.forget(message)
        ended = await process.ended(PAIR)
    async with world.process() as process:
        await process.runner.take_up()

    assert was_ours
    assert (ended.outcome, ended.gone) == (Outcome.CANCELLED, True)
    assert sorted(world.painter.cancelled) == ["run-0", "run-1"]
    assert world.canvas.messages == {}


async def test_a_message_that_was_deleted_unheard(world: World) -> None:
    """Where no event told, the next edit does; what was made by then is not posted anywhere."""
    async with world.process() as process:
        await at_work(world, process)
        del world.canvas.messages[world.message().id]
        world.painter.lets = 1
        ended = await process.ended(PAIR)

    assert not ended.is_open
    assert len(world.painter.cancelled) == 1
    assert world.canvas.messages == {}


async def test_a_message_deleted_between_processes(world: World) -> None:
    """A job whose message was deleted is not gone on with after a restart: its call is cancelled."""
    world.painter.lets = 0
    async with world.process() as process:
        await process.imagine()
        await process.begun()
        await process.runner.lay_down()
        message = world.message().id
        del world.canvas.messages[message]
        await process.runner.forget(message)
    ended = await world.taken_up()

    assert ended.outcome is Outcome.CANCELLED
    assert (world.painter.cancelled, world.painter.resumed) == (["run-0"], [])
    assert world.canvas.messages == {}


async def test_another_message_that_is_deleted(world: World) -> None:
    """A message that is no job's ends nothing."""
    async with world.process() as process:
        await at_work(world, process)
        was_ours = await process.runner.forget(Snowflake(123))
        world.painter.lets = 99
        ended = await process.ended(PAIR)

    assert not was_ours
    assert ended.outcome is Outcome.COMPLETED


@pytest.mark.parametrize("place", [CHANNEL, GUILD])
async def test_a_place_that_is_gone(world: World, place: Snowflake) -> None:
    """Its channel or server goes: the calls are cancelled, though Discord has refused nothing yet."""
    async with world.process() as process:
        await at_work(world, process)
        world.losses.places.add(place)
        process.runner.halt_lost()
        ended = await process.ended(PAIR)

    assert ended.outcome is Outcome.CANCELLED
    assert sorted(world.painter.cancelled) == ["run-0", "run-1"]
    assert "the message or its place is gone" in world.words()


async def test_a_channel_that_takes_nothing(world: World) -> None:
    """Where the job's message cannot even be made, nothing is asked for and the row ends."""
    world.canvas.gone_channels.add(CHANNEL)
    ended = await world.wholly()

    assert (ended.outcome, ended.reason) == (Outcome.FAILED, "imagine.not_shown")
    assert world.painter.asked == []


async def test_a_banned_asker(world: World) -> None:
    """Who is banned is worked for no more; what is lost elsewhere stops nothing here."""
    async with world.process() as process:
        await at_work(world, process)
        world.losses.banned |= {(GUILD, Snowflake(78)), (Snowflake(5), ASKER)}
        process.runner.halt_lost()
        went_on = not world.painter.cancelled
        world.losses.banned.add((GUILD, ASKER))
        process.runner.halt_lost()
        ended = await process.ended(PAIR)

    assert went_on
    assert ended.outcome is Outcome.CANCELLED
    assert sorted(world.painter.cancelled) == ["run-0", "run-1"]
    assert "was banned from this server" in world.words()


async def test_shut_out_before_it_began(world: World) -> None:
    """Who may not use the bot any more gets a sentence, and no file is read and no model asked."""
    world.hindrance = "denied.imagine"
    ended = await world.wholly(replace(JOB, sources=(GIVEN,)))

    assert ended.outcome is Outcome.CANCELLED
    assert (world.painter.asked, world.attachments.read) == ([], [])
    assert "You may not have pictures made here." in world.words()


async def test_banned_before_it_began(world: World) -> None:
    """Nothing is begun for who was banned in the meantime."""
    world.losses.banned.add((GUILD, ASKER))
    ended = await world.wholly(replace(JOB, sources=(GIVEN,)))

    assert ended.outcome is Outcome.CANCELLED
    assert (world.painter.asked, world.attachments.read) == ([], [])
    assert "was banned from this server" in world.words()


async def test_shut_out_while_it_was_away(world: World) -> None:
    """A picture that was begun before is still shown: it is paid."""
    await world.killed("ran", after=True)
    world.hindrance = "denied.imagine"
    ended = await world.taken_up()

    assert ended.outcome is Outcome.COMPLETED
    assert world.painter.resumed == ["run-0"]


async def test_the_place_goes_at_the_very_end(world: World) -> None:
    """A message that goes just before the pictures are shown is not posted again."""
    world.canvas.fail("last", Gone("10008"))
    ended = await world.wholly()

    assert not ended.is_open
    assert world.page().files == ()
    assert len(world.canvas.messages) == 1
