"""What starts a run, as the API's documents have it."""

import json
from base64 import b64encode
from typing import Any

import pytest

from bot.core.events import JsonValue
from bot.core.ids import RunId
from bot.core.machines import InlineFile, Repository, Setup
from bot.core.ports import Reference, RunRequest
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import BuiltIn, Function, McpServer
from bot.providers.interactions.translate_request import body_of, machine_body

AGENT = "antigravity-preview-09-2026"
SETUP = Setup(
    repositories=(Repository("https://github.com/o/r", "/workspace/r"),),
    files=(InlineFile("/workspace/a.bin", b"\x00\x01"),),
    headers={"github.com": {"Authorization": "Basic c2VjcmV0"}},
    env={"STAGE": "test"},
)


def body(**fields: Any) -> dict[str, Any]:
    given = {"agent": AGENT, "input": "hi", "instruction": "", "environment": None} | fields
    return dict(json.loads(body_of(RunRequest(**given))))


def test_pictures_go_before_the_text() -> None:
    """One input of the user: pictures as base64 in their order, then the words."""
    pictures = (Reference("image/png", b"one"), Reference("image/webp", b"two"))

    said = body(pictures=pictures)["input"]

    parts = [
        {"type": "image", "mime_type": "image/png", "data": b64encode(b"one").decode()},
        {"type": "image", "mime_type": "image/webp", "data": b64encode(b"two").decode()},
        {"type": "text", "text": "hi"},
    ]
    assert said == [{"type": "user_input", "content": parts}]


def test_results_are_the_whole_input() -> None:
    """All answers in one list, each with its call; what went wrong is marked."""
    results = (
        ToolResult(call="c1", name="my_weather", result={"temperature": 23, "wind": None}),
        ToolResult(call="c2", name="my_weather", result="no such place", is_error=True),
    )

    asked = body(results=results, previous=RunId("v1_a"), input="")

    assert asked["previous_interaction_id"] == "v1_a"
    assert asked["input"] == [
        {
            "type": "function_result",
            "name": "my_weather",
            "call_id": "c1",
            "result": {"temperature": 23, "wind": None},
        },
        {
            "type": "function_result",
            "name": "my_weather",
            "call_id": "c2",
            "result": "no such place",
            "is_error": True,
        },
    ]


@pytest.mark.parametrize("value", [None, 3, True, [1, 2]])
def test_a_bare_value_is_answered_in_an_object(value: JsonValue) -> None:
    """The API takes objects and texts; a list would be read as parts of content."""
    asked = body(results=(ToolResult(call="c", name="n", result=value),))

    assert asked["input"][0]["result"] == {"value": value}


def test_tools_in_their_own_spelling() -> None:
    """Built-ins by their type, functions with their schema, servers with their headers and allowed tools."""
    schema: dict[str, JsonValue] = {
        "type": "object",
        "properties": {"a": {"type": "string", "default": None}},
        "required": [],
    }
    server = McpServer(name="weather", url="https://mcp.example.org", headers={"X-Key": "k"}, allowed=("now",))

    asked = body(tools=(BuiltIn.SEARCH, Function(name="my_a", description="A.", parameters=schema), server))

    assert asked["tools"] == [
        {"type": "google_search"},
        {
            "type": "function",
            "name": "my_a",
            "description": "A.",
            "parameters": {"type": "object", "properties": {"a": {"type": "string", "default": None}}},
        },
        {
            "type": "mcp_server",
            "name": "weather",
            "url": "https://mcp.example.org",
            "headers": {"X-Key": "k"},
            "allowed_tools": [{"tools": ["now"]}],
        },
    ]


def test_no_tools_is_not_no_word_about_tools() -> None:
    """An empty list takes all of them from the agent; without a word it has its own."""
    assert body(tools=())["tools"] == []
    assert "tools" not in body()


def test_the_model_and_the_ceiling() -> None:
    """Both stand in the agent's configuration."""
    config = body(model="gemini-3.6-flash", max_tokens=5000)["agent_config"]

    assert config == {"type": "antigravity", "model": "gemini-3.6-flash", "max_total_tokens": 5000}


def test_deep_research_has_a_configuration_of_its_own() -> None:
    """No ceiling and no model, which it does not know."""
    asked = body(agent="deep-research-preview-04-2026", max_tokens=5000)

    assert asked["agent_config"] == {"type": "deep-research", "thinking_summaries": "auto"}
    assert asked["background"] is True


def test_a_new_machine_is_made_by_its_setup() -> None:
    """Sources, variables and the header that only the proxy adds; every other host stays open."""
    asked = body(environment="remote", setup=SETUP)["environment"]

    assert asked == {
        "type": "remote",
        "sources": [
            {"type": "repository", "source": "https://github.com/o/r", "target": "/workspace/r"},
            {"type": "inline", "target": "/workspace/a.bin", "content": "AAE=", "encoding": "base64"},
        ],
        "env": {"STAGE": "test"},
        "network": {
            "allowlist": [
                {"domain": "github.com", "transform": {"Authorization": "Basic c2VjcmV0"}},
                {"domain": "*"},
            ]
        },
    }


@pytest.mark.parametrize("environment", ["env_1", None])
def test_a_machine_that_is_there_is_only_named(environment: str | None) -> None:
    """Its rules persist, so nothing is said of them again."""
    assert body(environment=environment, setup=SETUP).get("environment") == environment


@pytest.mark.parametrize(
    ("setup", "network"),
    [
        (Setup(hosts=()), "disabled"),
        (
            Setup(hosts=("packages.example", "*.example.com")),
            {"allowlist": [{"domain": "packages.example"}, {"domain": "*.example.com"}]},
        ),
        (
            Setup(hosts=(), headers={"github.com": {"A": "b"}}),
            {"allowlist": [{"domain": "github.com", "transform": {"A": "b"}}]},
        ),
    ],
    ids=["none", "hosts", "only the secret's host"],
)
def test_what_a_machine_may_reach(setup: Setup, network: object) -> None:
    """Nothing, some hosts, or the one that a private repository comes from."""
    assert body(environment="remote", setup=setup)["environment"]["network"] == network


def test_a_machine_by_itself_has_the_same_setup() -> None:
    """But for its type, which that address does not know."""
    made = json.loads(machine_body(SETUP))

    assert made == {
        name: value for name, value in body(environment="remote", setup=SETUP)["environment"].items() if name != "type"
    }
    assert json.loads(machine_body(Setup())) == {}


def test_no_secret_is_in_a_repr() -> None:
    """Whoever prints a request prints none of its secrets and no picture."""
    server = McpServer(name="weather", url="https://mcp.example.org", headers={"X": "hidden-1"})
    request = RunRequest(
        agent=AGENT,
        input="hi",
        instruction="",
        environment="remote",
        tools=(server,),
        setup=Setup(headers={"github.com": {"A": "hidden-2"}}, env={"K": "hidden-3"}),
        pictures=(Reference("image/png", b"hidden-4"),),
    )

    assert "hidden" not in repr(request)
