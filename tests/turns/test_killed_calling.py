"""A process is killed at every one of its calls while functions are answered, and another takes up its rows."""

import asyncio
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.patches import Page
from bot.core.session import Outcome, Turn
from bot.core.tools.questions import ONCE, Reply
from bot.turns import endings
from tests.fake_agent import ending, speech
from tests.turns.functions import DONE, Deeds, call
from tests.turns.mortal import Killed, Life
from tests.turns.world import LIMITS, Process, World, a_turn

CALLING: tuple[e.AgentEvent, ...] = (
    *speech("I look and write. "),
    *call("look", number=0, index=1, location="Tokyo"),
    *call("write_asked", number=1, index=2, location="Paris"),
    ending(e.RunStatus.REQUIRES_ACTION),
)


@dataclass
class Walk:
    """A turn walked by one process after the other; the asker says yes whenever they are asked."""

    world: World
    deeds: Deeds
    death: int
    after: bool
    pause_s: float = 1.0
    lives: list[Life] = field(default_factory=list)

    async def go(self) -> Turn:
        try:
            return await self._live(Life(dies_at=self.death, after=self.after))
        except* Killed:
            self.world.clock.at += round(self.pause_s * 1000)
        return await self._live(Life())

    async def _live(self, life: Life) -> Turn:
        self.lives.append(life)
        async with self.world.process(life) as process, asyncio.TaskGroup() as group:
            yes = group.create_task(self._say_yes(process))
            turn = a_turn()
            if not await process.store.turn(turn.id):
                await process.ask(turn)
            await process.mailbox.take_up()
            ended = await process.ended(turn)
            yes.cancel()
            return ended

    async def _say_yes(self, process: Process) -> None:
        turn = a_turn()
        while True:
            await process.reply(turn, Reply(choice=ONCE), 1)

    @property
    def may_be_uncertain(self) -> bool:
        """A run may have been begun, and its id not written, when the process was killed."""
        first = self.lives[0]
        return first.calls.count("begin_run") > first.done.count("run_created")


def a_walk(folder: str, *, death: int, after: bool, pause_s: float = 1.0) -> Walk:
    deeds = Deeds()
    world = World(Path(folder), limits=LIMITS, toolbox=deeds.tools())
    world.agent.scripts = deque([CALLING, DONE])
    world.agent.pace_s = 0.001
    return Walk(world, deeds, death, after, pause_s)


async def undisturbed() -> tuple[list[Page], int]:
    """How the thread ends when nothing happens, and about how many calls that takes."""
    with tempfile.TemporaryDirectory() as folder:
        walk = a_walk(folder, death=0, after=False)
        await walk.go()
    return walk.world.looks(), len(walk.lives[0].calls)


def judge(walk: Walk, turn: Turn, wanted: Sequence[Page]) -> None:
    world, writes = walk.world, walk.deeds.done.count("write Paris")
    assert world.canvas.violations == []
    assert len({message.nonce for message in world.thread()}) == len(world.thread())
    assert len(world.agent.asked) <= 2
    if turn.outcome is Outcome.UNCERTAIN:
        assert walk.may_be_uncertain
        assert turn.reason == endings.UNCERTAIN.reason
        return
    looked, written = world.agent.asked[1].results
    assert turn.outcome is Outcome.COMPLETED
    assert looked.result == {"temperature": 23}
    assert (written.result == "written") is not written.is_error
    assert writes <= 1
    assert writes == 1 or written.is_error
    seen = [page for page in world.looks() if page.slot != "ping"]
    assert seen == wanted if not written.is_error else [p.slot for p in seen] == [p.slot for p in wanted]


@pytest.mark.parametrize(("after", "pause_s"), [(False, 1.0), (True, 600.0)])
async def test_killed_at_any_call(after: bool, pause_s: float) -> None:
    """Whenever a process is killed, what it wrote is done at most once, both calls are answered, and the turn ends."""
    wanted, calls = await undisturbed()
    for death in range(1, calls + 1):
        with tempfile.TemporaryDirectory() as folder:
            walk = a_walk(folder, death=death, after=after, pause_s=pause_s)

            turn = await walk.go()

            judge(walk, turn, wanted)
