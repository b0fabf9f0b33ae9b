"""How a job's pictures come into its message: within Discord's limits, whole, and once."""

from collections import deque
from dataclasses import replace

import pytest

from bot.core.errors import DeliveryError, DeliveryUnknown, FilesRefused, Hidden
from bot.core.imagine.job import PictureState
from bot.core.session import Outcome
from tests.fakes import NOW, UPLOAD_LIMIT
from tests.fakes_imagine import Stroke, painted
from tests.turns.imagine.world import CHANNEL, JOB, PATIENCE, World

PAIR = replace(JOB, count=2)


def painting(world: World, *sizes: int) -> None:
    """The next pictures have so many bytes."""
    world.painter.strokes = deque(Stroke(painted(f"fox {n}", size=size)) for n, size in enumerate(sizes))


# --- within the limit ---


async def test_what_fits_is_untouched(world: World) -> None:
    """A picture of as many bytes as a message may hold is sent as it is, without a word."""
    painting(world, UPLOAD_LIMIT)
    await world.wholly()

    assert len(world.page().files[0].data) == UPLOAD_LIMIT
    assert "re-encoded" not in world.words()


@pytest.mark.parametrize(
    ("size", "remark"),
    [
        (
            UPLOAD_LIMIT + 2,
            (
                "`a-red-fox-1.webp` was 10.0 kB, more than a message here may hold, so it is re-encoded, with all its "
                "pixels."
            ),
        ),
        (
            UPLOAD_LIMIT * 4,
            "`a-red-fox-1.webp` was 40.0 kB, more than a message here may hold, so it is scaled to 512 × 512.",
        ),
    ],
)
async def test_what_does_not_fit_is_made_to(world: World, size: int, remark: str) -> None:
    """It loses as little as can be, and the small print says what; its row keeps the pixels that the model gave."""
    painting(world, size)
    ended = await world.wholly()

    (row,) = await world.rows()
    assert ended.outcome is Outcome.COMPLETED
    assert f"-# {remark}" in world.card().below
    assert (row.file, row.width, row.height) == ("a-red-fox-1.webp", 1024, 1024)


async def test_all_share_the_room(world: World) -> None:
    """Several pictures are within the limit together, and a small one leaves its room to the others."""
    painting(world, 100, UPLOAD_LIMIT - 200, UPLOAD_LIMIT - 200)
    job = replace(JOB, count=3)
    await world.wholly(job)

    sizes = [len(upload.data) for upload in world.page().files]
    assert len(sizes) == 3
    assert sum(sizes) <= UPLOAD_LIMIT
    assert world.words().count("re-encoded") == 2


async def test_what_cannot_be_made_to_fit_is_named(world: World) -> None:
    """It is not shown and not written as shown, and the other picture is."""
    painting(world, 100, UPLOAD_LIMIT * 99)
    ended = await world.wholly(PAIR)

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.names()) == 1
    assert "could not be made smaller" in world.words()
    assert sorted(row.state for row in await world.rows(PAIR)) == [PictureState.CALLED, PictureState.MADE]


async def test_one_alone_that_cannot_be_made_to_fit(world: World) -> None:
    """A message without a picture says why there is none, and offers to ask again."""
    painting(world, UPLOAD_LIMIT * 99)
    await world.wholly()

    assert world.card().gallery == ()
    assert "could not be made smaller" in world.words()
    assert [button.action for button in world.page().buttons] == ["image.again:job-1.0", "image.remove:job-1.0"]


# --- Discord refuses ---


async def test_a_limit_that_is_lower_than_we_knew(world: World) -> None:
    """Where Discord refuses the files, half as many bytes are tried."""
    painting(world, UPLOAD_LIMIT)
    world.canvas.fail("last", FilesRefused("40005"))
    ended = await world.wholly()

    assert ended.outcome is Outcome.COMPLETED
    assert [len(upload.data) for upload in world.page().files] == [UPLOAD_LIMIT // 2]
    assert "re-encoded" in world.words()


async def test_what_fits_into_no_half_is_not_written_as_shown(world: World) -> None:
    """A picture that the first try held and the second could not has no name, no row and no button."""
    painting(world, 100, UPLOAD_LIMIT * 7)
    world.canvas.fail("last", FilesRefused("40005"))
    await world.wholly(PAIR)

    made = [row for row in await world.rows(PAIR) if row.state is PictureState.MADE]
    assert [row.file for row in made] == world.names()
    assert len(made) == 1
    assert not any("choose" in button.action for button in world.page().buttons)


@pytest.mark.parametrize("error", [FilesRefused("40005"), DeliveryError("50035")])
async def test_files_that_are_refused_altogether(world: World, error: DeliveryError) -> None:
    """The message says at least that Discord did not take them, and the job has failed."""
    world.canvas.fail("last", error, times=2 if isinstance(error, FilesRefused) else 1)
    ended = await world.wholly()

    assert (ended.outcome, ended.reason) == (Outcome.FAILED, "imagine.not_shown")
    assert f"Discord did not take the finished pictures here ({error})." in world.words()
    assert world.page().files == ()
    assert [row.file for row in await world.rows()] == [""]


async def test_not_even_words_are_taken(world: World) -> None:
    """The row ends all the same."""
    world.canvas.fail("last", DeliveryError("50035"), times=9)
    ended = await world.wholly()

    assert (ended.outcome, ended.reason, ended.detail) == (Outcome.FAILED, "imagine.not_shown", "50035")


# --- Discord is away ---


@pytest.mark.parametrize("after", [False, True])
async def test_an_edit_of_unknown_end_is_repeated(world: World, after: bool) -> None:
    """Whether or not it was taken, after ever longer waits: the same edit twice is one, the job is settled once."""
    world.canvas.fail("last", DeliveryUnknown("cut"), after=after, times=4)
    ended = await world.wholly()

    assert ended.outcome is Outcome.COMPLETED
    assert world.names() == ["a-red-fox-1.png"]
    assert len(world.canvas.messages) == 1
    assert world.clock.now() - NOW == 8_500


async def test_away_for_long(world: World) -> None:
    """The job rests and is taken up again; its picture is asked for by name, not painted once more."""
    world.canvas.fail("last", DeliveryUnknown("cut"), times=30)
    ended = await world.wholly()

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.painter.asked) == 1
    assert set(world.painter.resumed) == {"run-0"}
    assert world.names() == ["a-red-fox-1.png"]
    assert world.clock.now() - NOW > 60_000


async def test_away_when_it_begins(world: World) -> None:
    """A message whose sending has no known end is looked for before it is sent again, and nothing is painted before."""
    world.canvas.fail("create", DeliveryUnknown("cut"), after=True)
    ended = await world.wholly()

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.canvas.thread(CHANNEL)) == 1
    assert world.messages.opened == [("job-1", True), ("job-1", False)]


async def test_away_for_a_day(world: World) -> None:
    """After a day nobody waits any more: the row ends."""
    world.patience = replace(PATIENCE, away_s=40_000.0)
    world.canvas.fail("create", DeliveryUnknown("cut"), times=99)
    ended = await world.wholly()

    assert (ended.outcome, ended.reason) == (Outcome.FAILED, "imagine.internal")
    assert world.painter.asked == []


async def test_progress_that_is_not_taken_is_left_out(world: World) -> None:
    """A progress edit that fails is not repeated; the last one shows it all."""
    world.canvas.fail("edit", DeliveryUnknown("cut"))
    world.painter.lets = 1
    async with world.process() as process:
        await process.imagine(PAIR)
        await process.until(lambda: not world.canvas._faults["edit"] and world.painter.finished)
        world.painter.lets = 99
        ended = await process.ended(PAIR)

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.names()) == 2


# --- we fail ---


async def test_a_crash_before_the_message_stands(world: World) -> None:
    """What nobody foresaw at the very beginning is said in the job's one message, too."""
    world.messages.troubles = deque([ZeroDivisionError("oops")])
    ended = await world.wholly()

    assert (ended.outcome, ended.reason) == (Outcome.FAILED, "imagine.internal")
    assert "The bot itself failed here." in world.words()
    assert "-# reference `job-1`" in world.words()


async def test_a_crash_that_cannot_be_shown(world: World) -> None:
    """Where showing it crashes as well, the row ends, and the bot goes on."""
    world.messages.troubles = deque([ZeroDivisionError("oops")] * 2)
    ended = await world.wholly()

    assert (ended.outcome, ended.reason) == (Outcome.FAILED, "imagine.internal")
    assert world.painter.asked == []


async def test_pictures_in_a_place_that_is_hidden_are_shown_when_it_is_not(world: World) -> None:
    """Closed in between: the message has its picture once it may be changed again, and it was painted once."""
    world.canvas.fail("edit", Hidden("50001"), times=3)
    ended = await world.wholly()

    assert (ended.outcome, len(world.painter.asked)) == (Outcome.COMPLETED, 1)
    assert len(world.page().files) == 1
