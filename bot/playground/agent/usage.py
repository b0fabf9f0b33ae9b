"""Counts tokens as a model in a loop uses them: each round reads all before it again, mostly from the cache."""

import json
from dataclasses import dataclass, fields
from typing import Any

from bot.playground.agent.context import PICTURE_READ, Context, tokens
from bot.playground.agent.create import JsonObject
from bot.playground.agent.glimpse import pictures_in, without_bytes

_CACHED_SHARE = 0.6
_COUNTED = ("input", "output", "thought", "cached", "tool_use", "searches", "pictures_in", "pictures_out", "drafts")


@dataclass(frozen=True)
class Usage:
    input: int = 0
    output: int = 0
    thought: int = 0
    cached: int = 0
    tool_use: int = 0
    initial: int = 0
    searches: int = 0
    pictures_in: int = 0
    pictures_out: int = 0

    @property
    def total(self) -> int:
        return self.input + self.output + self.thought + self.tool_use

    @property
    def charged(self) -> int:
        """What counts against a budget: all but what came from the cache."""
        return self.total - self.cached

    def minus(self, other: "Usage") -> "Usage":
        counts = [one.name for one in fields(self) if one.name != "initial"]
        return Usage(**{name: getattr(self, name) - getattr(other, name) for name in counts}, initial=self.initial)

    def as_json(self) -> JsonObject:
        shown: JsonObject = {
            "total_tokens": self.total,
            "total_input_tokens": self.input,
            "input_tokens_by_modality": _modalities(self.input, pictures=self.pictures_in),
            "total_cached_tokens": self.cached,
            "cached_tokens_by_modality": _modalities(self.cached),
            "total_output_tokens": self.output,
            "output_tokens_by_modality": _modalities(self.output, pictures=self.pictures_out),
            "total_tool_use_tokens": self.tool_use,
            "tool_use_tokens_by_modality": _modalities(self.tool_use),
            "total_thought_tokens": self.thought,
            "initial_input_tokens": self.initial,
        }
        if self.searches:
            shown["grounding_tool_count"] = [{"type": "google_search", "count": self.searches}]
        return shown


class Meter:
    """Watches the events of one run.

    `context` is the conversation so far. `per_picture` are the tokens of a picture that the run makes.
    """

    def __init__(self, context: Context, *, per_picture: int = 0) -> None:
        self._context = context
        self._per_picture = per_picture
        self._counts = dict.fromkeys(_COUNTED, 0)
        self._rounds = 0
        self._kind = ""
        self._new_round = True
        self._initial = context.tokens

    @property
    def usage(self) -> Usage:
        counts = self._counts
        return Usage(
            input=counts["input"],
            output=tokens(counts["output"]) + counts["pictures_out"],
            thought=tokens(counts["thought"]) + counts["drafts"],
            cached=counts["cached"],
            tool_use=tokens(counts["tool_use"]),
            initial=self._initial,
            searches=counts["searches"],
            pictures_in=counts["pictures_in"],
            pictures_out=counts["pictures_out"],
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
        self._context.compact()
        read = self._context.tokens
        self._counts["input"] += read
        self._counts["pictures_in"] += self._context.pictures * PICTURE_READ
        self._counts["cached"] += int(read * _CACHED_SHARE) if self._rounds else 0
        self._rounds += 1

    def _count(self, delta: JsonObject) -> None:
        if self._per_picture and (pictures := sum(1 for _ in pictures_in(delta))):
            self._context.take(characters=0, pictures=pictures)
            self._counts["drafts" if self._kind == "thought" else "pictures_out"] += pictures * self._per_picture
            return
        length = _length(delta)
        self._context.take(characters=length)
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
    return 0 if delta.get("type") == "thought_signature" else len(json.dumps(without_bytes(delta)))


def _modalities(tokens: int, *, pictures: int = 0) -> list[JsonObject]:
    """`pictures` of the tokens are of pictures."""
    counts = {"text": tokens - pictures, "image": pictures}
    return [{"modality": name, "tokens": count} for name, count in counts.items() if count]
