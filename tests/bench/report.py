"""The figures as a table for people and as JSON for a comparison with another day."""

import os
import platform
from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.figures import Figure
from tests.bench.micro import Part
from tests.bench.trial import Trial

_NAME = 40


def table(trials: Sequence[Trial], parts: Sequence[Part]) -> str:
    return "\n".join([*_surroundings(), *_of_trials(trials), "", *map(_of_part, parts)])


def _surroundings() -> Iterator[str]:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    yield f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}"


def _of_trials(trials: Sequence[Trial]) -> Iterator[str]:
    yield " " * _NAME + "".join(f"{_turns(trial.turns):>22}" for trial in trials)
    yield " " * _NAME + f"{'median':>11}{'max':>11}" * len(trials)
    for row in zip(*(trial.figures for trial in trials), strict=True):
        name = f"{row[0].name}{f', {row[0].unit}' if row[0].unit else ''}"
        yield f"{name:<{_NAME}}" + "".join(_pair(figure) for figure in row)
    yield f"{'429 answers (must be 0)':<{_NAME}}" + "".join(f"{trial.refused:>22}" for trial in trials)
    yield f"{'broken rules (must be 0)':<{_NAME}}" + "".join(f"{trial.violations:>22}" for trial in trials)


def _turns(count: int) -> str:
    return "1 turn" if count == 1 else f"{count} turns at once"


def _pair(figure: Figure) -> str:
    return f"{_number(figure, figure.median):>11}{_number(figure, figure.max):>11}"


def _number(figure: Figure, value: float) -> str:
    return f"{value:.3f}" if figure.unit == "s" else f"{value:.1f}".removesuffix(".0")


def _of_part(part: Part) -> str:
    ours, bare = (f"{value:,.0f}" if part.unit == "1/s" else f"{value:.6f}" for value in (part.ours, part.bare))
    return f"{part.name}: {ours} {part.unit}; {part.yardstick}: {bare} {part.unit}; ratio {part.ratio:.3g}"


def as_json(trials: Sequence[Trial], parts: Sequence[Part]) -> dict[str, Any]:
    return {
        "surroundings": next(_surroundings()),
        "turns": {
            str(trial.turns): {
                "figures": {figure.name: _figure(figure) for figure in trial.figures},
                "429": trial.refused,
                "violations": trial.violations,
            }
            for trial in trials
        },
        "parts": {
            part.name: {"unit": part.unit, "ours": part.ours, part.yardstick: part.bare, "ratio": part.ratio}
            for part in parts
        },
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"unit": figure.unit, "median": figure.median, "max": figure.max, "values": figure.values}
