"""A process is killed at every one of its calls to the outer world, one after the other, and another takes up its rows.

This is the promise "nothing lost, nothing twice", taken at its word.
"""

import random
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.ids import EnvironmentId
from bot.core.patches import Page
from bot.core.session import Outcome, Turn
from bot.turns import endings
from tests.fakes import HELLO, ending, speech
from tests.turns.mortal import Killed, Life
from tests.turns.world import World, a_turn

AT_ONCE_S, TEN_MINUTES_S = 1.0, 600.0
LONG: tuple[e.AgentEvent, ...] = (
    *speech("First I look around. ", index=0),
    e.StepStarted(1, e.Call("google_search", "call-1", arguments={"queries": ["moon"]})),
    e.StepStopped(1),
    *speech(*(f"{number}. {'The moon is made of cheese. ' * 32}\n\n" for number in range(5)), index=2),
    ending(),
)


@dataclass
class Walk:
    """A turn walked by one process after the other.

    `deaths`: the call at which each of the first ones is killed, and the seconds until the next process begins.
    """

    world: World
    deaths: Sequence[tuple[int, float]]
    after: bool
    lives: list[Life] = field(default_factory=list)

    async def go(self) -> Turn:
        for death, pause_s in (*self.deaths, (0, 0.0)):
            life = Life(dies_at=death, after=self.after)
            self.lives.append(life)
            try:
                turn = await self._live(life)
            except* Killed:
                self.world.clock.at += round(pause_s * 1000)
            else:
                break
        return turn

    async def _live(self, life: Life) -> Turn:
        async with self.world.process(life) as process:
            turn = a_turn()
            if not await process.store.turn(turn.id):
                await process.ask(turn)
            await process.mailbox.take_up()
            return await process.ended(turn)

    @property
    def may_be_uncertain(self) -> bool:
        """A run may have been begun, and its id not written, when a process was killed."""
        return any("begin_run" in life.calls and "run_created" not in life.done for life in self.lives[:-1])


def world_of(folder: str, script: Sequence[e.AgentEvent]) -> World:
    world = World(Path(folder))
    world.agent.scripts = deque([script])
    world.agent.pace_s = 0.003
    world.files.disks[EnvironmentId("env-of-run-0")]["moon.txt"] = b"cheese"
    return world


async def undisturbed(script: Sequence[e.AgentEvent]) -> tuple[list[Page], int]:
    """How the thread ends when nothing happens, and how many calls that takes."""
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(world_of(folder, script), (), after=False)
        await walk.go()
    return walk.world.looks(), len(walk.lives[0].calls)


def judge(walk: Walk, turn: Turn, wanted: list[Page]) -> None:
    world = walk.world
    seen = [page for page in world.looks() if page.slot != "ping"]
    assert world.canvas.violations == []
    assert len(world.agent.asked) <= 1
    assert len({message.nonce for message in world.thread()}) == len(world.thread())
    assert world.canvas.deleted == []
    if turn.outcome is Outcome.UNCERTAIN:
        assert walk.may_be_uncertain
        assert turn.reason == endings.UNCERTAIN.reason
        assert [page.slot for page in seen] == ["card"]
    else:
        assert seen == wanted


@pytest.mark.parametrize(("after", "pause_s"), [(False, AT_ONCE_S), (True, TEN_MINUTES_S)])
async def test_killed_at_any_call(after: bool, pause_s: float) -> None:
    """Killed before or after any call took effect, the next process ends the thread as if nothing had happened."""
    wanted, calls = await undisturbed(LONG)
    for death in range(1, calls + 1):
        with tempfile.TemporaryDirectory() as folder:
            walk = Walk(world_of(folder, LONG), [(death, pause_s)], after=after)

            turn = await walk.go()

            judge(walk, turn, wanted)


async def test_killed_again_and_again() -> None:
    """Three processes killed one after the other leave the fourth enough to end the thread as it should."""
    wanted, calls = await undisturbed(HELLO)
    dice = random.Random(7)  # noqa: S311 - the same walks each time
    for _ in range(15):
        deaths = [(dice.randint(1, calls), AT_ONCE_S) for _ in range(3)]
        with tempfile.TemporaryDirectory() as folder:
            walk = Walk(world_of(folder, HELLO), deaths, after=dice.random() < 0.5)

            turn = await walk.go()

            judge(walk, turn, wanted)
