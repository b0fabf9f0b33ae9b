"""What the agent reads in a request: which functions, in which rounds, with which arguments."""

from typing import Any

import pytest

from bot.playground.agent.actor.arguments import filled, wrong
from bot.playground.agent.actor.wishes import planned
from tests.playground.agent.offered import DISCORD, TIME, WEATHER, function

OWN = [WEATHER, TIME]
Calls = list[tuple[str, dict[str, Any]]]


def _rounds(prompt: str, functions: list[dict[str, Any]]) -> list[Calls]:
    return [[(wish.name, filled(wish)) for wish in one.wishes] for one in planned(prompt, functions).rounds]


TOKYO: Calls = [("get_weather", {"location": "Tokyo"})]
ROME: Calls = [("get_time", {"city": "Rome"})]
NAMED: dict[str, list[Calls]] = {
    "What is the weather in Tokyo?": [TOKYO],
    "Call get_weather for Tokyo": [TOKYO],
    "weather in Tokyo and get_time for Rome": [[*TOKYO, *ROME]],
    "weather in Tokyo twice": [[*TOKYO, *TOKYO]],
    "weather in Tokyo, then get_time for Rome": [TOKYO, ROME],
    "The weather in Tokyo in fahrenheit": [[("get_weather", {"location": "Tokyo", "unit": "fahrenheit"})]],
    'get_weather {"location": "Oslo", "unit": "none"}': [[("get_weather", {"location": "Oslo", "unit": "none"})]],
    "call both for Rome": [[("get_weather", {"location": "Rome"}), ("get_time", {"city": "Rome"})]],
    "call a function that is not there": [[("no_such_function", {})]],
    "complete with an open call for Tokyo": [TOKYO],
    "Plan a day": [],
}


@pytest.mark.parametrize(("prompt", "rounds"), NAMED.items())
def test_names_say_what_is_called(prompt: str, rounds: list[Calls]) -> None:
    """By the whole name or a longer word of it, with the names and values that stand around."""
    assert _rounds(prompt, [*DISCORD, *OWN]) == rounds


SPOKEN: dict[str, list[Calls]] = {
    "ask me: Which colour?": [[("discord_ask_person", {"question": "Which colour?", "kind": "text"})]],
    "ask me: Which colour? | red | blue": [
        [("discord_ask_person", {"question": "Which colour?", "kind": "choice", "choices": ["red", "blue"]})]
    ],
    "ask me: Go on? | Yes | No": [
        [("discord_ask_person", {"question": "Go on?", "kind": "yes_no", "choices": ["Yes", "No"]})]
    ],
    "ask me: One? | a | b and ask me: Two?": [
        [
            ("discord_ask_person", {"question": "One?", "kind": "choice", "choices": ["a", "b"]}),
            ("discord_ask_person", {"question": "Two?", "kind": "text"}),
        ]
    ],
    'post "first, then second" in <#123>': [[("discord_post", {"channel": "123", "text": "first, then second"})]],
    'post "hello" in #general': [[("discord_post", {"channel": "#general", "text": "hello"})]],
    "read this thread": [[("discord_read_thread", {})]],
    "read <#123>": [[("discord_read_channel", {"channel": "123"})]],
    "react with 🎉 to https://discord.com/channels/1/2/345": [[("discord_react", {"message": "345", "emoji": "🎉"})]],
    'open a thread "Plans" in <#7> saying "Let us plan."': [
        [("discord_open_thread", {"channel": "7", "name": "Plans", "text": "Let us plan."})]
    ],
    "send the file report.pdf, please": [[("discord_send_file", {"path": "report.pdf"})]],
    "make a picture of a red fox": [[("discord_make_picture", {"prompt": "a red fox"})]],
    'ask me: Sure? | ok, then post "done" in <#5>': [
        [("discord_ask_person", {"question": "Sure?", "kind": "choice", "choices": ["ok"]})],
        [("discord_post", {"channel": "5", "text": "done"})],
    ],
}


@pytest.mark.parametrize(("prompt", "rounds"), SPOKEN.items())
def test_sentences_say_what_is_done_for_a_person(prompt: str, rounds: list[Calls]) -> None:
    """The function is found by its name's words, and its schema is filled by what the sentence gives."""
    assert _rounds(prompt, [*OWN, *DISCORD]) == rounds


@pytest.mark.parametrize(
    "prompt",
    [
        "make a large picture",
        "read note.txt",
        "send my regards",
        "ask somebody",
        "post office",
        "open the person's file",
    ],
)
def test_a_single_word_does_not_act_for_a_person(prompt: str) -> None:
    """Functions that have sentences are called by these or by their whole name."""
    assert _rounds(prompt, DISCORD) == []
    assert _rounds("discord_send_file a.txt", DISCORD) != []


def test_who_reacts_to_nothing_in_particular_reads_first() -> None:
    """A round of its own looks for a message."""
    assert [[wish.name for wish in one.wishes] for one in planned("react with 🎉", DISCORD).rounds] == [
        ["discord_read_thread"],
        ["discord_react"],
    ]


def test_what_asks_for_no_function_is_the_rest() -> None:
    """From there on nothing is called any more."""
    plan = planned("weather in Oslo, then list the files, then get_time", OWN)

    assert [[wish.name for wish in one.wishes] for one in plan.rounds] == [["get_weather"]]
    assert plan.rest == "list the files, then get_time"


SHAPES: dict[str, tuple[dict[str, Any], Any]] = {
    "a text": ({"type": "string"}, "Oslo Rome"),
    "a whole number": ({"type": "integer"}, 3),
    "a number in its range": ({"type": "number", "maximum": 2}, 2.0),
    "a yes": ({"type": "boolean"}, True),
    "a named choice": ({"enum": ["small", "large"]}, "large"),
    "a choice": ({"enum": ["thin", "thick"]}, "thin"),
    "a constant": ({"const": 5}, 5),
    "names": ({"type": "array", "items": {"type": "string"}}, ["Oslo", "Rome"]),
    "numbers": ({"type": "array", "items": {"type": "number"}}, [3.0, 40.0]),
    "at least so many": ({"type": "array", "items": {"type": "boolean"}, "minItems": 2}, [True, True]),
    "an object": (
        {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}, "required": ["a"]},
        {"a": 3},
    ),
    "not null": ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 3),
    "a type of two": ({"type": ["integer", "null"]}, 3),
    "a reference": ({"$ref": "#/$defs/Many"}, 3),
}


@pytest.mark.parametrize(("shape", "value"), SHAPES.values(), ids=SHAPES)
def test_a_schema_is_filled(shape: dict[str, Any], value: Any) -> None:
    """Of the kind that it wants, from the words that are there."""
    measure = function("measure", "it", it=shape)
    measure["parameters"]["$defs"] = {"Many": {"type": "integer"}}

    assert _rounds("Please measure 3 to 40 large ones in Oslo and in Rome", [measure]) == [[("measure", {"it": value})]]


def test_without_a_list_of_what_is_required_all_without_a_default_is() -> None:
    """Pydantic leaves the list out when every field has one."""
    measure = function("measure", a="integer", b={"type": "integer", "default": 4})

    assert _rounds("measure 3", [measure]) == [[("measure", {"a": 3})]]


@pytest.mark.parametrize("kind", ["string", "number", "integer", "boolean", "array", "object"])
def test_wrong_arguments_are_of_another_kind(kind: str) -> None:
    """No careful reader takes them for what was wanted."""
    wish = planned("measure", [function("measure", "it", it=kind)]).rounds[0].wishes[0]

    value = wrong(wish)["it"]

    kinds = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "array": list, "object": dict}
    assert not isinstance(value, kinds[kind])  # type: ignore[arg-type]


def test_who_wants_nothing_gets_something_else() -> None:
    """Even a function without parameters can be called wrongly."""
    wish = planned("measure", [function("measure")]).rounds[0].wishes[0]

    assert wrong(wish) == {"unexpected": True}
