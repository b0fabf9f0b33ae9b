"""Things that break on command, so that a test can kill, delay or mislead the bot at an exact point.

A fault is `{"match": {...}, "do": {...}}`. `match` has `method` and `path` (a glob over the path without its query,
`*` also matches slashes; absent = any), `skip` (let so many matching requests pass first), `times` (how often it
strikes; absent = until cleared) and `who` ("bot" = what is not sent with a person's token, "person"; absent = any).
`do` has one kind: `status` (with `body`, `headers`, `retry_after`), `hold` or `drop` "before" or "after" taking effect,
`cut_stream_after_events` N, `gateway_close` CODE (without a path: at once), `bad_key` "modern" or "classic" (the two
shapes in which Google refuses a key), `retire_agent` ID, `retire_model` ID; `delay_s` goes with any of them
or alone.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

GatewayCloser = Callable[[int], Awaitable[None]]
Place = Literal["before", "after"]
_KINDS = (
    "status",
    "hold",
    "drop",
    "cut_stream_after_events",
    "gateway_close",
    "bad_key",
    "retire_agent",
    "retire_model",
)
_EXTRAS = ("delay_s", "body", "headers", "retry_after")
_PLACES = ("before", "after")


class FaultError(ValueError):
    """The lever was asked for a fault that does not exist; the text says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Match:
    method: str | None = None
    path: str | None = None
    skip: int = 0
    times: int | None = None
    who: str | None = None

    def fits(self, method: str, path: str, who: str) -> bool:
        if self.method not in (None, "*", method) or self.who not in (None, who):
            return False
        return self.path is None or fnmatchcase(path, self.path)


@dataclass
class Fault:
    id: int
    match: Match
    asked: dict[str, Any]
    do: dict[str, Any]
    held: list[int] = field(default_factory=list)
    seen: int = 0
    release: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def kind(self) -> str:
        return next((name for name in _KINDS if name in self.do), "delay_s")

    def strikes(self) -> bool:
        """Whether it acts on this matching request, which it counts."""
        self.seen += 1
        turn = self.seen - self.match.skip
        return turn > 0 and (self.match.times is None or turn <= self.match.times)

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "match": self.asked, "do": self.do, "held": list(self.held)}


class Faults:
    """The gateway's owner subscribes with an async function of the close code: it closes the bot's sockets."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self._closers: list[GatewayCloser] = []
        self._last_id = 0

    def subscribe_gateway_close(self, closer: GatewayCloser) -> None:
        self._closers.append(closer)

    async def add(self, asked: Any) -> Fault:
        """From the lever's JSON. Raises FaultError."""
        match, do = _checked(asked)
        self._last_id += 1
        fault = Fault(self._last_id, match, asked.get("match") or {}, do)
        self.active.append(fault)
        if fault.kind == "gateway_close" and match.path is None:
            self.active.remove(fault)
            await self.close_gateway(do["gateway_close"])
        return fault

    def strike(self, method: str, path: str, who: str) -> Fault | None:
        """The first fault that acts on this request. Every fault that fits counts it."""
        struck = [fault for fault in self.active if fault.match.fits(method, path, who) and fault.strikes()]
        return struck[0] if struck else None

    async def close_gateway(self, code: int) -> None:
        for closer in self._closers:
            await closer(code)

    def clear(self) -> None:
        """Forgets all faults and lets what is held go on."""
        cleared, self.active = self.active, []
        for fault in cleared:
            fault.release.set()


def _checked(asked: Any) -> tuple[Match, dict[str, Any]]:
    if not isinstance(asked, dict) or not isinstance(asked.get("do"), dict):
        raise FaultError('A fault is {"match": {...}, "do": {...}}.')
    return _match(asked.get("match") or {}), _action(asked["do"])


def _match(asked: Any) -> Match:
    if not isinstance(asked, dict) or (unknown := set(asked) - {"method", "path", "skip", "times", "who"}):
        raise FaultError(f"match knows method, path, skip, times and who, not {asked if asked is None else unknown}.")
    for name in ("skip", "times"):
        if name in asked and (type(asked[name]) is not int or asked[name] < 0):
            raise FaultError(f"match.{name} is a count.")
    return Match(**asked)


def _action(do: dict[str, Any]) -> dict[str, Any]:
    kinds = [name for name in do if name in _KINDS]
    if len(kinds) > 1 or not (kinds or "delay_s" in do) or set(do) - set(_KINDS) - set(_EXTRAS):
        raise FaultError(f"do has one of {', '.join(_KINDS)}, or delay_s; not {', '.join(do) or 'nothing'}.")
    for name in ("hold", "drop"):
        if name in do and do[name] not in _PLACES:
            raise FaultError(f'{name} is "before" or "after" taking effect.')
    for name in ("status", "cut_stream_after_events", "gateway_close"):
        if name in do and type(do[name]) is not int:
            raise FaultError(f"{name} is a whole number.")
    return do
