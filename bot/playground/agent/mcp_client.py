"""The playground agent's own way to speak to an MCP server: the least of streamable HTTP, blocking, for a thread."""

import contextlib
import http.client
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.playground.agent.create import JsonObject

VERSION = "2025-11-25"
_SECONDS = 10.0
_MOST_BYTES = 1024 * 1024
_MOST_PAGES = 20


class McpError(Exception):
    """The server could not be spoken to, or refused; the text says why."""


class Conversation:
    """With one server, from the handshake on. Use `talking`."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._url = urlsplit(url)
        self._headers = dict(headers)
        self._number = 0

    def begin(self) -> None:
        hello = {"protocolVersion": VERSION, "capabilities": {}, "clientInfo": {"name": "playground", "version": "1"}}
        version = self._ask("initialize", hello).get("protocolVersion")
        self._headers["MCP-Protocol-Version"] = str(version)
        self._send("POST", {"jsonrpc": "2.0", "method": "notifications/initialized"}, wanted=None)

    def tools(self) -> list[JsonObject]:
        found: list[JsonObject] = []
        params: JsonObject = {}
        for _ in range(_MOST_PAGES):
            page = self._ask("tools/list", params)
            found += [tool for tool in page.get("tools", []) if isinstance(tool, dict) and tool.get("name")]
            if not page.get("nextCursor"):
                break
            params = {"cursor": page["nextCursor"]}
        return found

    def call(self, name: str, arguments: JsonObject) -> JsonObject:
        return self._ask("tools/call", {"name": name, "arguments": arguments})

    def end(self) -> None:
        if "Mcp-Session-Id" in self._headers:
            with contextlib.suppress(McpError):
                self._send("DELETE", None, wanted=None)

    def _ask(self, method: str, params: JsonObject) -> JsonObject:
        self._number += 1
        body = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}
        message = self._send("POST", body, wanted=self._number)
        if isinstance(message.get("error"), dict):
            raise McpError(str(message["error"].get("message") or "an error without words"))
        result = message.get("result")
        if not isinstance(result, dict):
            raise McpError("the answer is not the Model Context Protocol's")
        return result

    def _send(self, method: str, body: JsonObject | None, *, wanted: int | None) -> JsonObject:
        """The message with the id that is wanted; nothing of the answer is read where none is."""
        is_safe, host = self._url.scheme == "https", self._url.hostname or ""
        kind = http.client.HTTPSConnection if is_safe else http.client.HTTPConnection
        connection = kind(host, self._url.port, timeout=_SECONDS)
        try:
            connection.request(method, self._target(), body=json.dumps(body) if body else None, headers=self._sent())
            answer = connection.getresponse()
            if session := answer.getheader("Mcp-Session-Id"):
                self._headers["Mcp-Session-Id"] = session
            if wanted is None:
                return {}
            return _message(answer, wanted)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise McpError(f"it could not be reached ({type(error).__name__})") from error
        finally:
            connection.close()

    def _target(self) -> str:
        return (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")

    def _sent(self) -> dict[str, str]:
        own = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
        return {**self._headers, **own}


@contextlib.contextmanager
def talking(server: JsonObject) -> Iterator[Conversation]:
    """`server`: a tool of a create request. Raises McpError."""
    conversation = Conversation(str(server["url"]), server.get("headers") or {})
    try:
        conversation.begin()
        yield conversation
    finally:
        conversation.end()


def _message(answer: http.client.HTTPResponse, wanted: int) -> JsonObject:
    """From a plain body or a stream; a status of failure may still bring the protocol's own error."""
    kind = (answer.getheader("Content-Type") or "").split(";")[0].strip()
    found = _in_stream(answer, wanted) if kind == "text/event-stream" else _plain(answer)
    if isinstance(found, dict) and ("result" in found or isinstance(found.get("error"), dict)):
        return found
    raise McpError(f"it answered with the status {answer.status} and nothing that is the Model Context Protocol's")


def _plain(answer: http.client.HTTPResponse) -> Any:
    try:
        return json.loads(answer.read(_MOST_BYTES))
    except ValueError:
        return None


def _in_stream(answer: http.client.HTTPResponse, wanted: int) -> Any:
    data: list[str] = []
    size = 0
    while (line := answer.readline(_MOST_BYTES)) and (size := size + len(line)) <= _MOST_BYTES:
        text = line.decode(errors="replace").rstrip("\r\n")
        if text.startswith("data:"):
            data.append(text.removeprefix("data:").removeprefix(" "))
        elif not text and data:
            message = json.loads("\n".join(data))
            data = []
            if isinstance(message, dict) and message.get("id") == wanted and "method" not in message:
                return message
    return None
