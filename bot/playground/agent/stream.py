"""Sends a run's events as server-sent events, each as soon as it happens."""

import json

from aiohttp import web

from bot.playground.agent.create import JsonObject
from bot.playground.agent.ids import event_id
from bot.playground.agent.run import Run
from bot.playground.breakage import CUT_AFTER

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
    """Whether the run is told to its end: no fault cut the stream, nobody deleted the run, the server stays."""
    left = request.get(CUT_AFTER)
    if left != 0:
        async for index, event in run.follow(start):
            await response.write(frame(event | {"event_id": event_id(run.id, index)} if with_ids else event))
            left = left - 1 if left is not None else None
            if left == 0:
                break
    whole = run.ended and left != 0
    if not whole and request.transport is not None:
        request.transport.close()
    return whole


def frame(event: JsonObject) -> bytes:
    data = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event['event_type']}\ndata: {data}\n\n".encode()
