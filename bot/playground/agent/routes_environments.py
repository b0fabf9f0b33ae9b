"""The addresses of the machines: made, forked, listed, read, deleted."""

import asyncio

from aiohttp import web

from bot.playground.agent import listing
from bot.playground.agent.access import ROOT, guarded
from bot.playground.agent.errors import invalid
from bot.playground.body import body_of
from bot.playground.keys import AGENT

_ONE = ROOT + "/environments/{env:[^/:]+}"


def setup(app: web.Application) -> None:
    app.add_routes(
        [
            web.get(ROOT + "/environments", guarded(_list)),
            web.post(ROOT + "/environments", guarded(_create)),
            web.get(_ONE, guarded(_read)),
            web.delete(_ONE, guarded(_delete)),
        ]
    )


async def _list(request: web.Request) -> web.Response:
    """Both spellings of the query, as both are published."""
    shown = [listing.described(one) for one in request.app[AGENT].environments.known()]
    size = request.query.get("page_size", request.query.get("pageSize"))
    token = request.query.get("page_token", request.query.get("pageToken"))
    given, following = listing.page(shown, key="id", size=size, token=token)
    return web.json_response({"environments": given} | ({"next_page_token": following} if following else {}))


async def _create(request: web.Request) -> web.Response:
    body = await body_of(request)
    asked = {} if body.json is None and not body.malformed else body.json
    if body.malformed or not isinstance(asked, dict):
        raise invalid("The request body must be a JSON object.")
    asked = {name: value for name, value in asked.items() if value is not None}
    made = await asyncio.to_thread(request.app[AGENT].environments.create, asked)
    return web.json_response(listing.described(made))


async def _read(request: web.Request) -> web.Response:
    return web.json_response(listing.described(request.app[AGENT].environments.find(request.match_info["env"])))


async def _delete(request: web.Request) -> web.Response:
    request.app[AGENT].environments.delete(request.match_info["env"])
    return web.json_response({})
