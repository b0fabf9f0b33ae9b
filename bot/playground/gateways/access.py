"""What every address of a gateway has in common: its key, its licence, its desk, and refusals in its own shape."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.body import body_of
from bot.playground.gateways.asked import Desk, JsonObject, Witness
from bot.playground.gateways.errors import OWN_SHAPE, GatewayError
from bot.playground.gateways.platforms import Endpoint, KeyPlace, Platform
from bot.playground.gateways.state import GATEWAYS
from bot.playground.keys import JOURNAL, OPTIONS, SEQ, WHO

PLATFORM = "/{platform:antigravity|gemini_official}"
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serving = Callable[[web.Request, Desk], Awaitable[web.StreamResponse]]


def serving(endpoint: Endpoint, handler: Serving) -> Answering:
    """Behind the key and the licence; the handler gets the desk at which it judges the request."""

    async def answer(request: web.Request) -> web.StreamResponse:
        desk = _desk(request, endpoint)
        check_key(request, desk.platform, endpoint)
        if endpoint not in desk.conditions.licensed[desk.platform.name]:
            raise GatewayError("not_licensed", f"{desk.platform.name}, {endpoint}")
        return await handler(request, desk)

    return guarded(answer, endpoint)


def guarded(handler: Answering, endpoint: Endpoint) -> Answering:
    """Refuses in the shape that the conditions name, else in the endpoint's own."""

    async def answer(request: web.Request) -> web.StreamResponse:
        request[WHO] = "gateway-client"
        try:
            return await handler(request)
        except GatewayError as refusal:
            return refused(request, refusal, endpoint)

    return answer


def refused(request: web.Request, refusal: GatewayError, endpoint: Endpoint) -> web.Response:
    conditions = request.app[GATEWAYS].conditions
    shape = OWN_SHAPE[endpoint] if conditions.error_shape == "own" else conditions.error_shape
    return refusal.answer(shape, chinese=is_chinese(request))


def is_chinese(request: web.Request) -> bool:
    return request.app[GATEWAYS].conditions.is_chinese(request.headers.get("Accept-Language", ""))


def platform_of(request: web.Request) -> Platform:
    return request.app[GATEWAYS].conditions.platform(request.match_info["platform"])


def witness(request: web.Request) -> Witness:
    return lambda rule, detail: request.app[JOURNAL].violation(rule, detail, request.get(SEQ))


async def object_of(request: web.Request) -> JsonObject:
    """The body as a JSON object; what is null in it counts as not sent. Raises GatewayError."""
    value = (await body_of(request)).json
    if not isinstance(value, dict):
        raise GatewayError("bad_json")
    return {name: one for name, one in value.items() if one is not None}


def check_key(request: web.Request, platform: Platform, endpoint: Endpoint) -> None:
    if "key" in request.query:
        witness(request)("key-in-query", "A key in an address ends up in logs; a header would do.")
    found = [key for place in platform.keys[endpoint] if (key := _KEYS[place](request))]
    if not found:
        raise GatewayError("no_key", ", ".join(platform.keys[endpoint]))
    if request.app[GATEWAYS].licence not in found:
        raise GatewayError("bad_key")


def _bearer(request: web.Request) -> str:
    """The bare key will do as well."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()


_KEYS: dict[KeyPlace, Callable[[web.Request], str]] = {
    "bearer": _bearer,
    "x-api-key": lambda request: request.headers.get("X-Api-Key", ""),
    "x-goog-api-key": lambda request: request.headers.get("X-Goog-Api-Key", ""),
    "query": lambda request: request.query.get("key", ""),
}


def _desk(request: web.Request, endpoint: Endpoint) -> Desk:
    gateways = request.app[GATEWAYS]
    origin = request.app[OPTIONS].origin

    def fetch(address: str) -> bytes | None:
        stored = gateways.files.find(address.removeprefix(origin))
        return stored.data if stored is not None else None

    return Desk(
        platform=platform_of(request),
        endpoint=endpoint,
        conditions=gateways.conditions,
        signatures=gateways.signatures,
        query=request.query,
        note=witness(request),
        fetch=fetch,
    )
