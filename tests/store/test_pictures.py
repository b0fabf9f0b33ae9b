"""Pictures: called before they are paid for, and never called twice."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeAlias

import pytest

from bot.core.ids import RunId
from bot.core.imagine.job import Picture, PictureId, PictureState
from bot.core.session import Outcome
from bot.store import SqliteJobs, SqliteStore
from tests.store.samples import JOB, NOW

PICTURE = Picture(id=PictureId(JOB.id, 0))
CALLED = replace(PICTURE, state=PictureState.CALLED)
RUNNING = replace(CALLED, run=RunId("run-1"))
FAILED = replace(PICTURE, state=PictureState.FAILED, reason="imagine.safety", detail="image_safety")
FAILED_ANEW = replace(FAILED, reason="imagine.stopped", detail="")
MADE = replace(PICTURE, state=PictureState.MADE, file="cat.png", width=848, height=1264, dollars=0.134)

Verb: TypeAlias = Callable[[SqliteJobs], Coroutine[Any, Any, object]]


def called(jobs: SqliteJobs) -> Coroutine[Any, Any, object]:
    return jobs.called(PICTURE.id)


def not_called(jobs: SqliteJobs) -> Coroutine[Any, Any, object]:
    return jobs.not_called(PICTURE.id)


def ran(jobs: SqliteJobs) -> Coroutine[Any, Any, object]:
    return jobs.ran(PICTURE.id, RunId("run-1"))


def ran_again(jobs: SqliteJobs) -> Coroutine[Any, Any, object]:
    return jobs.ran(PICTURE.id, RunId("run-2"))


def failed(jobs: SqliteJobs) -> Coroutine[Any, Any, object]:
    return jobs.failed(PICTURE.id, reason=FAILED.reason, detail=FAILED.detail)


def failed_anew(jobs: SqliteJobs) -> Coroutine[Any, Any, object]:
    return jobs.failed(PICTURE.id, reason=FAILED_ANEW.reason, detail=FAILED_ANEW.detail)


def made(jobs: SqliteJobs) -> Coroutine[Any, Any, object]:
    return jobs.settle(JOB.id, [MADE], outcome=Outcome.COMPLETED, reason="", detail="", now=NOW)


WAYS: dict[str, tuple[Verb, ...]] = {
    "pending": (),
    "called": (called,),
    "running": (called, ran),
    "failed": (called, failed),
    "made": (called, made),
}
AFTER: dict[tuple[str, Verb], Picture] = {
    ("pending", called): CALLED,
    ("pending", failed): FAILED,
    ("pending", failed_anew): FAILED_ANEW,
    ("pending", made): MADE,
    ("called", not_called): PICTURE,
    ("called", ran): RUNNING,
    ("called", ran_again): replace(RUNNING, run=RunId("run-2")),
    ("called", failed): FAILED,
    ("called", failed_anew): FAILED_ANEW,
    ("called", made): MADE,
    ("running", ran): RUNNING,
    ("running", failed): replace(FAILED, run=RUNNING.run),
    ("running", failed_anew): replace(FAILED_ANEW, run=RUNNING.run),
    ("failed", failed): FAILED,
    ("failed", failed_anew): FAILED_ANEW,
    ("running", made): replace(MADE, run=RUNNING.run),
}


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("verb", [called, not_called, ran, ran_again, failed, failed_anew, made])
async def test_pictures_move_by_the_table(store: SqliteStore, state: str, verb: Verb) -> None:
    """A picture moves where the table has a way; else the verb is refused and it stays as it was."""
    await store.jobs.accept(JOB)
    for step in WAYS[state]:
        await step(store.jobs)
    before = (await store.jobs.pictures(JOB.id))[0]
    after = AFTER.get((state, verb))
    if after is None:
        with pytest.raises(ValueError, match=r"picture job-0\.0 cannot be"):
            await verb(store.jobs)

        assert (await store.jobs.pictures(JOB.id))[0] == before
    else:
        await verb(store.jobs)

        assert (await store.jobs.pictures(JOB.id))[0] == after


async def test_a_verb_moves_one_picture(store: SqliteStore) -> None:
    """The other pictures of the job stay as they were."""
    await store.jobs.accept(JOB)
    for verb in (called, ran, failed):
        await verb(store.jobs)

    assert (await store.jobs.pictures(JOB.id))[1] == Picture(id=PictureId(JOB.id, 1))


async def test_an_unknown_picture_is_refused(store: SqliteStore) -> None:
    """No verb takes a picture that is not there."""
    for verb in (called, not_called, ran, failed, made):
        with pytest.raises(ValueError, match=r"picture job-0\.0 cannot be .* or it is unknown"):
            await verb(store.jobs)


async def test_pictures_come_by_number(store: SqliteStore) -> None:
    """A job's pictures come by number, 2 before 10."""
    await store.jobs.accept(replace(JOB, count=11))

    assert [picture.id.number for picture in await store.jobs.pictures(JOB.id)] == list(range(11))
