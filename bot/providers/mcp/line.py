"""One conversation with an MCP server over streamable HTTP: a request out, its answer back, plain or in a stream."""

import re
from collections.abc import Mapping
from typing import Any

import aiohttp
from pydantic import ValidationError

from bot.core.catalogue import say
from bot.core.tools.offers import McpServer
from bot.core.tools.servers import VisitFailed
from bot.providers.guard import Asked, GuardedHttp
from bot.providers.mcp import wire
from bot.providers.sse import Decoder, FrameTooLarge

ANSWER_LIMIT = 1024 * 1024
"""Bytes of one answer, or of one whole stream."""
_TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5, sock_connect=5)
_JSON, _STREAM = "application/json", "text/event-stream"
_IS_SESSION = re.compile(r"[!-~]{1,1024}")
_SESSION = "Mcp-Session-Id"
_VERSION = "MCP-Protocol-Version"
_METHOD = "Mcp-Method"
_ERROR_LIMIT = 300


class ServerRefused(Exception):
    """The server's own error, by JSON-RPC's code; it never leaves the package."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


class Line:
    def __init__(self, http: GuardedHttp, server: McpServer) -> None:
        self._http = http
        self._server = server
        self._number = 0
        self._own: dict[str, str] = {}

    def settle(self, version: str) -> None:
        """From here on in this version."""
        self._own[_VERSION] = version

    @property
    def stands_alone(self) -> bool:
        """Every request does: no handshake, no session."""
        return self._own.get(_VERSION) == wire.WITHOUT_HANDSHAKE

    async def ask(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The result. Raises `ServerRefused` for the server's own error, `VisitFailed` for no answer of MCP's."""
        self._number += 1
        more = {_METHOD: method} if self.stands_alone else {}
        whole = {**params, **wire.meta()} if self.stands_alone else params
        asked = self._asked("POST", wire.request(self._number, method, whole), more)
        async with self._http.open(asked) as response:
            self._keep_session(response.headers.get(_SESSION, ""))
            return self._result(await self._answer(response))

    async def tell(self, method: str) -> None:
        """A notification: nothing is answered."""
        async with self._http.open(self._asked("POST", wire.notification(method))) as response:
            if response.status >= 400:
                raise self.failed(response.status)

    async def hang_up(self) -> None:
        """End the session where there is one; a server may refuse that, and forgets it by itself."""
        if _SESSION in self._own:
            async with self._http.open(self._asked("DELETE", None)):
                pass

    def _keep_session(self, session: str) -> None:
        """A version without sessions has none to keep."""
        if not session or self.stands_alone:
            return
        if not _IS_SESSION.fullmatch(session):
            raise VisitFailed(say("mcp.fault.form"))
        self._own[_SESSION] = session

    def failed(self, status: int) -> VisitFailed:
        if status in (401, 403):
            return VisitFailed(say("mcp.fault.key", status=status))
        return VisitFailed(say("mcp.fault.status", status=status))

    def clean(self, text: str) -> str:
        """What the server says, on one line, not long, and without a header's value should it have repeated one."""
        for secret in self._server.headers.values():
            for part in filter(None, (secret, *secret.split())):
                text = text.replace(part, "***")
        return " ".join(text.split())[:_ERROR_LIMIT]

    def _asked(self, method: str, body: bytes | None, more: Mapping[str, str] | None = None) -> Asked:
        own = {"Accept": f"{_JSON}, {_STREAM}", "Accept-Encoding": "identity", **self._own, **(more or {})}
        typed = {} if body is None else {"Content-Type": _JSON}
        headers = {**self._server.headers, **own, **typed}
        return Asked(method=method, address=self._server.url, headers=headers, body=body, timeout=_TIMEOUT)

    def _result(self, message: wire.Message) -> dict[str, Any]:
        if message.error is not None:
            raise ServerRefused(message.error.code, self.clean(message.error.message))
        if message.result is None:
            raise VisitFailed(say("mcp.fault.form"))
        return message.result

    async def _answer(self, response: aiohttp.ClientResponse) -> wire.Message:
        """An error of the protocol's own may come with any status."""
        kind = response.content_type
        if kind == _STREAM and response.status < 400:
            return await self._from_stream(response)
        if kind == _JSON:
            message = _message(await _whole(response))
            if message is not None and (message.error is not None or response.status < 400):
                return message
        raise self.failed(response.status) if response.status >= 400 else VisitFailed(say("mcp.fault.form"))

    async def _from_stream(self, response: aiohttp.ClientResponse) -> wire.Message:
        """Notifications and questions of the server's come before the answer, and are passed over."""
        decoder, size = Decoder(ANSWER_LIMIT), 0
        async for chunk in response.content.iter_any():
            size += len(chunk)
            try:
                frames = decoder.feed(chunk)
            except FrameTooLarge:
                raise VisitFailed(say("mcp.fault.large")) from None
            for frame in frames:
                message = _message(frame.data)
                if message is not None and message.method is None and message.id == self._number:
                    return message
            if size > ANSWER_LIMIT:
                raise VisitFailed(say("mcp.fault.large"))
        raise VisitFailed(say("mcp.fault.cut"))


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > ANSWER_LIMIT:
            raise VisitFailed(say("mcp.fault.large"))
    return bytes(body)


def _message(data: bytes) -> wire.Message | None:
    try:
        return wire.Message.model_validate_json(data)
    except ValidationError:
        return None
