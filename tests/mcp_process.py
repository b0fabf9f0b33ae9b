"""A real MCP server of the reference package, in a process of its own on loopback: weather for whoever has the key."""

import argparse
import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = Path(__file__).parents[1]
PATIENCE_S = 40.0


@asynccontextmanager
async def mcp_server(*options: str, log: Path | None = None) -> AsyncIterator[str]:
    """The address of a running server. `log`: a file that gets a line of JSON for each request it takes."""
    command = (sys.executable, "-m", "tests.mcp_process", *options, *(("--log", str(log)) if log else ()))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            port = int(await process.stdout.readline())
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.kill()
        await process.wait()


def main() -> None:
    from mcp.server.mcpserver import MCPServer

    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stateless", action="store_true")
    parser.add_argument("--no-handshake", action="store_true")
    parser.add_argument("--header", default="")
    parser.add_argument("--log", default="")
    given = parser.parse_args()
    server = MCPServer("weather-station", log_level="ERROR")

    @server.tool(description="The forecast for a city.")
    def forecast(city: str) -> str:
        return f"In {city} it will be sunny."

    @server.tool(description="Sums two numbers.")
    def add(a: int, b: int) -> int:
        return a + b

    @server.tool(description="Always fails.")
    def explode() -> str:
        raise ValueError("the barometer burst")

    app: ASGIApp = server.streamable_http_app(json_response=given.json, stateless_http=given.stateless)
    _serve(_Door(app, header=given.header, log=given.log, no_handshake=given.no_handshake))


class _Door:
    """Looks at each request before the server does."""

    def __init__(self, app: "ASGIApp", *, header: str, log: str, no_handshake: bool) -> None:
        self._app = app
        self._name, _, self._value = header.partition(": ")
        self._log = log
        self._no_handshake = no_handshake

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        message = await receive()
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        body = json.loads(message.get("body") or b"null")
        self._note(scope["method"], headers, body)
        if self._name and headers.get(self._name.lower()) != self._value:
            await _answer(send, 401, {"error": "unauthorized", "got": headers.get(self._name.lower(), "")})
        elif self._no_handshake and isinstance(body, dict) and body.get("method") == "initialize":
            refusal = {"code": -32022, "message": "Unsupported protocol version", "data": {"supported": ["2026-07-28"]}}
            await _answer(send, 400, {"jsonrpc": "2.0", "id": body["id"], "error": refusal})
        else:
            await self._app(scope, _once_more(message, receive), send)

    def _note(self, method: str, headers: dict[str, str], body: Any) -> None:
        if self._log:
            with Path(self._log).open("a") as log:
                log.write(json.dumps({"method": method, "headers": headers, "body": body}) + "\n")


def _once_more(first: "Message", receive: "Receive") -> "Receive":
    kept = [first]

    async def again() -> "Message":
        return kept.pop() if kept else await receive()

    return again


async def _answer(send: "Send", status: int, body: Any) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def _serve(app: "ASGIApp") -> None:
    import uvicorn

    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run(sockets=[listener])


if __name__ == "__main__":
    main()
