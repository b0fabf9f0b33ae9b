"""The ports that models need, played by a few lines: files and runs in memory, and a clock that stands."""
# ruff: noqa: ARG002 - a fake takes what its port gives

from dataclasses import dataclass, field
from hashlib import sha256

from bot.core.ids import Milliseconds, RunId
from bot.core.models.history import ModelRun

NOW = Milliseconds(1_795_000_000_000)


class StandingClock:
    def now(self) -> Milliseconds:
        return NOW


@dataclass
class FakeMedia:
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    async def keep(self, data: bytes, *, mime_type: str, now: Milliseconds) -> str:
        name = f"media:{sha256(data).hexdigest()}"
        self.files[name] = (mime_type, data)
        return name

    async def read(self, name: str, *, now: Milliseconds | None = None) -> tuple[str, bytes] | None:
        return self.files.get(name)

    async def throw_away(self, *, now: Milliseconds) -> None:
        self.files.clear()


@dataclass
class FakeModelRuns:
    rows: dict[RunId, ModelRun] = field(default_factory=dict)

    async def begin(self, run: ModelRun) -> None:
        assert run.id not in self.rows
        self.rows[run.id] = run

    async def end(self, run: ModelRun) -> None:
        assert run.id in self.rows
        self.rows[run.id] = run

    async def run(self, run: RunId) -> ModelRun | None:
        return self.rows.get(run)

    async def talk(self, last: RunId | None) -> tuple[ModelRun, ...]:
        told: list[ModelRun] = []
        while last is not None and (row := self.rows.get(last)) is not None:
            told.append(row)
            last = None if row.asked.summary else row.previous
        return tuple(reversed(told))
