"""What a job's one message looks like, as snapshots."""

from dataclasses import replace

import pytest

from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.look import JOB as SLOT
from bot.core.imagine.look import page_of
from bot.core.patches import Button, Card, Page, Urgency
from bot.core.session import Outcome
from tests.core.imagine.views import (
    AGAIN,
    MODEL,
    NOW,
    REFERENCE,
    REMOVE,
    SMALL_PRINT,
    card,
    ended,
    failed,
    labels,
    made,
    pending,
    working,
)

# --- while it works ---


def test_a_job_at_work() -> None:
    """It quotes the request, says since when and with what, and can be stopped."""
    assert page_of(working(pending(0), ratio="16:9", size="2K", reply_to=Snowflake(9))) == Page(
        slot=SLOT,
        card=Card(
            ("> A red fox", "**Painting** · <t:1795000000:R>"),
            0x5865F2,
            below=(f"-# `{MODEL}` · Google · 16:9 · 2K · for <@77>",),
        ),
        buttons=(Button("Stop", "image.stop:job-1.0", danger=True),),
        urgency=Urgency.FIRST,
        silent=False,
        reply_to=Snowflake(9),
    )


def test_several_at_work_are_counted() -> None:
    """Made or failed, a picture that there will be no news of is done; one alone is not counted."""
    several = working(made(0), failed(1), pending(2), pending(3))

    assert card(several).lines[1] == "**Painting** · <t:1795000000:R> · 2 of 4"
    assert several.settled == 2
    assert not several.is_settled


def test_a_busy_provider() -> None:
    """Until when it is waited for is said; a stop is said before that."""
    waiting = replace(working(pending(0)), retry_at=Milliseconds(NOW + 5_000))
    stopping = replace(waiting, job=replace(waiting.job, stop_asked_by=Snowflake(77)))

    assert card(waiting).lines[1] == "**Waiting for the image service** · it is busy; next try <t:1795000005:R>"
    assert card(stopping).lines[1] == "**Stopping** · <t:1795000000:R>"


# --- once it is over ---


def test_one_picture() -> None:
    """The request, the picture, the small print, and all that can be done with it."""
    assert page_of(ended(made())) == Page(
        slot=SLOT,
        card=Card(("> A red fox",), 0x3BA55D, gallery=("a-red-fox-1.png",), below=(SMALL_PRINT,)),
        buttons=(
            AGAIN,
            Button("Vary", "image.vary:job-1.0"),
            Button("Edit", "image.edit:job-1.0"),
            Button("Ratio", "image.ratio:job-1.0"),
            REMOVE,
            Button("Larger: 2K", "image.larger:job-1.0:2K", starts_row=True),
            Button("Larger: 4K", "image.larger:job-1.0:4K"),
        ),
        files=ended(made()).uploads,
        urgency=Urgency.FINAL,
        silent=False,
    )


@pytest.mark.parametrize("count", [2, 3, 4])
def test_several_pictures(count: int) -> None:
    """They stand in the order of their numbers, and each can be taken on its own."""
    view = ended(*map(made, range(count)))

    assert card(view).gallery == tuple(f"a-red-fox-{number + 1}.png" for number in range(count))
    assert labels(view) == [*map(str, range(1, count + 1)), "Again", "Edit", "Remove"]


def test_some_are_missing() -> None:
    """How many, and why: each reason once, below the pictures, with a reference."""
    view = ended(made(0), failed(1), failed(2), failed(3, "imagine.unreachable"))

    assert card(view).accent == 0x3BA55D
    assert card(view).lines == ("> A red fox",)
    assert card(view).below == (
        SMALL_PRINT,
        "-# 3 of 4 could not be made:",
        (
            "-# The image model's safety rules stopped this: Not safe. Nothing is wrong with the bot; ask in other "
            "words, or for something else."
        ),
        (
            "-# The image service cannot be reached. Try again in a few minutes, and tell the bot's operator if it "
            "stays so."
        ),
        REFERENCE,
    )


def test_none_is_made() -> None:
    """The reason is said aloud, once, and it can be asked for again or taken away."""
    view = ended(failed(0), failed(1), outcome=Outcome.FAILED)

    assert card(view) == Card(
        (
            "> A red fox",
            (
                "The image model's safety rules stopped this: Not safe. Nothing is wrong with the bot; ask in other "
                "words, or for something else."
            ),
        ),
        0xED4245,
        below=(f"-# `{MODEL}` · Google · for <@77>", REFERENCE),
    )
    assert page_of(view).buttons == (AGAIN, REMOVE)


def test_stopped() -> None:
    """Who did it is said; nothing has gone wrong, so there is no reference."""
    view = ended(failed(0, "imagine.stopped", ""), outcome=Outcome.CANCELLED, stop_asked_by=Snowflake(5))

    assert card(view).lines == ("> A red fox", "Stopped by <@5>.")
    assert card(view).below == (f"-# `{MODEL}` · Google · for <@77>",)


def test_uncertain() -> None:
    """It says why it is not repeated, and what to press."""
    view = ended(failed(0, "imagine.uncertain", ""), outcome=Outcome.UNCERTAIN)

    assert card(view).lines[1] == (
        "The bot and the image service lost each other just as the request was handed over, so nobody can know "
        "whether it was taken and paid. It is not repeated by itself; press Again if you want it."
    )
    assert card(view).below[-1] == REFERENCE


def test_the_job_itself_failed() -> None:
    """Its own reason is said before those of its pictures."""
    view = ended(pending(0), outcome=Outcome.FAILED, reason="imagine.not_shown", detail="50035")

    assert card(view).lines == ("> A red fox", "Discord did not take the finished pictures here (50035).")
