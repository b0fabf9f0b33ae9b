"""Which agents there are, what they think with, how much they may spend."""

from typing import Any

import pytest

from tests.playground.agent.offered import WEATHER, text_of
from tests.playground.agent.pictures import ended
from tests.playground.served import AGENT, Client

RESEARCHERS = [
    "deep-research-pro-preview-12-2025",
    "deep-research-preview-04-2026",
    "deep-research-max-preview-04-2026",
]
RESEARCHER = RESEARCHERS[1]
BAD = (400, "invalid_request")
STRANGE = (400, "parameter_unknown")
ASKED = {"agent": RESEARCHER, "input": "Lanterns of tin", "background": True}


async def _researched(client: Client, text: str = "Lanterns of tin", **fields: Any) -> Any:
    return await ended(client, (await client.ask(text, **{"agent": RESEARCHER, "background": True} | fields))["id"])


@pytest.mark.parametrize(
    "model", ["gemini-3.8-flash", "gemini-3.7-flash", "gemini-3.6-flash", "gemini-3.5-flash", "gemini-3.5-flash-lite"]
)
async def test_an_agent_thinks_with_a_model_that_is_known(client: Client, model: str) -> None:
    """It is echoed as it was sent."""
    made = await client.ask("hello", agent_config={"type": "antigravity", "model": model})

    assert made["agent_config"]["model"] == model


@pytest.mark.parametrize("model", ["gemini-3-pro-image", "gpt-x", "gemini-3.6-flash-lite", ""])
async def test_a_model_that_is_not_known_is_not_found(client: Client, model: str) -> None:
    """A guess: as in the form that names a model alone."""
    config = {"type": "antigravity", "model": model}

    assert (await client.refused(agent=AGENT, input="hello", agent_config=config))[:2] == (404, "model_not_found")


async def test_a_model_may_be_retired_from_agents_too(client: Client) -> None:
    """The fault that takes a model out of service reaches agent_config."""
    fault = {"match": {"path": "/v1beta/interactions"}, "do": {"retire_model": "gemini-3.5-flash"}}
    await client.lever("faults", fault)
    config = {"type": "antigravity", "model": "gemini-3.5-flash"}

    assert (await client.refused(agent=AGENT, input="hello", agent_config=config))[0] == 404


@pytest.mark.parametrize("prompt", ["stop halfway", "spend the budget"])
@pytest.mark.parametrize("words", ["continue", "Please go on.", "Continue"])
async def test_what_was_cut_short_is_continued(client: Client, prompt: str, words: str) -> None:
    """With the request that was under way; elsewhere the word means nothing."""
    cut = await client.ask(prompt)

    rest = await client.ask(words, previous_interaction_id=cut["id"])
    alone = await client.ask(words)

    assert cut["status"] in ("incomplete", "budget_exceeded")
    assert rest["status"] == "completed"
    assert f"I go on with “{prompt}”" in text_of(rest)
    assert "I go on" not in text_of(alone)


@pytest.mark.parametrize("agent", RESEARCHERS)
async def test_research_is_told_in_several_parts(client: Client, agent: str) -> None:
    """Texts between searches; output_text would be the last alone, the report is all of them."""
    run = await _researched(client, agent=agent, agent_config={"type": "deep-research"})
    kinds = [step["type"] for step in run["steps"]]

    assert run["status"] == "completed"
    assert kinds.count("model_output") == 5
    assert "google_search_call" in kinds[kinds.index("model_output") :]
    for words in ("# Report on “Lanterns of tin”", "## Question 2", "## Conclusion"):
        assert words in text_of(run)


async def test_a_plan_may_come_first(client: Client) -> None:
    """Then the next turn of the talk is the report."""
    config = {"type": "deep-research", "collaborative_planning": True}
    planned = await _researched(client, agent_config=config)
    report = await _researched(client, "begin", agent_config=config, previous_interaction_id=planned["id"])

    assert "Shall I begin?" in text_of(planned)
    assert "# Report on" in text_of(report)


async def test_thoughts_may_be_kept_to_itself(client: Client) -> None:
    """Without summaries a thought is a signature."""
    config = {"type": "deep-research", "thinking_summaries": "none"}

    run = await _researched(client, agent_config=config)

    assert not [step for step in run["steps"] if step["type"] == "thought" and step.get("summary")]


async def test_research_may_fail_and_be_cancelled(client: Client) -> None:
    """As any run."""
    failed = await _researched(client, "please fail")
    await client.lever("speed", {"factor": 1})
    made = await client.ask("Lanterns", agent=RESEARCHER, background=True)
    status, answer = await client.request("POST", f"/v1beta/interactions/{made['id']}/cancel")

    assert failed["status"] == "failed"
    assert (status, answer["status"]) == (200, "cancelled")


REFUSED: dict[str, tuple[dict[str, Any], tuple[int, str]]] = {
    "in the foreground": ({"background": False}, BAD),
    "with a machine": ({"environment": "remote"}, BAD),
    "with functions": ({"tools": [WEATHER]}, BAD),
    "with the other agent's config": ({"agent_config": {"type": "antigravity", "max_total_tokens": 5}}, BAD),
    "with a budget": ({"agent_config": {"type": "deep-research", "max_total_tokens": 5}}, STRANGE),
    "with a model": ({"agent_config": {"type": "deep-research", "model": "gemini-3.6-flash"}}, STRANGE),
    "with loud thoughts": ({"agent_config": {"type": "deep-research", "thinking_summaries": "loud"}}, BAD),
    "with a plan of 1": ({"agent_config": {"type": "deep-research", "collaborative_planning": 1}}, BAD),
}


@pytest.mark.parametrize(("fields", "refusal"), REFUSED.values(), ids=REFUSED)
async def test_research_is_refused(client: Client, fields: dict[str, Any], refusal: tuple[int, str]) -> None:
    """It works in the background, alone, with what it is given."""
    assert (await client.refused(**ASKED | fields))[:2] == refusal


async def test_the_agent_with_a_machine_takes_no_research_config(client: Client) -> None:
    """Each agent has its own."""
    config = {"type": "deep-research"}

    assert (await client.refused(agent=AGENT, input="hello", agent_config=config))[:2] == BAD
