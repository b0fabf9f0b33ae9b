"""What the model is told."""

from dataclasses import replace

import pytest

from bot.core.imagine.brief import BRIEF_LIMIT, brief_of
from bot.core.imagine.job import Deed
from tests.core.imagine.views import JOB

ASKED = "\n\nIt was made from this request: A red fox"


@pytest.mark.parametrize("deed", [Deed.IMAGINE, Deed.EDIT, Deed.CHOOSE])
def test_words_are_passed_on(deed: Deed) -> None:
    """Where a person has said what is wanted, that is all there is to say."""
    assert brief_of(replace(JOB, deed=deed)) == "A red fox"


@pytest.mark.parametrize(
    ("deed", "meaning"),
    [
        (
            Deed.VARY,
            (
                "Make a variation of this picture: the same subject, mood and style, with another composition and "
                "other details."
            ),
        ),
        (
            Deed.LARGER,
            (
                "Make this picture once more at a higher resolution, with sharper detail. Change nothing of its "
                "content, composition, colours or style."
            ),
        ),
        (
            Deed.RATIO,
            (
                "Make this picture once more in another shape. Keep its subject and style, and extend the scene where "
                "there is more room instead of stretching or cutting it."
            ),
        ),
    ],
)
def test_a_button_says_what_it_means(deed: Deed, meaning: str) -> None:
    """The model is told what to do with the picture, and what it was made from where that is known."""
    assert brief_of(replace(JOB, deed=deed)) == meaning + ASKED
    assert brief_of(replace(JOB, deed=deed, prompt=" \n")) == meaning


@pytest.mark.parametrize("deed", Deed)
def test_a_brief_has_an_end(deed: Deed) -> None:
    """However much was written, it is cut."""
    assert len(brief_of(replace(JOB, deed=deed, prompt="fox " * 9_000))) == BRIEF_LIMIT
