"""The buttons under pictures."""

from dataclasses import replace

import pytest

from bot.core.ids import Snowflake
from bot.core.imagine.buttons import buttons_of, next_size, rework_buttons
from bot.core.imagine.image_models import IMAGE_MODELS
from bot.core.imagine.job import Deed, JobId, PictureId
from bot.core.patches import Button
from bot.core.session import Outcome
from tests.core.imagine.views import AGAIN, JOB, MODEL, REMOVE, a_job, made

NANO, ONE_SIZE, FLASH = (
    IMAGE_MODELS[MODEL],
    IMAGE_MODELS["gemini-3.1-flash-lite-image"],
    IMAGE_MODELS["gemini-3.1-flash-image"],
)
DONE = a_job(outcome=Outcome.COMPLETED)


def larger(buttons: tuple[Button, ...]) -> list[str]:
    return [button.action.rpartition(":")[2] for button in buttons if "larger" in button.action]


@pytest.mark.parametrize("stop_asked_by", [None, Snowflake(5)])
def test_what_works_can_be_stopped(stop_asked_by: Snowflake | None) -> None:
    """And nothing else, however many pictures there are by now."""
    job = a_job(stop_asked_by=stop_asked_by)

    assert buttons_of(job, [made()], NANO) == (Button("Stop", "image.stop:job-1.0", danger=True),)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.COMPLETED])
def test_without_a_picture(outcome: Outcome) -> None:
    """It can be asked for again, or taken away."""
    assert buttons_of(a_job(outcome=outcome), [], NANO) == (AGAIN, REMOVE)


def test_choosing_cannot_be_done_again() -> None:
    """There would be nothing new."""
    chosen = replace(DONE, deed=Deed.CHOOSE)

    assert AGAIN not in buttons_of(chosen, [made()], NANO)
    assert buttons_of(chosen, [], NANO) == (REMOVE,)


@pytest.mark.parametrize(
    ("sides", "sizes"),
    [((1024, 1024), ["2K", "4K"]), ((1376, 768), ["2K", "4K"]), ((2752, 1536), ["4K"]), ((4096, 4096), [])],
)
def test_larger_as_far_as_the_model_has_it(sides: tuple[int, int], sizes: list[str]) -> None:
    """By the picture's real pixels; the first of them begins a row."""
    buttons = buttons_of(DONE, [made(sides=sides)], NANO)

    assert larger(buttons) == sizes
    assert [button.starts_row for button in buttons if "larger" in button.action] == [True, False][: len(sizes)]


def test_a_model_with_one_size() -> None:
    """It makes nothing larger."""
    assert larger(buttons_of(DONE, [made()], ONE_SIZE)) == []


@pytest.mark.parametrize(
    ("sides", "size"), [((512, 512), "1K"), ((1024, 1024), "2K"), ((2048, 2048), "4K"), ((4096, 4096), None)]
)
def test_the_next_size(sides: tuple[int, int], size: str | None) -> None:
    """The smallest that is larger, None where there is none."""
    assert next_size(FLASH, width=sides[0], height=sides[1]) == size


def test_under_an_agents_pictures() -> None:
    """One can be reworked; of several one is chosen first; of none nothing."""
    pictures = [PictureId(JobId("turn-1"), number) for number in range(2)]

    assert rework_buttons(pictures[:1]) == (
        Button("Vary", "image.vary:turn-1.0"),
        Button("Edit", "image.edit:turn-1.0"),
        Button("Larger", "image.larger:turn-1.0"),
    )
    assert rework_buttons(pictures) == (
        Button("1", "image.choose:turn-1.0"),
        Button("2", "image.choose:turn-1.1"),
    )
    assert rework_buttons([]) == ()


def test_a_gap_in_the_numbers() -> None:
    """Pictures are chosen by their place in the gallery, and known by their own number."""
    buttons = buttons_of(DONE, [made(1), made(3)], NANO)

    assert buttons[:2] == (Button("1", "image.choose:job-1.1"), Button("2", "image.choose:job-1.3"))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_discord_takes_the_buttons(count: int) -> None:
    """An id is a hundred characters at most and stands once, a label has eighty, a message five rows."""
    job = replace(JOB, id=JobId("0" * 36), outcome=Outcome.COMPLETED)
    shown = [replace(made(number, sides=(512, 512)), id=PictureId(job.id, number)) for number in range(count)]
    buttons = buttons_of(job, shown, FLASH)

    assert max(len(button.action) for button in buttons) <= 100
    assert max(len(button.label) for button in buttons) <= 80
    assert len({button.action for button in buttons}) == len(buttons)
    assert len(buttons) <= 10
