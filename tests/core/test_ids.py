"""Ids are made here, so that a row can be written before the outer world has answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import NONCE_LIMIT, Milliseconds, Slot, TurnId, new_id, nonce_of

TIMES = st.integers(min_value=0, max_value=(1 << 45) - 1).map(Milliseconds)
DICE = st.integers(min_value=0, max_value=(1 << 64) - 1)
TURNS = st.builds(lambda now, dice: TurnId(new_id(now=now, randomness=dice)), TIMES, DICE)
SLOTS = st.sampled_from(["root", "card", "ping", *(f"page{number}" for number in range(100))]).map(Slot)


@given(TIMES, TIMES, DICE, DICE)
def test_an_id_made_later_sorts_later(one: Milliseconds, other: Milliseconds, dice: int, more_dice: int) -> None:
    """Ids of different milliseconds sort as text in the order of their times, whatever the dice say."""
    first, second = new_id(now=one, randomness=dice), new_id(now=other, randomness=more_dice)

    assert one == other or (first < second) == (one < other)


@given(TIMES, st.sets(st.integers(min_value=0, max_value=(1 << 35) - 1), min_size=2, max_size=9))
def test_dice_tell_ids_of_one_millisecond_apart(now: Milliseconds, dice: set[int]) -> None:
    """Within a millisecond, different dice give different ids."""
    ids = {new_id(now=now, randomness=number) for number in dice}

    assert len(ids) == len(dice)


@given(TIMES, DICE)
def test_an_id_is_sixteen_plain_characters(now: Milliseconds, dice: int) -> None:
    """An id is 16 lower-case letters and digits, so that it fits a nonce and a button with room to spare."""
    made = new_id(now=now, randomness=dice)

    assert len(made) == 16
    assert made.isascii()
    assert made.isalnum()
    assert made == made.lower()


@given(TURNS, SLOTS)
def test_a_nonce_fits_discord(turn: TurnId, slot: Slot) -> None:
    """The nonce of every slot we use is at most 25 characters long."""
    nonce = nonce_of(turn, slot)

    assert len(nonce) <= NONCE_LIMIT


@given(st.lists(st.tuples(TURNS, SLOTS), unique=True, max_size=20))
def test_a_nonce_names_one_message(places: list[tuple[TurnId, Slot]]) -> None:
    """No two places in turns have the same nonce, and the same place has it again."""
    nonces = {nonce_of(turn, slot) for turn, slot in places}

    assert len(nonces) == len(places)
    assert nonces == {nonce_of(turn, slot) for turn, slot in places}


def test_a_nonce_that_discord_would_refuse_is_refused_here() -> None:
    """A slot too long for Discord's limit raises ValueError before anything is sent."""
    with pytest.raises(ValueError, match="25 characters"):
        nonce_of(TurnId("0123456789abcdef"), Slot("much-too-long"))
