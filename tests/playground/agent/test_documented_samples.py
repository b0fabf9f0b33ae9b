"""Every sample of the agent's documentation, in Google's own SDK, unmodified: each must simply work."""

import asyncio
import base64
import io
import tarfile
import time
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from tests.playground.agent.pictures import plain
from tests.playground.served import Client

OLD_AGENT = "antigravity-preview-05-2026"
NEW_AGENT = "antigravity-preview-09-2026"
pytestmark = [
    pytest.mark.parametrize("agent", [OLD_AGENT, NEW_AGENT]),
    pytest.mark.filterwarnings("ignore:Environments usage is experimental"),
]
T = TypeVar("T")
GET_WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "Gets the current weather for a given location.",
    "parameters": {
        "type": "object",
        "properties": {"location": {"type": "string", "description": "The city and country, e.g. San Francisco, USA"}},
        "required": ["location"],
    },
}


async def _run(sample: Callable[[], T]) -> T:
    """The SDK is synchronous."""
    return await asyncio.to_thread(sample)


def _polled(sdk: Any, interaction: Any) -> Any:
    while interaction.status == "in_progress":
        time.sleep(0.05)
        interaction = sdk.interactions.get(id=interaction.id)
    return interaction


def _pending(interaction: Any) -> list[Any]:
    executed = {step.call_id for step in interaction.steps if step.type == "function_result"}
    return [step for step in interaction.steps if step.type == "function_call" and step.id not in executed]


async def test_quickstart(sdk: Any, agent: str) -> None:
    """One call runs the agent to its end; the SDK finds the text in the steps."""
    interaction = await _run(
        lambda: sdk.interactions.create(
            agent=agent,
            input="Read Hacker News, summarize the top 10 stories, and save the results as a PDF.",
            environment="remote",
        )
    )

    assert interaction.status == "completed"
    assert "report.pdf" in interaction.output_text
    assert interaction.environment_id


async def test_restrict_tools(sdk: Any, agent: str) -> None:
    """Only the tools that were passed are used."""
    interaction = await _run(
        lambda: sdk.interactions.create(
            agent=agent,
            input="Search for the latest AI research papers on reasoning and summarize them.",
            environment="remote",
            tools=[{"type": "google_search"}, {"type": "url_context"}],
        )
    )

    kinds = {step.type for step in interaction.steps}
    assert kinds == {"thought", "google_search_call", "google_search_result", "model_output"}
    assert "Python" not in interaction.output_text


async def test_multimodal_input(sdk: Any, agent: str) -> None:
    """Text and an inline image make one request; the picture is seen."""
    picture = base64.b64encode(plain("green", (120, 80))).decode("utf-8")

    interaction = await _run(
        lambda: sdk.interactions.create(
            agent=agent,
            input=[
                {"type": "text", "text": "Analyze this chart and summarize the trends."},
                {"type": "image", "data": picture, "mime_type": "image/png"},
            ],
            environment="remote",
        )
    )

    assert "1 picture:" in interaction.output_text
    assert "image/png, 120 x 80 pixels, mostly green" in interaction.output_text


async def test_function_calling(sdk: Any, agent: str) -> None:
    """Two turns: the agent asks for the function, gets its result, and answers with it."""

    def first() -> Any:
        return sdk.interactions.create(
            agent=agent,
            input="What is the weather in Tokyo?",
            environment="remote",
            tools=[{"type": "code_execution"}, GET_WEATHER],
        )

    def second(interaction: Any, call: Any) -> Any:
        result = {"temperature": 23, "unit": "celsius"}
        return sdk.interactions.create(
            agent=agent,
            previous_interaction_id=interaction.id,
            environment=interaction.environment_id,
            input=[{"type": "function_result", "name": call.name, "call_id": call.id, "result": result}],
        )

    interaction = await _run(first)
    pending = _pending(interaction)
    final = await _run(lambda: second(interaction, pending[0]))

    assert interaction.status == "requires_action"
    assert [(call.name, call.arguments) for call in pending] == [("get_weather", {"location": "Tokyo"})]
    assert final.status == "completed"
    assert '{"temperature": 23, "unit": "celsius"}' in final.output_text


async def test_mcp_server(sdk: Any, agent: str) -> None:
    """The sample's server is taken as it stands there; it is not on this machine, so nobody bothers it."""
    interaction = await _run(
        lambda: sdk.interactions.create(
            agent=agent,
            input="What is the weather in Tokyo?",
            environment="remote",
            tools=[{"type": "mcp_server", "name": "weather", "url": "https://gemini-api-demos.uc.r.appspot.com/mcp"}],
        )
    )

    assert interaction.status == "completed"
    assert interaction.tools[0].name == "weather"


async def test_background_and_polling(sdk: Any, agent: str) -> None:
    """Create answers at once; reading says in_progress until the end, then has everything."""

    def sample() -> tuple[Any, Any]:
        began = sdk.interactions.create(
            agent=agent,
            input="Run a complex analysis on the repository.",
            environment="remote",
            background=True,
        )
        return began, _polled(sdk, began)

    began, interaction = await _run(sample)

    assert (began.status, interaction.status) == ("in_progress", "completed")
    assert interaction.output_text
    assert interaction.steps[0].type == "user_input"


async def test_cancel(sdk: Any, client: Client, agent: str) -> None:
    """Cancelling ends the run, and its stream with interaction.completed that says so."""
    await client.lever("speed", {"factor": 1})

    def sample() -> tuple[Any, Any, Any]:
        made = sdk.interactions.create(agent=agent, input="something slow", background=True)
        answer = sdk.interactions.cancel(id=made.id)
        events = list(sdk.interactions.get(id=made.id, stream=True))
        return answer, events[-1], sdk.interactions.get(id=made.id)

    answer, last, read = await _run(sample)

    assert last.event_type == "interaction.completed"
    assert answer.status == last.interaction.status == read.status == "cancelled"


async def test_multi_turn_in_the_background(sdk: Any, agent: str) -> None:
    """The second turn has the first one's files, and the talk."""

    def turn(text: str, **more: Any) -> Any:
        return _polled(sdk, sdk.interactions.create(agent=agent, input=text, background=True, **more))

    def sample() -> tuple[Any, Any, Any]:
        first = turn("Clone https://github.com/google/generative-ai-python and run its tests.", environment="remote")
        same = {"environment": first.environment_id}
        second = turn("Fix any failing tests and re-run them.", previous_interaction_id=first.id, **same)
        return first, second, turn("what did I tell you", previous_interaction_id=second.id, **same)

    first, second, third = await _run(sample)

    assert [one.status for one in (first, second, third)] == ["completed"] * 3
    assert second.environment_id == first.environment_id
    assert "Fix any failing tests" in second.output_text
    assert "Clone https://github.com/google/generative-ai-python" in third.output_text


async def test_streaming(sdk: Any, agent: str) -> None:
    """The pieces of a stream, joined, are the text that reading the run gives afterwards."""

    def sample() -> tuple[list[Any], Any]:
        events = list(sdk.interactions.create(agent=agent, input="hello", environment="remote", stream=True))
        return events, sdk.interactions.get(id=events[0].interaction.id)

    events, interaction = await _run(sample)
    deltas = [event.delta for event in events if event.event_type == "step.delta"]
    pieces = [delta.text for delta in deltas if delta.type == "text"]

    assert len(pieces) > 1
    assert "".join(pieces) == interaction.output_text
    assert events[-1].event_type == "interaction.completed"
    assert events[-1].interaction.status == interaction.status == "completed"


async def test_custom_environment(sdk: Any, agent: str) -> None:
    """Sources are on the machine, the rules of its network are known, and its secrets are not."""
    environment = {
        "type": "remote",
        "sources": [
            {"type": "repository", "source": "https://github.com/o/r", "target": "/workspace/r"},
            {"type": "inline", "target": ".agents/AGENTS.md", "content": "Be kind."},
            {"type": "inline", "target": "/workspace/a.bin", "content": "AAEC", "encoding": "base64"},
        ],
        "env": {"STAGE": "test"},
        "network": {
            "allowlist": [
                {"domain": "api.github.com", "transform": {"Authorization": "Basic hidden-1"}},
                {"domain": "*.example.com", "transform": [{"X-A": "hidden-2"}]},
            ]
        },
    }

    def sample() -> tuple[Any, Any, Any]:
        first = sdk.interactions.create(agent=agent, input="what may you reach", environment=environment)
        same = {"environment": first.environment_id, "previous_interaction_id": first.id}
        listed = sdk.interactions.create(agent=agent, input="list the files", **same)
        changed = {"type": "remote", "environment_id": first.environment_id, "network": "disabled"}
        return first, listed, sdk.interactions.create(agent=agent, input="what may you reach", environment=changed)

    first, listed, cut_off = await _run(sample)

    assert "`api.github.com`, `*.example.com`" in first.output_text
    assert "hidden" not in first.output_text
    for path in ("/workspace/r/README.md", "/workspace/.agents/AGENTS.md", "/workspace/a.bin"):
        assert path in listed.output_text
    assert "may reach nothing" in cut_off.output_text
    assert cut_off.environment_id == first.environment_id


async def test_files_download(sdk: Any, agent: str) -> None:
    """What a run made comes byte for byte: one file, and a folder as a tar."""

    def sample() -> tuple[bytes, bytes]:
        made = sdk.interactions.create(agent=agent, input="write teal to colour.txt", environment="remote")
        one = sdk.environments.files.download(environment=made.environment_id, path="workspace/colour.txt")
        return one, sdk.environments.files.download(environment=made.environment_id, path="workspace")

    one, folder = await _run(sample)

    assert one == b"teal\n"
    with tarfile.open(fileobj=io.BytesIO(folder)) as archive:
        assert [name for name in archive.getnames() if name.endswith("colour.txt")]


async def test_max_total_tokens(sdk: Any, agent: str) -> None:
    """The run stops soon after its budget is spent, as incomplete; "continue" goes on in the same place."""
    config: Any = {"type": "antigravity", "max_total_tokens": 1200}

    def sample() -> tuple[Any, Any]:
        cut = sdk.interactions.create(
            agent=agent, input="something very long", environment="remote", agent_config=config
        )
        rest = sdk.interactions.create(
            agent=agent,
            input="continue",
            previous_interaction_id=cut.id,
            environment=cut.environment_id,
            agent_config=config | {"max_total_tokens": 100_000},
        )
        return cut, rest

    cut, rest = await _run(sample)

    assert (cut.status, rest.status) == ("incomplete", "completed")
    assert "I go on with “something very long”" in rest.output_text
