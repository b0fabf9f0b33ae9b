"""The lever under which an installation's conditions are read and changed."""

from aiohttp import web

from bot.playground.body import body_of
from bot.playground.gateways.state import GATEWAYS


def setup(app: web.Application) -> None:
    app.add_routes([web.get("/playground/gateways", _read), web.post("/playground/gateways", _change)])


async def _change(request: web.Request) -> web.Response:
    gateways = request.app[GATEWAYS]
    try:
        gateways.conditions = gateways.conditions.changed((await body_of(request)).json)
    except ValueError as wrong:
        return web.json_response({"message": str(wrong), "code": 0}, status=400)
    return await _read(request)


async def _read(request: web.Request) -> web.Response:
    """Conditions, the key to use, and the files that are stored now."""
    gateways = request.app[GATEWAYS]
    shown = {"conditions": gateways.conditions.as_json(), "licence": gateways.licence, "files": gateways.files.paths()}
    return web.json_response(shown)
