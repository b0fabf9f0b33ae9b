"""The playground's agent at real MCP servers: it looks what they offer, calls a tool, and tells what it gave."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.mcp_process import mcp_server
from tests.playground.served import Client

SECRET = "hush-hush-4711"
PROMPT = "Give me the forecast for Oslo"


def tool(url: str, **more: Any) -> dict[str, Any]:
    return {"type": "mcp_server", "name": "weather", "url": url, **more}


def steps(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for step in made["steps"] if step["type"].startswith("mcp_server_tool")]


def text(made: dict[str, Any]) -> str:
    parts = [part for step in made["steps"] if step["type"] == "model_output" for part in step["content"]]
    return "".join(part["text"] for part in parts)


@pytest.mark.parametrize("options", [(), ("--json",), ("--stateless",)], ids=["streams", "plain", "stateless"])
async def test_a_tool_is_called_and_its_result_told(client: Client, options: tuple[str, ...]) -> None:
    """The call has its arguments and server, the result is the server's own, and the answer holds it."""
    async with mcp_server(*options) as url:
        made = await client.ask(PROMPT, tools=[tool(url)])

    call, result = steps(made)
    assert (call["name"], call["server_name"], call["arguments"]) == ("forecast", "weather", {"city": "Oslo"})
    assert result["result"] == "In Oslo it will be sunny."
    assert (result["call_id"], result["name"], result["server_name"]) == (call["id"], "forecast", "weather")
    assert "In Oslo it will be sunny." in text(made)


async def test_numbers_come_from_the_prompt(client: Client) -> None:
    """A tool that is not named by a word of the prompt is meant where its server is; numbers fill numbers."""
    async with mcp_server() as url:
        made = await client.ask("use weather to add 17 and 25", tools=[tool(url)])

    assert steps(made)[0]["arguments"] == {"a": 17, "b": 25}
    assert "42" in steps(made)[1]["result"]


async def test_the_servers_own_session_is_real(client: Client, tmp_path: Path) -> None:
    """Looking and calling each shake hands and end their session, with the given header on every request."""
    log = tmp_path / "log"
    headers = {"Authorization": f"Bearer {SECRET}"}
    async with mcp_server("--header", f"Authorization: Bearer {SECRET}", log=log) as url:
        made = await client.ask(PROMPT, tools=[tool(url, headers=headers)])

    entries = [json.loads(line) for line in log.read_text().splitlines()]
    methods = [entry["body"]["method"] if entry["body"] else entry["method"] for entry in entries]
    begin, end = ["initialize", "notifications/initialized"], ["DELETE"]
    assert methods == [*begin, "tools/list", *end, *begin, "tools/call", *end]
    assert {entry["headers"]["authorization"] for entry in entries} == {f"Bearer {SECRET}"}
    assert "sunny" in text(made)


@pytest.mark.parametrize("allowed", [["add"], [{"tools": ["add"]}], [{"mode": "auto", "tools": ["add"]}]])
async def test_only_allowed_tools_are_called(client: Client, allowed: list[Any]) -> None:
    """In both documented spellings: a tool that is not among them is not called, one that is may be."""
    async with mcp_server() as url:
        barred = await client.ask(PROMPT, tools=[tool(url, allowed_tools=allowed)])
        free = await client.ask("use weather for 2 and 3", tools=[tool(url, allowed_tools=allowed)])

    assert steps(barred) == []
    assert steps(free)[0]["name"] == "add"


async def test_other_words_mean_no_tool(client: Client) -> None:
    """Where the prompt means none of the tools the agent does what it always does."""
    async with mcp_server() as url:
        made = await client.ask("hello", tools=[tool(url)])

    assert steps(made) == []
    assert text(made)


async def test_a_tool_that_fails_gives_a_text_that_says_so(client: Client) -> None:
    """An error of the tool is its result, as text, and the answer says that it failed."""
    async with mcp_server() as url:
        made = await client.ask("Let it explode", tools=[tool(url)])

    assert steps(made)[1]["result"].startswith("Error: ")
    assert "failed: Error: " in text(made)


async def test_a_server_that_refuses_is_told(client: Client) -> None:
    """Without the right header there is a result that says so, and the run completes."""
    async with mcp_server("--header", f"X-Key: {SECRET}") as url:
        made = await client.ask(PROMPT, tools=[tool(url)])

    assert made["status"] == "completed"
    assert "status 401" in steps(made)[1]["result"]
    assert "could not use the server" in text(made)


async def test_a_server_elsewhere_is_asked_by_name_only(client: Client) -> None:
    """An address that is not on this machine is left alone unless the prompt says to use it."""
    made = await client.ask(PROMPT, tools=[tool("https://weather.invalid/mcp")])

    assert steps(made) == []


async def test_a_stream_tells_the_same(client: Client) -> None:
    """The events of a run with such a call fold into the steps that reading it gives."""
    async with mcp_server() as url:
        made = await client.ask(PROMPT, tools=[tool(url)], background=True)
        while (made := await client.read(made["id"]))["status"] == "in_progress":  # noqa: ASYNC110 - its end is in another process
            await asyncio.sleep(0.05)

    assert [step["type"] for step in steps(made)] == ["mcp_server_tool_call", "mcp_server_tool_result"]


async def test_the_documentations_sample(sdk: Any) -> None:
    """Google's own SDK gets the steps of a called tool, and the answer that rests on it."""
    async with mcp_server() as url:
        made = await asyncio.to_thread(
            lambda: sdk.interactions.create(
                agent="antigravity-preview-05-2026",
                input="What is the forecast for Oslo?",
                environment="remote",
                tools=[{"type": "mcp_server", "name": "weather", "url": url, "headers": {"X-Key": SECRET}}],
            )
        )

    call, result = [step for step in made.steps if step.type.startswith("mcp_server_tool")]
    assert (call.server_name, call.name, call.arguments) == ("weather", "forecast", {"city": "Oslo"})
    assert (result.call_id, result.result) == (call.id, "In Oslo it will be sunny.")
    assert "In Oslo it will be sunny." in made.output_text


@pytest.mark.parametrize("name", ["Weather", "we ather", "", "weather!"])
async def test_a_name_that_breaks_the_rule_is_refused_generically(client: Client, name: str) -> None:
    """The service says no more than that the request is bad."""
    refusal = await client.refused(
        agent="antigravity-preview-09-2026",
        input="hello",
        tools=[{"type": "mcp_server", "name": name, "url": "https://tools.example/mcp"}],
    )

    assert refusal[0] == 400
    assert refusal[2] == "Bad Request"
