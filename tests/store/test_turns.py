"""Turns: claimed once, moved by the table alone, one of a session at a time."""

import asyncio
import itertools
from dataclasses import replace
from typing import get_type_hints

import pytest

from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.ports import Store
from bot.core.quotation import Quotation
from bot.core.session import TRANSITIONS, Outcome, Turn, TurnEvent, TurnState
from bot.store import SqliteStore
from bot.store.database import Conflict
from tests.store.samples import ASKER, NOW, SESSION, TURN, another_turn, bring, outgoing

LATER = Milliseconds(NOW + 5_000)


async def held(store: SqliteStore, turn: TurnId = TURN.id) -> Turn:
    found = await store.turn(turn)
    assert found is not None
    return found


async def end(store: SqliteStore, turn: TurnId = TURN.id) -> Turn:
    return await store.settle_turn(turn, outcome=Outcome.CANCELLED, reason="stopped", detail="by Mira", now=LATER)


async def test_the_store_is_the_port(store: SqliteStore) -> None:
    """SqliteStore has every verb of the port with its types (mypy holds the assignment)."""
    port: Store = store

    verbs = [name for name in vars(Store) if not name.startswith("_")]
    assert len(verbs) > 20
    assert all(get_type_hints(getattr(port, name)) == get_type_hints(getattr(Store, name)) for name in verbs)


@pytest.mark.parametrize(
    "turn",
    [
        replace(TURN, about=Quotation(author="Eve", words="Is it true?", link="https://discord.com/channels/1/2/3")),
        TURN,
        replace(TURN, reply_to=Snowflake(8), actor=replace(TURN.actor, roles=frozenset()), stop_asked_by=ASKER),
    ],
)
async def test_a_turn_reads_as_written(store: SqliteStore, turn: Turn) -> None:
    """Every field of a turn comes back."""
    await store.accept(SESSION, turn)

    assert await store.turn(turn.id) == turn


async def test_an_origin_is_claimed_once(asked: SqliteStore) -> None:
    """What was accepted once is not accepted again, and the second turn leaves no row."""
    again = replace(another_turn(1), origin=TURN.origin)

    assert await asked.accept(SESSION, again) is False
    assert await asked.turn(again.id) is None


async def test_of_many_claims_at_once_one_wins(store: SqliteStore) -> None:
    """Of ten coroutines that accept one origin at the same time, one gets it."""
    rivals = [replace(another_turn(number), origin=TURN.origin) for number in range(1, 11)]
    won = await asyncio.gather(*(store.accept(SESSION, rival) for rival in rivals))

    assert sum(won) == 1
    assert len(await store.open_turns()) == 1


async def test_a_turn_without_its_session_is_refused(store: SqliteStore) -> None:
    """A turn of another session than the one it came with is refused, and its origin stays free."""
    with pytest.raises(Conflict):
        await store.accept(SESSION, replace(TURN, session=SessionId("none")))

    assert await store.accept(SESSION, TURN) is True


@pytest.mark.parametrize(("state", "event"), list(itertools.product(TurnState, TurnEvent)))
async def test_turns_move_by_the_table(asked: SqliteStore, state: TurnState, event: TurnEvent) -> None:
    """A turn moves where the table has a way, but to DELIVERING only with an outcome; else it stays as it was."""
    await bring(asked, TURN.id, state)
    before = await held(asked)
    after = TRANSITIONS.get((state, event))
    if after is None or after is TurnState.DELIVERING:
        with pytest.raises(ValueError, match="cannot be" if after is None else "turn_is_settled_before"):
            await asked.move_turn(TURN.id, event, now=LATER)

        assert await held(asked) == before
    else:
        moved = await asked.move_turn(TURN.id, event, now=LATER)

        assert moved == await held(asked)
        assert moved.state is after


async def test_the_start_is_when_it_was_taken(asked: SqliteStore) -> None:
    """`started_at` is the time of TAKEN, and a second run of the turn does not change it."""
    taken = await asked.move_turn(TURN.id, TurnEvent.TAKEN, now=LATER)
    for event in (TurnEvent.STARTED, TurnEvent.ASKED, TurnEvent.ANSWERED):
        moved = await asked.move_turn(TURN.id, event, now=Milliseconds(LATER + 1))

    assert (taken.started_at, moved.started_at) == (LATER, LATER)


@pytest.mark.parametrize("state", [TurnState.QUEUED, TurnState.STARTING, TurnState.FINISHING])
async def test_a_turn_is_settled_with_its_outcome(asked: SqliteStore, state: TurnState) -> None:
    """A turn one step before DELIVERING is settled: how it ended, why, and when are written."""
    await bring(asked, TURN.id, state)
    settled = await end(asked)

    assert settled == await held(asked)
    assert settled.state is TurnState.DELIVERING
    assert (settled.outcome, settled.reason, settled.detail, settled.ended_at) == (
        Outcome.CANCELLED,
        "stopped",
        "by Mira",
        LATER,
    )


@pytest.mark.parametrize("state", [TurnState.RUNNING, TurnState.WAITING, TurnState.DELIVERING, TurnState.DONE])
async def test_other_turns_cannot_be_settled(asked: SqliteStore, state: TurnState) -> None:
    """A turn whose run may still work, or that is settled, is not settled."""
    await bring(asked, TURN.id, state)
    before = await held(asked)
    with pytest.raises(ValueError, match="cannot be"):
        await end(asked)

    assert await held(asked) == before


async def test_an_unknown_turn_does_not_move(store: SqliteStore) -> None:
    """Moving and settling an unknown turn is refused by its name."""
    with pytest.raises(ValueError, match="no turn turn-0"):
        await store.move_turn(TURN.id, TurnEvent.TAKEN, now=NOW)
    with pytest.raises(ValueError, match="no turn turn-0"):
        await end(store)


async def test_one_turn_of_a_session_at_a_time(asked: SqliteStore) -> None:
    """While a turn is taken and not done, no other of its session can be taken, whatever the caller believes."""
    await asked.accept(SESSION, another_turn(1))
    await asked.move_turn(TURN.id, TurnEvent.TAKEN, now=NOW)
    for event in (TurnEvent.STARTED, TurnEvent.ENDED, TurnEvent.SETTLED):
        with pytest.raises(Conflict, match=r"turn\.session"):
            await asked.move_turn(another_turn(1).id, TurnEvent.TAKEN, now=NOW)
        if event is TurnEvent.SETTLED:
            await end(asked)
        else:
            await asked.move_turn(TURN.id, event, now=NOW)
    await asked.move_turn(TURN.id, TurnEvent.DELIVERED, now=NOW)

    taken = await asked.move_turn(another_turn(1).id, TurnEvent.TAKEN, now=NOW)
    assert taken.state is TurnState.STARTING


async def test_a_queued_turn_can_end_while_another_runs(asked: SqliteStore) -> None:
    """A turn that is stopped while queued is settled and delivered beside the running one."""
    await asked.accept(SESSION, another_turn(1))
    await bring(asked, TURN.id, TurnState.RUNNING)
    await end(asked, another_turn(1).id)

    done = await asked.move_turn(another_turn(1).id, TurnEvent.DELIVERED, now=NOW)
    assert done.state is TurnState.DONE
    assert done.started_at is None


async def test_sessions_do_not_wait_for_each_other(asked: SqliteStore) -> None:
    """Turns of two sessions are taken at the same time."""
    other = replace(SESSION, id=SessionId("session-2"))
    await asked.accept(other, another_turn(1, session=other.id))
    await asked.move_turn(TURN.id, TurnEvent.TAKEN, now=NOW)

    taken = await asked.move_turn(another_turn(1).id, TurnEvent.TAKEN, now=NOW)
    assert taken.state is TurnState.STARTING


async def test_turns_are_worked_off_in_order(store: SqliteStore) -> None:
    """Next is the turn that was begun and is not done, then the oldest queued one, whichever was written first."""
    for number in (3, 1, 2):
        await store.accept(SESSION, another_turn(number))
    order = []
    while turn := await store.next_turn(SESSION.id):
        order.append((turn.id, turn.state))
        await bring(store, turn.id, TurnState.RUNNING) if turn.state is TurnState.QUEUED else await finish(
            store, turn.id
        )

    assert order == [
        (f"turn-{number}", state) for number in (1, 2, 3) for state in (TurnState.QUEUED, TurnState.RUNNING)
    ]
    assert await store.open_turns() == ()


async def finish(store: SqliteStore, turn: TurnId) -> None:
    await store.move_turn(turn, TurnEvent.ENDED, now=NOW)
    await end(store, turn)
    await store.move_turn(turn, TurnEvent.DELIVERED, now=NOW)


@pytest.mark.parametrize("state", TurnState)
async def test_open_is_what_is_not_done(asked: SqliteStore, state: TurnState) -> None:
    """A turn in any state but DONE is open, the oldest first."""
    await asked.accept(SESSION, another_turn(2))
    await asked.accept(SESSION, another_turn(1))
    await bring(asked, TURN.id, state)

    found = [turn.id for turn in await asked.open_turns()]
    assert found == [*(["turn-0"] if state is not TurnState.DONE else []), "turn-1", "turn-2"]


async def test_the_first_who_asks_to_stop_is_kept(asked: SqliteStore) -> None:
    """A second person's stop changes nothing."""
    await asked.ask_stop(TURN.id, by=Snowflake(1))
    await asked.ask_stop(TURN.id, by=Snowflake(2))

    assert (await held(asked)).stop_asked_by == 1


async def test_a_settled_turn_is_not_stopped(asked: SqliteStore) -> None:
    """A stop that comes after the end is not written."""
    await bring(asked, TURN.id, TurnState.DELIVERING)
    await asked.ask_stop(TURN.id, by=Snowflake(1))

    assert (await held(asked)).stop_asked_by is None


async def test_the_shown_request_is_written(asked: SqliteStore) -> None:
    """The message that shows the request is kept with the turn."""
    await asked.set_reply_to(TURN.id, Snowflake(9))

    assert (await held(asked)).reply_to == 9


async def test_a_message_of_ours_leads_to_its_turn(asked: SqliteStore) -> None:
    """A message in the outbox leads to its turn; the request's message is not ours, and leads to none."""
    await asked.set_reply_to(TURN.id, Snowflake(9))
    await asked.promise(outgoing("card"))
    await asked.shown(TURN.id, outgoing("card").slot, message=Snowflake(10), digest="d")

    assert await asked.turn_of_message(Snowflake(10)) == await held(asked)
    assert await asked.turn_of_message(Snowflake(9)) is None


async def test_open_turns_are_counted_by_state(asked: SqliteStore) -> None:
    """Every state but the last has its count, those without turns 0."""
    await asked.accept(SESSION, another_turn(1))
    await bring(asked, TURN.id, TurnState.DONE)

    counts = await asked.open_turn_counts()
    assert {state: number for state, number in counts.items() if number} == {TurnState.QUEUED: 1}
    assert set(counts) == set(TurnState) - {TurnState.DONE}


async def test_it_is_known_whether_several_speak(asked: SqliteStore) -> None:
    """Somebody else than its owner has asked something in this talk; one in another talk does not count."""
    other = replace(SESSION, id=SessionId("session-2"))
    stranger = replace(TURN.actor, id=Snowflake(9))
    await asked.accept(other, replace(another_turn(1, session=other.id), actor=stranger))
    before = await asked.has_others(SESSION)
    await asked.accept(SESSION, replace(another_turn(2), actor=stranger))

    assert not before
    assert await asked.has_others(SESSION)
