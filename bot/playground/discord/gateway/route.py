"""The WebSocket route of the local Discord."""

from aiohttp import web

from bot.playground.discord.gateway.connection import Connection
from bot.playground.discord.gateway.hub import Hub
from bot.playground.keys import FAULTS, HUB, WHO, WORLD

_CLOSE_SECONDS = 1.0  # how long a client may take to answer a close


def setup(app: web.Application) -> None:
    """Needs WORLD and FAULTS on the app; puts HUB there and serves /gateway."""
    hub = app[HUB] = Hub(app[WORLD])
    app[FAULTS].subscribe_gateway_close(hub.close_bots)
    app.router.add_get("/gateway", _gateway)
    app.router.add_get("/gateway/", _gateway)
    app.on_shutdown.append(_close_all)


async def _close_all(app: web.Application) -> None:
    await app[HUB].close_all()


async def _gateway(request: web.Request) -> web.StreamResponse:
    hub = request.app[HUB]
    socket = web.WebSocketResponse(timeout=_CLOSE_SECONDS, compress=False)
    await socket.prepare(request)
    if request.query.get("v", "10") != "10":
        await socket.close(code=4012, message=b"Invalid API version.")
    elif request.query.get("encoding", "json") != "json":
        hub.world.violation("unknown-field", "the gateway speaks encoding=json only")
        await socket.close(code=4002, message=b"Error while decoding payload.")
    else:
        connection = Connection(hub, request, socket, url=f"ws://{request.host}/gateway")
        await connection.serve()
        request[WHO] = connection.who
    return socket
