"""A picture is what its first bytes say."""

import pytest

from bot.turns.pictures.kinds import ending_of
from tests.turns.pictures.album import KINDS, noise


@pytest.mark.parametrize(("kind", "ending"), KINDS)
def test_a_picture_is_known_by_its_bytes(kind: str, ending: str) -> None:
    """Whatever it is called."""
    assert ending_of(noise(kind)) == ending


def test_what_is_no_picture_has_no_ending() -> None:
    """Text, and nothing at all, are no pictures."""
    assert ending_of(b"<svg/>") is None
    assert ending_of(b"") is None
