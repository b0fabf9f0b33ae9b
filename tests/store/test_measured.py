"""What has ended is counted when its row says so, and once."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.events import RunStatus, Usage
from bot.core.ids import RunId
from bot.core.imagine.job import Picture, PictureId, PictureState
from bot.core.session import Outcome, Run, TurnEvent
from bot.store import SqliteStore, open_store
from tests.noted import Noted
from tests.store.samples import JOB, NOW, SESSION, TURN

USAGE = Usage(input=100, output=20, thought=3, cached=40, tool_use=5, total=128)


@pytest.fixture
def noted() -> Noted:
    return Noted()


@pytest.fixture
async def measured(url: str, noted: Noted) -> AsyncIterator[SqliteStore]:
    async with open_store(url, measures=noted) as store:
        yield store


async def test_a_turn_is_counted_with_the_tokens_of_all_its_runs(measured: SqliteStore, noted: Noted) -> None:
    """Once it is settled: what it was, and what was used."""
    await measured.accept(SESSION, TURN)
    await measured.move_turn(TURN.id, TurnEvent.TAKEN, now=NOW)
    for number in range(2):
        run = Run(turn=TURN.id, number=number, created_at=NOW)
        await measured.begin_run(run)
        await measured.run_created(replace(run, id=RunId(f"run-{number}")), now=NOW)
        ended = replace(run, status=RunStatus.COMPLETED, usage=USAGE)
        await measured.run_ended(ended, environment=None, note="")
        if number == 0:
            await measured.move_turn(TURN.id, TurnEvent.ASKED, now=NOW)
            await measured.move_turn(TURN.id, TurnEvent.ANSWERED, now=NOW)
    await measured.move_turn(TURN.id, TurnEvent.ENDED, now=NOW)
    before = list(noted.all)
    await measured.settle_turn(TURN.id, outcome=Outcome.COMPLETED, reason="", detail="", now=NOW)

    assert before == []
    assert noted.all == [("turn", Outcome.COMPLETED, SESSION.agent, SESSION.choices.model, USAGE + USAGE)]


async def test_a_refused_settling_is_not_counted(measured: SqliteStore, noted: Noted) -> None:
    """What the table does not allow has not happened."""
    await measured.accept(SESSION, TURN)
    await measured.settle_turn(TURN.id, outcome=Outcome.CANCELLED, reason="", detail="", now=NOW)
    with pytest.raises(ValueError, match="delivering"):
        await measured.settle_turn(TURN.id, outcome=Outcome.CANCELLED, reason="", detail="", now=NOW)

    assert len(noted.all) == 1


async def test_each_picture_of_a_job_is_counted(measured: SqliteStore, noted: Noted) -> None:
    """Made with its price, or failed."""
    await measured.jobs.accept(JOB)
    await measured.jobs.failed(PictureId(JOB.id, 1), reason="imagine.safety", detail="")
    made = Picture(id=PictureId(JOB.id, 0), state=PictureState.MADE, file="a.png", width=1, height=1, dollars=0.25)
    await measured.jobs.settle(JOB.id, [made], outcome=Outcome.COMPLETED, reason="", detail="", now=NOW)

    assert noted.all == [("picture", JOB.model, True, 0.25), ("picture", JOB.model, False, None)]


async def test_a_probe_is_a_commit(measured: SqliteStore) -> None:
    """Each writes something that was not there before, so that a disk that takes nothing is found out."""
    counted = []
    for _ in range(2):
        await measured.probe()
        (row,) = await measured._database.read("SELECT beats FROM pulse")
        counted.append(row["beats"])

    assert counted == [1, 2]
