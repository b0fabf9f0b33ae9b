"""What every address of the agent API has in common: a key, refusals as JSON, and how it reads a query."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.agent.errors import AgentError, invalid
from bot.playground.keys import WHO

VERSION = "{version:v1|v1beta|v1alpha}"
ROOT = f"/{VERSION}"
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Answering, *, needs_key: bool = True) -> Answering:
    """An address that somebody was given, with a secret in it, needs no key."""

    async def answer(request: web.Request) -> web.StreamResponse:
        request[WHO] = "agent-client"
        try:
            if needs_key:
                _check_key(request)
            return await handler(request)
        except AgentError as refusal:
            return refusal.answer()

    return answer


def flag(request: web.Request, name: str) -> bool:
    """Raises AgentError for anything but true and false."""
    value = request.query.get(name, "false").lower()
    if value not in ("true", "false"):
        raise invalid(f"{name} must be true or false.")
    return value == "true"


def _check_key(request: web.Request) -> None:
    """Any key will do, as long as there is one; a fault shows how a bad one is refused."""
    if not (request.headers.get("x-goog-api-key") or request.query.get("key")):
        raise AgentError(401, "authentication", "The API key is missing: send it as x-goog-api-key.")
