"""Scenes that are no pleasure: one that takes over half a minute, one that fails."""

from collections.abc import Iterator

from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.script import completed, fault
from bot.playground.agent.actor.stage import Stage

_ROUNDS = 11


def slow(stage: Stage) -> Iterator[Cue]:
    """About 40 s at speed 1: many steps, each with something to show."""
    yield from stage.script.say(stage.introduced("I take this in parts; here is the first one."), seconds=0.5)
    for number in range(1, _ROUNDS + 1):
        yield from stage.script.thought(f"**Part {number} of {_ROUNDS}**\n\nThis takes a while.", seconds=0.7)
        code = f"import time\ntime.sleep({number})  # part {number}"
        yield from stage.script.code(code, f"part {number} done\n", seconds=2)
    yield from stage.script.say(f"That took {_ROUNDS} parts, and all of them are done.", seconds=3)


def failing(stage: Stage) -> Iterator[Cue]:
    """Begins well, then the service breaks down: an error event, and the status failed."""
    yield from stage.script.thought("**Starting**\n\nThis will not end well.", seconds=0.6)
    yield from stage.script.code("raise SystemExit(1)", "exit status 1\n", language="python", seconds=0.8)
    yield from stage.script.say(stage.introduced("I began to work on this, but "), seconds=0.6)
    yield fault("api_error", "The scripted agent failed, as it was asked to.")
    yield completed("failed")
