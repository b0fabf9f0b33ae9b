"""Requests for pictures, each one message; open until how they ended is written."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from pydantic import TypeAdapter

from bot.core.attachments import Source
from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.job import Deed, Job, JobId, PictureId
from bot.core.session import Outcome
from bot.store import actors
from bot.store.database import Database, Row, Transaction, Value, only

_SOURCES: TypeAdapter[tuple[Source, ...]] = TypeAdapter(tuple[Source, ...])


async def add(transaction: Transaction, job: Job) -> None:
    await transaction.run(
        """
        INSERT INTO job (
            id, origin, guild, channel, actor_id, actor_name, actor_roles, locale, prompt, deed, model, provider,
            created_at, count, parent, sources, ratio, size, asked_ratio, is_private, reply_to, message, stop_asked_by,
            outcome, reason, detail, ended_at, gone
        ) VALUES (
            :id, :origin, :guild, :channel, :actor_id, :actor_name, :actor_roles, :locale, :prompt, :deed, :model,
            :provider, :created_at, :count, :parent, :sources, :ratio, :size, :asked_ratio, :is_private, :reply_to,
            :message, :stop_asked_by, :outcome, :reason, :detail, :ended_at, :gone
        )""",
        **_columns(job),
    )


async def get(database: Database, job: JobId) -> Job | None:
    row = only(await database.read("SELECT * FROM job WHERE id = :id", id=job))
    return None if row is None else _job(row)


async def pictures_from(database: Database, origin: str) -> int:
    """Between two bounds, so that the index is used: no letter of an origin is above the second."""
    (row,) = await database.read(
        "SELECT COALESCE(SUM(count), 0) AS pictures FROM job WHERE origin >= :origin AND origin < :origin || '~'",
        origin=origin,
    )
    return int(row["pictures"])


async def of_message(database: Database, message: Snowflake) -> Job | None:
    row = only(await database.read("SELECT * FROM job WHERE message = :message", message=message))
    return None if row is None else _job(row)


async def unfinished(database: Database) -> tuple[Job, ...]:
    rows = await database.read("SELECT * FROM job WHERE outcome IS NULL ORDER BY created_at, id")
    return tuple(_job(row) for row in rows)


async def stands(transaction: Transaction, job: JobId, message: Snowflake) -> None:
    """Raises ValueError where the job is unknown, or the message is another job's."""
    rows = await transaction.run(
        "UPDATE job SET message = :message WHERE id = :job RETURNING id", job=job, message=message
    )
    _refuse_unknown(job, rows)


async def replace_sources(transaction: Transaction, job: JobId, sources: Sequence[Source]) -> None:
    """Raises ValueError where the job is unknown."""
    rows = await transaction.run(
        "UPDATE job SET sources = :sources WHERE id = :job RETURNING id", job=job, sources=_written(sources)
    )
    _refuse_unknown(job, rows)


async def settle(
    transaction: Transaction, job: JobId, *, outcome: Outcome, reason: str, detail: str, now: Milliseconds
) -> Job:
    """Raises ValueError where the job has ended, or is unknown."""
    row = only(
        await transaction.run(
            """
            UPDATE job SET outcome = :outcome, reason = :reason, detail = :detail, ended_at = :now
            WHERE id = :job AND outcome IS NULL
            RETURNING *""",
            job=job,
            outcome=outcome,
            reason=reason,
            detail=detail,
            now=now,
        )
    )
    if row is None:
        raise ValueError(f"job {job} cannot be settled: it has ended, or is unknown")
    return _job(row)


async def ask_stop(transaction: Transaction, job: JobId, *, by: Snowflake) -> None:
    """The first who asks is kept; after the end there is nothing to stop."""
    await transaction.run(
        "UPDATE job SET stop_asked_by = :by WHERE id = :job AND stop_asked_by IS NULL AND outcome IS NULL",
        job=job,
        by=by,
    )


async def gone(transaction: Transaction, message: Snowflake) -> Job | None:
    row = only(await transaction.run("UPDATE job SET gone = 1 WHERE message = :message RETURNING *", message=message))
    return None if row is None else _job(row)


def _refuse_unknown(job: JobId, rows: Sequence[Row]) -> None:
    if not rows:
        raise ValueError(f"there is no job {job}")


def _written(sources: Sequence[Source]) -> str:
    """Not escaped to ASCII: so the driver mends a file's name as it mends all text."""
    return json.dumps([asdict(source) for source in sources], ensure_ascii=False)


def _columns(job: Job) -> dict[str, Value]:
    return {
        "id": job.id,
        "origin": job.origin,
        "guild": job.guild,
        "channel": job.channel,
        **actors.columns(job.actor),
        "locale": job.locale,
        "prompt": job.prompt,
        "deed": job.deed,
        "model": job.model,
        "provider": job.provider,
        "created_at": job.created_at,
        "count": job.count,
        "parent": None if job.parent is None else str(job.parent),
        "sources": _written(job.sources),
        "ratio": job.ratio,
        "size": job.size,
        "asked_ratio": job.asked_ratio,
        "is_private": int(job.is_private),
        "reply_to": job.reply_to,
        "message": job.message,
        "stop_asked_by": job.stop_asked_by,
        "outcome": job.outcome,
        "reason": job.reason,
        "detail": job.detail,
        "ended_at": job.ended_at,
        "gone": int(job.gone),
    }


def _job(row: Row) -> Job:
    return Job(
        id=row["id"],
        origin=row["origin"],
        guild=row["guild"],
        channel=row["channel"],
        actor=actors.of_row(row),
        locale=row["locale"],
        prompt=row["prompt"],
        deed=Deed(row["deed"]),
        model=row["model"],
        provider=row["provider"],
        created_at=row["created_at"],
        count=row["count"],
        parent=None if row["parent"] is None else PictureId.parse(row["parent"]),
        sources=_SOURCES.validate_json(row["sources"]),
        ratio=row["ratio"],
        size=row["size"],
        asked_ratio=row["asked_ratio"],
        is_private=bool(row["is_private"]),
        reply_to=row["reply_to"],
        message=row["message"],
        stop_asked_by=row["stop_asked_by"],
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        reason=row["reason"],
        detail=row["detail"],
        ended_at=row["ended_at"],
        gone=bool(row["gone"]),
    )
