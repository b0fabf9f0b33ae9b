"""What lasts of pictures."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import Snowflake
from bot.core.imagine.job import JobId, PictureId
from bot.core.session import Outcome
from tests.core.imagine.views import JOB


@given(st.text(min_size=1).filter(lambda text: "." not in text), st.integers(0, 999))
def test_a_picture_is_known_by_its_text(job: str, number: int) -> None:
    """As a button says it, so it is read."""
    picture = PictureId(JobId(job), number)

    assert PictureId.parse(str(picture)) == picture


@pytest.mark.parametrize(
    "text", ["", ".", "job", "job.", ".1", "job.x", "job.-1", "job.1.2", "job.1000", "job.²", "job.１"]
)
def test_what_names_no_picture(text: str) -> None:
    """Whatever else a custom id may hold."""
    assert PictureId.parse(text) is None


def test_a_private_job_is_in_no_server() -> None:
    """It was asked in one, but its message and its buttons are in direct messages."""
    assert JOB.place == (Snowflake(1), Snowflake(2))
    assert replace(JOB, is_private=True).place == (None, Snowflake(2))


@pytest.mark.parametrize("outcome", Outcome)
def test_a_job_is_open_until_it_has_an_outcome(outcome: Outcome) -> None:
    """Whatever that is."""
    assert JOB.is_open
    assert not replace(JOB, outcome=outcome).is_open
