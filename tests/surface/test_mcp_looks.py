"""How servers of tools and what they say of themselves are shown: quoted, cut to a message, never acted upon."""

from dataclasses import replace

import pytest

from bot.core.ids import Milliseconds, Snowflake
from bot.core.tools.servers import AddedServer, ServerTool, Visit
from bot.surface.mcp.looks import MESSAGE_LIMIT, added, address, in_messages, listing, visited

SERVER = AddedServer(
    guild=Snowflake(1),
    name="weather",
    url="https://tools.example/mcp",
    added_by=Snowflake(7),
    added_at=Milliseconds(1_790_000_000_000),
)
VISIT = Visit("Weather Station", "2025-11-25", (ServerTool("forecast", "For a city."), ServerTool("add", "")))


def test_a_visit_is_shown() -> None:
    """What it is called, its version, and a line for each tool."""
    assert visited(SERVER, VISIT) == (
        "`weather` works: it calls itself `Weather Station`, speaks version `2025-11-25`, and has 2 tools.\n"
        "- `forecast` For a city.\n"
        "- `add`"
    )


def test_tools_that_are_not_allowed_are_marked() -> None:
    """Those left out are struck through, and names that no tool has are pointed out."""
    shown = visited(replace(SERVER, allowed=("add", "sum")), replace(VISIT, title=""))

    assert shown == (
        "`weather` works: it speaks version `2025-11-25`, and has 2 tools.\n"
        "It has no tool named `sum`, though it is among those that are allowed.\n"
        "- ~~`forecast`~~ not among the tools that are allowed\n"
        "- `add`"
    )


def test_many_tools_are_counted() -> None:
    """What one message does not hold is counted."""
    tools = tuple(ServerTool(f"tool-{number:03}", "x" * 300) for number in range(500))
    shown = visited(SERVER, replace(VISIT, tools=tools))

    lines = shown.splitlines()
    assert len(shown) <= MESSAGE_LIMIT
    assert lines[-1] == f"… and {500 - (len(lines) - 2)} more"


@pytest.mark.parametrize(
    "words", ["@everyone", "**bold** `code`", "[link](https://evil.example)", "a\nb", "<@1>", "`" * 9]
)
def test_a_server_s_own_words_are_only_words(words: str) -> None:
    """Markdown, mentions and line breaks in names and descriptions stay on their line and do nothing."""
    shown = visited(SERVER, Visit(words, "2025-11-25", (ServerTool(words, words),)))

    assert len(shown.splitlines()) == 2
    assert "[link](" not in shown.replace("`[link](https://evil.example)`", "")
    assert "**bold**" not in shown.replace("`**bold** ˋcodeˋ`", "")


def test_an_address_is_shown_without_its_query() -> None:
    """Keys stand there often enough."""
    assert address("https://tools.example:8443/a%20b?key=secret#x") == "`https://tools.example:8443/a%20b?…`"


def test_values_of_headers_are_not_shown() -> None:
    """Only their names are."""
    server = replace(SERVER, headers={"X-Key": "secret"})

    assert "`X-Key`" in added(server)
    assert "secret" not in added(server) + listing([server])[0]


def test_an_empty_list_says_what_to_do() -> None:
    """It names the command that adds one."""
    assert listing([]) == ("No MCP servers have been added here. `/mcp add` adds one.",)


def test_lines_fill_messages() -> None:
    """No line is lost or cut, and no message is too long."""
    lines = [str(number) * 190 for number in range(10)] * 4
    texts = in_messages(lines)

    assert "\n".join(texts).splitlines() == lines
    assert all(len(text) <= MESSAGE_LIMIT for text in texts)
    assert len(texts) == 4
