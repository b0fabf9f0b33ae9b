"""The proof that a stream may break anywhere: cut after every event of a long scene, the thread is the same."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.failures import READ, ask, playing, proves, receipt
from tests.e2e.stage import Stage
from tests.e2e.test_kill import looks

pytestmark = pytest.mark.asyncio(loop_scope="module")


def step(index: int, kind: dict[str, Any], *deltas: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of one step."""
    middle = [{"event_type": "step.delta", "index": index, "delta": delta, "after_s": 0.2} for delta in deltas]
    start = {"event_type": "step.start", "index": index, "step": kind}
    return [start, *middle, {"event_type": "step.stop", "index": index}]


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


SOURCE = {"type": "url_citation", "url": "https://example.org/a", "title": "A", "start_index": 0, "end_index": 8}
SCENE = [
    *step(0, {"type": "thought"}, {"type": "thought_summary", "content": text("**Planning**")}),
    *step(1, {"type": "model_output"}, text("First I "), text("look.")),
    *step(
        2,
        {"type": "google_search_call", "id": "s1", "signature": ""},
        {"type": "google_search_call", "arguments": {"queries": ["moon"]}},
    ),
    *step(3, {"type": "google_search_result", "call_id": "s1", "signature": ""}),
    *step(
        4,
        {"type": "function_call", "id": "c1", "name": "write_file", "arguments": {}},
        {"type": "arguments_delta", "arguments": '{"path": "a'},
        {"type": "arguments_delta", "arguments": '.txt"}'},
    ),
    *step(5, {"type": "function_result", "call_id": "c1", "name": "write_file", "result": ""}),
    *step(
        6,
        {"type": "model_output"},
        text("# The answer\n\nIt is **bo"),
        text("ld**, has a [li"),
        text("nk](https://example.org), and a list:\n\n- one\n- t"),
        text("wo\n\n```python\nprint('"),
        text("hello')\n```\n"),
        {"type": "text_annotation_delta", "annotations": [SOURCE]},
    ),
    {"event_type": "interaction.completed", "interaction": {"status": "completed"}},
]
BEFORE = 2
"""The playground begins every run with two events of its own: created, and in progress."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with playing(tmp_path_factory.mktemp("cut"), module="tests.e2e.impatient") as stage:
        await stage.lever("POST", "scenes", {"name": "long", "events": SCENE})
        yield stage


async def thread_of_scene(stage: Stage) -> list[Any]:
    thread = await ask(stage, "scene:long")
    assert "**Done**" in await receipt(stage, thread)
    return looks(await stage.person("Ada").messages(thread))


@proves("stream-cut")
async def test_cut_after_every_event_the_thread_is_the_same(stage: Stage) -> None:
    """Wherever the stream is cut once, the thread ends as if it had not been."""
    wanted = await thread_of_scene(stage)

    for count in range(len(SCENE) + BEFORE + 1):
        await stage.fault(READ | {"times": 1}, {"cut_stream_after_events": count})
        found = await thread_of_scene(stage)
        await stage.lever("DELETE", "faults")

        assert found == wanted, f"cut after {count} events"
    assert await resumed(stage) > len(SCENE) / 2


@proves("stream-cut")
async def test_cut_after_each_event_the_thread_is_the_same(stage: Stage) -> None:
    """A stream that gives one event at a time, and breaks, is gone on with until its end."""
    wanted, before = await thread_of_scene(stage), await resumed(stage)

    await stage.lever("POST", "speed", {"factor": 2})
    await stage.fault(READ, {"cut_stream_after_events": 1})
    found = await thread_of_scene(stage)
    await stage.lever("DELETE", "faults")

    assert found == wanted
    assert await resumed(stage) > before + len(SCENE) / 2


async def resumed(stage: Stage) -> int:
    """How often a stream was gone on with in its middle."""
    return sum("last_event_id" in entry["path"] for entry in await stage.requests())
