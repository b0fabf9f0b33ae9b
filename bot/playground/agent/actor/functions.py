"""Scenes with the client's own functions: asking for some, and using what they gave."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from bot.playground.agent.actor.arguments import filled, wrong
from bot.playground.agent.actor.cues import Chore, Cue
from bot.playground.agent.actor.script import completed
from bot.playground.agent.actor.sight import described
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.actor.wishes import MISSING, Plan, Round, Wish, planned
from bot.playground.agent.actor.wordings import REACT
from bot.playground.agent.create import JsonObject
from bot.playground.agent.machine import WORKSPACE
from bot.playground.agent.toolbox import listing, reading
from bot.playground.agent.turn import Answer


def plan(stage: Stage) -> Plan:
    """Of the whole turn, by the functions that came with its request."""
    return planned(stage.prompt, stage.turn.functions)


def due(stage: Stage) -> Round | None:
    """What is to be called now: what comes next in the plan, as far as the client still offers it."""
    rounds = plan(stage).rounds
    done = len(stage.turn.rounds)
    offered = {str(function["name"]) for function in stage.create.functions} | {MISSING}
    is_due = done < len(rounds) and all(wish.name in offered for wish in rounds[done].wishes)
    return rounds[done] if is_due else None


def asking(stage: Stage, now: Round) -> Iterator[Cue]:
    """Calls the functions and stops: the client has to answer."""
    names = ", ".join(wish.name for wish in now.wishes)
    yield from stage.script.thought(f"**Calling {names}**", seconds=0.6)
    if now.says(r"\blook(ing)? around\b"):
        yield from _looking(stage)
    for wish in now.wishes:
        in_pieces = now.says(r"\bin (pieces|fragments)\b")
        yield from stage.script.call(wish.name, _arguments(stage, now, wish), in_pieces=in_pieces)
    yield completed("completed" if now.says(r"\bcomplete with an open call\b") else "requires_action")


def answered(stage: Stage) -> Iterator[Cue]:
    """Says what the client's functions gave, in all rounds."""
    lines = []
    for answer in stage.turn.answers:
        shown = Chore(partial(_shown, answer))
        yield shown
        lines.append(shown.outcome)
    yield from stage.script.thought("**Using the result**", seconds=0.4)
    yield from stage.script.say(stage.introduced("\n\n".join(lines)), seconds=1)


def _looking(stage: Stage) -> Iterator[Cue]:
    """Calls of the machine's own, beside those of the client: they look alike, and have their results."""
    if stage.environment is None:
        return
    paths = list(stage.environment.files())
    yield from stage.script.sandbox(*listing(stage.agent, WORKSPACE), "\n".join(paths) or "(empty)")
    missing = f"{WORKSPACE}/notes.txt"
    found = stage.environment.read(missing)
    text = f"Path '{missing}' not found." if found is None else found.decode(errors="replace")
    yield from stage.script.sandbox(*reading(stage.agent, missing), text, is_error=found is None)


def _arguments(stage: Stage, now: Round, wish: Wish) -> JsonObject:
    if now.says(r"\b(without|no) arguments?\b"):
        return {}
    if now.says(r"\bwrong arguments?\b"):
        return wrong(wish)
    if REACT.fits(wish.function) and "message" not in wish.given and (message := _newest(stage.turn.answers)):
        wish = replace(wish, given={**wish.given, "message": message})
    return filled(wish)


def _newest(answers: tuple[Answer, ...]) -> str | None:
    """The id of the last message of a person that some result told of."""
    told = [
        one for answer in answers for one in _objects(answer.result["result"]) if str(one.get("id", "")).isdecimal()
    ]
    people = [one for one in told if not one.get("is_bot")] or told
    return max((str(one["id"]) for one in people), key=int, default=None)


def _objects(value: Any) -> Iterator[JsonObject]:
    """Every object in a result, also in one that was sent as text."""
    match value:
        case str() if value.lstrip().startswith(("[", "{")):
            try:
                yield from _objects(json.loads(value))
            except ValueError:
                return
        case list():
            for inner in value:
                yield from _objects(inner)
        case dict():
            yield value
            for inner in value.values():
                yield from _objects(inner)


def _shown(answer: Answer) -> tuple[str, bool]:
    """To be done in a thread: pictures are opened."""
    told, verb = answer.result["result"], "failed" if answer.result.get("is_error") else "answered"
    return f"`{answer.name}` {verb}: {_as_text(told)}", False


def _as_text(told: Any) -> str:
    if isinstance(told, str):
        return told
    if isinstance(told, list):
        return " ".join(part["text"] if part["type"] == "text" else f"[{described(part)}]" for part in told)
    return json.dumps(told, ensure_ascii=False)
