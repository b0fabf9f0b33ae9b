"""Lengths and cuts of text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.graphemes import boundaries, cells, clean, fit, units


@given(st.text(st.sampled_from("aé漢\u0301\u200d👨👩🇩🇪\ufe0f"), max_size=30), st.integers(1, 40))
def test_fit_is_the_longest_cut(text: str, room: int) -> None:
    """A cut lies between graphemes and within the room, and the next grapheme would not fit."""
    cut = fit(text, room)
    places = [0, *boundaries(text)]

    if cut in places[1:]:
        assert units(text[:cut]) <= room or cut == 1
        assert cut == len(text) or units(text[: places[places.index(cut) + 1]]) > room
    else:
        assert not text or units(text[: places[1]]) > room


def test_units_and_cells() -> None:
    """An emoji is two UTF-16 units and two cells; a combining mark has a unit and no cell."""
    assert (units("👍"), cells("👍")) == (2, 2)
    assert (units("e\u0301"), cells("e\u0301")) == (2, 1)


def test_halves_are_joined() -> None:
    """The halves of a surrogate pair become the character, a lone half the replacement character."""
    assert clean("a\ud83d\ude00\ud83d\0") == "a😀\ufffd\ufffd"
