"""Turns the events of a run into its steps, so that reading a run gives what its stream said."""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from bot.playground.agent.create import JsonObject

_PARTS = ("image", "audio", "video", "document")


class Fold:
    """Fed with events in order, in as many portions as one likes; pieces of text are joined portion by portion."""

    def __init__(self) -> None:
        self._steps: dict[int, JsonObject] = {}
        self._arguments: dict[int, str] = {}

    @property
    def steps(self) -> list[JsonObject]:
        return [self._steps[index] for index in sorted(self._steps)]

    def add(self, events: Iterable[JsonObject]) -> None:
        for (kind, index, delta_type), group in groupby(events, key=_kind):
            if delta_type in ("text", "arguments_delta"):
                field = "text" if delta_type == "text" else "arguments"
                self._join(index, delta_type, "".join(event["delta"].get(field, "") for event in group))
                continue
            for event in group:
                self._apply(kind, index, event)

    def _apply(self, kind: str, index: int, event: JsonObject) -> None:
        if kind == "step.start":
            self._steps[index] = json.loads(json.dumps(event.get("step", {})))
        elif kind == "step.delta":
            _set(self._steps.setdefault(index, {"type": "model_output"}), event.get("delta", {}))
        elif kind == "step.stop" and index in self._arguments:
            self._steps[index]["arguments"] = _parsed(self._arguments.pop(index))

    def _join(self, index: int, delta_type: str, text: str) -> None:
        step = self._steps.setdefault(index, {"type": "model_output"})
        if delta_type == "arguments_delta":
            self._arguments[index] = self._arguments.get(index, "") + text
        else:
            part = _last_text(step)
            part["text"] += text


def _kind(event: JsonObject) -> tuple[str, int, str]:
    delta = event.get("delta")
    return event["event_type"], event.get("index", -1), delta.get("type", "") if isinstance(delta, dict) else ""


def _set(step: JsonObject, delta: JsonObject) -> None:
    match delta.get("type"):
        case "text_annotation_delta":
            _last_text(step).setdefault("annotations", []).extend(delta.get("annotations", []))
        case "thought_summary":
            step.setdefault("summary", []).append(delta.get("content"))
        case "thought_signature":
            step["signature"] = delta.get("signature")
        case kind if kind in _PARTS:
            step.setdefault("content", []).append(delta)
        case _:
            step.update({name: value for name, value in delta.items() if name != "type"})


def _last_text(step: JsonObject) -> JsonObject:
    content: list[JsonObject] = step.setdefault("content", [])
    if not content or content[-1].get("type") != "text":
        content.append({"type": "text", "text": ""})
    return content[-1]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else {}
    except ValueError:
        return {}
