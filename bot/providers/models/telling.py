"""Numbers the steps of one answer and says how they grow: what all readers of streams have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from bot.core import events as e
from bot.providers.models.media import MediaText

CITATION_LIMIT = 500
CUT_OFF = e.Fault("stream_cut", "The answer broke off before its end.")
UNEXPECTED = e.Fault("unexpected_answer", "The service answered with something that is no answer.")
_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class _Source:
    """`quoted` is the text that it stands for; `near`, the byte offset where it was said to begin."""

    url: str
    title: str
    quoted: str
    near: int


class Telling:
    """One step is open at a time. Text goes through `MediaText`; `take` gives the events that came about since.

    A call is told when it is whole: one that was cut off must not be acted upon. The same file twice is shown once.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.has_failed = False
        self._events: list[e.AgentEvent] = []
        self._next = self._most = 0
        self._open: Literal["", "output", "thought"] = ""
        self._media = MediaText()
        self._recorder: list[str] = []
        self._thought: list[str] = []
        self._output: int | None = None
        self._part: list[str] = []
        self._sources: dict[_Source, None] = {}
        self._files: set[bytes] = set()

    def take(self) -> tuple[e.AgentEvent, ...]:
        events, self._events = tuple(self._events), []
        return events

    def skip(self, kind: str) -> None:
        self._events.append(e.Skipped(kind))

    def record(self) -> list[str]:
        """A list that takes the text shown from here on, until the next one is asked for."""
        self._flush()
        self._recorder = []
        return self._recorder

    def speak(self, text: str) -> None:
        if text:
            self._be_in("output")
            self._show(self._media.feed(text))

    def show(self, part: e.Part) -> None:
        self._be_in("output")
        self._flush()
        self._show((part,))

    def think(self, text: str) -> None:
        """Whole paragraphs are parts of their own; the open one waits for its end."""
        if not text:
            return
        self._be_in("thought")
        before = self._thought[-1][-1] if self._thought else ""
        self._thought.append(text)
        if _PARAGRAPH in before + text:
            said = "".join(self._thought)
            end = said.rindex(_PARAGRAPH) + len(_PARAGRAPH)
            self._thought = [said[end:]] if said[end:] else []
            self._summarise(e.TextPart(said[:end]))

    def think_of(self, part: e.Part) -> None:
        self._be_in("thought")
        self._flush_thought()
        self._summarise(part)

    def call(self, number: str, name: str, arguments: e.JsonObject) -> None:
        self.calls += 1
        self._whole(e.Call("function", number, name, arguments=arguments))

    def unknown(self, kind: str, raw: e.JsonObject) -> None:
        self._whole(e.UnknownStep(kind, raw))

    def cite(self, *, url: str, title: str, quoted: str, near: int = 0) -> None:
        """A source of words of the newest output, wherever in it they stand."""
        if (url or title) and len(self._sources) < CITATION_LIMIT:
            self._sources[_Source(url, title, quoted, near)] = None

    def fault(self, fault: e.Fault, *, fails: bool = True) -> None:
        self.has_failed = self.has_failed or fails
        self._events.append(e.Faulted(fault))

    def restart(self) -> None:
        """What was told so far counts no more: the next steps take the places of the first ones."""
        self._stop()
        self._most = max(self._most, self._next)
        self._next = self.calls = 0
        self._output = None
        self._sources.clear()
        self._files.clear()

    def end(self, status: e.RunStatus, usage: e.Usage | None) -> None:
        self._stop()
        self._cite()
        while self._next < self._most:  # nothing took the place of what counts no more
            self._whole(e.Output())
        self._events.append(e.StatusChanged(status, usage=usage, ended=True))

    # --- steps ---

    def _be_in(self, kind: Literal["output", "thought"]) -> None:
        if self._open == kind:
            return
        self._stop()
        self._open = kind
        if kind == "output":
            self._cite()
            self._output, self._part, self._media = self._next, [], MediaText()
        self._events.append(e.StepStarted(self._next, e.Output() if kind == "output" else e.Thought()))

    def _stop(self) -> None:
        if not self._open:
            return
        if self._open == "output":
            self._flush()
        else:
            self._flush_thought()
        self._events.append(e.StepStopped(self._next))
        self._next += 1
        self._open = ""

    def _whole(self, step: e.Step) -> None:
        self._stop()
        self._events += (e.StepStarted(self._next, step), e.StepStopped(self._next))
        self._next += 1

    # --- what is in them ---

    def _flush(self) -> None:
        if self._open == "output":
            self._show(self._media.close())

    def _show(self, parts: Iterable[e.Part]) -> None:
        for part in parts:
            if isinstance(part, e.TextPart):
                self._events.append(e.TextAdded(self._next, part.text))
                self._recorder.append(part.text)
                self._part.append(part.text)
            elif self._is_new(part):
                self._events.append(e.PartAdded(self._next, part))
                self._part = []

    def _is_new(self, part: e.Part) -> bool:
        if not isinstance(part, e.MediaPart) or not (part.data or part.uri):
            return True
        digest = sha256((part.data or part.uri).encode("utf-8", "surrogatepass")).digest()
        is_new = digest not in self._files
        self._files.add(digest)
        return is_new

    def _flush_thought(self) -> None:
        if self._thought:
            self._summarise(e.TextPart("".join(self._thought)))
            self._thought = []

    def _summarise(self, part: e.Part) -> None:
        self._events.append(e.PartAdded(self._next, part, "summary"))

    # --- where its words come from ---

    def _cite(self) -> None:
        if self._sources and self._output is not None:
            data = "".join(self._part).encode("utf-8", "surrogatepass")
            citations = tuple(_placed(source, data) for source in self._sources)
            self._events.append(e.CitationsAdded(self._output, citations))
        self._sources.clear()


def _placed(source: _Source, data: bytes) -> e.Citation:
    """Where its words are: where they were said to be, else where they first stand, else behind everything."""
    quoted = source.quoted.encode("utf-8", "surrogatepass")
    start = source.near if data.startswith(quoted, source.near) else data.find(quoted)
    if not quoted or start < 0:
        return e.Citation(source.url, source.title, len(data), len(data))
    return e.Citation(source.url, source.title, start, start + len(quoted))
