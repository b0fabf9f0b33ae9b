"""Files at addresses that a model named. Nothing but loopback is ever contacted."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from yarl import URL

from bot.providers.guard import Guard, GuardedHttp
from bot.providers.models import fetching
from bot.providers.models.fetching import Fetched, Fetching, NotFetched
from tests.providers.test_guard import Names, Sockets

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
FILM = b"\x00\x00\x00\x18ftypisom" + bytes(100)
KEY = {"Authorization": "Bearer the-key"}
HOSTILE = [
    "http://169.254.169.254/latest/meta-data/",
    "https://169.254.169.254/",
    "http://127.0.0.1:1/x.png",
    "https://127.0.0.1/x.png",
    "https://[::1]/x.png",
    "https://[::ffff:10.0.0.1]/x.png",
    "https://[64:ff9b::7f00:1]/x.png",
    "https://10.0.0.1/x.png",
    "https://192.168.1.1/x.png",
    "https://100.64.0.1/x.png",
    "https://0.0.0.0/x.png",
    "https://2130706433/x.png",
    "https://public.example:22/x.png",
    "http://public.example/x.png",
    "file:///etc/passwd",
    "ftp://public.example/x.png",
    "gopher://127.0.0.1:70/",
    "//169.254.169.254/x.png",
    "https://user:password@public.example/x.png",
    "https://public.example/x.png\r\nHost: inner",
    "https://inner.example/x.png",
]

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def no_sleep(_: float) -> None:
    pass


@asynccontextmanager
async def served(answer: Answering) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def fetching_from(
    home: str, *allowed: str, names: Names | None = None
) -> AsyncIterator[tuple[Fetching, Sockets]]:
    sockets = Sockets()
    guard = Guard.of([home, *allowed])
    async with GuardedHttp(guard, names=names or Names(["93.184.216.34"]), sockets=sockets) as http:
        yield Fetching(http, home=URL(home), headers=KEY, sleep=no_sleep, within_s=5), sockets


async def why(fetching: Fetching, address: str) -> str:
    with pytest.raises(NotFetched) as caught:
        await fetching.fetch(address)
    return caught.value.why


@pytest.mark.parametrize("address", HOSTILE)
async def test_a_hostile_address_is_not_asked(address: str) -> None:
    """Whatever is not public, not TLS, no web address or has a user in it: no connection is made, and nothing raised
    but the reason.
    """
    names = Names(["10.0.0.7"])
    async with fetching_from("http://127.0.0.1:9", names=names) as (fetching, sockets):
        reason = await why(fetching, address)

    assert reason in {"media.barred", "media.no_address"}
    assert sockets.places == []


@pytest.mark.parametrize("target", HOSTILE)
async def test_a_redirect_is_judged_as_the_address_was(target: str) -> None:
    """From the gateway's own origin too, a redirect leads nowhere that could not be asked at first."""

    async def answer(request: web.Request) -> web.Response:
        location = f"http:{target}" if target.startswith("//") else target
        return web.Response(status=302, headers={"Location": location.partition("\r")[0]})

    async with served(answer) as home, fetching_from(home, names=Names(["10.0.0.7"])) as (fetching, sockets):
        reason = await why(fetching, "/x.png")

    assert reason in {"media.barred", "media.not_fetched"}
    assert sockets.places == []


async def test_a_path_is_the_gateways_own_with_its_key() -> None:
    """A relative address is asked at the provider's origin, private or not, with the key."""
    asked: list[tuple[str, str | None]] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append((request.path_qs, request.headers.get("Authorization")))
        return web.Response(body=PNG)

    async with served(answer) as home, fetching_from(home) as (fetching, _):
        found = await fetching.fetch("/images/x.png?sig=1")

    assert found == Fetched(mime_type="image/png", data=PNG)
    assert asked == [("/images/x.png?sig=1", "Bearer the-key")]


async def test_the_key_goes_home_alone() -> None:
    """Neither another origin that the operator allows nor a redirect to one gets it."""
    seen: list[str | None] = []

    async def store(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Authorization"))
        return web.Response(body=PNG)

    async with served(store) as elsewhere:

        async def gateway(_: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": f"{elsewhere}/y.png"})

        async with served(gateway) as home, fetching_from(home, elsewhere) as (fetching, _):
            await fetching.fetch(f"{elsewhere}/x.png")
            await fetching.fetch("/x.png")

    assert seen == [None, None]


async def test_a_public_address_is_connected_to_as_it_was_judged() -> None:
    """The connection goes to the very address that the name stood for, and is tried twice."""
    async with fetching_from("http://127.0.0.1:9") as (fetching, sockets):
        reason = await why(fetching, "https://public.example/x.png")

    assert reason == "media.not_fetched"
    assert sockets.places == ["93.184.216.34"] * 2


@pytest.mark.parametrize("status", [206, 429, 500, 503])
async def test_trouble_is_tried_once_more(status: int) -> None:
    """A film that is still being made, and a service that is busy, are asked once more."""
    statuses = [status, 200]

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=statuses.pop(0), body=FILM)

    async with served(answer) as home, fetching_from(home) as (fetching, _):
        found = await fetching.fetch("/x.mp4")

    assert (found.mime_type, found.data) == ("video/mp4", FILM)


@pytest.mark.parametrize(("status", "body", "reason"), [(404, PNG, "media.gone"), (200, b"<html>", "media.unknown")])
async def test_a_definite_no_is_not_asked_again(status: int, body: bytes, reason: str) -> None:
    """What is not there, and what is no file that can be shown, is said after one request."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status, body=body, content_type="image/png")

    async with served(answer) as home, fetching_from(home) as (fetching, _):
        assert await why(fetching, "/x.png") == reason

    assert asked == ["/x.png"]


@pytest.mark.parametrize("told", [True, False])
async def test_a_file_that_is_too_large_is_left(monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    """Whether or not its length is told, reading ends as soon as the limit is passed."""
    monkeypatch.setattr(fetching, "PICTURE_LIMIT", 1000)

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100000"} if told else {})
        await response.prepare(request)
        for _ in range(100):
            await response.write(PNG[:8] + bytes(992))
        return response

    async with served(answer) as home, fetching_from(home) as (fetcher, _):
        assert await why(fetcher, "/x.png") == "media.too_large"


async def test_a_silent_server_has_an_end() -> None:
    """The time for one file is bounded."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(PNG)
        await asyncio.Event().wait()
        return response

    async with served(answer) as home, GuardedHttp(Guard.of([home])) as http:
        fetching = Fetching(http, home=URL(home), headers={}, sleep=no_sleep, within_s=0.1)
        assert await why(fetching, "/x.png") == "media.not_fetched"
