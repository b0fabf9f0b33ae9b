"""The transport against endpoints that redirect, flood, lie or speak no HTTP."""

import asyncio
import traceback
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.core.errors import OutcomeUnknown, ProviderError, Refused, SettingsError, Unreachable
from bot.providers.http import Call, Timeouts, Transport
from bot.providers.http_errors import Explanation
from tests.providers.behaviours import hangs, says, sends, streams
from tests.providers.conftest import KEY, Endpoint

GET = Call(method="GET", path="/v1beta/interactions/x")
POST = Call(method="POST", path="/v1beta/interactions", body=b"{}", repeatable=False)


def transport_to(base: str, session: aiohttp.ClientSession) -> Transport:
    return Transport(
        session,
        base=base,
        secrets={"x-goog-api-key": SecretStr(KEY)},
        explain=lambda body: Explanation(message=body.decode(errors="replace")),
        timeouts=Timeouts(connect=1, total=0.4, idle=0.4),
        body_limit=100_000,
    )


async def fetched(transport: Transport, call: Call) -> bytes:
    async with transport.open(call) as answer:
        return await answer.read()


@pytest.fixture
async def garbage() -> AsyncIterator[str]:
    """The address of a server that answers with bytes that are no HTTP."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(b"HTTP/9 hello\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_not_followed(endpoint: Endpoint, session: aiohttp.ClientSession, status: int) -> None:
    """A redirect is `Refused` and asks nobody else, so the key goes to no host that it was not given for."""
    endpoint.will(says(status, headers={"Location": f"{endpoint.base}/elsewhere"}))

    with pytest.raises(Refused) as caught:
        await fetched(transport_to(endpoint.base, session), GET)

    assert caught.value.status == status
    assert len(endpoint.asked) == 1


async def test_a_plain_answer_is_bounded(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """An answer over the limit is refused while it comes; one that may have been taken stays unknown."""
    transport = transport_to(endpoint.base, session)
    endpoint.will(sends(b"x" * 100_001))

    with pytest.raises(Refused, match="larger than 100000 bytes"):
        await fetched(transport, GET)
    with pytest.raises(OutcomeUnknown, match="larger than 100000 bytes"):
        await fetched(transport, POST)

    endpoint.will(sends(b"x" * 100_000))
    assert len(await fetched(transport, GET)) == 100_000


async def test_a_bomb_is_bounded(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """The limit counts unpacked bytes: fifty megabytes of zeros in a small packed answer are not let in."""

    async def behaviour(_: web.Request) -> web.StreamResponse:
        response = web.Response(body=b"\0" * 50_000_000)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    endpoint.will(behaviour)
    transport = Transport(
        session,
        base=endpoint.base,
        secrets={},
        explain=lambda _: Explanation(),
        body_limit=100_000,
    )

    with pytest.raises(Refused, match="larger than 100000 bytes"):
        await fetched(transport, GET)


async def test_an_error_body_is_bounded(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A flood as an error body is not listened to for long, and little of it is in the error."""
    written, ended = 0, asyncio.Event()

    async def behaviour(request: web.Request) -> web.StreamResponse:
        nonlocal written
        response = web.StreamResponse(status=400)
        await response.prepare(request)
        try:
            while written < 100_000_000:
                await response.write(b"flood " * 10_000)
                written += 60_000
        finally:
            ended.set()
        return response

    endpoint.will(behaviour)

    with pytest.raises(Refused) as caught:
        await fetched(transport_to(endpoint.base, session), GET)
    await asyncio.wait_for(ended.wait(), 5)

    assert len(str(caught.value)) < 600
    assert written < 20_000_000


async def test_an_error_body_may_never_come(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A status stands even when the connection is lost in the middle of its explanation."""

    async def behaviour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=403, headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"we do not")
        if request.transport:
            request.transport.abort()
        return response

    endpoint.will(behaviour)

    with pytest.raises(Refused) as caught:
        await fetched(transport_to(endpoint.base, session), POST)

    assert caught.value.status == 403
    assert caught.value.code == "forbidden"


async def test_a_slow_answer_has_an_end(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A plain call ends after its total time; whether it may be tried again depends on the call."""
    endpoint.will(hangs)
    transport = transport_to(endpoint.base, session)

    with pytest.raises(Unreachable):
        await fetched(transport, GET)
    with pytest.raises(OutcomeUnknown):
        await fetched(transport, POST)


async def test_a_stream_may_last(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A stream that is never silent for long may last longer than a plain call."""

    async def behaviour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(8):
            await asyncio.sleep(0.1)
            await response.write(b"tick")
        return response

    endpoint.will(behaviour)

    body = await fetched(transport_to(endpoint.base, session), Call(method="GET", path="/s", stream=True))

    assert body == b"tick" * 8


@pytest.mark.parametrize(("call", "kind"), [(GET, Unreachable), (POST, OutcomeUnknown)])
async def test_what_speaks_no_http(
    garbage: str, session: aiohttp.ClientSession, call: Call, kind: type[ProviderError]
) -> None:
    """An answer that is no HTTP is a lost answer, and nothing that a traceback shows of it holds the key."""
    with pytest.raises(ProviderError) as caught:
        await fetched(transport_to(garbage, session), call)

    assert type(caught.value) is kind
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert KEY not in repr(vars(caught.value)) + repr(caught.value.args)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "base",
    ["", "generativelanguage.googleapis.com", "ftp://host", "https://", "https://user:pw@host", "https://host?key=k"],
)
async def test_a_base_that_is_no_address(session: aiohttp.ClientSession, base: str) -> None:
    """What cannot be an API's address is refused at the start, without repeating a password that it may hold."""
    with pytest.raises(SettingsError) as caught:
        transport_to(base, session)

    assert "pw" not in str(caught.value)


async def test_a_base_may_have_a_path(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A base with a path, with or without a slash at its end, is put before the call's path."""
    endpoint.will(sends(b"{}"))

    for base in (f"{endpoint.base}/proxy", f"{endpoint.base}/proxy/"):
        await fetched(transport_to(base, session), GET)

    assert endpoint.asked == [("GET", "/proxy/v1beta/interactions/x")] * 2


async def test_hundreds_may_listen_at_once(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """The session holds more than aiohttp's usual hundred connections open, for every running turn listens."""
    endpoint.will(streams(b"data: 1\n\n", then="hang"))
    transport = transport_to(endpoint.base, session)
    arrived = asyncio.Semaphore(0)

    async def listen() -> None:
        async with transport.open(Call(method="GET", path="/s", stream=True)) as answer:
            await anext(answer.chunks())
            arrived.release()
            await asyncio.sleep(5)

    tasks = [asyncio.create_task(listen()) for _ in range(120)]
    async with asyncio.timeout(5):
        for _ in tasks:
            await arrived.acquire()
    for task in tasks:
        task.cancel()

    assert all(isinstance(end, asyncio.CancelledError) for end in await asyncio.gather(*tasks, return_exceptions=True))


def test_a_large_body_has_more_time() -> None:
    """A second more for each quarter of a megabyte, so that an upload on a slow line is not given up."""
    large = Call(method="PUT", path="/", body=b"x" * 500_000)

    assert Timeouts(total=60).of(GET).total == 60
    assert Timeouts(total=60).of(large).total == 62
