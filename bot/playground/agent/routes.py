"""The agent API's addresses, as the Interactions API has them."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from bot.playground.agent import conditions, deliveries, routes_environments, routes_files, routes_uploads
from bot.playground.agent.access import ROOT, VERSION, flag, guarded
from bot.playground.agent.commission import check_readable
from bot.playground.agent.errors import AgentError, invalid, not_found
from bot.playground.agent.ids import event_index
from bot.playground.agent.run import Run
from bot.playground.agent.state import Agent
from bot.playground.agent.stream import send
from bot.playground.agent.validation import judged
from bot.playground.body import body_of
from bot.playground.breakage import RETIRED_AGENT, RETIRED_MODEL
from bot.playground.keys import AGENT, CLOCK, JOURNAL, OPTIONS, SEQ

_ONE = ROOT + "/interactions/{id:[^/:]+}"
_LONGEST_FOREGROUND_S = 3600
_BEGINNING_S = 0.05


def setup(app: web.Application) -> None:
    app.cleanup_ctx.append(_agent)
    for part in (conditions, deliveries, routes_environments, routes_files, routes_uploads):
        part.setup(app)
    app.add_routes(
        [
            web.post(ROOT + "/interactions", guarded(_create)),
            web.get(_ONE, guarded(_read)),
            web.post(_ONE + "/cancel", guarded(_cancel)),
            web.post(_ONE + ":cancel", guarded(_cancel)),
            web.delete(_ONE, guarded(_delete)),
            web.get(ROOT + "/agents", guarded(_agents)),
            web.get(ROOT + "/agents/{id:[^/:]+}", guarded(_managed_agent)),
            web.route("*", ROOT + "/{rest:[\\s\\S]*}", guarded(_unknown)),
            web.route("*", f"/upload/{VERSION}/{{rest:[\\s\\S]*}}", guarded(_unknown)),
        ]
    )


async def _agent(app: web.Application) -> AsyncIterator[None]:
    """The machines' directories live as long as the server."""
    options = app[OPTIONS]
    if options.data is not None:
        options.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="machines-", dir=options.data, ignore_cleanup_errors=True) as root:
        agent = Agent(clock=app[CLOCK], root=Path(root), speed=options.speed, origin=options.origin)
        app[AGENT] = agent
        app.on_shutdown.append(lambda _: agent.close())
        yield


async def _create(request: web.Request) -> web.StreamResponse:
    body = await body_of(request)
    if body.malformed:
        raise invalid("The request body is not JSON.")
    retired, retired_model = request.get(RETIRED_AGENT), request.get(RETIRED_MODEL)
    create = judged(body.json, size=len(body.raw), retired=retired, retired_model=retired_model)
    pictures = [picture.data for picture in create.pictures] if create.order is None else create.order.brought
    if pictures:
        await asyncio.to_thread(check_readable, pictures)
    run = request.app[AGENT].start(create)
    if create.stream:
        with_ids = create.background or request.app[AGENT].conditions.foreground_event_ids
        return await send(request, run, start=0, with_ids=with_ids)
    if create.background:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(run.wait_for_beginning(), _BEGINNING_S)
    else:
        await asyncio.wait_for(run.wait_for_end(), _LONGEST_FOREGROUND_S)
    return web.json_response(run.as_json(with_input_step=False))


async def _read(request: web.Request) -> web.StreamResponse:
    run = _named(request)
    is_stream = flag(request, "stream")
    last = request.query.get("last_event_id")
    if last and not is_stream:
        raise invalid("last_event_id is valid only with stream=true.")
    if is_stream:
        return await send(request, run, start=_start_after(run, last), with_ids=True)
    include_input = flag(request, "include_input")
    return web.json_response(run.as_json(with_input_step=True, include_input=include_input))


async def _cancel(request: web.Request) -> web.StreamResponse:
    run = _named(request)
    request.app[AGENT].cancel(run)
    return web.json_response(run.as_json(with_input_step=True) | {"status": "cancelled"})


async def _delete(request: web.Request) -> web.StreamResponse:
    request.app[AGENT].delete(_named(request))
    return web.json_response({})


async def _agents(_: web.Request) -> web.StreamResponse:
    """Those that somebody has made, and here nobody can: whether Google's own are among them is documented nowhere."""
    return web.json_response({"agents": []})


async def _managed_agent(request: web.Request) -> web.StreamResponse:
    raise not_found(f"Agent '{request.match_info['id']}' was not found.")


async def _unknown(request: web.Request) -> web.StreamResponse:
    detail = f"{request.method} {request.path} is not served by the playground's agent API."
    request.app[JOURNAL].violation("unknown-route", detail, request.get(SEQ))
    raise AgentError(501, "unimplemented", detail)


def _named(request: web.Request) -> Run:
    return request.app[AGENT].archive.find(request.match_info["id"])


def _start_after(run: Run, last_event_id: str | None) -> int:
    if not last_event_id:
        return 0
    index = event_index(run.id, last_event_id)
    if index is None or index >= len(run.events):
        raise invalid("last_event_id is not an event of this interaction.")
    return index + 1
