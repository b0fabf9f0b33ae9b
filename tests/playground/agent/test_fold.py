"""Events become steps: the stored run says what its stream said."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.playground.agent.fold import Fold

RECORDINGS = Path(__file__).parents[4] / "shared" / "reference" / "recordings" / "interactions"
NAMES = ["basic", "google-search", "tool-call-step1", "tool-call-step2", "multi-turn-stateful-turn1"]


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings of the real service are not beside this checkout")
@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_stream_folds_to_the_recorded_replys_shape(name: str) -> None:
    """A second call of the same kind without streaming has steps of the same types, with the same fields."""
    lines = (RECORDINGS / f"{name}.sse.jsonl").read_text().splitlines()
    reply = json.loads((RECORDINGS / f"{name}.response.json").read_text())

    fold = Fold()
    fold.add(json.loads(line) for line in lines)

    assert [step["type"] for step in fold.steps] == [step["type"] for step in reply["steps"]]
    for ours, theirs in zip(fold.steps, reply["steps"], strict=True):
        assert _fields(ours) == _fields(theirs) - {"search_type"}  # which no stream tells


@pytest.mark.parametrize("portion", [1, 2, 3, 7, 100])
def test_portions_do_not_matter(portion: int) -> None:
    """Folding a run as it grows gives what folding it at once gives."""
    events: list[dict[str, Any]] = [{"event_type": "step.start", "index": 0, "step": {"type": "model_output"}}]
    events += [
        {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": str(number)}} for number in range(20)
    ]
    whole, growing = Fold(), Fold()

    whole.add(events)
    for start in range(0, len(events), portion):
        growing.add(events[start : start + portion])

    assert growing.steps == whole.steps
    assert whole.steps[0]["content"][0]["text"] == "".join(map(str, range(20)))


def test_what_was_given_to_the_fold_stays_as_it_was() -> None:
    """Events are kept for replay, so folding may not change them."""
    start = {"event_type": "step.start", "index": 0, "step": {"type": "model_output", "content": []}}
    delta = {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "x"}}
    before = json.dumps([start, delta])

    Fold().add([start, delta, delta])

    assert json.dumps([start, delta]) == before


def _fields(step: dict[str, Any]) -> set[str]:
    """An empty signature in a stream is none in a reply."""
    return {name for name, value in step.items() if (name, value) != ("signature", "")}
