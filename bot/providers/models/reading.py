"""From the bytes of one answer to events, without I/O: a stream of events, JSON, a JSON array, or what is none of them.

The first byte decides, for services answer in other forms than they were asked for and than they say.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.core import events as e
from bot.providers.models.loosely import DONE, NotJson, parsed
from bot.providers.models.speech import Reader
from bot.providers.sse import Decoder, FrameTooLarge

BODY_LIMIT = 128 * 1024 * 1024
"""Bytes of an answer that is no stream of events."""
ANSWER_LIMIT = 2 * BODY_LIMIT
"""Bytes of any answer, unpacked: a stream that is never silent has no other end before the turn's."""
SHOWN = 2_000
"""Characters of an answer of unknown form that are shown."""
WEB_PAGE, TOO_LARGE, CUT = "web_page", "answer_too_large", "stream_cut"
"""Codes of faults."""
_HEAD = 16
_SPACE = b" \t\r\n\xef\xbb\xbf"
_PAGE = (b"<!doctype", b"<html", b"<head", b"<?xml")
_FIELDS = (b"data", b"event", b"id", b"retry", b":")
_MARKS = re.compile(rb'["{}\[\]]')
_STRING_END = re.compile(rb'["\\]')


class Ear:
    """Feed it what arrives. `done`: the service has said its end, whatever it still keeps open."""

    def __init__(self, reader: Reader, *, content_type: str = "") -> None:
        self.done = False
        self._reader = reader
        self._content_type = content_type
        self._head = b""
        self._way: _Way | None = None
        self._has_ended = False
        self._heard = 0

    def feed(self, data: bytes) -> list[e.AgentEvent]:
        if self.done:
            return []
        self._heard += len(data)
        if self._heard > ANSWER_LIMIT:
            self.done = True
            return self._noted(_failed(TOO_LARGE, "it is larger than this bot reads"))
        if self._way is None:
            self._head = (self._head + data).lstrip(_SPACE)
            if len(self._head) < _HEAD:
                return []
            data = self._begin()
        return self._told(lambda way: way.feed(data))

    def close(self) -> list[e.AgentEvent]:
        """No more comes. The last event is a status that has ended; there is none where it was told before."""
        if self._has_ended:
            return []
        events: list[e.AgentEvent] = []
        if self._way is None:
            begun = self._begin()
            events += self._told(lambda way: way.feed(begun))
        events += self._told(lambda way: way.close())
        if not self._has_ended:
            events += self._noted(self._reader.close())
        if not self._has_ended:
            events.append(e.StatusChanged(e.RunStatus.INCOMPLETE, ended=True))
        return events

    def _begin(self) -> bytes:
        head, self._head = self._head, b""
        self._way = _way_of(head, self._content_type, self._reader)
        return head

    def _told(self, ask: "Callable[[_Way], Sequence[e.AgentEvent]]") -> list[e.AgentEvent]:
        if self._way is None or self.done:
            return []
        try:
            events = self._noted(ask(self._way))
        except (FrameTooLarge, _TooLarge):
            events = self._noted(_failed(TOO_LARGE, "a part of it is larger than this bot holds"))
        self.done = self._has_ended or self._way.is_done
        return events

    def _noted(self, events: Sequence[e.AgentEvent]) -> list[e.AgentEvent]:
        self._has_ended = self._has_ended or any(isinstance(one, e.StatusChanged) and one.ended for one in events)
        return list(events)


def _failed(code: str, message: str) -> list[e.AgentEvent]:
    return [e.Faulted(e.Fault(code, message)), e.StatusChanged(e.RunStatus.FAILED, ended=True)]


def _way_of(head: bytes, content_type: str, reader: Reader) -> "_Way":
    low = head[:_HEAD].lower()
    if low.startswith(_PAGE) or (content_type == "text/html" and low.startswith(b"<")):
        return _Page()
    if head.startswith(b"{"):
        return _Json(reader=reader)
    if head.startswith(b"["):
        return _Array(reader=reader)
    if content_type == "text/event-stream" or low.startswith(_FIELDS):
        return _Stream(reader=reader)
    return _Text()


class _TooLarge(Exception):
    pass


@dataclass(slots=True, kw_only=True)
class _Way:
    """How an answer is read. `is_done`: it has said that nothing follows."""

    is_done: bool = field(default=False, init=False)

    def feed(self, data: bytes) -> Sequence[e.AgentEvent]:
        raise NotImplementedError

    def close(self) -> Sequence[e.AgentEvent]:
        return ()


@dataclass(slots=True, kw_only=True)
class _Stream(_Way):
    reader: Reader
    decoder: Decoder = field(default_factory=Decoder)

    def feed(self, data: bytes) -> Sequence[e.AgentEvent]:
        events: list[e.AgentEvent] = []
        for frame in self.decoder.feed(data):
            events += self.reader.frame(frame)
            if frame.data.strip() == DONE or frame.event == "message_stop":
                self.is_done = True
                break
        return events

    def close(self) -> Sequence[e.AgentEvent]:
        """The last frame may lack the blank line behind it."""
        return self.feed(b"\n\n")


@dataclass(slots=True, kw_only=True)
class _Whole(_Way):
    body: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Sequence[e.AgentEvent]:
        self.body += data
        if len(self.body) > BODY_LIMIT:
            raise _TooLarge
        return ()


@dataclass(slots=True, kw_only=True)
class _Page(_Whole):
    def close(self) -> Sequence[e.AgentEvent]:
        title = re.search(rb"<title>([^<]{0,200})", bytes(self.body[:100_000]), re.IGNORECASE)
        shown = " ".join(title[1].decode(errors="replace").split()) if title else ""
        return _failed(WEB_PAGE, shown or "a page without a title")


@dataclass(slots=True, kw_only=True)
class _Text(_Whole):
    """A form that nobody knows: it is shown as it is."""

    def close(self) -> Sequence[e.AgentEvent]:
        return _shown(bytes(self.body), e.RunStatus.COMPLETED)


@dataclass(slots=True, kw_only=True)
class _Json(_Whole):
    reader: Reader

    def close(self) -> Sequence[e.AgentEvent]:
        try:
            return self.reader.whole(parsed(bytes(self.body)))
        except NotJson:
            return [e.Faulted(e.Fault(CUT, "")), *_shown(bytes(self.body), e.RunStatus.INCOMPLETE)]


@dataclass(slots=True, kw_only=True)
class _Array(_Way):
    """Elements are read as they become whole; `at`: what of `rest` was looked at."""

    reader: Reader
    rest: bytearray = field(default_factory=bytearray)
    at: int = 0
    depth: int = 0
    begin: int = 0
    in_string: bool = False

    def feed(self, data: bytes) -> Sequence[e.AgentEvent]:
        self.rest += data
        events: list[e.AgentEvent] = []
        while (mark := self._next_mark()) is not None:
            events += self._seen(mark)
        if self.depth < 2:
            self._forget(self.at)
        if len(self.rest) > BODY_LIMIT:
            raise _TooLarge
        return events

    def _next_mark(self) -> int | None:
        """The place of the next character that matters, and behind it `at`; a slash in a string hides the next."""
        found = (_STRING_END if self.in_string else _MARKS).search(self.rest, self.at)
        if found is None:
            self.at = len(self.rest)
            return None
        place = found.start()
        if self.rest[place] == ord("\\"):
            if place + 1 >= len(self.rest):
                self.at = place
                return None
            self.at = place + 2
        else:
            self.at = place + 1
        return place

    def _seen(self, place: int) -> Sequence[e.AgentEvent]:
        match chr(self.rest[place]):
            case '"':
                self.in_string = not self.in_string
            case "{" | "[":
                self.depth += 1
                if self.depth == 2:
                    self.begin = place
            case "}" | "]":
                self.depth -= 1
                if self.depth == 1:
                    return self._element()
        return ()

    def _element(self) -> Sequence[e.AgentEvent]:
        text = bytes(self.rest[self.begin : self.at])
        self._forget(self.at)
        try:
            return self.reader.whole(parsed(text))
        except NotJson:
            return [e.Skipped("malformed")]

    def _forget(self, until: int) -> None:
        del self.rest[:until]
        self.at = self.begin = 0


def _shown(body: bytes, status: e.RunStatus) -> list[e.AgentEvent]:
    text = body.decode(errors="replace").strip()
    said = e.Output((e.TextPart(text[:SHOWN]),)) if text else e.Output()
    return [e.StepStarted(0, said), e.StepStopped(0), e.StatusChanged(status, ended=True)]
