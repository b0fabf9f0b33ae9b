"""What a fault makes of a request to a gateway: a refusal as that endpoint would have it, not as Discord would."""

from aiohttp import web

from bot.playground.gateways.access import refused
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.platforms import ANTIGRAVITY, GEMINI_OFFICIAL, Endpoint
from bot.playground.gateways.storage import ROOT

_PLATFORMS = (f"/{ANTIGRAVITY}/", f"/{GEMINI_OFFICIAL}/")
_STARTS: dict[str, Endpoint] = {"/v1beta": "v1beta", "/v1/messages": "messages", "/v1/images": "images"}


def is_of_gateways(path: str) -> bool:
    return path.startswith((*_PLATFORMS, f"{ROOT}/"))


def refusal(request: web.Request, status: int, *, retry_after: float | None = None) -> web.Response:
    if request.path.startswith(f"{ROOT}/"):
        return web.Response(status=status, text=f"{status}: the playground was told to refuse this.")
    seconds = None if retry_after is None else max(0, round(retry_after))
    told = GatewayError("told_to", f"a fault, {status}", status=status, retry_after=seconds)
    return refused(request, told, _endpoint(request.path))


def _endpoint(path: str) -> Endpoint:
    rest = next(path.removeprefix(start[:-1]) for start in _PLATFORMS if path.startswith(start))
    return next((endpoint for start, endpoint in _STARTS.items() if rest.startswith(start)), "chat")
