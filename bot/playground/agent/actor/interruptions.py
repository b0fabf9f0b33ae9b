"""Scenes in which the stream is the trouble: it falls silent, breaks a frame, or says error while the run goes on."""

from collections.abc import Iterator
from dataclasses import replace

from bot.playground.agent.actor.cues import Beat, Cue, Wait
from bot.playground.agent.actor.stage import Stage

SILENT_S = 90.0


def silent(stage: Stage) -> Iterator[Cue]:
    """No event for a minute and a half of the playground's clock, in the middle of an answer."""
    yield from stage.script.say(stage.introduced("Now I say nothing for a while."), seconds=0.6)
    yield Wait(SILENT_S)
    yield from stage.script.code("print('awake')", "awake\n", seconds=0.3)
    yield from stage.script.say("I am back, and nothing was lost.", seconds=0.6)


def malformed(stage: Stage) -> Iterator[Cue]:
    """One frame in the middle of the text arrives broken."""
    return _with_mishap(stage, "malformed", "One frame of this answer arrived broken. Asked again, it was whole.")


def error_event(stage: Stage) -> Iterator[Cue]:
    """The stream ends with an error event; the run itself goes on to a good end."""
    return _with_mishap(stage, "error", "The stream said error in the middle of this, but I went on to the end.")


def _with_mishap(stage: Stage, mishap: str, text: str) -> Iterator[Cue]:
    yield from stage.script.thought("**Something will happen on the way**", seconds=0.5)
    texts = 0
    for cue in stage.script.say(stage.introduced(text), seconds=2):
        texts += isinstance(cue, Beat) and cue.event["event_type"] == "step.delta"
        yield replace(cue, mishap=mishap) if isinstance(cue, Beat) and texts == 5 else cue
