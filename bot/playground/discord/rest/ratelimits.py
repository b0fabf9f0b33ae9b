"""Discord's rate limits as one table, with all the headers a client schedules by; people and levers never come here."""

import hashlib
import math
import re
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web
from multidict import CIMultiDict

from bot.playground.body import body_of
from bot.playground.clock import Clock
from bot.playground.discord.limits import INTERACTION_TOKEN_SECONDS


@dataclass(frozen=True)
class Limit:
    """So many requests per window (seconds); `name` is what the bucket is called."""

    name: str
    requests: int
    seconds: float


_MESSAGE: Final = "/channels/{channel_id}/messages"
_EMOJI: Final = f"{_MESSAGE}/{{message_id}}/reactions/{{emoji}}"
GLOBAL: Final = Limit("global", 50, 1.0)
DEFAULT: Final = Limit("default", 10, 10.0)
RENAME: Final = Limit("rename", 2, 600.0)  # besides the channel's own bucket, and never announced by a header
TABLE: Final[dict[tuple[str, str], Limit]] = {
    ("POST", _MESSAGE): Limit("message-create", 5, 5.0),
    ("GET", _MESSAGE): Limit("message-history", 5, 1.0),
    ("GET", f"{_MESSAGE}/{{message_id}}"): Limit("message-read", 30, 30.0),
    ("PATCH", f"{_MESSAGE}/{{message_id}}"): Limit("message-edit", 5, 5.0),
    ("DELETE", f"{_MESSAGE}/{{message_id}}"): Limit("message-delete", 5, 1.0),
    ("PUT", f"{_EMOJI}/@me"): Limit("reaction", 1, 0.25),
    ("DELETE", f"{_EMOJI}/@me"): Limit("reaction", 1, 0.25),
    ("DELETE", f"{_EMOJI}/{{user_id}}"): Limit("reaction", 1, 0.25),
    ("DELETE", _EMOJI): Limit("reaction", 1, 0.25),
    ("DELETE", f"{_MESSAGE}/{{message_id}}/reactions"): Limit("reaction", 1, 0.25),
    ("POST", "/channels/{channel_id}/typing"): Limit("typing", 5, 5.0),
    ("POST", f"{_MESSAGE}/{{message_id}}/threads"): Limit("thread-create", 10, 10.0),
    ("POST", "/channels/{channel_id}/threads"): Limit("thread-create", 10, 10.0),
    ("PATCH", "/channels/{channel_id}"): Limit("channel-edit", 5, 15.0),
}
# Interaction tokens have a bucket of their own each, outside the global limit.
_TOKEN_ROUTE: Final = re.compile(r"/api/v10/(interactions/\d+/[^/]+/callback|webhooks/\d+/[^/]+)")
TOKEN: Final = Limit("token", 5, 5.0)


@dataclass
class Window:
    """A bucket's running window; it begins with the first request after the last one ended."""

    limit: Limit
    route: str = "*"
    ends_at: float = 0.0
    used: int = 0

    def take(self, now: float) -> bool:
        if now >= self.ends_at:
            self.ends_at, self.used = now + self.limit.seconds, 0
        if self.used >= self.limit.requests:
            return False
        self.used += 1
        return True

    def remaining(self, now: float) -> int:
        return self.limit.requests if now >= self.ends_at else self.limit.requests - self.used


@dataclass(frozen=True)
class Verdict:
    """Headers for the answer, or the 429 itself."""

    headers: CIMultiDict[str] = field(default_factory=CIMultiDict)
    refusal: web.Response | None = None


class RateLimiter:
    """Counts the bot's requests by the playground's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[tuple[str, str], Window] = {}

    async def take(self, request: web.Request) -> Verdict:
        now = self._clock.now()
        limit, major = limit_of(request)
        if limit.name != TOKEN.name:
            whole = self._window(GLOBAL, "", "*")
            if not whole.take(now):
                return Verdict(refusal=_refusal(whole, now, {}))
        route = f"{request.method} {_template(request)}"
        window = self._window(limit, major, route)
        free = window.take(now)
        headers = _headers(window, now)
        if not free:
            return Verdict(refusal=_refusal(window, now, headers))
        if limit.name == "channel-edit" and await _renames(request):
            renames = self._window(RENAME, major, route)
            if not renames.take(now):
                return Verdict(refusal=_refusal(renames, now, headers))
        return Verdict(CIMultiDict(headers))

    def _window(self, limit: Limit, major: str, route: str) -> Window:
        return self._windows.setdefault((limit.name, major), Window(limit, route))

    def buckets(self) -> list[dict[str, Any]]:
        """Every bucket that was ever used, as it is now; of tokens only while they live. Times in epoch seconds."""
        now = self._clock.now()
        for key in [key for key, window in self._windows.items() if _is_dead(window, now)]:
            del self._windows[key]
        return [
            {
                "key": f"{name}:{major}" if major else name,
                "route": window.route,
                "limit": window.limit.requests,
                "remaining": window.remaining(now),
                "resets_at": window.ends_at,
            }
            for (name, major), window in self._windows.items()
        ]


def _is_dead(window: Window, now: float) -> bool:
    return window.limit is TOKEN and now - window.ends_at > INTERACTION_TOKEN_SECONDS


def _template(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return (resource.canonical if resource is not None else request.path).removeprefix("/api/v10")


def limit_of(request: web.Request) -> tuple[Limit, str]:
    """The limit of a route, and which of its buckets: the channel, guild or token in the path."""
    token = _TOKEN_ROUTE.match(request.path)
    if token is not None:
        return TOKEN, token.group(1)
    template = _template(request)
    path = request.match_info
    major = path.get("channel_id") or path.get("guild_id") or ""
    limit = TABLE.get((request.method, template))
    if limit is None:
        return Limit(f"{request.method} {template}", DEFAULT.requests, DEFAULT.seconds), major
    return limit, major


async def _renames(request: web.Request) -> bool:
    payload = (await body_of(request)).json
    return isinstance(payload, dict) and bool({"name", "topic"} & payload.keys())


def _headers(window: Window, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(window.limit.requests),
        "X-RateLimit-Remaining": str(max(0, window.limit.requests - window.used)),
        "X-RateLimit-Reset": f"{window.ends_at:.3f}",
        "X-RateLimit-Reset-After": f"{max(0.0, window.ends_at - now):.3f}",
        "X-RateLimit-Bucket": _bucket(window.limit.name),
    }


def _bucket(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def _refusal(window: Window, now: float, headers: dict[str, str]) -> web.Response:
    left = max(0.001, math.ceil((window.ends_at - now) * 1000) / 1000)
    everywhere = window.limit is GLOBAL
    body = {"message": "You are being rate limited.", "retry_after": left, "global": everywhere, "code": 0}
    answer = web.json_response(body, status=429)
    answer.headers.update(headers)
    answer.headers["Content-Type"] = "application/json"
    answer.headers["Via"] = "1.1 google"
    answer.headers["Retry-After"] = str(math.ceil(left))
    answer.headers["X-RateLimit-Scope"] = "global" if everywhere else "user"
    if everywhere:
        answer.headers["X-RateLimit-Global"] = "true"
    return answer


LIMITER: web.AppKey[RateLimiter] = web.AppKey("LIMITER", RateLimiter)
