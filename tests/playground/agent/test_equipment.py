"""What the agent may use, and says that it may: tools, the machine's network, variables."""

from typing import Any

import pytest

from bot.playground.agent.network import may_reach
from tests.playground.agent.offered import WEATHER, text_of
from tests.playground.served import AGENT, Client

ALL = [{"type": "code_execution"}, {"type": "google_search"}, {"type": "url_context"}]
STEPS = {
    "code_execution": "code_execution_call",
    "google_search": "google_search_call",
    "url_context": "url_context_call",
}
MCP = {"type": "mcp_server", "name": "weather", "url": "https://mcp.example.org/mcp", "headers": {"X-Key": "hidden"}}
BAD = (400, "invalid_request")


def _kinds(made: dict[str, Any]) -> set[str]:
    return {step["type"] for step in made["steps"]}


@pytest.mark.parametrize("left_out", STEPS)
async def test_what_was_not_given_is_not_used(client: Client, left_out: str) -> None:
    """Neither as a step nor as a claim; the others are."""
    tools = [tool for tool in ALL if tool["type"] != left_out]

    made = await client.ask("Plan a day, see https://example.org/plan", tools=tools)

    assert _kinds(made) & set(STEPS.values()) == set(STEPS.values()) - {STEPS[left_out]}
    claims = {"code_execution": "Python", "google_search": "searched", "url_context": "opened 1 page"}
    assert [kind for kind, words in claims.items() if words not in text_of(made)] == [left_out]


@pytest.mark.parametrize(
    "prompt", ["draw a chart", "delete a.txt", "slow", "a long report", "all step kinds", "answer in parts"]
)
async def test_nothing_is_used_where_nothing_is_given(client: Client, prompt: str) -> None:
    """In no scene; a machine's own tools come with the machine."""
    made = await client.ask(prompt, tools=[], environment="remote")

    assert not _kinds(made) & set(STEPS.values())
    assert made["status"] == "completed"


async def test_what_needs_code_says_so(client: Client) -> None:
    """Instead of a chart that nobody drew."""
    answered = text_of(await client.ask("draw a chart", tools=[{"type": "google_search"}], environment="remote"))

    assert "may not run code" in answered


TOOLS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "by default": ({}, ["`code_execution`", "`google_search`", "`url_context`", "no machine"]),
    "none": ({"tools": []}, ["no tools at all", "no machine"]),
    "exactly these": (
        {"tools": [{"type": "google_search"}, WEATHER, MCP], "environment": "remote"},
        ["`google_search`", "the function `get_weather`", "the MCP server `weather`", "the file system"],
    ),
}


@pytest.mark.parametrize(("fields", "named"), TOOLS.values(), ids=TOOLS)
async def test_the_agent_names_its_tools(client: Client, fields: dict[str, Any], named: list[str]) -> None:
    """All of them and no other; the headers of a server are not among its words."""
    answered = text_of(await client.ask("which tools do you have", **fields))

    every = {"`code_execution`", "`google_search`", "`url_context`", "the file system", "no machine", "no tools"}
    assert all(words in answered for words in named)
    assert not [words for words in every if words in answered and not any(words in one for one in named)]
    assert "hidden" not in answered


NETWORKS: dict[str, tuple[Any, str]] = {
    "open": (None, "may reach everything"),
    "closed": ("disabled", "may reach nothing"),
    "a closed list": ({"allowlist": "disabled"}, "may reach nothing"),
    "an empty list": ({"allowlist": []}, "may reach nothing"),
    "some": (
        {"allowlist": [{"domain": "a.example", "transform": {"X": "hidden"}}, {"domain": "*.b.example"}]},
        "these and nothing else: `a.example`, `*.b.example`",
    ),
    "all, with a header for one": (
        {"allowlist": [{"domain": "a.example", "transform": [{"X": "hidden"}]}, {"domain": "*"}]},
        "may reach everything",
    ),
    "a credential": ({"allowlist": [{"domain": "a.example", "credential": "hidden"}]}, "else: `a.example`"),
}


@pytest.mark.parametrize(("network", "words"), NETWORKS.values(), ids=NETWORKS)
async def test_the_agent_says_what_it_may_reach(client: Client, network: Any, words: str) -> None:
    """By the rules of its machine, which are kept for later runs on it; never with a header in them."""
    environment = {"type": "remote"} | ({"network": network} if network is not None else {})
    first = await client.ask("what may you reach", environment=environment)
    later = await client.ask("what may you reach", environment=first["environment_id"])

    assert words in text_of(first)
    assert words in text_of(later)
    assert "hidden" not in text_of(first)


async def test_new_rules_replace_the_old_ones(client: Client) -> None:
    """On the same machine, named by its id."""
    first = await client.ask("hello", environment={"type": "remote", "network": "disabled"})
    network = {"allowlist": [{"domain": "a.example"}]}

    changed = {"environment_id": first["environment_id"], "network": network}
    answered = await client.ask("may you reach a.example or b.example", environment=changed)

    assert answered["environment_id"] == first["environment_id"]
    assert "I may reach `a.example`." in text_of(answered)
    assert "I may not reach `b.example`." in text_of(answered)


HOSTS = [("a.example", True), ("A.Example", True), ("x.a.example", False), ("x.b.example", True), ("b.example", False)]


@pytest.mark.parametrize(("host", "is_reached"), HOSTS)
def test_a_star_stands_for_what_is_below(host: str, *, is_reached: bool) -> None:
    """Not for the domain itself."""
    network = {"allowlist": [{"domain": "a.example"}, {"domain": "*.b.example"}]}

    assert may_reach(network, host) is is_reached


@pytest.mark.parametrize(
    "entry",
    [
        {"domain": "https://a.example"},
        {"domain": "a.example/path"},
        {"domain": "a.*"},
        {"domain": ""},
        {"domain": "a.example", "transform": "X: y"},
        {"domain": "a.example", "transform": {"X": 1}},
        {"domain": "a.example", "credential": 7},
        {"domain": "a.example", "headers": {}},
    ],
    ids=str,
)
async def test_rules_that_mean_nothing_are_refused(client: Client, entry: dict[str, Any]) -> None:
    """A domain is a host, with a star before it or not."""
    environment = {"type": "remote", "network": {"allowlist": [entry]}}

    assert (await client.refused(agent=AGENT, input="hello", environment=environment))[:2] == BAD


async def test_variables_are_told_and_credentials_are_not(client: Client) -> None:
    """The machine knows a credential's name only; later variables come on top."""
    variables = {"STAGE": "test", "LEVEL": {"value": "3"}, "TOKEN": {"credential": "hidden"}}
    first = await client.ask("hello", environment={"type": "remote", "env": variables})

    more = {"environment_id": first["environment_id"], "env": {"LEVEL": "4"}}
    answered = text_of(await client.ask("which variables do you have", environment=more))

    assert "`STAGE`: `test`" in answered
    assert "`LEVEL`: `4`" in answered
    assert "`TOKEN`: (a credential that I never see)" in answered
    assert "hidden" not in answered


@pytest.mark.parametrize("env", [["A"], {"1A": "x"}, {"A": 1}, {"A": {"value": "x", "credential": "y"}}, {"A": {}}])
async def test_variables_have_a_shape(client: Client, env: Any) -> None:
    """A name, and a text or a credential."""
    environment = {"type": "remote", "env": env}

    assert (await client.refused(agent=AGENT, input="hello", environment=environment))[:2] == BAD


@pytest.mark.parametrize(
    "prompt", ["what may you reach", "which variables do you have", "what is in a.txt", "change a.txt"]
)
async def test_without_a_machine_it_says_so(client: Client, prompt: str) -> None:
    """And no tool of a machine is used."""
    made = await client.ask(prompt)

    assert "no machine" in text_of(made)
    assert "function_call" not in _kinds(made)


async def test_all_kinds_of_steps_are_less_without_a_machine(client: Client) -> None:
    """Even the scene for eyes keeps to what there is."""
    assert "function_call" not in _kinds(await client.ask("all step kinds"))


TOOL_REFUSED: dict[str, tuple[list[dict[str, Any]], tuple[int, str]]] = {
    "a function twice": ([WEATHER, WEATHER], BAD),
    "a server twice": ([MCP, MCP], BAD),
    "an unknown field of a function": ([WEATHER | {"strict": True}], (400, "parameter_unknown")),
    "an unknown field of a server": ([MCP | {"command": "x"}], (400, "parameter_unknown")),
    "an unknown field of a built-in": ([{"type": "url_context", "urls": []}], (400, "parameter_unknown")),
    "headers that are no strings": ([MCP | {"headers": {"X": 1}}], BAD),
    "allowed tools in one word": ([MCP | {"allowed_tools": "forecast"}], BAD),
    "allowed tools of numbers": ([MCP | {"allowed_tools": [{"tools": [1]}]}], BAD),
}


@pytest.mark.parametrize(("tools", "refusal"), TOOL_REFUSED.values(), ids=TOOL_REFUSED)
async def test_tools_have_a_shape(client: Client, tools: list[dict[str, Any]], refusal: tuple[int, str]) -> None:
    """Beyond what the list of refusals says of names."""
    assert (await client.refused(agent=AGENT, input="hello", tools=tools))[:2] == refusal


@pytest.mark.parametrize("allowed", [["forecast"], [{"tools": ["forecast"]}], [{"mode": "auto", "tools": []}]])
async def test_both_forms_of_allowed_tools_are_taken(client: Client, allowed: list[Any]) -> None:
    """The page and the SDK do not agree."""
    made = await client.ask("hello", tools=[MCP | {"allowed_tools": allowed}])

    assert made["status"] == "completed"
