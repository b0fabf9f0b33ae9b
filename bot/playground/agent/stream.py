"""Sends a run's events as server-sent events, each as soon as it happens."""

import json

from aiohttp import web

from bot.playground.agent.create import JsonObject
from bot.playground.agent.ids import event_id
from bot.playground.agent.run import Run
from bot.playground.breakage import CUT_AFTER

_TIMED_OUT = {"code": "gateway_timeout", "message": "Deadline expired before operation could complete."}
_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
DONE = b"event: done\ndata: [DONE]\n\n"


async def send(request: web.Request, run: Run, *, start: int, with_ids: bool) -> web.StreamResponse:
    """From event number `start` to the run's end; a client that goes away ends only its own stream."""
    response = web.StreamResponse(headers=_HEADERS)
    await response.prepare(request)
    try:
        if await _send_events(request, response, run, start=start, with_ids=with_ids):
            await response.write(DONE)
            await response.write_eof()
    except ConnectionError:
        return response  # the client left; the run does not care
    return response


async def _send_events(
    request: web.Request, response: web.StreamResponse, run: Run, *, start: int, with_ids: bool
) -> bool:
    """Whether the run is told to its end: nothing cut the stream, nobody deleted the run, the server stays."""
    left = request.get(CUT_AFTER)
    if left != 0:
        async for index, event in run.follow(start):
            told = frame(event | {"event_id": event_id(run.id, index)} if with_ids else event)
            mishap = run.mishaps.pop(index, "")
            await response.write(_MISHAPS[mishap](told) if mishap else told)
            if mishap == "error":
                return False
            left = left - 1 if left is not None else None
            if left == 0:
                break
    whole = run.ended and left != 0
    if not whole and request.transport is not None:
        request.transport.close()
    return whole


def _broken(told: bytes) -> bytes:
    return told[: len(told) // 2] + b"\n\n"


def _error(_: bytes) -> bytes:
    """Of the stream, not of the run, which goes on."""
    return frame({"error": _TIMED_OUT, "event_type": "error"})


_MISHAPS = {"malformed": _broken, "error": _error}


def frame(event: JsonObject) -> bytes:
    data = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event['event_type']}\ndata: {data}\n\n".encode()
