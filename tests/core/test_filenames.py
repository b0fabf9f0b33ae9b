"""Names from an agent's machine in a message."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.filenames import LIMIT, safe_name, unique, with_ending


@given(st.text(max_size=300))
def test_any_path_gives_a_name_that_breaks_nothing(path: str) -> None:
    """No control or direction characters, no separators, no backticks, never empty, never long."""
    name = safe_name(path)

    assert 0 < len(name) <= LIMIT
    assert not set(name) & set("/\\`\n\r\u202e<>|")
    assert name not in (".", "..")


@given(st.lists(st.sampled_from(["a.txt", "A.TXT", "b", "b-2"]), max_size=8))
def test_names_in_one_message_differ(names: list[str]) -> None:
    """Two files of one name get numbers, whatever their case."""
    taken: set[str] = set()

    given_names = [unique(name, taken).lower() for name in names]

    assert len(set(given_names)) == len(names)


def test_an_ending_stays_when_a_long_name_is_cut() -> None:
    """What a file is can still be seen."""
    assert safe_name("n" * 196 + ".txt").endswith("n.txt")


def test_a_jpeg_called_png_gets_its_own_ending() -> None:
    """The bytes decide; both spellings of JPEG are right."""
    assert with_ending("photo.png", ".jpg") == "photo.jpg"
    assert with_ending("photo.JPEG", ".jpg") == "photo.JPEG"
