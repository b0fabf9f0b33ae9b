"""What happened here: every request with its time and answer, and every rule the bot broke, by name."""

import json
import re
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from aiohttp import web

from bot.playground.body import Body, body_of
from bot.playground.clock import Clock
from bot.playground.keys import JOURNAL, SEQ, WHO

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_KEY_IN_QUERY = re.compile(r"([?&]key=)[^&]*")
_LONG = 20_000
_NOT_RECORDED = ("/playground", "/static")


@dataclass
class Entry:
    """One request. `status` and `ms` are None while its answer is outstanding (held, or still streaming)."""

    seq: int
    at: float
    method: str
    path: str
    route: str
    who: str = "unknown"
    status: int | None = None
    ms: float | None = None
    request_bytes: int = 0
    body: Any = None
    fault: str | None = None
    _answer: bytes = field(default=b"", repr=False)
    _began: float = field(default_factory=time.monotonic, repr=False)

    @property
    def answer(self) -> Any:
        """The parsed JSON of the answer, or None."""
        return json.loads(self._answer) if self._answer else None

    def as_json(self) -> dict[str, Any]:
        names = ("seq", "at", "who", "method", "path", "route", "status", "ms", "request_bytes", "body", "fault")
        return {name: getattr(self, name) for name in names} | {"answer": self.answer}

    def close(self, response: web.StreamResponse) -> None:
        self.status, self.ms = response.status, round((time.monotonic() - self._began) * 1000, 3)
        if isinstance(response, web.Response) and response.content_type == "application/json":
            body = response.body if isinstance(response.body, bytes) else b""
            self._answer = json.dumps(shortened(json.loads(body))).encode() if len(body) > _LONG else body


@dataclass(frozen=True)
class Violation:
    rule: str
    detail: str
    seq: int | None


_ENTRY = web.RequestKey("entry", Entry)


class Journal:
    def __init__(self, clock: Clock) -> None:
        self.requests: list[Entry] = []
        self.violations: list[Violation] = []
        self._clock = clock

    def violation(self, rule: str, detail: str, seq: int | None = None) -> None:
        self.violations.append(Violation(rule, detail, seq))

    def open(self, request: web.Request) -> Entry:
        path = _KEY_IN_QUERY.sub(r"\1(hidden)", request.raw_path)
        resource = request.match_info.route.resource
        entry = Entry(
            seq=len(self.requests) + 1,
            at=self._clock.now(),
            method=request.method,
            path=path,
            route=resource.canonical if resource is not None else request.path,
        )
        self.requests.append(entry)
        return entry

    def after(self, seq: int) -> list[Entry]:
        """Entries with a higher number than `seq`; numbers are 1, 2, 3… without gaps."""
        return self.requests[max(seq, 0) :]


@web.middleware
async def journal(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost. Sets request[SEQ]; whoever authenticates sets request[WHO]."""
    if request.path == "/" or request.path.startswith(_NOT_RECORDED):
        return await handler(request)
    book = request.app[JOURNAL]
    entry = book.open(request)
    request[SEQ], request[_ENTRY] = entry.seq, entry
    try:
        _note_body(entry, await body_of(request))
        response = await handler(request)
    except web.HTTPException as answer:
        entry.who = request.get(WHO, entry.who)
        entry.close(answer)
        raise
    except (ConnectionError, web.RequestPayloadError):
        entry.who = request.get(WHO, entry.who)
        raise
    except Exception:
        entry.who, entry.status = request.get(WHO, entry.who), 500
        book.violation("playground-error", traceback.format_exc(limit=-3), entry.seq)
        raise
    entry.who = request.get(WHO, entry.who)
    if entry.fault != "drop":
        entry.close(response)
    return response


async def note_status(request: web.Request, response: web.StreamResponse) -> None:
    """A long answer's status is known as soon as its headers leave (an `on_response_prepare` signal)."""
    entry = request.get(_ENTRY)
    if entry is not None and entry.fault != "drop":
        entry.who, entry.status = request.get(WHO, entry.who), response.status


def entry_of(request: web.Request) -> Entry | None:
    """The journal's line about this request; None for requests that are not recorded."""
    return request.get(_ENTRY)


def _note_body(entry: Entry, body: Body) -> None:
    entry.request_bytes = len(body.raw)
    entry.body = shortened(body.described()) if len(body.raw) > _LONG else body.described()


def shortened(value: Any) -> Any:
    """With a word in place of each string as long as a picture's, for a journal keeps thousands of requests."""
    match value:
        case str() if len(value) > _LONG:
            return f"({len(value)} characters, SHA-256 {sha256(value.encode()).hexdigest()[:16]})"
        case dict():
            return {name: shortened(inner) for name, inner in value.items()}
        case list():
            return [shortened(inner) for inner in value]
    return value
