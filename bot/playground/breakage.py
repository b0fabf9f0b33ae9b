"""The middleware that makes faults happen, between the journal and the two services."""

import asyncio
from typing import Any

from aiohttp import web

from bot.playground.faults import Fault
from bot.playground.gateways.faulty import is_of_gateways, refusal
from bot.playground.journal import Handler, entry_of
from bot.playground.keys import FAULTS, SEQ

CUT_AFTER = web.RequestKey("CUT_AFTER", int)
RETIRED_AGENT = web.RequestKey("RETIRED_AGENT", str)
RETIRED_MODEL = web.RequestKey("RETIRED_MODEL", str)
_MODERN_KEY = {"error": {"code": "authentication", "message": "The API key is not valid."}}
_CLASSIC_KEY = {
    "error": {
        "code": 400,
        "message": "API key not valid. Please pass a valid API key.",
        "status": "INVALID_ARGUMENT",
    }
}
_AGENT_CODES = {
    400: "invalid_request",
    401: "authentication",
    402: "payment_required",
    403: "permission_denied",
    404: "not_found",
    409: "aborted",
    416: "out_of_range",
    429: "rate_limit_exceeded",
    500: "api_error",
    501: "unimplemented",
    503: "service_unavailable",
    504: "deadline_exceeded",
}


@web.middleware
async def faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    fault = request.app[FAULTS].strike(request.method, request.path, _who(request))
    if fault is None or request.path.startswith("/playground"):
        return await handler(request)
    if "delay_s" in fault.do:
        await asyncio.sleep(float(fault.do["delay_s"]))
    return await _break(request, handler, fault)


async def _break(request: web.Request, handler: Handler, fault: Fault) -> web.StreamResponse:
    match fault.kind:
        case "status":
            return _refusal(request, fault.do)
        case "bad_key":
            return _bad_key(str(fault.do["bad_key"]))
        case "hold":
            return await _hold(request, handler, fault)
        case "drop":
            return await _drop(request, handler, str(fault.do["drop"]))
        case "cut_stream_after_events":
            request[CUT_AFTER] = fault.do["cut_stream_after_events"]
        case "retire_agent":
            request[RETIRED_AGENT] = fault.do["retire_agent"]
        case "retire_model":
            request[RETIRED_MODEL] = fault.do["retire_model"]
        case "gateway_close":
            await request.app[FAULTS].close_gateway(fault.do["gateway_close"])
    return await handler(request)


def _refusal(request: web.Request, do: dict[str, Any]) -> web.Response:
    status = do["status"]
    if "body" not in do and is_of_gateways(request.path):
        answer = refusal(request, status, retry_after=do.get("retry_after"))
        answer.headers.update(do.get("headers", {}))
        return answer
    headers: dict[str, str] = {}
    if "body" in do:
        body = do["body"]
    elif not request.path.startswith(("/v1", "/upload", "/download")):
        body, headers = _discord_error(status, float(do.get("retry_after", 1.0)))
    else:
        message = "The playground was told to refuse this request."
        code = _AGENT_CODES.get(status, f"http_{status}")
        body = {"error": {"code": code, "message": message}}
        if "retry_after" in do:
            headers["Retry-After"] = str(do["retry_after"])
    answer = web.json_response(body, status=status, headers=headers | dict(do.get("headers", {})))
    answer.headers["Content-Type"] = "application/json"
    return answer


def _discord_error(status: int, retry_after: float) -> tuple[dict[str, Any], dict[str, str]]:
    if status != 429:
        return {"message": f"{status}: the playground was told to refuse this request.", "code": 0}, {}
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": False, "code": 0}
    return body, {"Via": "1.1 google", "Retry-After": str(max(1, round(retry_after))), "X-RateLimit-Scope": "user"}


def _bad_key(shape: str) -> web.Response:
    return (
        web.json_response(_CLASSIC_KEY, status=400)
        if shape == "classic"
        else web.json_response(_MODERN_KEY, status=401)
    )


async def _hold(request: web.Request, handler: Handler, fault: Fault) -> web.StreamResponse:
    """The socket stays open. What was held before taking effect has none when its sender is gone by then."""
    answer = await handler(request) if fault.do["hold"] == "after" else None
    await _wait(request, fault)
    if answer is not None:
        return answer
    return await handler(request) if _is_connected(request) else _cut(request)


async def _wait(request: web.Request, fault: Fault) -> None:
    seq = request.get(SEQ, 0)
    _mark(request, "hold")
    fault.held.append(seq)
    try:
        await fault.release.wait()
    finally:
        fault.held.remove(seq)


async def _drop(request: web.Request, handler: Handler, place: str) -> web.StreamResponse:
    _mark(request, "drop")
    if place == "after":
        await handler(request)
    return _cut(request)


def _cut(request: web.Request) -> web.Response:
    """Closes the connection; the answer returned to aiohttp finds nobody to go to."""
    _mark(request, "drop")
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=499)


def _is_connected(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _mark(request: web.Request, fault: str) -> None:
    entry = entry_of(request)
    if entry is not None:
        entry.fault = fault


def _who(request: web.Request) -> str:
    """Only a person's request carries an Authorization without the word Bot; a gateway takes its bare key there."""
    if is_of_gateways(request.path):
        return "bot"
    scheme = request.headers.get("Authorization", "Bot ")
    return "bot" if scheme.startswith(("Bot ", "Bearer ")) else "person"
