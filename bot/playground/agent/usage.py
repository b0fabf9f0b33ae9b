"""Counts tokens as a model in a loop uses them: each round reads all before it again, mostly from the cache."""

import json
from dataclasses import dataclass
from typing import Any

from bot.playground.agent.create import JsonObject

_OVERHEAD = 900  # the agent's own instructions and tool descriptions
_CACHED_SHARE = 0.6
_CHARS_PER_TOKEN = 4


@dataclass(frozen=True)
class Usage:
    input: int = 0
    output: int = 0
    thought: int = 0
    cached: int = 0
    tool_use: int = 0
    initial: int = 0
    searches: int = 0

    @property
    def total(self) -> int:
        return self.input + self.output + self.thought + self.tool_use

    @property
    def charged(self) -> int:
        """What counts against a budget: all but what came from the cache."""
        return self.total - self.cached

    def minus(self, other: "Usage") -> "Usage":
        fields = ("input", "output", "thought", "cached", "tool_use", "searches")
        return Usage(**{name: getattr(self, name) - getattr(other, name) for name in fields}, initial=self.initial)

    def as_json(self) -> JsonObject:
        shown: JsonObject = {
            "total_tokens": self.total,
            "total_input_tokens": self.input,
            "input_tokens_by_modality": _text(self.input),
            "total_cached_tokens": self.cached,
            "cached_tokens_by_modality": _text(self.cached),
            "total_output_tokens": self.output,
            "output_tokens_by_modality": _text(self.output),
            "total_tool_use_tokens": self.tool_use,
            "tool_use_tokens_by_modality": _text(self.tool_use),
            "total_thought_tokens": self.thought,
            "initial_input_tokens": self.initial,
        }
        if self.searches:
            shown["grounding_tool_count"] = [{"type": "google_search", "count": self.searches}]
        return shown


class Meter:
    """Watches the events of one run. `before` is the length of the conversation so far, in characters."""

    def __init__(self, *, before: int) -> None:
        self._context = before
        self._counts = dict.fromkeys(("input", "output", "thought", "cached", "tool_use", "searches"), 0)
        self._rounds = 0
        self._kind = ""
        self._new_round = True
        self._initial = _OVERHEAD + _tokens(before)

    @property
    def usage(self) -> Usage:
        counts = self._counts
        return Usage(
            input=counts["input"],
            output=_tokens(counts["output"]),
            thought=_tokens(counts["thought"]),
            cached=counts["cached"],
            tool_use=_tokens(counts["tool_use"]),
            initial=self._initial,
            searches=counts["searches"],
        )

    def watch(self, event: JsonObject) -> None:
        if event["event_type"] == "step.start":
            self._begin(event.get("step", {}))
        elif event["event_type"] == "step.delta":
            self._count(event.get("delta", {}))

    def _begin(self, step: JsonObject) -> None:
        self._kind = str(step.get("type", ""))
        if self._kind.endswith("_result"):
            self._new_round = True
        elif self._new_round:
            self._read_all_again()
        self._counts["searches"] += self._kind == "google_search_call"
        if step.get("content") or step.get("result"):
            self._count(step)

    def _read_all_again(self) -> None:
        self._new_round = False
        tokens = _OVERHEAD + _tokens(self._context)
        self._counts["input"] += tokens
        self._counts["cached"] += int(tokens * _CACHED_SHARE) if self._rounds else 0
        self._rounds += 1

    def _count(self, delta: JsonObject) -> None:
        length = _length(delta)
        self._context += length
        if self._kind == "thought":
            self._counts["thought"] += length
        elif self._kind.endswith("_result"):
            self._counts["tool_use"] += length
        else:
            self._counts["output"] += length


def _length(delta: JsonObject) -> int:
    text: Any = delta.get("text")
    if isinstance(text, str):
        return len(text)
    return 0 if delta.get("type") == "thought_signature" else len(json.dumps(delta))


def _tokens(characters: int) -> int:
    return -(-characters // _CHARS_PER_TOKEN)


def _text(tokens: int) -> list[JsonObject]:
    return [{"modality": "text", "tokens": tokens}] if tokens else []
