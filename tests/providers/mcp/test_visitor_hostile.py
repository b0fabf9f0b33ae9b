"""A visit at servers that are broken, slow, endless or ill-meaning; each failure is a sentence for a person."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.core.tools.offers import McpServer
from bot.core.tools.servers import Visit, VisitFailed
from bot.providers.guard import Guard, GuardedHttp
from bot.providers.mcp.line import ANSWER_LIMIT
from bot.providers.mcp.visitor import McpVisitor

SECRET = "hush-hush-4711"
Answer = Callable[[web.Request, dict[str, Any]], Awaitable[web.StreamResponse]]
HELLO = {"protocolVersion": "2025-11-25", "serverInfo": {"name": "tester"}}


def result(message: dict[str, Any], value: Any, **headers: str) -> web.Response:
    return web.json_response({"jsonrpc": "2.0", "id": message["id"], "result": value}, headers=headers)


def failure(message: dict[str, Any], code: int, text: str, status: int = 200) -> web.Response:
    error = {"code": code, "message": text}
    return web.json_response({"jsonrpc": "2.0", "id": message.get("id"), "error": error}, status=status)


def listing(list_tools: Answer) -> Answer:
    """A server that is well but for its list of tools."""

    async def answer(request: web.Request, message: dict[str, Any]) -> web.StreamResponse:
        match message.get("method"):
            case "initialize":
                return result(message, HELLO)
            case "tools/list":
                return await list_tools(request, message)
            case _:
                return web.Response(status=202)

    return answer


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[str]:
    async def handle(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        return await answer(request, json.loads(body) if body else {})

    app = web.Application()
    app.router.add_route("*", "/mcp", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
    finally:
        await runner.cleanup()


async def visit(url: str, headers: dict[str, str] | None = None, *, seconds: float = 10) -> Visit:
    async with GuardedHttp(Guard.of([url])) as http:
        return await McpVisitor(http, seconds=seconds).visit(McpServer(name="tester", url=url, headers=headers or {}))


async def fault(answer: Answer, *, seconds: float = 10, **headers: str) -> str:
    async with server(answer) as url:
        with pytest.raises(VisitFailed) as caught:
            await visit(url, headers, seconds=seconds)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value.sentence


async def test_pages_are_joined() -> None:
    """Each page's cursor asks for the next one, until there is none."""
    asked: list[Any] = []

    async def tools(_: web.Request, message: dict[str, Any]) -> web.Response:
        cursor = message["params"].get("cursor")
        asked.append(cursor)
        number = int(cursor or 0)
        return result(
            message,
            {"tools": [{"name": f"tool-{number}"}], "nextCursor": str(number + 1)} if number < 2 else {"tools": []},
        )

    async with server(listing(tools)) as url:
        seen = await visit(url)

    assert [tool.name for tool in seen.tools] == ["tool-0", "tool-1"]
    assert asked == [None, "1", "2"]


@pytest.mark.parametrize("count", [0, 100])
async def test_a_list_without_end_is_given_up(count: int) -> None:
    """A server that always knows one more page is left, however little stands on it."""

    async def tools(_: web.Request, message: dict[str, Any]) -> web.Response:
        return result(message, {"tools": [{"name": "again"}] * count, "nextCursor": "more"})

    assert "does not end" in await fault(listing(tools))


async def test_the_answer_is_found_among_other_messages() -> None:
    """In a stream, notifications, the server's own questions and answers to others are passed over."""

    async def tools(request: web.Request, message: dict[str, Any]) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        others = [
            {"jsonrpc": "2.0", "method": "notifications/message", "params": {}},
            {"jsonrpc": "2.0", "id": message["id"], "method": "ping"},
            {"jsonrpc": "2.0", "id": 99, "result": {"tools": [{"name": "not-asked-for"}]}},
        ]
        for each in [*others, {"jsonrpc": "2.0", "id": message["id"], "result": {"tools": [{"name": "mine"}]}}]:
            await stream.write(f"event: message\ndata: {json.dumps(each)}\n\n".encode())
        await asyncio.sleep(60)
        return stream

    async with server(listing(tools)) as url:
        seen = await visit(url)

    assert [tool.name for tool in seen.tools] == ["mine"]


async def test_a_session_is_ended_after_a_failure_too() -> None:
    """What began with a session ends with DELETE, whatever came in between."""
    ended: list[str] = []

    async def answer(request: web.Request, message: dict[str, Any]) -> web.Response:
        if request.method == "DELETE":
            ended.append(request.headers["Mcp-Session-Id"])
            return web.Response(status=405)
        if message["method"] == "initialize":
            return result(message, HELLO, **{"Mcp-Session-Id": "session-1"})
        return web.Response(status=500)

    assert "status 500" in await fault(answer)
    assert ended == ["session-1"]


async def test_an_error_of_the_protocol_is_quoted_without_secrets() -> None:
    """What the server says went wrong is told as code, on one line, with header values blotted out."""

    async def answer(_: web.Request, message: dict[str, Any]) -> web.Response:
        return failure(message, -32000, f"@everyone no\nentry for {SECRET} (Bearer {SECRET})", status=400)

    sentence = await fault(answer, Authorization=f"Bearer {SECRET}")

    assert sentence == "It refuses (-32000): `@everyone no entry for *** (***)`"


async def test_names_and_descriptions_hold_no_secret() -> None:
    """A server that calls a tool by the header's value is shown without it."""

    async def tools(_: web.Request, message: dict[str, Any]) -> web.Response:
        return result(message, {"tools": [{"name": f"get_{SECRET}", "description": f"with {SECRET}"}]})

    async with server(listing(tools)) as url:
        seen = await visit(url, {"X-Key": SECRET})

    assert [(tool.name, tool.description) for tool in seen.tools] == [("get_***", "with ***")]


async def test_an_unknown_version_is_named() -> None:
    """A server that answers with a version that this bot does not know is left at once."""

    async def answer(_: web.Request, message: dict[str, Any]) -> web.Response:
        return result(message, HELLO | {"protocolVersion": "1999-01-01"})

    assert "version `1999-01-01`" in await fault(answer)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b"null",
        b'{"id": 2}',
        b'{"id":2,"result":[]}',
        b'{"id":2,"result":{"tools":5}}',
        b"\xff" * 9,
    ],
)
async def test_what_is_not_mcp_is_said_to_be_none(body: bytes) -> None:
    """Whatever is not the protocol ends the visit with a sentence that says so."""

    async def tools(_: web.Request, __: dict[str, Any]) -> web.Response:
        return web.Response(body=body, content_type="application/json")

    assert "is not the Model Context Protocol" in await fault(listing(tools))


async def test_a_web_page_is_no_server() -> None:
    """A page of HTML with status 200 is not the protocol."""

    async def answer(_: web.Request, __: dict[str, Any]) -> web.Response:
        return web.Response(text="<html>", content_type="text/html")

    assert "is not the Model Context Protocol" in await fault(answer)


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
async def test_an_answer_without_end_is_given_up(kind: str) -> None:
    """No more than a megabyte is read of one answer."""

    async def tools(request: web.Request, __: dict[str, Any]) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": kind})
        await stream.prepare(request)
        for _ in range(2 * ANSWER_LIMIT // 65_536):
            await stream.write(b": much\n" * 9_362 + b"\n")
        await asyncio.sleep(60)
        return stream

    assert "more than can be read" in await fault(listing(tools))


async def test_a_stream_that_breaks_off_is_said_to() -> None:
    """A stream that ends before the answer came gave none."""

    async def tools(_: web.Request, __: dict[str, Any]) -> web.Response:
        return web.Response(text=": nothing\n\n", content_type="text/event-stream")

    assert "broke its answer off" in await fault(listing(tools))


async def test_a_slow_server_is_not_waited_for() -> None:
    """The whole visit has an end, and the sentence says that it was time."""

    async def answer(_: web.Request, __: dict[str, Any]) -> web.Response:
        await asyncio.sleep(60)
        return web.Response()

    assert "in time" in await fault(answer, seconds=0.2)


async def test_a_session_no_header_can_hold_is_refused() -> None:
    """A session's name with a space in it is not the protocol's."""

    async def answer(_: web.Request, message: dict[str, Any]) -> web.Response:
        return result(message, HELLO, **{"Mcp-Session-Id": "two words"})

    assert "is not the Model Context Protocol" in await fault(answer)


async def test_a_server_that_is_not_there_is_unreachable() -> None:
    """A closed port is a sentence, and the log holds neither the header nor the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with capture_logs() as log, pytest.raises(VisitFailed) as caught:
        await visit(f"http://127.0.0.1:{port}/mcp?key={SECRET}", {"Authorization": SECRET})

    assert "cannot be reached" in caught.value.sentence
    assert [entry["event"] for entry in log] == ["mcp.unreachable"]
    assert SECRET not in str(log)


async def test_a_server_that_sends_requests_on_gets_no_header_there() -> None:
    """A redirect to another origin is a sentence, and nothing is sent there."""

    async def answer(_: web.Request, __: dict[str, Any]) -> web.Response:
        return web.Response(status=307, headers={"Location": "https://other.example/mcp"})

    assert "sends requests on" in await fault(answer)


async def test_a_private_address_is_not_visited() -> None:
    """Without an exemption nothing on this machine is asked."""
    async with GuardedHttp(Guard()) as http:
        visitor = McpVisitor(http)
        with pytest.raises(VisitFailed, match="not on the public internet"):
            await visitor.visit(McpServer(name="tester", url="https://127.0.0.1:8443/mcp"))
        why = visitor.why_not("https://127.0.0.1:8443/mcp")

    assert "MCP_ALLOW_ORIGINS" in why
    assert visitor.why_not("https://tools.example/mcp") == ""
