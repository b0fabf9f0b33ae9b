"""Runs of models behind conventional APIs: each written before it is asked for, and all that it said at its end."""

import json
from dataclasses import asdict
from typing import Any

from bot.core.ids import RunId
from bot.core.models.history import Asked, Echo, ModelRun
from bot.core.models.provider import Protocol
from bot.core.tools.calls import ToolResult
from bot.store.database import Database, Row, only
from bot.store.run_records import read_record, write_record


class SqliteModelRuns:
    """Implements `core.models.ports.ModelRuns`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, run: ModelRun) -> None:
        """Raises ValueError where there is such a run."""
        async with self._database.transaction() as tx:
            await tx.run(
                """
                INSERT INTO model_run (id, previous, model, asked, summary, created_at, record, echo, ended_at)
                VALUES (:id, :previous, :model, :asked, :summary, :created_at, NULL, NULL, NULL)""",
                id=run.id,
                previous=run.previous,
                model=run.model,
                asked=_written(run.asked),
                summary=run.asked.summary,
                created_at=run.created_at,
            )

    async def end(self, run: ModelRun) -> None:
        """Its summary is written too, for it is made on the way. Raises ValueError where it was never begun."""
        async with self._database.transaction() as tx:
            rows = await tx.run(
                """
                UPDATE model_run SET summary = :summary, record = :record, echo = :echo, ended_at = :ended_at
                WHERE id = :id
                RETURNING id""",
                id=run.id,
                summary=run.asked.summary,
                record=None if run.record is None else write_record(run.record),
                echo=None if run.echo is None else json.dumps(asdict(run.echo)),
                ended_at=run.ended_at,
            )
        if not rows:
            raise ValueError(f"run {run.id} was never begun")

    async def run(self, run: RunId) -> ModelRun | None:
        row = only(await self._database.read("SELECT * FROM model_run WHERE id = :id", id=run))
        return None if row is None else _run(row)

    async def talk(self, last: RunId | None) -> tuple[ModelRun, ...]:
        rows = await self._database.read(
            """
            WITH RECURSIVE talk (id, previous, summary, depth) AS (
                SELECT id, previous, summary, 0 FROM model_run WHERE id = :last
                UNION ALL
                SELECT earlier.id, earlier.previous, earlier.summary, talk.depth + 1
                FROM talk JOIN model_run AS earlier ON earlier.id = talk.previous
                WHERE talk.summary = ''
            )
            SELECT model_run.* FROM talk JOIN model_run ON model_run.id = talk.id ORDER BY talk.depth DESC""",
            last=last,
        )
        return tuple(_run(row) for row in rows)


def _written(asked: Asked) -> str:
    results = [asdict(result) for result in asked.results]
    return json.dumps({"text": asked.text, "media": list(asked.media), "results": results})


def _run(row: Row) -> ModelRun:
    return ModelRun(
        id=RunId(row["id"]),
        previous=None if row["previous"] is None else RunId(row["previous"]),
        model=row["model"],
        asked=_asked(json.loads(row["asked"]), row["summary"]),
        created_at=row["created_at"],
        record=None if row["record"] is None else read_record(row["record"]),
        echo=None if row["echo"] is None else _echo(json.loads(row["echo"])),
        ended_at=row["ended_at"],
    )


def _asked(row: dict[str, Any], summary: str) -> Asked:
    results = tuple(ToolResult(**result) for result in row["results"])
    return Asked(text=row["text"], media=tuple(row["media"]), results=results, summary=summary)


def _echo(row: dict[str, Any]) -> Echo:
    return Echo(protocol=Protocol(row["protocol"]), model=row["model"], content=row["content"])
