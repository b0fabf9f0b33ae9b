"""A visit at a real MCP server of the reference package, in every way it can be set up."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.tools.offers import McpServer
from bot.core.tools.servers import ServerTool, Visit, VisitFailed
from bot.providers.guard import Guard, GuardedHttp
from bot.providers.mcp.visitor import McpVisitor
from tests.mcp_process import mcp_server

SECRET = "hush-hush-4711"
TOOLS = (
    ServerTool("forecast", "The forecast for a city."),
    ServerTool("add", "Sums two numbers."),
    ServerTool("explode", "Always fails."),
)


async def visit(url: str, **headers: str) -> Visit:
    async with GuardedHttp(Guard.of([url])) as http:
        return await McpVisitor(http).visit(McpServer(name="weather", url=url, headers=headers))


def requests(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def methods(log: Path) -> list[str]:
    return [entry["body"]["method"] if entry["body"] else entry["method"] for entry in requests(log)]


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["streams", "plain"])
async def test_tools_are_listed_and_the_session_ended(tmp_path: Path, options: tuple[str, ...]) -> None:
    """A visit shakes hands, says so, lists, and ends the session; all but the first request name it and the version."""
    log = tmp_path / "log"
    async with mcp_server(*options, log=log) as url:
        seen = await visit(url)

    assert seen == Visit("weather-station", "2025-11-25", TOOLS)
    assert methods(log) == ["initialize", "notifications/initialized", "tools/list", "DELETE"]
    first, *others = [entry["headers"] for entry in requests(log)]
    assert "mcp-protocol-version" not in first
    assert {headers["mcp-protocol-version"] for headers in others} == {"2025-11-25"}
    assert len({headers["mcp-session-id"] for headers in others}) == 1


async def test_a_server_without_sessions_is_not_told_goodbye(tmp_path: Path) -> None:
    """Where the server gave no session there is none to end."""
    async with mcp_server("--stateless", log=tmp_path / "log") as url:
        seen = await visit(url)

    assert seen.tools == TOOLS
    assert methods(tmp_path / "log") == ["initialize", "notifications/initialized", "tools/list"]


async def test_a_server_that_knows_no_handshake_is_spoken_to_without(tmp_path: Path) -> None:
    """A server that refuses the handshake for its version is asked in the version where each request stands alone."""
    async with mcp_server("--no-handshake", log=tmp_path / "log") as url:
        seen = await visit(url)

    assert seen == Visit("", "2026-07-28", TOOLS)
    assert methods(tmp_path / "log") == ["initialize", "tools/list"]


async def test_the_header_opens_the_door(tmp_path: Path) -> None:
    """The given header goes with every request, the last one too."""
    async with mcp_server("--header", f"Authorization: Bearer {SECRET}", log=tmp_path / "log") as url:
        seen = await visit(url, Authorization=f"Bearer {SECRET}")

    assert seen.tools == TOOLS
    assert {entry["headers"].get("authorization") for entry in requests(tmp_path / "log")} == {f"Bearer {SECRET}"}


async def test_a_wrong_header_is_said_to_be_wrong() -> None:
    """The refusal is a sentence, which does not hold what was sent, although the server repeats it."""
    async with mcp_server("--header", "Authorization: Bearer another") as url:
        with pytest.raises(VisitFailed) as caught:
            await visit(url, Authorization=f"Bearer {SECRET}")

    assert "(401)" in caught.value.sentence
    assert SECRET not in caught.value.sentence


async def test_a_wrong_path_is_said_to_be_wrong() -> None:
    """Where no MCP server is, the status is said."""
    async with mcp_server() as url:
        with pytest.raises(VisitFailed, match="status 404"):
            await visit(url.replace("/mcp", "/other"))
