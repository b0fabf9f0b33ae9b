"""What the agent API refuses, and how."""

from typing import Any

import pytest

from tests.playground.served import AGENT, Client

GOOD = {"agent": AGENT, "input": "hello"}
BAD = (400, "invalid_request")
STRANGE = (400, "parameter_unknown")


def _tool(kind: str, **fields: Any) -> dict[str, Any]:
    return GOOD | {"tools": [{"type": kind} | fields]}


def _input(kind: str, **fields: Any) -> dict[str, Any]:
    return GOOD | {"input": [{"type": kind} | fields]}


def _source(target: str) -> dict[str, Any]:
    return GOOD | {"environment": {"sources": [{"type": "inline", "target": target, "content": ""}]}}


def _config(**fields: Any) -> dict[str, Any]:
    return GOOD | {"agent_config": {"type": "antigravity"} | fields}


REFUSED: dict[str, tuple[dict[str, Any], tuple[int, str]]] = {
    "neither agent nor model": ({"input": "x"}, BAD),
    "both agent and model": (GOOD | {"model": "gemini-3.6-flash"}, BAD),
    "no input": ({"agent": AGENT}, BAD),
    "empty input": (GOOD | {"input": []}, BAD),
    "unknown field": (GOOD | {"temprature": 1}, STRANGE),
    "unknown agent": (GOOD | {"agent": "antigravity-preview-99"}, (404, "not_found")),
    "unknown model": ({"model": "gpt-x", "input": "x"}, (404, "model_not_found")),
    "generation_config with an agent": (GOOD | {"generation_config": {"seed": 1}}, BAD),
    "temperature": (GOOD | {"temperature": 0.1}, BAD),
    "max_output_tokens": (GOOD | {"max_output_tokens": 9}, BAD),
    "structured output": (GOOD | {"response_format": {"type": "text"}}, BAD),
    "background not a bool": (GOOD | {"background": "true"}, BAD),
    "background without store": (GOOD | {"background": True, "store": False}, BAD),
    "file_search": (_tool("file_search"), BAD),
    "computer_use": (_tool("computer_use"), BAD),
    "google_maps": (_tool("google_maps"), BAD),
    "unknown tool": (_tool("filesystem"), BAD),
    "upper case MCP name": (_tool("mcp_server", name="Weather", url="https://x.example"), BAD),
    "empty required": (_tool("function", name="look", parameters={"type": "object", "required": []}), BAD),
    "name of a sandbox tool": (_tool("function", name="read_file"), (500, "api_error")),
    "legacy roles": (GOOD | {"input": [{"role": "user", "content": "x"}]}, BAD),
    "legacy outputs": (GOOD | {"outputs": []}, BAD),
    "audio input": (_input("audio", data="", mime_type="audio/wav"), BAD),
    "image by address": (_input("image", uri="https://x.example/a.png"), BAD),
    "history by hand": (_input("model_output", content=[]), BAD),
    "result without a talk": (_input("function_result", call_id="a", result="b"), BAD),
    "unknown previous id": (GOOD | {"previous_interaction_id": "v1_none"}, (404, "not_found")),
    "unknown environment": (GOOD | {"environment": "0" * 32}, (404, "not_found")),
    "unknown environment field": (GOOD | {"environment": {"type": "remote", "size": 9}}, STRANGE),
    "source onto the root": (_source("/"), BAD),
    "source out of the machine": (_source("../x"), BAD),
    "unknown agent_config field": (_config(depth=1), STRANGE),
    "budget of nothing": (_config(max_total_tokens=0), BAD),
    "budget in words": (_config(max_total_tokens="many"), BAD),
    "unknown tier": (GOOD | {"service_tier": "gold"}, BAD),
}


@pytest.mark.parametrize(("body", "refusal"), REFUSED.values(), ids=REFUSED)
async def test_it_is_refused(client: Client, body: dict[str, Any], refusal: tuple[int, str]) -> None:
    """Each broken rule has its status and its code, and a sentence."""
    refused = await client.refused(**body)

    assert refused[:2] == refusal
    assert refused[2]


async def test_the_legacy_schema_is_named(client: Client) -> None:
    """The message begins as the real one does."""
    _, _, message = await client.refused(agent=AGENT, input=[{"role": "user", "parts": []}])

    assert message.startswith("The legacy Interactions API schema is no longer supported.")


async def test_a_talk_cannot_go_on_while_it_runs(client: Client) -> None:
    """Chaining on a run in progress is refused, and works when it is over."""
    await client.lever("speed", {"factor": 1})
    made = (await client.request("POST", "/v1/interactions", GOOD | {"background": True}))[1]

    refused = await client.refused(**GOOD, previous_interaction_id=made["id"])
    await client.lever("speed", {"factor": 1000})
    await client.lines(f"/v1/interactions/{made['id']}?stream=true")
    chained = await client.ask("hello", previous_interaction_id=made["id"])

    assert refused[:2] == (400, "failed_precondition")
    assert chained["previous_interaction_id"] == made["id"]


async def test_a_result_needs_its_call(client: Client) -> None:
    """Only a call that nobody answered can be answered."""
    made = await client.ask("hello")
    result = {"type": "function_result", "call_id": "abcd1234", "result": "x"}

    refused = await client.refused(agent=AGENT, input=[result], previous_interaction_id=made["id"])

    assert refused[:2] == (400, "invalid_request")


async def test_without_a_key_nothing_is_served(client: Client) -> None:
    """The key comes as a header or in the query."""
    path = "/v1beta/interactions/none"

    status, body = await client.request("GET", path, x_goog_api_key="")
    in_query, _ = await client.request("GET", path + "?key=abc", x_goog_api_key="")

    assert (status, body["error"]["code"]) == (401, "authentication")
    assert in_query == 404


@pytest.mark.parametrize("version", ["v1", "v1beta", "v1alpha"])
async def test_all_three_versions_are_one_service(client: Client, version: str) -> None:
    """What was made under one is read under another."""
    made = await client.ask("hello")

    status, _ = await client.request("GET", f"/{version}/interactions/{made['id']}")

    assert status == 200


@pytest.mark.parametrize("path", ["/v1/interactions", "/v1/interactions/none/cancel", "/v1/interactions/none:cancel"])
async def test_what_is_not_json_is_refused_or_ignored(client: Client, path: str) -> None:
    """A create needs JSON; a cancel takes any body."""
    async with client.session.post(client.origin + path, data=b"{oops") as answer:
        body = await answer.json()

    assert answer.status == (400 if path.endswith("interactions") else 404)
    assert body["error"]["message"]


@pytest.mark.parametrize("spelling", ["/cancel", ":cancel"])
async def test_both_spellings_of_cancel_end_a_run(client: Client, spelling: str) -> None:
    """The reply says cancelled at once; reading may lag a little, then agrees."""
    await client.lever("speed", {"factor": 1})
    made = (await client.request("POST", "/v1/interactions", GOOD | {"input": "slow", "background": True}))[1]
    path = f"/v1/interactions/{made['id']}"

    status, answer = await client.request("POST", path + spelling)
    lagging = (await client.read(made["id"]))["status"]
    lines = await client.lines(path + "?stream=true")

    assert (status, answer["status"], lagging) == (200, "cancelled", "in_progress")
    assert '"status":"cancelled"' in next(line for line in reversed(lines) if "interaction.completed" in line)
    assert (await client.read(made["id"]))["status"] == "cancelled"


async def test_what_is_over_cannot_be_cancelled(client: Client) -> None:
    """Cancel is for background runs in progress."""
    made = await client.ask("hello")

    status, answer = await client.request("POST", f"/v1beta/interactions/{made['id']}/cancel")

    assert (status, answer["error"]["code"]) == (400, "failed_precondition")


async def test_resuming_needs_a_stream_and_an_event_of_this_run(client: Client) -> None:
    """last_event_id without stream, or of another run, is a mistake and said so."""
    made = await client.ask("hello")
    path = f"/v1beta/interactions/{made['id']}"

    statuses = [
        (await client.request("GET", path + query))[0]
        for query in ("?last_event_id=abc", "?stream=true&last_event_id=abc", "?stream=maybe")
    ]

    assert statuses == [400, 400, 400]


async def test_a_deleted_run_is_gone(client: Client) -> None:
    """DELETE answers an empty object; reading and chaining then find nothing."""
    made = await client.ask("hello")

    deleted = await client.request("DELETE", f"/v1beta/interactions/{made['id']}")
    status, _ = await client.request("GET", f"/v1beta/interactions/{made['id']}")
    chained = await client.refused(**GOOD, previous_interaction_id=made["id"])

    assert deleted == (200, {})
    assert (status, chained[0]) == (404, 404)


async def test_the_input_comes_back_only_on_demand(client: Client) -> None:
    """include_input echoes it as it was sent; the steps begin with it anyway."""
    made = await client.ask("hello")
    path = f"/v1beta/interactions/{made['id']}"

    plain = await client.read(made["id"])
    included = (await client.request("GET", path + "?include_input=true"))[1]

    assert "input" not in plain
    assert included["input"] == "hello"
    assert plain["steps"][0] == {"type": "user_input", "content": [{"type": "text", "text": "hello"}]}
    assert made["steps"] == plain["steps"][1:]


async def test_without_store_there_is_nothing_to_come_back_to(client: Client) -> None:
    """The reply has the answer and no id."""
    made = await client.ask("hello", store=False)

    assert made["status"] == "completed"
    assert "id" not in made
