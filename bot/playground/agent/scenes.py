"""Chooses what the scripted agent does: by the words of the prompt, or by a scene that a lever brought."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.playground.agent import mcp_scene
from bot.playground.agent.actor import (
    endings,
    essay,
    files,
    functions,
    interruptions,
    kinds,
    smalltalk,
    trouble,
    workshop,
)
from bot.playground.agent.actor.cues import Beat, Cue
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.create import JsonObject
from bot.playground.agent.picture_scenes import picture_scene

Scene = Callable[[Stage], Iterator[Cue]]
_CALLED = re.compile(r"scene:([\w.-]+)")
_EVENT_TYPES = re.compile(r"[a-z_]+(\.[a-z_]+)?")

_A_FILE = r"(\w\.\w{1,8}\b|\bfile\b)"
# In order: the first whose words stand in the prompt is played.
BY_WORDS: Mapping[str, Scene] = {
    r"what (did|have) i (tell|told|say|said|ask|asked)|do you remember|what do you (know|remember)": smalltalk.memory,
    r"what('s| is| are| does| do)\b.*\b(in|inside|of|say|contain|hold)\b.*\bfiles?\b": files.read,
    r"(what('s| is| does)|\b(read|show|open|print|cat)\b).*\w(\.\w{1,8}\b| file\b)": files.read,
    r"\b(list|show|which)\b.*\bfiles\b": files.listing,
    rf"\bblocked by `?({'|'.join(endings.BLOCKS)})\b": endings.blocked,
    r"\b(stop half ?way|incomplete)\b": endings.incomplete,
    r"\b(spend|exceed|use up)\b.*\bbudget\b": endings.over_budget,
    r"\b(pause|stop)\b.*\bcontinuation\b": endings.paused,
    r"\b(wait|stand)\b.*\bqueue\b": endings.queued,
    r"\bend\b.*\b(unknown|strange) status\b": endings.unknown_end,
    r"\b(unknown|strange) status\b": endings.unknown_status,
    r"\bfall silent\b": interruptions.silent,
    r"\b(malformed|broken) frame\b": interruptions.malformed,
    r"\berror event\b": interruptions.error_event,
    r"\b(all|every)\b.*\bkinds? of steps?\b|\ball step kinds\b": kinds.all_kinds,
    r"\b(answer|talk|speak) in parts\b": kinds.in_parts,
    r"\b(twelve|12|a dozen)\b.*\b(pictures|images|charts)\b": workshop.twelve_pictures,
    r"\b(make|draw|paint|create)\b.*\b(big|large|huge)\b.*\b(picture|image|poster)\b": workshop.large_picture,
    r"\b(make|write|fill|create)\b.*\b(big|large|huge)\b.*\bfile\b": workshop.large_file,
    r"\bodd files?\b": workshop.odd_files,
    r"\b(draw|plot|paint|make|create)\b.*\b(chart|plot|graph|picture|image)\b|\bplot\b": workshop.chart,
    r"(?<![\w.])pdf\b": workshop.document,
    r"(?<![\w.])csv\b|\b(compute|calculate|count)\b.*\b(primes|numbers)\b": workshop.table,
    r"\b(unpack|clone|check out)\b.*\brepo(sitory)?\b": workshop.repository,
    rf"\b(change|edit|modify|append|update)\b.*{_A_FILE}": workshop.change,
    rf"\b(delete|remove)\b.*{_A_FILE}": workshop.delete,
    r"\b(write|save|store|put|remember|note down)\b": files.write,
    r"\bvery long\b": essay.very_long,
    r"(?<!how )\b(long|markdown|essay|report)\b": essay.long,
    r"\b(slow|slowly|take your time|half a minute)\b": trouble.slow,
    r"\b(fail|fails|failing|failure)\b(?! tests?)": trouble.failing,
    r"\b(short|shortly|briefly|hello|hi|hey|ping|one (word|sentence))\b": smalltalk.short,
}


class SceneError(ValueError):
    """The brought scene cannot be played; the text says why."""


class Scenes:
    def __init__(self) -> None:
        self._brought: dict[str, tuple[Beat, ...]] = {}

    def add(self, asked: Any) -> tuple[str, int]:
        """From the lever's `{"name", "events": [{"after_s", …an API event…}]}`. Raises SceneError."""
        name = asked.get("name") if isinstance(asked, dict) else None
        if not isinstance(name, str) or not re.fullmatch(r"[\w.-]+", name) or not isinstance(asked.get("events"), list):
            raise SceneError('A scene is {"name": letters, digits, _ . -, "events": [...]}.')
        self._brought[name] = tuple(_beat(number, event) for number, event in enumerate(asked["events"]))
        return name, len(asked["events"])

    def beats(self, stage: Stage) -> Iterator[Cue]:
        if called := _CALLED.findall(stage.create.whole_text):
            return self._brought_one(called[-1], stage)
        return _scene(stage)(stage)

    def _brought_one(self, name: str, stage: Stage) -> Iterator[Cue]:
        if name not in self._brought:
            known = ", ".join(sorted(self._brought)) or "none yet"
            return stage.script.say(stage.introduced(f"There is no scene `{name}`. Known scenes: {known}."))
        return iter(self._brought[name])


def _scene(stage: Stage) -> Scene:
    if stage.create.order is not None:
        return picture_scene(stage.prompt)
    if stage.create.model is not None:
        return smalltalk.echo
    if stage.continues:
        return endings.continued
    if stage.create.results:
        return functions.answered
    if functions.wanted(stage) is not None:
        return functions.asking
    words = stage.prompt.lower()
    scene = next((scene for pattern, scene in BY_WORDS.items() if re.search(pattern, words)), smalltalk.usual)
    return mcp_scene.or_else(scene) if mcp_scene.servers(stage) else scene


def _beat(number: int, event: Any) -> Beat:
    """One event of a brought scene, checked for what the player needs of it; everything else is sent as it is."""
    if not isinstance(event, dict) or not _EVENT_TYPES.fullmatch(str(event.get("event_type", ""))):
        raise SceneError(f"Event {number} has no event_type.")
    after_s = event.get("after_s", 0)
    if isinstance(after_s, bool) or not isinstance(after_s, int | float) or not 0 <= after_s < 86400:
        raise SceneError(f"Event {number}: after_s is a number of seconds, at most a day.")
    _check_shape(number, event)
    return Beat(float(after_s), {name: value for name, value in event.items() if name != "after_s"}, exact=True)


def _check_shape(number: int, event: JsonObject) -> None:
    needed: Mapping[str, tuple[str, type]] = {
        "step.start": ("step", dict),
        "step.delta": ("delta", dict),
        "error": ("error", dict),
    }
    name, kind = needed.get(event["event_type"], ("event_type", str))
    if not isinstance(event.get(name), kind):
        raise SceneError(f"Event {number}: {event['event_type']} needs {name}.")
    if event["event_type"].startswith("step.") and type(event.get("index")) is not int:
        raise SceneError(f"Event {number}: {event['event_type']} needs the index of its step.")
    if not isinstance(event.get("interaction", {}), dict):
        raise SceneError(f"Event {number}: interaction is an object.")
