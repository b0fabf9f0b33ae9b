"""What may come back for the agent's calls, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.playground.agent.offered import TIME, WEATHER, answer, open_calls, result, text_of
from tests.playground.agent.pictures import part, plain
from tests.playground.served import AGENT, Client

TOOLS = [WEATHER, TIME]
BAD = (400, "invalid_request")
Calls = list[dict[str, Any]]
USER: dict[str, Any] = {"type": "user_input", "content": [{"type": "text", "text": "and also this"}]}

REFUSED: dict[str, Callable[[Calls], list[Any]]] = {
    "a call that is not there": lambda calls: [*_all(calls), result({"id": "abcd1234", "name": "x"}, "x")],
    "one of two missing": lambda calls: _all(calls)[:1],
    "one twice": lambda calls: [*_all(calls), *_all(calls)[:1]],
    "a text beside": lambda calls: [*_all(calls), USER],
    "the wrong name": lambda calls: [result(calls[0], "x", name="get_time"), *_all(calls)[1:]],
    "a number": lambda calls: [result(call, 5) for call in calls],
    "nothing": lambda calls: [result(call, None) for call in calls],
    "an error in words": lambda calls: [result(call, "x", is_error="yes") for call in calls],
    "an unknown content": lambda calls: [result(call, [{"type": "smell"}]) for call in calls],
    "a sound": lambda calls: [result(call, [{"type": "audio", "data": "AA=="}]) for call in calls],
    "a picture that is none": lambda calls: [
        result(call, [{"type": "image", "mime_type": "image/png", "data": "AA=="}]) for call in calls
    ],
}


def _all(calls: Calls) -> list[dict[str, Any]]:
    return [result(call, "x") for call in calls]


async def _two_calls(client: Client) -> Any:
    return await client.ask("weather in Tokyo and get_time for Rome", tools=TOOLS)


@pytest.mark.parametrize("results", REFUSED.values(), ids=REFUSED)
async def test_it_is_refused(client: Client, results: Callable[[Calls], list[Any]]) -> None:
    """With a sentence; and the calls stay open, so that better results are taken."""
    made = await _two_calls(client)
    sent = results(open_calls(made))

    refused = await client.refused(agent=AGENT, input=sent, previous_interaction_id=made["id"])
    final = await answer(client, made, "x", "y")

    assert refused[:2] == BAD
    assert refused[2]
    assert final["status"] == "completed"


async def test_an_unknown_field_is_refused(client: Client) -> None:
    """As everywhere."""
    made = await _two_calls(client)
    sent = [result(call, "x", colour="red") for call in open_calls(made)]

    assert (await client.refused(agent=AGENT, input=sent, previous_interaction_id=made["id"]))[:2] == (
        400,
        "parameter_unknown",
    )


async def test_the_machine_s_own_calls_are_not_the_client_s(client: Client) -> None:
    """They are answered already."""
    made = await client.ask("write a to b.txt", environment="remote", tools=TOOLS)
    own = next(step for step in made["steps"] if step["type"] == "function_call")

    refused = await client.refused(agent=AGENT, input=[result(own, "x")], previous_interaction_id=made["id"])

    assert refused[:2] == BAD


async def test_results_may_be_sent_again_after_a_doubt(client: Client) -> None:
    """Two requests that chain on one run are two branches of the talk."""
    made = await _two_calls(client)

    first, second = await answer(client, made, "x", "y"), await answer(client, made, "x", "y")

    assert first["id"] != second["id"]
    assert text_of(first) == text_of(second)


async def test_a_text_may_follow_an_open_call_unless_a_lever_says_otherwise(client: Client) -> None:
    """Nobody knows what the real service does; both can be had."""
    made = await _two_calls(client)

    allowed = await client.ask("hello", previous_interaction_id=made["id"])
    await client.lever("agent", {"text_over_open_calls": False})
    refused = await client.refused(agent=AGENT, input="hello", previous_interaction_id=made["id"])

    assert allowed["status"] == "completed"
    assert refused[:2] == (400, "failed_precondition")


SHOWN: dict[str, tuple[Any, str]] = {
    "an object": ({"temperature": 23, "sky": "Größe"}, '{"temperature": 23, "sky": "Größe"}'),
    "a text": ("fine\nweather", "fine\nweather"),
    "contents": (
        [{"type": "text", "text": "see"}, part(plain("blue", (40, 30)))],
        "see [image/png, 40 x 30 pixels, mostly blue]",
    ),
    "an empty list": ([], "answered: "),
}


@pytest.mark.parametrize(("value", "words"), SHOWN.values(), ids=SHOWN)
async def test_the_answer_repeats_what_came(client: Client, value: Any, words: str) -> None:
    """Whatever form it has."""
    made = await client.ask("weather in Tokyo", tools=TOOLS)

    assert words in text_of(await answer(client, made, value))


async def test_the_answer_says_what_failed(client: Client) -> None:
    """An error is told as one, with its words."""
    made = await client.ask("weather in Tokyo", tools=TOOLS)
    sent = [result(open_calls(made)[0], "no such city", is_error=True)]

    final = await client.ask(sent, previous_interaction_id=made["id"])

    assert "`get_weather` failed: no such city" in text_of(final)
