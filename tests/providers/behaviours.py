"""What an endpoint may do to its client."""

import asyncio
import json
from collections.abc import Iterable, Mapping

from aiohttp import web

from tests.providers.conftest import Behaviour


def says(status: int, body: object = None, headers: Mapping[str, str] | None = None) -> Behaviour:
    """Answers with JSON."""

    async def behaviour(_: web.Request) -> web.StreamResponse:
        return web.Response(
            status=status, body=json.dumps(body or {}).encode(), content_type="application/json", headers=headers
        )

    return behaviour


def sends(
    body: bytes, *, content_type: str = "application/json", headers: Mapping[str, str] | None = None
) -> Behaviour:
    """Answers 200 with bytes."""

    async def behaviour(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=content_type, headers=headers)

    return behaviour


def streams(*pieces: bytes, then: str = "end") -> Behaviour:
    """Sends pieces of an event stream, then ends it, drops the connection ("cut") or is silent ("hang")."""

    async def behaviour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for piece in pieces:
            await response.write(piece)
        if then == "hang":
            await asyncio.sleep(5)
        if then == "cut" and request.transport:
            request.transport.abort()
        return response

    return behaviour


def frames(events: Iterable[Mapping[str, object]]) -> bytes:
    return b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events)


async def drops(request: web.Request) -> web.StreamResponse:
    """Reads the request and closes the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def hangs(_: web.Request) -> web.StreamResponse:
    """Reads the request and is silent for longer than any client here waits."""
    await asyncio.sleep(5)
    return web.Response()


async def cuts_its_answer(request: web.Request) -> web.StreamResponse:
    """Promises a hundred bytes, sends twelve and closes."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"id":"run_1"')
    if request.transport:
        request.transport.abort()
    return response
