"""Runs: written before they are made, named once, forgotten only when they surely never were."""

from dataclasses import replace

import pytest

from bot.core.events import RunStatus, Usage
from bot.core.session import Run, TurnState
from bot.store import SqliteStore
from bot.store.database import Conflict
from tests.store.samples import NOW, TURN, a_run, bring

USAGE = Usage(input=1, output=2, thought=3, cached=4, tool_use=5, total=6)


async def test_a_run_is_begun_named_and_ended(asked: SqliteStore) -> None:
    """A run's row follows it: no id, the provider's id, then status and usage; with the id its turn is running."""
    await bring(asked, TURN.id, TurnState.STARTING)
    await asked.begin_run(a_run())
    begun = await asked.runs(TURN.id)
    turn = await asked.run_created(a_run(run="run-0", status=RunStatus.IN_PROGRESS), now=NOW)
    created = await asked.runs(TURN.id)
    await asked.run_ended(replace(created[0], status=RunStatus.COMPLETED, usage=USAGE), environment=None, note="")

    assert begun == (a_run(),)
    assert created == (a_run(run="run-0", status=RunStatus.IN_PROGRESS),)
    assert await asked.runs(TURN.id) == (replace(a_run(run="run-0", status=RunStatus.COMPLETED), usage=USAGE),)
    assert turn.state is TurnState.RUNNING
    assert turn == await asked.turn(TURN.id)


async def test_a_run_is_begun_once(asked: SqliteStore) -> None:
    """A second run of the same number, which would be a second call, is refused."""
    await asked.begin_run(a_run())

    with pytest.raises(Conflict, match=r"run\.number"):
        await asked.begin_run(a_run())


async def test_an_id_and_its_turn_s_state_are_one_promise(asked: SqliteStore) -> None:
    """Where the turn cannot be STARTED, the run's id is not written either."""
    await asked.begin_run(a_run())
    with pytest.raises(ValueError, match="queued cannot be started"):
        await asked.run_created(a_run(run="run-0"), now=NOW)

    assert await asked.runs(TURN.id) == (a_run(),)


@pytest.mark.parametrize(
    ("held", "named"), [(a_run(run="run-0"), a_run(run="run-9")), (a_run(), a_run()), (None, a_run(run="run-0"))]
)
async def test_a_run_is_named_once(asked: SqliteStore, held: Run | None, named: Run) -> None:
    """A run with an id gets no other, one without gets one, and one that was never begun cannot be named."""
    await bring(asked, TURN.id, TurnState.STARTING)
    before = () if held is None else (held,)
    for run in before:
        await asked.begin_run(run)
    with pytest.raises(ValueError, match="cannot be named"):
        await asked.run_created(named, now=NOW)

    assert await asked.runs(TURN.id) == before


async def test_a_refused_run_can_be_begun_again(asked: SqliteStore) -> None:
    """A run that the provider did not take is forgotten, once or twice, and its number is free."""
    await asked.begin_run(a_run())
    await asked.run_refused(a_run())
    await asked.run_refused(a_run())
    forgotten = await asked.runs(TURN.id)
    await asked.begin_run(a_run())

    assert forgotten == ()
    assert await asked.runs(TURN.id) == (a_run(),)


async def test_a_run_that_was_taken_is_never_forgotten(asked: SqliteStore) -> None:
    """A run with the provider's id stays, for it may cost."""
    await asked.begin_run(a_run(run="run-0"))
    await asked.run_refused(a_run())

    assert await asked.runs(TURN.id) == (a_run(run="run-0"),)


async def test_an_ending_may_be_written_again(asked: SqliteStore) -> None:
    """The same ending written twice, as after a restart, is the same row; of a run never begun it is refused."""
    ended = replace(a_run(run="run-0", status=RunStatus.FAILED), usage=USAGE)
    await asked.begin_run(a_run(run="run-0"))
    await asked.run_ended(ended, environment=None, note="")
    await asked.run_ended(ended, environment=None, note="")

    assert await asked.runs(TURN.id) == (ended,)
    with pytest.raises(ValueError, match="never begun"):
        await asked.run_ended(a_run(number=1), environment=None, note="")


async def test_runs_come_in_their_order(asked: SqliteStore) -> None:
    """A turn's runs come by number, 2 before 10."""
    for number in (10, 2, 0):
        await asked.begin_run(a_run(number=number))

    assert [run.number for run in await asked.runs(TURN.id)] == [0, 2, 10]
