"""The bench at its smallest, so that it still runs on the day somebody needs it."""

import json
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.figures import KINDS

FIGURES = {
    "request → first answer",
    "request → card",
    "request → run created",
    "first delta → first text",
    "stream end → whole text",
    "stream end → receipt",
    "longest silence while streaming",
    "hole between two pages",
    "(playground late at stream end)",
    "staleness while streaming, median",
    "staleness while streaming, p95",
    "staleness while streaming, max",
    *(f"requests to Discord: {kind}" for kind in (*KINDS, "all")),
    "edits that changed nothing",
    "processor time of the bot per turn",
    "peak memory of the bot (whole process)",
}


def test_the_bench_yields_all_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One turn of a second: every figure is there and finite, nothing was refused, and no rule was broken."""
    file = tmp_path / "bench.json"

    status = main(["--turns", "1", "--seconds", "1", "--scale", "0.01", "--json", str(file)])
    table = capsys.readouterr().out

    found = json.loads(file.read_text())
    one = found["turns"]["1"]
    assert status == 0
    assert one["429"] == one["violations"] == 0
    assert one["figures"].keys() == FIGURES
    assert all(abs(value) < 60 for f in one["figures"].values() if f["unit"] == "s" for value in f["values"])
    assert one["figures"]["requests to Discord: callback"]["values"] == [1]
    assert len(found["parts"]) == 5
    assert all(part["ratio"] > 0 for part in found["parts"].values())
    assert all(name in table for name in (*FIGURES, *found["parts"]))
