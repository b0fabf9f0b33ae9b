"""How servers of tools look in a list, and what a visit at one showed. Their own words are quoted, never acted upon."""

from collections.abc import Iterable, Sequence

from yarl import URL

from bot.core.catalogue import say
from bot.core.steps import code, plain
from bot.core.tools.servers import AddedServer, Visit

MESSAGE_LIMIT = 2_000
_MORE = 40
"""Characters that the line about what is left out may need."""


def address(url: str) -> str:
    """Without its query, which may be a secret."""
    whole = URL(url, encoded=True)
    return code(str(whole.with_query(None).with_fragment(None)) + ("?…" if whole.raw_query_string else ""))


def added(server: AddedServer) -> str:
    headers = say("mcp.added_headers", names=_codes(server.headers)) if server.headers else ""
    return say("mcp.added", name=server.name, address=address(server.url), headers=headers)


def listing(servers: Sequence[AddedServer]) -> tuple[str, ...]:
    """A text for each message."""
    if not servers:
        return (say("mcp.none"),)
    return in_messages([say("mcp.list"), *map(_line, servers)])


def _line(server: AddedServer) -> str:
    return say(
        "mcp.line",
        name=server.name,
        address=address(server.url),
        headers=say("mcp.headers", names=_codes(server.headers)) if server.headers else say("mcp.no_headers"),
        tools=say("mcp.some_tools", names=_codes(server.allowed)) if server.allowed else say("mcp.all_tools"),
        who=server.added_by,
        at=server.added_at // 1000,
    )


def visited(server: AddedServer, visit: Visit) -> str:
    """What the server is, its tools, and which of them the agent may not use."""
    lines = [_headline(server, visit)]
    missing = set(server.allowed) - {tool.name for tool in visit.tools}
    if missing:
        lines.append(say("mcp.missing_tools", names=_codes(sorted(missing))))
    for tool in visit.tools:
        is_allowed = not server.allowed or tool.name in server.allowed
        name = code(tool.name) or code("?")
        lines.append(
            say("mcp.tool", name=name, what=plain(tool.description)).rstrip()
            if is_allowed
            else say("mcp.tool_barred", name=name)
        )
    return _as_fits(lines)


def _headline(server: AddedServer, visit: Visit) -> str:
    version, count = code(visit.version), len(visit.tools)
    if not visit.title:
        return say("mcp.works_nameless", name=server.name, version=version, count=count)
    return say("mcp.works", name=server.name, title=code(visit.title), version=version, count=count)


def _codes(names: Iterable[str]) -> str:
    return code(", ".join(names))


def _as_fits(lines: Sequence[str]) -> str:
    """As many lines as one message holds, and how many more there are."""
    shown = list(lines)
    while len("\n".join(shown)) > MESSAGE_LIMIT - _MORE:
        shown.pop()
    left = len(lines) - len(shown)
    return "\n".join([*shown, say("mcp.more_tools", count=left)] if left else shown)


def in_messages(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines, none of which is longer than a message, in as few messages as they need."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= MESSAGE_LIMIT:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return tuple(texts)
