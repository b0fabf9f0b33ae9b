"""What the scripted agent plays: what its request chooses, or a scene that a lever brought."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.agent.actor.cues import Beat, Cue
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.choosing import chosen
from bot.playground.agent.create import JsonObject

_CALLED = re.compile(r"scene:([\w.-]+)")
_EVENT_TYPES = re.compile(r"[a-z_]+(\.[a-z_]+)?")


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
        return chosen(stage)

    def _brought_one(self, name: str, stage: Stage) -> Iterator[Cue]:
        if name not in self._brought:
            known = ", ".join(sorted(self._brought)) or "none yet"
            return stage.script.say(stage.introduced(f"There is no scene `{name}`. Known scenes: {known}."))
        return iter(self._brought[name])


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
