"""Some turns at once, in real processes over real HTTP, and what was measured of them."""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from tests.bench.figures import Figure, of_turns
from tests.bench.process import cpu_seconds, memory_mb
from tests.bench.scene import Scene
from tests.bench.trace import Json, Trace, gave_receipt, trace_of
from tests.e2e.stage import Stage, set_up

PER_CHANNEL = 5
"""Turns in one channel. In ten seconds Discord lets a bot open ten threads there; waiting for that is not measured."""
_PEOPLE = ("Ada", "Grace", "Linus")
_AFTER_S = 120.0


@dataclass(frozen=True, slots=True)
class Trial:
    """`refused` and `violations` are of the whole trial and must be 0."""

    turns: int
    figures: tuple[Figure, ...]
    refused: int
    violations: int

    @property
    def is_clean(self) -> bool:
        return not self.refused and not self.violations


async def trial(scene: Scene, *, turns: int, rounds: int = 1, per_channel: int = PER_CHANNEL) -> Trial:
    """`rounds` times `turns` turns at once, in a fresh playground with a fresh bot that has had one turn before."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with set_up(Path(folder), speed=1.0) as stage:
            await stage.start_bot(MAX_TURNS_PER_PERSON="0", MAX_TURNS_PER_GUILD="0")
            await stage.lever("POST", "scenes", {"name": scene.name, "events": scene.events})
            await _warm_up(stage)
            channels = await _channels(stage, ceil(turns / per_channel))
            measured = [await _round(stage, scene, channels, turns, number) for number in range(rounds)]
            refused = [e for e in await stage.requests() if e["who"] == "bot" and e["status"] == 429]
            violations = await stage.violations()
            peak = memory_mb(_bot(stage), "VmHWM")
    traces = [trace for found, _ in measured for trace in found]
    cpu = tuple(seconds / turns for _, seconds in measured)
    figures = (*of_turns(traces, scene), *_process(cpu, peak))
    return Trial(turns, figures, len(refused), len(violations))


def _process(cpu: tuple[float, ...], peak_mb: float) -> Iterator[Figure]:
    yield Figure("processor time of the bot per turn", "s", cpu)
    yield Figure("peak memory of the bot (whole process)", "MB", (peak_mb,))


async def _warm_up(stage: Stage) -> None:
    """The first turn of a process imports what is imported on use."""
    ada = stage.person("Ada")
    await ada.ask("a short one", channel=stage.channel("workshop"))
    thread = await stage.thread_of(ada, channel=stage.channel("workshop"))
    await stage.finished(ada, thread)


async def _channels(stage: Stage, count: int) -> list[str]:
    owner = stage.person("Ada")
    made = [await owner.call("POST", f"/guilds/{stage.guild}/channels", {"name": f"bench-{n}"}) for n in range(count)]
    return [answer["id"] for _, answer in made]


async def _round(stage: Stage, scene: Scene, channels: list[str], turns: int, number: int) -> tuple[list[Trace], float]:
    prompts = [f"scene:{scene.name} round {number} turn {turn} of {turns}" for turn in range(turns)]
    before, cpu = len(await stage.requests()), cpu_seconds(_bot(stage))
    async with asyncio.TaskGroup() as group:
        for turn, prompt in enumerate(prompts):
            person = stage.person(_PEOPLE[turn % len(_PEOPLE)])
            group.create_task(person.ask(prompt, channel=channels[turn % len(channels)]))
    await stage.until(lambda: _all_over(stage, before, turns), seconds=scene.seconds + _AFTER_S)
    cpu = cpu_seconds(_bot(stage)) - cpu
    entries = (await stage.requests())[before:]
    return [trace_of(entries, prompt) for prompt in prompts], cpu


async def _all_over(stage: Stage, before: int, turns: int) -> bool:
    """Looked at seldom: who measures should not be what is measured."""
    await asyncio.sleep(1.0)
    over: list[Json] = [entry for entry in await stage.requests(before) if gave_receipt(entry)]
    return len(over) >= turns


def _bot(stage: Stage) -> int:
    assert stage.bot is not None
    return stage.bot.pid
