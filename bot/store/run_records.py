"""What a run said, as JSON and back without a loss: the rows of models' runs hold it, for nobody else remembers it.

A tuple of the record becomes a list of objects, each with its kind; what providers said stays as it was said. A field
that is missing has its default, so that rows of earlier versions are read.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.core import events as e
from bot.core.ids import EnvironmentId, RunId

VERSION = 1
_KIND = "is"
"""Beside the fields' own names, of which `kind` is one."""
_PARTS: Mapping[str, type[Any]] = {"text": e.TextPart, "media": e.MediaPart, "unknown": e.UnknownPart}
_STEPS: Mapping[str, type[Any]] = {
    "output": e.Output,
    "thought": e.Thought,
    "input": e.Input,
    "call": e.Call,
    "result": e.Result,
    "unknown": e.UnknownStep,
}
_CITATIONS: Mapping[str, type[Any]] = {"citation": e.Citation}
_FAULTS: Mapping[str, type[Any]] = {"fault": e.Fault}
_INNER = {"parts": _PARTS, "summary": _PARTS, "citations": _CITATIONS}
"""What the tuples inside of steps and parts hold, by the field's name."""


def write_record(record: e.RunRecord) -> str:
    """In ASCII, so that a lone surrogate survives too."""
    usage = record.usage
    return json.dumps(
        {
            "version": VERSION,
            "id": record.id,
            "status": record.status,
            "steps": _written(record.steps, _STEPS),
            "usage": None if usage is None else {field.name: getattr(usage, field.name) for field in fields(usage)},
            "faults": _written(record.faults, _FAULTS),
            "environment": record.environment,
            "continuation": record.continuation,
        }
    )


def read_record(text: str) -> e.RunRecord:
    """Raises ValueError for what is no record."""
    row = json.loads(text)
    if row.get("version") != VERSION:
        raise ValueError(f"a record of version {row.get('version')} cannot be read")
    return e.RunRecord(
        RunId(row["id"]),
        e.RunStatus(row["status"]),
        _read(row["steps"], _STEPS),
        None if row["usage"] is None else e.Usage(**row["usage"]),
        _read(row["faults"], _FAULTS),
        None if row["environment"] is None else EnvironmentId(row["environment"]),
        row["continuation"],
    )


def _written(values: tuple[Any, ...], kinds: Mapping[str, type[Any]]) -> list[dict[str, Any]]:
    words = {kind: word for word, kind in kinds.items()}
    return [
        {_KIND: words[type(value)]}
        | {field.name: _plain(getattr(value, field.name), field.name) for field in fields(value)}
        for value in values
    ]


def _plain(value: Any, name: str) -> Any:
    return _written(value, _INNER[name]) if isinstance(value, tuple) else value


def _read(rows: list[dict[str, Any]], kinds: Mapping[str, type[Any]]) -> tuple[Any, ...]:
    return tuple(_made(kinds[row[_KIND]], row) for row in rows)


def _made(kind: type[Any], row: dict[str, Any]) -> Any:
    known = {field.name for field in fields(kind)} & row.keys()
    return kind(**{name: _read(row[name], _INNER[name]) if name in _INNER else row[name] for name in known})
