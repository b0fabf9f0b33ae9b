"""Who may speak to the playground: this machine, and no web page of somebody else's in this machine's browser."""

import ipaddress
import re

from aiohttp import web

from bot.playground.journal import Handler

_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
"""The whole header: a parser of addresses would find localhost in `evil.example@localhost` too."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses other machines, a foreign Host (DNS rebinding) and a foreign Origin (a page sending forms at us)."""
    refusal = reason_to_refuse(request.remote, request.headers.get("Host", ""), request.headers.get("Origin"))
    if refusal is not None:
        return web.json_response({"message": refusal, "code": 0}, status=403)
    return await handler(request)


def reason_to_refuse(remote: str | None, host: str, origin: str | None) -> str | None:
    """None when the request may pass. `remote` is the peer's address, None for a Unix socket's."""
    if not _is_loopback(remote):
        return "The playground answers this machine only."
    if not _HOST.fullmatch(host):
        return "The playground answers to localhost and 127.0.0.1 only."
    if origin is not None and not _is_same(origin, host):
        return "The playground takes no requests from other web pages."
    return None


def _is_loopback(remote: str | None) -> bool:
    try:
        return remote is not None and ipaddress.ip_address(remote).is_loopback
    except ValueError:
        return False


def _is_same(origin: str, host: str) -> bool:
    return origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")
