"""A visit: shake hands, list the tools, leave. Every failure becomes a sentence that holds no header's value."""

import asyncio
import contextlib
from collections.abc import Iterator

import aiohttp
import structlog
from pydantic import ValidationError

from bot.core.catalogue import say
from bot.core.steps import code
from bot.core.tools.offers import McpServer
from bot.core.tools.servers import ServerTool, Visit, VisitFailed
from bot.providers.guard import Barred, GuardedHttp
from bot.providers.mcp import wire
from bot.providers.mcp.line import Line, ServerRefused

log = structlog.get_logger(__name__)

SECONDS = 30.0
"""Of a whole visit."""
MOST_TOOLS = 500
_MOST_PAGES = 50
_LEAVING_SECONDS = 3.0
_SPEAKS_OTHERWISE = frozenset({wire.METHOD_NOT_FOUND, wire.VERSION_NOT_SUPPORTED})


class McpVisitor:
    """Implements `core.tools.servers.Visitor`. `seconds`: the patience for a whole visit."""

    def __init__(self, http: GuardedHttp, *, seconds: float = SECONDS) -> None:
        self._http = http
        self._seconds = seconds

    async def visit(self, server: McpServer) -> Visit:
        line = Line(self._http, server)
        try:
            with _told_plainly():
                async with asyncio.timeout(self._seconds):
                    title, version = await _greeting(line)
                    return Visit(title, version, await _tools(line))
        finally:
            await _leave(line)

    def why_not(self, url: str) -> str:
        try:
            self._http.guard.checked(url)
        except Barred as barred:
            return barred.sentence
        return ""


async def _greeting(line: Line) -> tuple[str, str]:
    """The server's name for itself and the version; one that knows no handshake is spoken to without."""
    try:
        hello = wire.Handshake.model_validate(await line.ask("initialize", wire.hello()))
    except ServerRefused as refusal:
        if refusal.code not in _SPEAKS_OTHERWISE:
            raise
        line.settle(wire.WITHOUT_HANDSHAKE)
        return "", wire.WITHOUT_HANDSHAKE
    version = line.clean(hello.protocol_version)
    if version not in wire.HANDSHAKE_VERSIONS:
        raise VisitFailed(say("mcp.fault.version", version=code(version)))
    line.settle(version)
    await line.tell("notifications/initialized")
    return line.clean(hello.server.title or hello.server.name), version


async def _tools(line: Line) -> tuple[ServerTool, ...]:
    """All pages; a server that never comes to an end is at fault."""
    found: list[ServerTool] = []
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        page = wire.ToolPage.model_validate(await line.ask("tools/list", {} if cursor is None else {"cursor": cursor}))
        found += [ServerTool(line.clean(tool.name), line.clean(tool.description or "")) for tool in page.tools]
        cursor = page.next_cursor
        if cursor is None:
            return tuple(found)
        if len(found) > MOST_TOOLS:
            break
    raise VisitFailed(say("mcp.fault.endless", most=MOST_TOOLS))


async def _leave(line: Line) -> None:
    """A courtesy: whatever becomes of it, the visit is what it was."""
    with contextlib.suppress(aiohttp.ClientError, TimeoutError, Barred):
        async with asyncio.timeout(_LEAVING_SECONDS):
            await line.hang_up()


@contextlib.contextmanager
def _told_plainly() -> Iterator[None]:
    """`from None` throughout: what aiohttp raises may hold the request's headers."""
    try:
        yield
    except Barred as barred:
        raise VisitFailed(barred.sentence) from None
    except ServerRefused as refusal:
        raise VisitFailed(say("mcp.fault.refused", message=code(refusal.message), code=refusal.code)) from None
    except ValidationError:
        raise VisitFailed(say("mcp.fault.form")) from None
    except TimeoutError:
        raise VisitFailed(say("mcp.fault.slow")) from None
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError):
        raise VisitFailed(say("mcp.fault.certificate")) from None
    except aiohttp.ClientError as error:
        log.info("mcp.unreachable", error=type(error).__name__)
        raise VisitFailed(say("mcp.fault.unreachable")) from None
