"""The agent API's addresses, as the Interactions API has them."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.playground.agent.errors import AgentError, invalid
from bot.playground.agent.ids import event_index
from bot.playground.agent.run import Run
from bot.playground.agent.state import Agent
from bot.playground.agent.stream import send
from bot.playground.agent.validation import judged
from bot.playground.body import body_of
from bot.playground.breakage import RETIRED_AGENT
from bot.playground.keys import AGENT, CLOCK, JOURNAL, OPTIONS, SEQ, WHO

_ROOT = "/{version:v1|v1beta|v1alpha}"
_ONE = _ROOT + "/interactions/{id:[^/:]+}"
_LONGEST_FOREGROUND_S = 3600
_Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


def setup(app: web.Application) -> None:
    app.cleanup_ctx.append(_agent)
    app.add_routes(
        [
            web.post(_ROOT + "/interactions", _guarded(_create)),
            web.get(_ONE, _guarded(_read)),
            web.post(_ONE + "/cancel", _guarded(_cancel)),
            web.post(_ONE + ":cancel", _guarded(_cancel)),
            web.delete(_ONE, _guarded(_delete)),
            web.route("*", _ROOT + "/{rest:.*}", _guarded(_unknown)),
        ]
    )


async def _agent(app: web.Application) -> AsyncIterator[None]:
    """The machines' directories live as long as the server."""
    options = app[OPTIONS]
    if options.data is not None:
        options.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="machines-", dir=options.data, ignore_cleanup_errors=True) as root:
        agent = Agent(clock=app[CLOCK], root=Path(root), speed=options.speed)
        app[AGENT] = agent
        app.on_shutdown.append(lambda _: agent.close())
        yield


def _guarded(handler: _Answering) -> _Answering:
    async def answer(request: web.Request) -> web.StreamResponse:
        request[WHO] = "agent-client"
        try:
            _check_key(request)
            return await handler(request)
        except AgentError as refusal:
            return refusal.answer()

    return answer


def _check_key(request: web.Request) -> None:
    """Any key will do, as long as there is one; a fault shows how a bad one is refused."""
    if not (request.headers.get("x-goog-api-key") or request.query.get("key")):
        raise AgentError(401, "authentication", "The API key is missing: send it as x-goog-api-key.")


async def _create(request: web.Request) -> web.StreamResponse:
    body = await body_of(request)
    if body.malformed:
        raise invalid("The request body is not JSON.")
    create = judged(body.json, retired=request.get(RETIRED_AGENT))
    run = request.app[AGENT].start(create)
    if create.stream:
        return await send(request, run, start=0, with_ids=create.background)
    if not create.background:
        await asyncio.wait_for(run.wait_for_end(), _LONGEST_FOREGROUND_S)
    return web.json_response(run.as_json(with_input_step=False))


async def _read(request: web.Request) -> web.StreamResponse:
    run = _named(request)
    is_stream = _flag(request, "stream")
    last = request.query.get("last_event_id")
    if last and not is_stream:
        raise invalid("last_event_id is valid only with stream=true.")
    if is_stream:
        return await send(request, run, start=_start_after(run, last), with_ids=True)
    include_input = _flag(request, "include_input")
    return web.json_response(run.as_json(with_input_step=True, include_input=include_input))


async def _cancel(request: web.Request) -> web.StreamResponse:
    run = _named(request)
    request.app[AGENT].cancel(run)
    return web.json_response(run.as_json(with_input_step=True) | {"status": "cancelled"})


async def _delete(request: web.Request) -> web.StreamResponse:
    request.app[AGENT].delete(_named(request))
    return web.json_response({})


async def _unknown(request: web.Request) -> web.StreamResponse:
    detail = f"{request.method} {request.path} is not served by the playground's agent API."
    request.app[JOURNAL].violation("unknown-route", detail, request.get(SEQ))
    raise AgentError(501, "unimplemented", detail)


def _named(request: web.Request) -> Run:
    return request.app[AGENT].archive.find(request.match_info["id"])


def _flag(request: web.Request, name: str) -> bool:
    value = request.query.get(name, "false").lower()
    if value not in ("true", "false"):
        raise invalid(f"{name} must be true or false.")
    return value == "true"


def _start_after(run: Run, last_event_id: str | None) -> int:
    if not last_event_id:
        return 0
    index = event_index(run.id, last_event_id)
    if index is None or index >= len(run.events):
        raise invalid("last_event_id is not an event of this interaction.")
    return index + 1
