"""The client's functions: called at once, in rounds, badly, and beside the machine's own tools."""

import json
from typing import Any

import pytest

from tests.playground.agent.offered import (
    ASK,
    DISCORD,
    TIME,
    WEATHER,
    answer,
    called,
    open_calls,
    text_of,
)
from tests.playground.served import AGENT, Client

TOOLS = [{"type": "code_execution"}, WEATHER, TIME]
OLD_AGENT = "antigravity-preview-05-2026"


async def test_several_calls_are_answered_at_once(client: Client) -> None:
    """Two calls in one run; both results in one request; the answer repeats both."""
    made = await client.ask("weather in Tokyo and get_time for Rome", tools=TOOLS)

    final = await answer(client, made, {"temperature": 23}, "noon", tools=TOOLS)

    assert made["status"] == "requires_action"
    assert called(made) == [("get_weather", {"location": "Tokyo"}), ("get_time", {"city": "Rome"})]
    assert final["status"] == "completed"
    assert '`get_weather` answered: {"temperature": 23}' in text_of(final)
    assert "`get_time` answered: noon" in text_of(final)


async def test_rounds_follow_one_another(client: Client) -> None:
    """Each result is followed by the next call; then the rest of the request is done; the end knows all results."""
    prompt = "weather in Tokyo, then get_time for Rome, then list the files"
    first = await client.ask(prompt, tools=TOOLS, environment="remote")
    second = await answer(client, first, "sunny", tools=TOOLS)
    third = await answer(client, second, "noon", tools=TOOLS)

    assert [called(one) for one in (first, second)] == [
        [("get_weather", {"location": "Tokyo"})],
        [("get_time", {"city": "Rome"})],
    ]
    assert third["status"] == "completed"
    for words in ("sunny", "noon", "holds no files"):
        assert words in text_of(third)


async def test_what_is_not_offered_any_more_is_not_called(client: Client) -> None:
    """Tools have to come with every request."""
    made = await client.ask("weather in Tokyo, then get_time for Rome", tools=TOOLS)

    final = await answer(client, made, "sunny")

    assert (final["status"], open_calls(final)) == ("completed", [])
    assert "sunny" in text_of(final)


@pytest.mark.parametrize(
    ("prompt", "arguments"),
    [
        ("weather in Tokyo with wrong arguments", {"location": {"not": "a text"}, "unit": {"not": "a text"}}),
        ("weather in Tokyo without arguments", {}),
        ("weather in Tokyo in pieces", {"location": "Tokyo"}),
    ],
)
async def test_arguments_may_be_bad_or_in_pieces(client: Client, prompt: str, arguments: dict[str, Any]) -> None:
    """What the stream told piece by piece is what reading the run gives."""
    body = {"agent": AGENT, "input": prompt, "tools": TOOLS, "stream": True}
    lines = await client.lines("/v1beta/interactions", body=body)
    events = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    deltas = [event["delta"] for event in events if event["event_type"] == "step.delta"]
    pieces = [delta["arguments"] for delta in deltas if delta["type"] == "arguments_delta"]
    made = await client.read(events[0]["interaction"]["id"])

    assert called(made) == [("get_weather", arguments)]
    assert json.loads("".join(pieces) or "{}") == arguments
    assert len(pieces) == (0 if not arguments else 3 if "pieces" in prompt else 1)


async def test_a_function_may_be_one_that_nobody_offered(client: Client) -> None:
    """A model makes up names; without any function too."""
    made = await client.ask("call a function that is not there")

    final = await answer(client, made, "There is no such function.")

    assert called(made) == [("no_such_function", {})]
    assert "no such function" in text_of(final)


async def test_a_completed_run_may_hold_an_open_call(client: Client) -> None:
    """The status says completed; the call can be answered all the same."""
    made = await client.ask("complete with an open call to get_weather in Oslo", tools=TOOLS)

    final = await answer(client, made, "cold")

    assert (made["status"], called(made)) == ("completed", [("get_weather", {"location": "Oslo"})])
    assert "`get_weather` answered: cold" in text_of(final)


@pytest.mark.parametrize("agent", [AGENT, OLD_AGENT])
async def test_the_machine_s_own_calls_stand_beside(client: Client, agent: str) -> None:
    """They look like the client's, and only their results tell that they are not."""
    made = await client.ask("weather in Tokyo, and look around", agent=agent, tools=TOOLS, environment="remote")
    calls = [step for step in made["steps"] if step["type"] == "function_call"]
    results = [step for step in made["steps"] if step["type"] == "function_result"]

    assert len(calls) == 3
    assert called(made) == [("get_weather", {"location": "Tokyo"})]
    assert [one["is_error"] for one in results] == [False, True]


async def test_without_a_machine_there_is_nothing_to_look_around_in(client: Client) -> None:
    """No filesystem step comes without an environment."""
    made = await client.ask("weather in Tokyo, and look around", tools=TOOLS)

    assert [step["name"] for step in made["steps"] if step["type"] == "function_call"] == ["get_weather"]


async def test_a_reaction_goes_to_the_newest_message_of_a_person(client: Client) -> None:
    """The first round reads; the second takes an id from what was read."""
    read = {"messages": [{"id": "11", "text": "a"}, {"id": "12", "text": "b"}, {"id": "13", "is_bot": True}]}
    first = await client.ask("react with 🎉", tools=DISCORD)
    second = await answer(client, first, read, tools=DISCORD)

    assert called(first) == [("discord_read_thread", {})]
    assert called(second) == [("discord_react", {"message": "12", "emoji": "🎉"})]


async def test_two_questions_come_at_once(client: Client) -> None:
    """One call each, in one run."""
    made = await client.ask("ask me: One? | a | b and ask me: Two?", tools=[ASK])

    assert [arguments["question"] for _, arguments in called(made)] == ["One?", "Two?"]


async def test_a_later_request_begins_its_own_rounds(client: Client) -> None:
    """What was answered in an earlier turn is neither repeated nor counted."""
    first = await client.ask("weather in Tokyo", tools=TOOLS)
    told = await answer(client, first, "sunny", tools=TOOLS)
    again = await client.ask("get_time for Rome", tools=TOOLS, previous_interaction_id=told["id"])
    final = await answer(client, again, "noon", tools=TOOLS)

    assert called(again) == [("get_time", {"city": "Rome"})]
    assert "sunny" not in text_of(final)
