"""Google's own SDK, unmodified, against the local agent: the documentation's samples must simply work."""

import asyncio
import base64
import time
from typing import Any

import pytest

from tests.playground.served import Client

OLD_AGENT = "antigravity-preview-05-2026"
NEW_AGENT = "antigravity-preview-09-2026"
BOTH = pytest.mark.parametrize("agent", [OLD_AGENT, NEW_AGENT])
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "Gets the current weather for a given location.",
    "parameters": {
        "type": "object",
        "properties": {"location": {"type": "string", "description": "The city and country, e.g. San Francisco, USA"}},
        "required": ["location"],
    },
}


@BOTH
async def test_a_plain_call_gives_the_answer_as_output_text(sdk: Any, agent: str) -> None:
    """One call runs the agent to its end; the SDK finds the text in the steps."""

    def sample() -> Any:
        return sdk.interactions.create(
            agent=agent,
            input="Read Hacker News, summarize the top 10 stories, and save the results as a PDF.",
            environment="remote",
        )

    interaction = await asyncio.to_thread(sample)

    assert interaction.status == "completed"
    assert "scripted" in interaction.output_text
    assert interaction.environment_id


async def test_the_tool_list_of_the_documentation_is_taken(sdk: Any) -> None:
    """Only the tools one needs may be passed."""

    def sample() -> Any:
        return sdk.interactions.create(
            agent=OLD_AGENT,
            input="Search for the latest AI research papers on reasoning and summarize them.",
            environment="remote",
            tools=[{"type": "google_search"}, {"type": "url_context"}],
        )

    interaction = await asyncio.to_thread(sample)

    assert [step.type for step in interaction.steps if step.type.startswith("google_search")] == [
        "google_search_call",
        "google_search_result",
    ]


async def test_an_inline_picture_is_taken(sdk: Any) -> None:
    """Text and an inline image make one request."""
    picture = base64.b64encode(b"\x89PNG not quite").decode("utf-8")

    def sample() -> Any:
        return sdk.interactions.create(
            agent=NEW_AGENT,
            input=[
                {"type": "text", "text": "Analyze this chart and summarize the trends."},
                {"type": "image", "data": picture, "mime_type": "image/png"},
            ],
            environment="remote",
        )

    interaction = await asyncio.to_thread(sample)

    assert interaction.status == "completed"


@BOTH
async def test_a_function_is_called_and_its_result_used(sdk: Any, agent: str) -> None:
    """Two rounds: the agent asks for the function, gets its result, and answers with it."""

    def first() -> Any:
        return sdk.interactions.create(
            agent=agent,
            input="What is the weather in Tokyo?",
            environment="remote",
            tools=[{"type": "code_execution"}, WEATHER],
        )

    def second(interaction: Any, call: Any) -> Any:
        return sdk.interactions.create(
            agent=agent,
            previous_interaction_id=interaction.id,
            environment=interaction.environment_id,
            input=[
                {
                    "type": "function_result",
                    "name": call.name,
                    "call_id": call.id,
                    "result": {"temperature": 23, "unit": "celsius"},
                }
            ],
        )

    interaction = await asyncio.to_thread(first)
    executed = {step.call_id for step in interaction.steps if step.type == "function_result"}
    pending = [step for step in interaction.steps if step.type == "function_call" and step.id not in executed]
    final = await asyncio.to_thread(second, interaction, pending[0])

    assert interaction.status == "requires_action"
    assert (pending[0].name, pending[0].arguments) == ("get_weather", {"location": "Tokyo"})
    assert final.status == "completed"
    assert "23" in final.output_text
    assert "celsius" in final.output_text


async def test_a_remote_mcp_server_may_be_named(sdk: Any) -> None:
    """The documentation's MCP sample is a valid request."""

    def sample() -> Any:
        return sdk.interactions.create(
            agent=OLD_AGENT,
            input="What is the weather in Tokyo?",
            environment="remote",
            tools=[{"type": "mcp_server", "name": "weather", "url": "https://weather.example.com/mcp"}],
        )

    interaction = await asyncio.to_thread(sample)

    assert interaction.output_text


async def test_a_background_run_is_polled_to_its_end(sdk: Any) -> None:
    """Creating answers at once with in_progress; reading by id says when it is over."""

    def sample() -> tuple[str, Any]:
        interaction = sdk.interactions.create(
            agent=OLD_AGENT,
            input="Run a complex analysis on the repository.",
            environment="remote",
            background=True,
        )
        began = interaction.status
        while interaction.status == "in_progress":
            time.sleep(0.05)
            interaction = sdk.interactions.get(id=interaction.id)
        return began, interaction

    began, interaction = await asyncio.to_thread(sample)

    assert began == "in_progress"
    assert interaction.status == "completed"
    assert interaction.output_text
    assert interaction.steps[0].type == "user_input"


async def test_two_turns_share_one_environment(sdk: Any) -> None:
    """The second run has the first one's files, and the talk."""

    def turn(text: str, **more: Any) -> Any:
        interaction = sdk.interactions.create(agent=NEW_AGENT, input=text, background=True, **more)
        while interaction.status == "in_progress":
            time.sleep(0.05)
            interaction = sdk.interactions.get(id=interaction.id)
        return interaction

    def sample() -> tuple[Any, Any, Any]:
        first = turn("write teal to colour.txt", environment="remote")
        chained = {"environment": first.environment_id}
        second = turn("what is in colour.txt", previous_interaction_id=first.id, **chained)
        return first, second, turn("what did I tell you", previous_interaction_id=second.id, **chained)

    first, second, third = await asyncio.to_thread(sample)

    assert second.environment_id == first.environment_id
    assert "teal" in second.output_text
    assert "write teal to colour.txt" in third.output_text


async def test_a_stream_brings_the_text_in_pieces(sdk: Any) -> None:
    """The pieces of a stream, joined, are the text that reading the run gives afterwards."""

    def sample() -> tuple[list[Any], Any]:
        events = list(sdk.interactions.create(agent=NEW_AGENT, input="hello", environment="remote", stream=True))
        return events, sdk.interactions.get(id=events[0].interaction.id)

    events, interaction = await asyncio.to_thread(sample)
    pieces = [event.delta.text for event in events if event.event_type == "step.delta" and event.delta.type == "text"]

    assert len(pieces) > 1
    assert "".join(pieces) == interaction.output_text
    assert events[-1].event_type == "interaction.completed"
    assert events[-1].interaction.status == interaction.status == "completed"


async def test_a_background_run_is_watched_and_taken_up_again(sdk: Any) -> None:
    """After a drop, last_event_id continues with the event after it: together each event comes once."""

    def sample() -> tuple[list[Any], list[Any], list[Any]]:
        made = sdk.interactions.create(agent=NEW_AGENT, input="Plan a day", environment="remote", background=True)
        first: list[Any] = []
        for event in sdk.interactions.get(id=made.id, stream=True):
            first.append(event)
            if len(first) == 7:
                break
        rest = list(sdk.interactions.get(id=made.id, stream=True, last_event_id=first[-1].event_id))
        return first, rest, list(sdk.interactions.get(id=made.id, stream=True))

    first, rest, whole = await asyncio.to_thread(sample)

    assert [event.event_id for event in first + rest] == [event.event_id for event in whole]
    assert rest[-1].interaction.status == "completed"


async def test_a_background_run_is_cancelled(sdk: Any, client: Client) -> None:
    """Cancelling ends the stream with interaction.completed, whose status is cancelled."""
    await client.request("POST", "/playground/speed", {"factor": 1})

    def sample() -> tuple[Any, Any, Any]:
        made = sdk.interactions.create(agent=NEW_AGENT, input="something slow", background=True)
        answer = sdk.interactions.cancel(id=made.id)
        events = list(sdk.interactions.get(id=made.id, stream=True))
        return answer, events[-1], sdk.interactions.get(id=made.id)

    answer, last, read = await asyncio.to_thread(sample)

    assert answer.status == "cancelled"
    assert last.event_type == "interaction.completed"
    assert last.interaction.status == read.status == "cancelled"


async def test_a_deleted_run_is_not_found(sdk: Any) -> None:
    """The SDK raises its own not-found error, with the sentence of the body."""

    def sample() -> Any:
        made = sdk.interactions.create(agent=NEW_AGENT, input="hello")
        sdk.interactions.delete(id=made.id)
        return sdk.interactions.get(id=made.id)

    with pytest.raises(Exception, match="was not found") as caught:
        await asyncio.to_thread(sample)

    assert type(caught.value).__name__ == "NotFoundError"


async def test_what_the_service_refuses_is_a_bad_request(sdk: Any) -> None:
    """An error of ours arrives as the SDK's exception for its status."""

    def sample() -> Any:
        return sdk.interactions.create(agent=NEW_AGENT, input="hello", background=True, store=False)

    with pytest.raises(Exception, match="store") as caught:
        await asyncio.to_thread(sample)

    assert type(caught.value).__name__ == "BadRequestError"


async def test_a_model_answers_too(sdk: Any) -> None:
    """The model form says back what it was told."""

    def sample() -> Any:
        return sdk.interactions.create(model="gemini-3.6-flash", input="Tell me a joke about rivers.")

    interaction = await asyncio.to_thread(sample)

    assert "Tell me a joke about rivers." in interaction.output_text
    assert interaction.model == "gemini-3.6-flash"


async def test_a_budget_ends_a_run_as_incomplete(sdk: Any) -> None:
    """The SDK sends max_total_tokens as a string; the run stops soon after it is spent."""

    def sample() -> Any:
        config: Any = {"type": "antigravity", "max_total_tokens": 1200}
        return sdk.interactions.create(agent=NEW_AGENT, input="something very long", agent_config=config)

    interaction = await asyncio.to_thread(sample)

    assert interaction.status == "incomplete"
