"""The scenes for eyes: all kinds of steps, an answer in parts; and what they cost."""

import json
from typing import Any

import pytest
from google.genai._gaos.types.interactions import step as sdk_step

from tests.playground.served import AGENT, Client

OLD_AGENT = "antigravity-preview-05-2026"
TOOLS = {
    AGENT: {"write_to_file", "replace_file_content", "view_file", "list_dir", "find_by_name", "grep_search"},
    OLD_AGENT: {"write_file", "edit_file", "read_file", "list_files"},
}


@pytest.mark.parametrize("agent", [AGENT, OLD_AGENT])
async def test_every_kind_of_step_is_there_and_valid(client: Client, agent: str) -> None:
    """All 23 of the SDK, one that it does not know, and every tool of this agent's machine."""
    made = await client.ask("show me all kinds of steps", agent=agent, environment="remote")
    steps = (await client.read(made["id"]))["steps"]
    kinds = {step["type"] for step in steps}

    for step in steps:
        if step["type"] in sdk_step._STEP_VARIANTS:
            sdk_step._STEP_VARIANTS[step["type"]].model_validate(step)
    assert kinds == {*sdk_step._STEP_VARIANTS, "sculpture_call"}
    assert len(sdk_step._STEP_VARIANTS) == 23
    assert {step["name"] for step in steps if step["type"] == "function_call"} == TOOLS[agent]


async def test_one_delta_is_unknown(client: Client) -> None:
    """In a step that is known."""
    body = {"agent": AGENT, "input": "all step kinds", "stream": True}
    lines = await client.lines("/v1beta/interactions", body=body)

    deltas = [json.loads(line[6:]).get("delta", {}).get("type") for line in lines if line.startswith("data: {")]

    assert {"scent", "sculpture_call"} <= set(deltas)


async def test_an_answer_in_parts_has_work_between_its_texts(client: Client) -> None:
    """A short remark, a long one, an end in two steps, and a search that is told after it."""
    made = await client.ask("answer in parts", environment="remote")
    texts = [step["content"][0]["text"] for step in made["steps"] if step["type"] == "model_output"]

    assert len(texts[0]) < 300 < len(texts[1])
    assert [step["type"] for step in made["steps"]][-4:] == [
        "model_output",
        "model_output",
        "google_search_call",
        "google_search_result",
    ]


async def test_usage_counts_what_it_should(client: Client) -> None:
    """Input, output, thoughts, tools and cache are all counted, add up, and the last step's total is the run's."""
    body = {"agent": AGENT, "input": "draw a chart", "environment": "remote", "stream": True}
    lines = await client.lines("/v1beta/interactions", body=body)
    events: list[dict[str, Any]] = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]

    final = events[-1]["interaction"]["usage"]
    stops = [event for event in events if event["event_type"] == "step.stop"]
    names = ("input", "output", "thought", "tool_use", "cached")
    counts = {name: final[f"total_{name}_tokens"] for name in names}
    assert all(counts.values()), counts
    assert final["total_tokens"] == sum(counts.values()) - counts["cached"]
    assert counts["cached"] < counts["input"]
    assert stops[-1]["usage"] == final
    for name in names:
        assert sum(stop["step_usage"][f"total_{name}_tokens"] for stop in stops) == counts[name]
