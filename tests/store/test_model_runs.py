"""Runs of models on a real file: what was asked before it is, what was said at its end, and a talk's chain."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.ids import Milliseconds, RunId
from bot.core.models.history import Asked, Echo, ModelRun
from bot.core.models.provider import Protocol
from bot.core.tools.calls import ToolResult
from bot.store import SqliteStore, open_store
from bot.store.run_records import read_record, write_record
from tests.core import strategies as some
from tests.store.samples import NOW

FIRST = ModelRun(
    id=RunId("m_1"),
    previous=None,
    model="antigravity/gemini-3-flash",
    asked=Asked(text="Who are you?\n⚓", media=("media:1", "media:2")),
    created_at=NOW,
)
SAID = e.RunRecord(
    FIRST.id,
    e.RunStatus.REQUIRES_ACTION,
    (
        e.Thought((e.TextPart("hm"),), "signed"),
        e.Output((e.TextPart("see", (e.Citation("u", "t", 0, 3),)), e.MediaPart("image", "image/png", uri="media:3"))),
        e.Call("function", "c1", "discord_send", arguments={"text": "a", "list": [1, None, {"deep": True}]}),
    ),
    e.Usage(input=5, output=6, total=11),
    (e.Fault("stream_cut", "it broke"),),
)
ECHO = Echo(protocol=Protocol.MESSAGES, model="gemini-3-flash", content=[{"type": "thinking", "signature": "s"}])
ENDED = replace(FIRST, record=SAID, echo=ECHO, ended_at=Milliseconds(NOW + 5))
RESULTS = (ToolResult(call="c1", name="discord_send", result={"sent": [1]}, is_error=True),)


def after(before: ModelRun, number: int, **changes: object) -> ModelRun:
    asked = Asked(text=f"question {number}")
    made = ModelRun(
        id=RunId(f"m_{number}"),
        previous=before.id,
        model=FIRST.model,
        asked=asked,
        created_at=Milliseconds(NOW + number),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


async def test_a_run_outlives_the_store(url: str) -> None:
    """Begun, it is there without a record; ended, with all that was said, its echo and its end, after a restart."""
    async with open_store(url) as store:
        await store.model_runs.begin(FIRST)
        assert await store.model_runs.run(FIRST.id) == FIRST
        await store.model_runs.end(ENDED)

    async with open_store(url) as store:
        assert await store.model_runs.run(FIRST.id) == ENDED


async def test_results_are_kept_with_what_was_asked(store: SqliteStore) -> None:
    """What answered the calls of the run before comes back as it was, and so does a run without an echo."""
    run = after(FIRST, 2, asked=Asked(results=RESULTS))
    await store.model_runs.begin(run)
    await store.model_runs.end(replace(run, record=SAID, ended_at=NOW))

    assert await store.model_runs.run(run.id) == replace(run, record=SAID, ended_at=NOW)


async def test_a_talk_is_told_from_its_beginning(store: SqliteStore) -> None:
    """The runs before one come oldest first; of runs that nobody began, and after none, there is no talk."""
    second = after(FIRST, 2)
    third, aside = after(second, 3), after(FIRST, 4)
    for run in (FIRST, second, third, aside):
        await store.model_runs.begin(run)

    assert await store.model_runs.talk(third.id) == (FIRST, second, third)
    assert await store.model_runs.talk(aside.id) == (FIRST, aside)
    assert await store.model_runs.talk(RunId("m_none")) == ()
    assert await store.model_runs.talk(None) == ()


async def test_a_summary_begins_a_talk_anew(store: SqliteStore) -> None:
    """From the newest run that has a summary on; what it stands for is still in the database."""
    second = after(FIRST, 2)
    third = after(second, 3)
    for run in (FIRST, second, third):
        await store.model_runs.begin(run)
    second = replace(second, asked=replace(second.asked, summary="They spoke of ships."), record=SAID, ended_at=NOW)
    await store.model_runs.end(second)

    assert await store.model_runs.talk(third.id) == (second, third)
    assert await store.model_runs.run(FIRST.id) == FIRST


async def test_a_run_is_begun_once_and_ends_only_begun(store: SqliteStore) -> None:
    """The same run again is refused, and so is the end of one that nobody began."""
    with pytest.raises(ValueError, match="m_1"):
        await store.model_runs.end(ENDED)
    await store.model_runs.begin(FIRST)

    with pytest.raises(ValueError, match="model_run"):
        await store.model_runs.begin(FIRST)


@given(some.RECORDS, st.text(st.characters(), max_size=3))
def test_a_record_is_kept_without_a_loss(record: e.RunRecord, continuation: str) -> None:
    """Whatever a provider could say, lone surrogates and all, is the same after a way through JSON."""
    record = replace(record, continuation=continuation)

    assert read_record(write_record(record)) == record


def test_a_record_of_another_version_is_refused() -> None:
    """A newer bot's rows are no guesswork for an older one, and a field that an older one had not has its default."""
    text = write_record(SAID)

    with pytest.raises(ValueError, match="version 2"):
        read_record(text.replace('"version": 1', '"version": 2'))
    assert read_record(text.replace(', "is_error": false', "")) == SAID
