"""A scene with MCP servers: the scripted agent really looks what they offer, and really calls a tool."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.playground.agent.actor.cues import Chore, Cue
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.create import JsonObject
from bot.playground.agent.mcp_choice import Meant, arguments, may_be_tried, meant
from bot.playground.agent.mcp_client import McpError, talking

Scene = Callable[[Stage], Iterator[Cue]]
_LISTING = "list_tools"
"""What a call is named that never came to a tool."""


@dataclass
class _Look:
    """What was found at the servers, once somebody has looked."""

    found: Meant | None = None
    faults: list[tuple[JsonObject, str]] = field(default_factory=list)


def servers(stage: Stage) -> list[JsonObject]:
    """Those of the request that may be tried."""
    given = [tool for tool in stage.create.tools if tool.get("type") == "mcp_server"]
    return [server for server in given if may_be_tried(server, stage.prompt)]


def or_else(other: Scene) -> Scene:
    """A tool of a server where the request means one, else the other scene."""

    def scene(stage: Stage) -> Iterator[Cue]:
        look = _Look()
        yield Chore(lambda: (_look(stage, look), False))
        if look.found is not None:
            yield from _calling(stage, look.found)
        elif look.faults:
            yield from _failing(stage, *look.faults[0])
        else:
            yield from other(stage)

    return scene


def _look(stage: Stage, look: _Look) -> str:
    for server in servers(stage):
        try:
            with talking(server) as conversation:
                look.found = look.found or meant(server, conversation.tools(), stage.prompt)
        except McpError as error:
            look.faults.append((server, str(error)))
    return ""


def _calling(stage: Stage, found: Meant) -> Iterator[Cue]:
    server, tool = str(found.server["name"]), str(found.tool["name"])
    given = arguments(found.tool, stage.prompt)
    work = Chore(lambda: _called(found, given))
    yield from stage.script.thought(f"**Asking {server}**\n\nIts tool `{tool}` should know.", seconds=0.6)
    yield from _steps(stage, server, tool, given, work)
    how = "failed" if work.failed else "answered"
    yield from stage.script.say(stage.introduced(f"`{tool}` of `{server}` {how}: {work.outcome}"), seconds=1)


def _failing(stage: Stage, server: JsonObject, fault: str) -> Iterator[Cue]:
    name = str(server["name"])
    work = Chore(lambda: (f"Error: {fault}", True))
    yield from _steps(stage, name, _LISTING, {}, work)
    yield from stage.script.say(stage.introduced(f"I could not use the server `{name}`: {fault}."), seconds=1)


def _steps(stage: Stage, server: str, tool: str, given: JsonObject, work: Chore) -> Iterator[Cue]:
    """The call is told before it is made: the first three events are its own, and the rest reads the result late."""
    names: JsonObject = {"name": tool, "server_name": server}
    result: JsonObject = {**names, "result": ""}
    events = stage.script.pair("mcp_server_tool", {**names, "arguments": given}, result)
    yield from islice(events, 3)
    yield work
    result["result"] = work.outcome
    yield from events


def _called(found: Meant, given: JsonObject) -> tuple[str, bool]:
    """What the tool gave, and whether it failed."""
    try:
        with talking(found.server) as conversation:
            result = conversation.call(str(found.tool["name"]), given)
    except McpError as error:
        return f"Error: {error}", True
    said = "\n".join(_shown(part) for part in result.get("content") or [])
    return (f"Error: {said}", True) if result.get("isError") else (said, False)


def _shown(part: Any) -> str:
    if isinstance(part, dict) and part.get("type") == "text":
        return str(part.get("text", ""))
    return f"[{part.get('type')}]" if isinstance(part, dict) else json.dumps(part)
