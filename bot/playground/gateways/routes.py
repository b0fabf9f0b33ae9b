"""A gateway's addresses: two platforms, four protocols, its storage, and what it does not serve."""

from aiohttp import web

from bot.playground.gateways import lever
from bot.playground.gateways.access import PLATFORM, check_key, guarded, platform_of, witness
from bot.playground.gateways.chat import routes as chat
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.images import routes as images
from bot.playground.gateways.messages import routes as messages
from bot.playground.gateways.sse import html_page
from bot.playground.gateways.state import GATEWAYS, Gateways
from bot.playground.gateways.storage import ROOT
from bot.playground.gateways.v1beta import routes as v1beta
from bot.playground.keys import CLOCK

_NOT_OF_THESE = ("/v1/responses", "/v1/videos")


def setup(app: web.Application) -> None:
    app[GATEWAYS] = Gateways(app[CLOCK])
    for part in (lever, chat, messages, v1beta, images):
        part.setup(app)
    app.add_routes(
        [
            web.get(f"{PLATFORM}/v1/models", guarded(_models, "chat")),
            web.get(f"{ROOT}/{{rest:.+}}", _stored),
            web.route("*", f"{PLATFORM}/{{rest:[\\s\\S]*}}", guarded(_unknown, "chat")),
        ]
    )


async def _models(request: web.Request) -> web.StreamResponse:
    """Documented nowhere, so it is not there unless the conditions say so."""
    match request.app[GATEWAYS].conditions.models_listing:
        case "list":
            platform = platform_of(request)
            check_key(request, platform, "chat")
            created = int(request.app[CLOCK].now())
            models = [{"id": one, "object": "model", "created": created} for one in platform.models]
            return web.json_response({"object": "list", "data": [one | {"owned_by": platform.name} for one in models]})
        case "html":
            return html_page()
        case "405":
            raise GatewayError("no_method")
        case _:
            raise GatewayError("not_served", request.path)


async def _stored(request: web.Request) -> web.StreamResponse:
    """Needs no key: whoever was given the address may read it until it expires."""
    stored = request.app[GATEWAYS].files.find(request.path)
    if stored is None:
        return web.Response(status=404, text="404: Not Found")
    return web.Response(body=stored.data, content_type=stored.mime)


async def _unknown(request: web.Request) -> web.StreamResponse:
    path = "/" + request.match_info["rest"]
    rule = "not-of-this-platform" if path.startswith(_NOT_OF_THESE) else "unknown-route"
    witness(request)(rule, f"{request.method} {request.path} is served by no platform of this gateway.")
    raise GatewayError("not_served", f"{request.method} {request.path}")
