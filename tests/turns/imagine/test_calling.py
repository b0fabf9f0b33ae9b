"""What becomes of a job when its provider is busy, refuses, falls silent or sends what is no picture."""

import asyncio
from collections import deque
from dataclasses import replace
from typing import cast

import pytest

from bot.core.errors import (
    FileTooLarge,
    OutcomeUnknown,
    Overloaded,
    ProviderError,
    Refused,
    Unreachable,
)
from bot.core.ids import RunId
from bot.core.imagine.image_models import GOOGLE
from bot.core.imagine.job import PictureState
from bot.core.imagine.ports import Begun, Painter, PaintRequest
from bot.core.session import Outcome
from tests.fakes import NOW
from tests.fakes_imagine import Stroke, painted
from tests.turns.imagine.world import JOB, PATIENCE, World, another_job

BUSY = Overloaded("busy", code="rate_limit_exceeded", status=429)
SAFETY = Refused("422 image_safety: It is not safe", code="image_safety", status=422)
PAIR = replace(JOB, count=2)


def refused(error: ProviderError, times: int = 1) -> deque[Stroke]:
    return deque([Stroke(error, is_begun=False)] * times)


@pytest.mark.parametrize("error", [BUSY, Unreachable("no route")], ids=["busy", "away"])
async def test_what_was_surely_not_taken_is_tried_again(world: World, error: ProviderError) -> None:
    """Each wait is longer than the last, and the picture is there in the end, paid for once."""
    world.painter.strokes = refused(error, times=3)
    ended = await world.wholly()

    assert ended.outcome is Outcome.COMPLETED
    assert (len(world.painter.asked), len(world.painter.taken)) == (4, 1)
    assert world.clock.now() - NOW == 22_000


async def test_the_wait_is_said(world: World) -> None:
    """While a busy provider is waited for, the message says until when, by the provider's own word; then no more."""
    world.painter.strokes = refused(Overloaded("busy", retry_after=90.0))
    world.painter.lets = 0
    seen: list[str] = []
    async with world.process() as process:
        studio = process.runner.studio

        async def slept(seconds: float) -> None:
            await process.until(lambda: "next try" in world.words())
            seen.append(world.words())
            await world.clock.sleep(seconds)

        process.runner.studio = replace(studio, sleep=slept)
        await process.imagine()
        await process.until(lambda: world.painter.taken)
        await process.until(lambda: "**Painting**" in world.words())
        world.painter.lets = 99
        await process.ended()

    assert "**Waiting for the image service** · it is busy; next try <t:1795000090:R>" in seen[0]


async def test_a_provider_that_stays_busy_is_given_up(world: World) -> None:
    """After the last try the message says so, with a reference, and nothing was paid."""
    world.painter.strokes = refused(BUSY, times=9)
    ended = await world.wholly()

    (row,) = await world.rows()
    assert ended.outcome is Outcome.FAILED
    assert (len(world.painter.asked), world.painter.taken) == (5, [])
    assert (row.state, row.reason) == (PictureState.FAILED, "imagine.overloaded")
    assert "takes no more requests now (rate\\_limit\\_exceeded). Try again later." in world.words()
    assert "-# reference `job-1`" in world.words()


async def test_what_was_refused_is_written_as_not_called(world: World) -> None:
    """Killed while it waits to try again, the next process may ask: nobody has taken it."""
    world.painter.strokes = refused(BUSY)
    await world.killed("not_called", after=True)
    ended = await world.taken_up()

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.painter.taken) == 1


@pytest.mark.parametrize("kind", [Overloaded, Refused])
async def test_a_spent_quota_tells_the_operator(world: World, kind: type[ProviderError]) -> None:
    """It does not come back by asking again; the operator is told, and so is the person."""
    world.painter.strokes = refused(kind("no more today", code="quota_exceeded", status=429), times=9)
    ended = await world.wholly()

    assert (ended.outcome, len(world.painter.asked)) == (Outcome.FAILED, 1)
    assert world.told == ["operator.quota"]
    assert "This bot's quota for pictures is used up for today." in world.words()


async def test_a_refusal_is_not_repeated(world: World) -> None:
    """What the model will not make is asked for once, and its words are said."""
    world.painter.strokes = deque([Stroke(SAFETY)])
    ended = await world.wholly()

    assert (ended.outcome, len(world.painter.asked)) == (Outcome.FAILED, 1)
    assert "The image model's safety rules stopped this: It is not safe. Nothing is wrong" in world.words()
    assert world.told == []


async def test_some_are_made(world: World) -> None:
    """One of two refused: the other is shown, and the small print says what is missing and why."""
    world.painter.strokes = deque([Stroke(SAFETY)])
    ended = await world.wholly(PAIR)

    states = [row.state for row in await world.rows(PAIR)]
    assert ended.outcome is Outcome.COMPLETED
    assert sorted(states) == [PictureState.FAILED, PictureState.MADE]
    assert len(world.names()) == 1
    assert "-# 1 of 2 could not be made:" in world.card().below


async def test_a_lost_answer_is_not_asked_for_twice(world: World) -> None:
    """Nobody knows whether it was taken: it is not repeated, and the message says why."""
    world.painter.strokes = deque([Stroke(OutcomeUnknown("cut"), is_begun=False)])
    ended = await world.wholly()

    assert (ended.outcome, len(world.painter.asked)) == (Outcome.UNCERTAIN, 1)
    assert "nobody can know whether it was taken and paid" in world.words()


async def test_uncertain_beside_refused_is_failed(world: World) -> None:
    """Only where every picture is uncertain, the job is."""
    world.painter.strokes = deque([Stroke(OutcomeUnknown("cut"), is_begun=False), Stroke(SAFETY)])
    ended = await world.wholly(PAIR)

    assert ended.outcome is Outcome.FAILED
    assert "safety rules" in world.words()
    assert "nobody can know" in world.words()


@pytest.mark.parametrize("error", [Unreachable("no route"), Overloaded("busy", status=503)], ids=["away", "busy"])
async def test_a_begun_call_that_cannot_be_read_is_read_again(world: World, error: ProviderError) -> None:
    """Once it has a name, it is asked for by that name and never begun again."""
    world.painter.silence = deque([error, error])
    ended = await world.wholly()

    assert ended.outcome is Outcome.COMPLETED
    assert (len(world.painter.asked), world.painter.resumed) == (1, ["run-0", "run-0"])


async def test_a_begun_call_that_is_never_read(world: World) -> None:
    """It is given up with a sentence, and was begun once."""
    world.painter.silence = deque([Unreachable("no route")] * 9)
    ended = await world.wholly()

    assert (ended.outcome, len(world.painter.asked)) == (Outcome.FAILED, 1)
    assert "The image service cannot be reached." in world.words()


async def test_a_begun_call_that_failed(world: World) -> None:
    """A taken request that ends without a picture for a reason that nobody knows is the service's own failure."""
    world.painter.strokes = deque([Stroke(Refused("It fell over", code="failed"))])
    await world.wholly()

    assert "The image service reports that it failed: failed." in world.words()


@pytest.mark.parametrize("data", [b"", b"<html>", painted()[6:]], ids=["nothing", "a page", "torn"])
async def test_what_is_no_picture(world: World, data: bytes) -> None:
    """Bytes that nobody could look at are not shown, and are said to be none."""
    world.painter.strokes = deque([Stroke(data)])
    ended = await world.wholly()

    assert ended.outcome is Outcome.FAILED
    assert world.names() == []
    assert f"no picture that can be shown ({len(data)} bytes)" in world.words()


async def test_what_is_too_large_to_be_read(world: World) -> None:
    """A picture larger than may be read is none, and is not asked for again."""
    world.painter.strokes = deque([Stroke(FileTooLarge("99 MB"))])
    ended = await world.wholly()

    assert (ended.outcome, len(world.painter.asked)) == (Outcome.FAILED, 1)
    assert "no picture that can be shown (too large)" in world.words()


async def test_a_painter_without_names(world: World) -> None:
    """A provider whose calls have no names gives its picture with the answer."""
    world.painter.has_names = False
    ended = await world.wholly(PAIR)

    assert ended.outcome is Outcome.COMPLETED
    assert [row.run for row in await world.rows(PAIR)] == [None, None]


async def test_a_crash_of_ours_ends_in_a_sentence(world: World) -> None:
    """What nobody foresaw in one picture is said to be our fault, and the other one is shown."""
    world.painter.strokes = deque([Stroke(ZeroDivisionError("oops"))])
    ended = await world.wholly(PAIR)

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.names()) == 1
    assert "The bot itself failed here." in world.words()
    assert "oops" not in world.words()


async def test_a_provider_that_is_no_more(world: World) -> None:
    """A job of a provider that the operator has taken away ends in a sentence, too."""
    async with world.process() as process:
        process.runner.studio = replace(process.runner.studio, painters={})
        ended = await process.wholly()

    assert ended.outcome is Outcome.FAILED
    assert "The bot itself failed here." in world.words()


async def test_who_waits_holds_no_place(world: World) -> None:
    """While one job's provider is busy, another's call goes on, though only one may be made at once."""
    world.patience = replace(PATIENCE, at_once=1)
    world.painter.strokes = refused(Overloaded("busy", retry_after=90.0))
    async with world.process() as process:
        other = another_job(2)

        async def slept(seconds: float) -> None:
            await process.wholly(other)
            await world.clock.sleep(seconds)

        process.runner.studio = replace(process.runner.studio, sleep=slept)
        ended = await process.wholly()

        assert (await process.jobs.job(other.id) or other).outcome is Outcome.COMPLETED
    assert ended.outcome is Outcome.COMPLETED
    assert world.painter.most_at_work == 1


async def test_a_call_on_its_way_is_named_before_a_polite_end(world: World) -> None:
    """Laid down while the provider has not answered yet, the process waits for the name; the next one resumes it."""
    async with world.process() as process:
        answered, painter = asyncio.Event(), world.painter

        class Slow:
            async def paint(self, request: PaintRequest, *, begun: Begun) -> bytes:
                async def named(run: RunId) -> None:
                    await answered.wait()
                    await begun(run)

                return await painter.paint(request, begun=named)

        process.runner.studio = replace(process.runner.studio, painters={GOOGLE: cast("Painter", Slow())})
        await process.imagine()
        await process.until(lambda: painter.taken)
        asyncio.get_running_loop().call_later(0.05, answered.set)
        await process.runner.lay_down()

    ended = await world.taken_up()

    assert ended.outcome is Outcome.COMPLETED
    assert (len(painter.taken), len(painter.resumed)) == (1, 1)
