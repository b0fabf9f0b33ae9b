"""The guard before addresses that others chose. Nothing but loopback is ever contacted."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.providers.guard import Asked, Barred, Guard, GuardedHttp, Why, public_socket

TIMEOUT = aiohttp.ClientTimeout(total=10)


class Names(AbstractResolver):
    """Answers each question with the next list of addresses, and the last one for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - the port's
    ) -> list[ResolveResult]:
        self.asked.append(host)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [_result(host, address, port) for address in found]

    async def close(self) -> None:
        pass


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)


class Sockets:
    """Notes where a connection would go, and makes none."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def __call__(self, address: aiohttp.AddrInfoType) -> socket.socket:
        self.places.append(str(address[4][0]))
        raise ConnectionRefusedError("nothing is contacted here")


@asynccontextmanager
async def served(routes: dict[str, Any]) -> AsyncIterator[tuple[str, list[web.Request]]]:
    """A server on loopback: its origin, and what it was asked."""
    asked: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request)
        status, headers = routes[request.path]
        return web.Response(status=status, headers=headers, text="answer")

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
    finally:
        await runner.cleanup()


def get(address: str, **headers: str) -> Asked:
    return Asked(method="GET", address=address, headers=headers, timeout=TIMEOUT)


def post(address: str, **headers: str) -> Asked:
    return Asked(method="POST", address=address, headers=headers, body=b"{}", timeout=TIMEOUT)


async def text_of(http: GuardedHttp, asked: Asked) -> str:
    async with http.open(asked) as response:
        return await response.text()


async def barred(http: GuardedHttp, asked: Asked) -> Why:
    with pytest.raises(Barred) as caught:
        await text_of(http, asked)
    return caught.value.why


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.8"], ["169.254.169.254"], ["::1"], ["::ffff:10.0.0.8"], ["8.8.8.8", "10.0.0.8"]],
)
async def test_a_name_that_stands_for_a_private_address_is_barred(addresses: list[str]) -> None:
    """One private address among those of a name is enough, and nothing is connected to."""
    sockets = Sockets()
    async with GuardedHttp(Guard(), names=Names(addresses), sockets=sockets) as http:
        why = await barred(http, get("https://tools.example/mcp"))

    assert why is Why.PRIVATE
    assert sockets.places == []


@pytest.mark.parametrize("host", ["localhost", "0x7f.1", "127.0.0.1.", "LOCALHOST", "0177.0.0.1.nip.example"])
async def test_odd_names_of_loopback_are_barred(host: str) -> None:
    """A name is judged by what it stands for, however it is written."""
    async with GuardedHttp(Guard(), names=Names(["127.0.0.1"]), sockets=Sockets()) as http:
        why = await barred(http, get(f"https://{host}/"))

    assert why is Why.PRIVATE


async def test_a_name_nobody_has_is_said_to_be_none() -> None:
    """No addresses at all is a sentence of its own."""
    async with GuardedHttp(Guard(), names=Names([]), sockets=Sockets()) as http:
        why = await barred(http, get("https://tools.example/mcp"))

    assert why is Why.NAMELESS


async def test_the_connection_goes_to_the_address_that_was_judged() -> None:
    """A name that stands for another address at the second look changes nothing: there is no second look."""
    sockets, names = Sockets(), Names(["93.184.216.34"], ["127.0.0.1"])
    async with GuardedHttp(Guard(), names=names, sockets=sockets) as http:
        with pytest.raises(aiohttp.ClientConnectorError):
            await text_of(http, get("https://tools.example/mcp"))

    assert sockets.places == ["93.184.216.34"]
    assert names.asked == ["tools.example"]


async def test_a_name_that_changes_is_judged_anew_each_time() -> None:
    """The next request looks the name up again, and what it stands for by then is what counts."""
    sockets, names = Sockets(), Names(["93.184.216.34"], ["127.0.0.1"])
    async with GuardedHttp(Guard(), names=names, sockets=sockets) as http:
        with pytest.raises(aiohttp.ClientConnectorError):
            await text_of(http, get("https://tools.example/mcp"))
        why = await barred(http, get("https://tools.example/mcp"))

    assert why is Why.PRIVATE
    assert sockets.places == ["93.184.216.34"]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "::1", "::ffff:127.0.0.1"])
def test_no_socket_is_made_for_a_private_address(address: str) -> None:
    """The last look stands behind all others."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    with pytest.raises(PermissionError):
        public_socket((family, socket.SOCK_STREAM, 0, "", (address, 443)))


async def test_an_exempt_origin_is_asked_as_it_is() -> None:
    """What the operator vouches for may be plain HTTP on loopback; another port there may not."""
    async with served({"/mcp": (200, {})}) as (origin, _), GuardedHttp(Guard.of([origin])) as http:
        answer = await text_of(http, get(f"{origin}/mcp"))
        why = await barred(http, get("http://127.0.0.1:1/mcp"))

    assert answer == "answer"
    assert why is Why.SCHEME


async def test_a_get_is_sent_on_without_its_headers() -> None:
    """A redirect to another origin is followed by a GET, and gets none of the first one's headers."""
    async with served({"/file": (200, {})}) as (there, asked_there):
        moved = {"/file": (302, {"Location": f"{there}/file"}), "/near": (302, {"Location": "/file"})}
        async with served(moved) as (here, asked_here), GuardedHttp(Guard.of([here, there])) as http:
            answer = await text_of(http, get(f"{here}/near", Authorization="secret"))

    assert answer == "answer"
    assert [request.headers.get("Authorization") for request in asked_here] == ["secret", "secret"]
    assert [request.headers.get("Authorization") for request in asked_there] == [None]


async def test_a_redirect_into_the_network_is_barred() -> None:
    """Where a redirect leads is judged as the first address was."""
    routes = {"/file": (302, {"Location": "http://169.254.169.254/latest"})}
    async with served(routes) as (here, _), GuardedHttp(Guard.of([here])) as http:
        why = await barred(http, get(f"{here}/file"))

    assert why is Why.SCHEME


async def test_redirects_that_go_round_end() -> None:
    """No more than three are followed."""
    async with served({"/file": (302, {"Location": "/file"})}) as (here, asked), GuardedHttp(Guard.of([here])) as http:
        why = await barred(http, get(f"{here}/file"))

    assert why is Why.ELSEWHERE
    assert len(asked) == 4


async def test_the_internet_does_not_lead_to_an_exempt_origin() -> None:
    """What the operator vouches for is asked where a person named it, not because somebody's server says so."""
    guard = Guard.of(["http://tools.internal:8080"])
    http = GuardedHttp(guard, names=Names(["93.184.216.34"]), sockets=Sockets())
    asked, first = get("https://tools.example/"), guard.checked("https://tools.example/")
    async with http:
        with pytest.raises(Barred) as caught:
            http._next(asked, first, guard.checked("http://tools.internal:8080/admin"), 302)

    assert caught.value.why is Why.ELSEWHERE


@pytest.mark.parametrize(
    ("status", "is_followed"), [(307, True), (308, True), (301, False), (302, False), (303, False)]
)
async def test_a_post_stays_a_post(status: int, is_followed: bool) -> None:
    """Only redirects that keep the method are followed by a POST."""
    routes = {"/mcp": (status, {"Location": "/mcp/"}), "/mcp/": (200, {})}
    async with served(routes) as (here, asked), GuardedHttp(Guard.of([here])) as http:
        if is_followed:
            assert await text_of(http, post(f"{here}/mcp")) == "answer"
        else:
            assert await barred(http, post(f"{here}/mcp")) is Why.ELSEWHERE

    assert [request.method for request in asked] == ["POST"] * (2 if is_followed else 1)


async def test_a_post_stays_with_its_origin() -> None:
    """Neither body nor headers of a POST are sent to another server."""
    async with served({"/mcp": (200, {})}) as (there, asked_there):
        routes = {"/mcp": (307, {"Location": f"{there}/mcp"})}
        async with served(routes) as (here, _), GuardedHttp(Guard.of([here, there])) as http:
            why = await barred(http, post(f"{here}/mcp", Authorization="secret"))

    assert why is Why.ELSEWHERE
    assert asked_there == []
