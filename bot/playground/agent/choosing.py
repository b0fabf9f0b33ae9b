"""Chooses what the scripted agent does with a request: who is asked, what came along, what its words are."""

from collections.abc import Iterator
from dataclasses import replace

from bot.playground.agent import mcp_scene
from bot.playground.agent.actor import endings, functions, research, sight, smalltalk
from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.agent_configs import RESEARCHERS
from bot.playground.agent.picture_scenes import picture_scene
from bot.playground.agent.words import OF_ALL, by_words

_CUT_SHORT = ("incomplete", "budget_exceeded")


def chosen(stage: Stage) -> Iterator[Cue]:
    if stage.create.order is not None:
        return picture_scene(stage.prompt)(stage)
    if stage.create.model is not None:
        return smalltalk.echo(stage)
    if stage.continues:
        return endings.continued(stage)
    if stage.agent in RESEARCHERS:
        scene = by_words(stage.prompt)
        return scene(stage) if scene in OF_ALL and scene is not None else research.report(stage)
    return _of_turn(stage)


def _of_turn(stage: Stage) -> Iterator[Cue]:
    """The client's functions come first, round by round; then what else the request asks."""
    if now := functions.due(stage):
        return functions.asking(stage, now)
    if stage.create.results:
        return _of_results(stage)
    if stage.turn.after in _CUT_SHORT and endings.is_to_go_on(stage.prompt):
        return endings.resumed(stage)
    return _of_text(stage)


def _of_results(stage: Stage) -> Iterator[Cue]:
    yield from functions.answered(stage)
    rest = functions.plan(stage).rest
    if scene := by_words(rest):
        yield from scene(replace(stage, clause=rest))


def _of_text(stage: Stage) -> Iterator[Cue]:
    """What came along is told first; where no words ask for anything else, that is the answer."""
    scene = by_words(stage.prompt)
    if sight.is_given(stage):
        yield from sight.given(stage)
        stage = replace(stage, has_spoken=True)
    elif scene is None:
        scene = smalltalk.usual
    if mcp_scene.servers(stage):
        scene = mcp_scene.or_else(scene or _nothing)
    if scene is not None:
        yield from scene(stage)


def _nothing(_: Stage) -> Iterator[Cue]:
    return iter(())
