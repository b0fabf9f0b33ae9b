"""Jobs: claimed once, written whole with their pictures, settled once."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, get_type_hints

import pytest

from bot.core.attachments import Source
from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.job import Deed, Job, JobId, Picture, PictureId, PictureState
from bot.core.imagine.ports import Jobs
from bot.core.session import Outcome
from bot.store import SqliteJobs, SqliteStore
from bot.store.database import Conflict
from tests.store.samples import ASKER, CHANNEL, JOB, NOW, SESSION, TURN, another_job, another_turn
from tests.store.stuck import StuckDatabase

LATER = Milliseconds(NOW + 5_000)
MESSAGE = Snowflake(1_300_000_000_000_000_021)
PICTURES = (Picture(id=PictureId(JOB.id, 0)), Picture(id=PictureId(JOB.id, 1)))
FULL = replace(
    JOB,
    guild=None,
    actor=replace(JOB.actor, roles=frozenset()),
    deed=Deed.EDIT,
    count=1,
    parent=PictureId(JobId("job-9"), 3),
    sources=(
        Source(name="cat.png", channel=CHANNEL, message=Snowflake(9)),
        Source(url="https://cdn.discordapp.com/a/ü.png?ex=1", name='ü "🌙".png', digest="d1"),
    ),
    ratio="16:9",
    size="2K",
    asked_ratio="17:9",
    is_private=True,
    reply_to=Snowflake(8),
    message=MESSAGE,
    stop_asked_by=ASKER,
    gone=True,
)
ENDED = replace(FULL, outcome=Outcome.FAILED, reason="imagine.safety", detail="image_safety", ended_at=LATER)


@pytest.fixture
async def jobs(store: SqliteStore) -> SqliteJobs:
    """Jobs that hold JOB and its two pending pictures."""
    await store.jobs.accept(JOB)
    return store.jobs


async def held(jobs: SqliteJobs, job: JobId = JOB.id) -> Job:
    found = await jobs.job(job)
    assert found is not None
    return found


def made(number: int, job: JobId = JOB.id) -> Picture:
    return Picture(
        id=PictureId(job, number),
        state=PictureState.MADE,
        file=f"cat-{number}.png",
        width=1376,
        height=768,
        dollars=0.034,
    )


def settling(jobs: SqliteJobs, *pictures: Picture, job: JobId = JOB.id) -> Coroutine[Any, Any, Job]:
    return jobs.settle(job, pictures, outcome=Outcome.COMPLETED, reason="r", detail="d", now=LATER)


async def test_the_jobs_are_the_port(store: SqliteStore) -> None:
    """SqliteJobs has every verb of the port with its types (mypy holds the assignment)."""
    port: Jobs = store.jobs

    verbs = [name for name in vars(Jobs) if not name.startswith("_")]
    assert len(verbs) > 15
    assert all(get_type_hints(getattr(port, name)) == get_type_hints(getattr(Jobs, name)) for name in verbs)


@pytest.mark.parametrize("job", [JOB, FULL, ENDED], ids=["bare", "full", "ended"])
async def test_a_job_reads_as_written(store: SqliteStore, job: Job) -> None:
    """Every field of a job comes back, its actor, its parent and its sources too."""
    await store.jobs.accept(job)

    assert await store.jobs.job(job.id) == job


async def test_text_of_any_kind_is_kept(store: SqliteStore) -> None:
    """Half a surrogate pair, which no database takes, becomes U+FFFD in a request and in a file's name."""
    source = Source(url="u", name="\ud83d.png")
    await store.jobs.accept(replace(JOB, prompt="a \ud83d", sources=(source,)))

    job = await held(store.jobs)
    assert (job.prompt, job.sources) == ("a \ufffd", (replace(source, name="\ufffd.png"),))


async def test_a_job_begins_with_its_pictures(jobs: SqliteJobs) -> None:
    """A job that was accepted has as many pending pictures as it asks for; an unknown one has none and is none."""
    assert await jobs.pictures(JOB.id) == PICTURES
    assert await jobs.pictures(JobId("none")) == ()
    assert await jobs.job(JobId("none")) is None


async def test_an_origin_is_claimed_once(jobs: SqliteJobs) -> None:
    """What was accepted once is not accepted again, and the second job leaves no row."""
    again = replace(another_job(1), origin=JOB.origin)

    assert await jobs.accept(again) is False
    assert await jobs.job(again.id) is None
    assert await jobs.pictures(again.id) == ()


async def test_an_origin_is_a_turn_or_a_job(store: SqliteStore) -> None:
    """What a turn has claimed is no job, and what a job has claimed is no turn."""
    await store.accept(SESSION, TURN)
    await store.jobs.accept(another_job(1))

    assert await store.jobs.accept(replace(JOB, origin=TURN.origin)) is False
    assert await store.accept(SESSION, another_turn(1)) is False
    assert await store.open_turns() == (TURN,)
    assert await store.jobs.open_jobs() == (another_job(1),)


async def test_of_many_claims_at_once_one_wins(store: SqliteStore) -> None:
    """Of ten coroutines that accept one origin at the same time, one gets it."""
    rivals = [replace(another_job(number), origin=JOB.origin) for number in range(1, 11)]
    won = await asyncio.gather(*(store.jobs.accept(rival) for rival in rivals))

    assert sum(won) == 1
    assert len(await store.jobs.open_jobs()) == 1


@pytest.mark.parametrize("at", [0, 1, 2, 3], ids=["claim", "job", "first picture", "second picture"])
async def test_a_cancelled_acceptance_leaves_nothing(store: SqliteStore, at: int) -> None:
    """Cancelled before any of its statements, a job is not there, nor are its pictures, and its origin is free."""
    database = StuckDatabase(store._database, at=at)
    accepting = asyncio.create_task(SqliteJobs(database, store._vault).accept(JOB))
    await database.stuck.wait()
    accepting.cancel()
    await asyncio.wait([accepting])

    assert accepting.cancelled()
    assert await store.jobs.job(JOB.id) is None
    assert await store.jobs.pictures(JOB.id) == ()
    assert await store.jobs.accept(JOB) is True


@pytest.mark.parametrize(
    ("job", "rule"),
    [
        (replace(another_job(1), id=JOB.id), r"job\.id"),
        (replace(another_job(1), count=0), "job_is_of_pictures"),
        (replace(another_job(1), outcome=Outcome.FAILED), "job_ends_with_its_outcome"),
        (replace(another_job(1), ended_at=NOW), "job_ends_with_its_outcome"),
        (replace(another_job(1), gone=True), "job_only_a_message_can_be_gone"),
    ],
)
async def test_what_cannot_be_is_refused(jobs: SqliteJobs, job: Job, rule: str) -> None:
    """A job that contradicts itself, or has another's id, is refused by the rule's name, and its origin stays free."""
    with pytest.raises(Conflict, match=rule):
        await jobs.accept(job)

    assert await jobs.accept(another_job(1)) is True


async def test_open_is_what_has_no_outcome(jobs: SqliteJobs) -> None:
    """Open jobs come oldest first, whichever was written first; one that ended is not among them."""
    for number in (3, 1, 2):
        await jobs.accept(another_job(number))
    await settling(jobs, job=another_job(1).id)

    assert [job.id for job in await jobs.open_jobs()] == ["job-0", "job-2", "job-3"]


async def test_a_job_is_settled_with_what_was_made(jobs: SqliteJobs) -> None:
    """How a job ended, why and when, and each picture's file, size and price are written; others stay as they were."""
    await jobs.called(PictureId(JOB.id, 1))
    settled = await settling(jobs, made(1))

    assert settled == replace(JOB, outcome=Outcome.COMPLETED, reason="r", detail="d", ended_at=LATER)
    assert await held(jobs) == settled
    assert await jobs.pictures(JOB.id) == (PICTURES[0], made(1))


async def test_a_job_is_settled_once(jobs: SqliteJobs) -> None:
    """A second settling, and that of an unknown job, is refused by name and writes no picture."""
    settled = await settling(jobs)
    with pytest.raises(ValueError, match="job job-0 cannot be settled"):
        await settling(jobs, made(0))
    with pytest.raises(ValueError, match="job none cannot be settled"):
        await settling(jobs, job=JobId("none"))

    assert await held(jobs) == settled
    assert await jobs.pictures(JOB.id) == PICTURES


async def test_a_settling_is_whole(jobs: SqliteJobs) -> None:
    """Where one of its pictures is unknown, the others are not made and the job stays open."""
    with pytest.raises(ValueError, match=r"picture job-0\.7 cannot be made"):
        await settling(jobs, made(0), made(7))

    assert await held(jobs) == JOB
    assert await jobs.pictures(JOB.id) == PICTURES


async def test_the_first_who_asks_to_stop_is_kept(jobs: SqliteJobs) -> None:
    """A second person's stop changes nothing."""
    await jobs.ask_stop(JOB.id, by=Snowflake(1))
    await jobs.ask_stop(JOB.id, by=Snowflake(2))

    assert (await held(jobs)).stop_asked_by == 1


async def test_a_settled_job_is_not_stopped(jobs: SqliteJobs) -> None:
    """A stop that comes after the end is not written."""
    await settling(jobs)
    await jobs.ask_stop(JOB.id, by=Snowflake(1))

    assert (await held(jobs)).stop_asked_by is None


async def test_a_message_leads_to_its_job(jobs: SqliteJobs) -> None:
    """Once it is known, the job's message leads to it; written again it is the same; another's leads to none."""
    for _ in range(2):
        await jobs.stands(JOB.id, MESSAGE)

    assert await jobs.job_of_message(MESSAGE) == replace(JOB, message=MESSAGE)
    assert await jobs.job_of_message(CHANNEL) is None


async def test_pictures_are_counted_by_where_they_come_from(jobs: SqliteJobs) -> None:
    """All that a turn asked for, and nothing of a turn whose name begins alike."""
    for number, origin in enumerate(("tool:turn-1:0", "tool:turn-1:12", "tool:turn-12:0")):
        await jobs.accept(replace(JOB, id=JobId(f"another-{number}"), origin=origin, count=number + 1))

    assert await jobs.pictures_from("tool:turn-1:") == 1 + 2
    assert await jobs.pictures_from("tool:turn-2:") == 0


async def test_a_message_is_one_job_s(jobs: SqliteJobs) -> None:
    """One message cannot be that of two jobs, or of a job that is unknown."""
    await jobs.accept(another_job(1))
    await jobs.stands(JOB.id, MESSAGE)

    with pytest.raises(Conflict, match=r"job\.message"):
        await jobs.stands(another_job(1).id, MESSAGE)
    with pytest.raises(ValueError, match="no job none"):
        await jobs.stands(JobId("none"), Snowflake(1))


async def test_a_deleted_message_is_remembered(jobs: SqliteJobs) -> None:
    """A job's message that a person deleted is marked, and its job told; another's is None."""
    await jobs.stands(JOB.id, MESSAGE)
    gone = replace(JOB, message=MESSAGE, gone=True)

    assert await jobs.gone(MESSAGE) == gone
    assert await jobs.gone(MESSAGE) == gone
    assert await jobs.gone(CHANNEL) is None
    assert await held(jobs) == gone


async def test_sources_are_replaced_as_a_whole(jobs: SqliteJobs) -> None:
    """A job's sources are the ones written last; those of an unknown job are refused."""
    await jobs.replace_sources(JOB.id, FULL.sources)
    await jobs.replace_sources(JOB.id, FULL.sources[1:])

    assert (await held(jobs)).sources == FULL.sources[1:]
    with pytest.raises(ValueError, match="no job none"):
        await jobs.replace_sources(JobId("none"), ())
