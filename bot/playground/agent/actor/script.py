"""Writes the events of a run: numbers the steps, gives calls their ids, and says how long each thing takes."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.playground.agent.actor.cues import Beat, Chore, Cue
from bot.playground.agent.create import JsonObject
from bot.playground.agent.ids import call_id, signature

_PIECE = 7  # characters: no word, no number and no bracket is spared


@dataclass(frozen=True)
class Source:
    """A web page that a sentence of an answer rests on; `quote` is that sentence as it stands in the text."""

    quote: str
    title: str
    url: str


class Script:
    """`barred`: kinds of tools that this run may not use; nothing of them is ever written."""

    def __init__(self, dice: random.Random, *, barred: frozenset[str] = frozenset()) -> None:
        self._dice = dice
        self._barred = barred
        self._index = -1

    def thought(self, *summary: str, seconds: float = 1.0) -> Iterator[Beat]:
        yield self._start({"type": "thought"}, after_s=0.2)
        for text in summary:
            content = {"type": "text", "text": text}
            yield self._delta({"type": "thought_summary", "content": content}, after_s=seconds / len(summary))
        yield self._delta({"type": "thought_signature", "signature": signature(self._dice)})
        yield self._stop()

    def search(self, *queries: str, seconds: float = 1.2) -> Iterator[Beat]:
        """Both steps begin bare, without arguments and result, as recorded."""
        if "google_search" in self._barred:
            return
        call = call_id(self._dice)
        yield self._start({"type": "google_search_call", "id": call, "signature": ""})
        yield self._delta({"type": "google_search_call", "arguments": {"queries": list(queries)}})
        yield self._stop()
        yield self._start({"type": "google_search_result", "call_id": call, "signature": ""}, after_s=seconds)
        chips = "".join(f'<div class="chip">{query}</div>' for query in queries)
        yield self._delta(
            {"type": "google_search_result", "result": [{"search_suggestions": chips}], "is_error": False}
        )
        yield self._stop()

    def code(self, code: str, output: str | Chore, *, language: str = "python", seconds: float = 1.5) -> Iterator[Cue]:
        """`output` is what is said to have come of it, or the work that it really does."""
        if "code_execution" in self._barred:
            return
        call = call_id(self._dice)
        arguments = {"code": code, "language": language}
        yield self._start({"type": "code_execution_call", "id": call, "arguments": {}})
        yield self._delta({"type": "code_execution_call", "arguments": arguments}, after_s=0.3)
        yield self._stop()
        if isinstance(output, Chore):
            yield output
        result, failed = (output.outcome, output.failed) if isinstance(output, Chore) else (output, False)
        yield self._start({"type": "code_execution_result", "call_id": call, "result": ""}, after_s=seconds)
        yield self._delta({"type": "code_execution_result", "result": result, "is_error": failed})
        yield self._stop()

    def command(self, command: str, output: str, *, is_error: bool = False) -> Iterator[Beat]:
        """A shell run in the other shape that is documented: a command instead of code and language."""
        if "code_execution" in self._barred:
            return
        call = call_id(self._dice)
        yield self._start({"type": "code_execution_call", "id": call, "arguments": {}})
        arguments = {"command": command, "timeout_seconds": 30}
        yield self._delta({"type": "code_execution_call", "arguments": arguments}, after_s=0.3)
        yield self._stop()
        yield self._start({"type": "code_execution_result", "call_id": call, "result": ""}, after_s=0.3)
        yield self._delta({"type": "code_execution_result", "result": output, "is_error": is_error})
        yield self._stop()

    def pair(self, kind: str, call: JsonObject, result: JsonObject) -> Iterator[Beat]:
        """A call and its result of any kind; each begins whole, and what it brings is told again in a delta."""
        if kind in self._barred:
            return
        identity = call_id(self._dice)
        yield self._start({"type": f"{kind}_call", "id": identity} | call)
        yield self._delta({"type": f"{kind}_call"} | call)
        yield self._stop()
        yield self._start({"type": f"{kind}_result", "call_id": identity} | result, after_s=0.2)
        yield self._delta({"type": f"{kind}_result"} | result)
        yield self._stop()

    def strange(self) -> Iterator[Beat]:
        """A step of a kind that nobody knows, and a delta that nobody knows in a step that everybody does."""
        yield self._start({"type": "sculpture_call", "id": call_id(self._dice), "stone": "grey"})
        yield self._delta({"type": "sculpture_call", "chisel": "fine"})
        yield self._stop()
        yield self._start({"type": "model_output"})
        yield self._delta({"type": "scent", "scent": "lavender"})
        yield self._stop()

    def token(self) -> str:
        """A word that nobody can guess the meaning of."""
        return call_id(self._dice)

    def page(self, url: str) -> Iterator[Beat]:
        """A page of the web that was read."""
        result = [{"url": url, "status": "success"}]
        return self.pair("url_context", {"arguments": {"urls": [url]}}, {"result": result})

    def call(self, name: str, arguments: JsonObject, *, in_pieces: bool = False) -> Iterator[Beat]:
        """A function call that waits for the client. Without arguments there is no delta at all."""
        written = json.dumps(arguments, ensure_ascii=False) if arguments else ""
        pieces = [written[at : at + _PIECE] for at in range(0, len(written), _PIECE)] if in_pieces else [written]
        yield from self._call(call_id(self._dice), name, pieces if written else [])

    def sandbox(self, name: str, arguments: JsonObject, result: str, *, is_error: bool = False) -> Iterator[Beat]:
        """A tool of the machine: looks like a function call, and is answered at once by the machine itself."""
        call = call_id(self._dice)
        yield from self._call(call, name, [json.dumps(arguments)])
        yield self._start({"type": "function_result", "call_id": call, "name": name, "result": ""}, after_s=0.4)
        yield self._delta({"type": "function_result", "name": name, "result": result, "is_error": is_error})
        yield self._stop()

    def say(self, text: str, *, seconds: float = 1.0, sources: tuple[Source, ...] = ()) -> Iterator[Beat]:
        """Text in pieces as a model gives it, about seven a second, citations after the last of them."""
        pieces = _cut(text, max(1, round(seconds * 7)), self._dice)
        yield self._start({"type": "model_output"}, after_s=0.2)
        for piece in pieces:
            yield self._delta({"type": "text", "text": piece}, after_s=seconds / len(pieces))
        if sources:
            yield self._delta({"type": "text_annotation_delta", "annotations": [_citation(text, s) for s in sources]})
        yield self._stop()

    def show(self, *parts: JsonObject) -> Iterator[Beat]:
        """Pictures and texts in one step, each whole in one delta."""
        yield self._start({"type": "model_output"}, after_s=0.2)
        for part in parts:
            yield self._delta(part, after_s=0.2)
        yield self._stop()

    def draft(self, picture: JsonObject) -> Iterator[Beat]:
        """A thought that is a picture: not meant for anyone."""
        yield self._start({"type": "thought"}, after_s=0.2)
        yield self._delta({"type": "thought_summary", "content": picture})
        yield self._delta({"type": "thought_signature", "signature": signature(self._dice)})
        yield self._stop()

    def variation(self) -> int:
        """A number that another run would not have."""
        return self._dice.getrandbits(32)

    def _call(self, call: str, name: str, pieces: list[str]) -> Iterator[Beat]:
        start: JsonObject = {"type": "function_call", "id": call, "signature": "", "name": name, "arguments": {}}
        yield self._start(start, after_s=0.2)
        for piece in pieces:
            yield self._delta({"type": "arguments_delta", "arguments": piece}, after_s=0.3 / len(pieces))
        yield self._stop()

    def _start(self, step: JsonObject, *, after_s: float = 0.1) -> Beat:
        self._index += 1
        return Beat(after_s, {"index": self._index, "step": step, "event_type": "step.start"})

    def _delta(self, delta: JsonObject, *, after_s: float = 0.05) -> Beat:
        return Beat(after_s, {"index": self._index, "delta": delta, "event_type": "step.delta"})

    def _stop(self) -> Beat:
        return Beat(0.02, {"index": self._index, "event_type": "step.stop"})


def completed(status: str) -> Beat:
    return Beat(0.1, {"interaction": {"status": status}, "event_type": "interaction.completed"})


def fault(code: str, message: str) -> Beat:
    return Beat(0.1, {"error": {"code": code, "message": message}, "event_type": "error"})


def _cut(text: str, count: int, dice: random.Random) -> list[str]:
    """Pieces of uneven length that break anywhere, as a model's do: inside words, links and code fences too."""
    count = min(count, len(text))
    places = [0, *sorted(dice.sample(range(1, len(text)), count - 1)), len(text)] if count > 1 else [0, len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def _citation(text: str, source: Source) -> JsonObject:
    """Offsets count bytes of UTF-8, the end is exclusive."""
    start = len(text[: text.index(source.quote)].encode())
    end = start + len(source.quote.encode())
    return {"type": "url_citation", "url": source.url, "title": source.title, "start_index": start, "end_index": end}
