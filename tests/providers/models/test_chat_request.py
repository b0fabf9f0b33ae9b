"""A talk as a request of chat completions."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.models.history import Echo
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import Function
from bot.providers.models.chat import ChatSpeech
from bot.providers.models.speech import ModelSaid, Talk, ToolsSaid, UserSaid

LOOK = Function(name="look", description="Looks.", parameters={"type": "object", "properties": {}})
CALL = e.Call("function", "call_1", "look", arguments={"at": "sky"})
RED = Reference("image/png", b"red")
RED_PART = {"type": "image_url", "image_url": {"url": "data:image/png;base64,cmVk"}}
HELLO = {"role": "user", "content": "Hi"}
CALLED = {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": '{"at": "sky"}'}}


def output(*parts: e.Part) -> e.Output:
    return e.Output(parts)


def body_of(*said: Any, **members: Any) -> Any:
    talk = Talk(model="m", said=said, **{"functions": (LOOK,)} | members)
    return ChatSpeech().asking(talk).body


def messages_of(*said: Any, **members: Any) -> Any:
    return body_of(*said, **members)["messages"]


def test_a_talk_is_a_request() -> None:
    """The instruction is the first message, usage is asked for, extra keys stand at the top."""
    talk = Talk(
        model="gemini-3-flash",
        instruction="Be kind.",
        said=(UserSaid(text="Hi", pictures=(RED,)),),
        functions=(LOOK,),
        extra={"return_reasoning_content": True},
        max_tokens=100,
    )

    asking = ChatSpeech().asking(talk)

    assert (asking.path, dict(asking.query), dict(asking.headers)) == ("/v1/chat/completions", {}, {})
    assert asking.body == {
        "model": "gemini-3-flash",
        "messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": [{"type": "text", "text": "Hi"}, RED_PART]},
        ],
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "look",
                    "description": "Looks.",
                    "parameters": {"type": "object", "properties": {}},
                },
            }
        ],
        "max_tokens": 100,
        "stream": True,
        "stream_options": {"include_usage": True},
        "return_reasoning_content": True,
    }


def test_what_is_not_wanted_is_not_said() -> None:
    """No tools, no instruction, no stream, no limit: only the model and what was said."""
    assert body_of(UserSaid(text="Hi"), functions=(), stream=False) == {"model": "m", "messages": [HELLO]}


def test_a_picture_needs_no_words() -> None:
    """A text of nothing is not sent."""
    assert messages_of(UserSaid(text=" ", pictures=(RED,))) == [{"role": "user", "content": [RED_PART]}]


@pytest.mark.parametrize(
    ("result", "is_error", "content"),
    [("blue", False, "blue"), ({"sky": "blue"}, False, '{"sky": "blue"}'), ("no sky", True, "Error: no sky")],
)
def test_a_call_and_its_result(result: e.JsonValue, is_error: bool, content: str) -> None:
    """Made anew from the steps, thoughts left out; that a function failed stands in its words."""
    steps = (e.Thought((e.TextPart("Hm."),)), output(e.TextPart("I look.")), CALL)
    answer = ToolResult(call="call_1", name="look", result=result, is_error=is_error)

    told = messages_of(UserSaid(text="Hi"), ModelSaid(steps=steps), ToolsSaid(results=(answer,)))

    assert told == [
        HELLO,
        {"role": "assistant", "content": "I look.", "tool_calls": [CALLED]},
        {"role": "tool", "tool_call_id": "call_1", "content": content},
    ]


def test_a_call_without_words_has_no_content() -> None:
    """It is null, not an empty text; and a call that nobody answered has a result that says so."""
    told = messages_of(UserSaid(text="Hi"), ModelSaid(steps=(CALL,)))

    assert told[1] == {"role": "assistant", "content": None, "tool_calls": [CALLED]}
    assert (told[2]["role"], told[2]["tool_call_id"]) == ("tool", "call_1")


ECHO: list[Any] = [
    {"role": "assistant", "content": "I look.", "tool_calls": [CALLED | {"extra_content": {"signature": "s"}}]}
]


def test_an_echo_goes_back_as_it_came() -> None:
    """To the same model over the same protocol: signatures are in it."""
    said = ModelSaid(steps=(CALL,), echo=Echo(protocol=Protocol.CHAT, model="m", content=ECHO))

    assert messages_of(UserSaid(text="Hi"), said)[1] == ECHO[0]


@pytest.mark.parametrize(("protocol", "model"), [(Protocol.CHAT, "another"), (Protocol.MESSAGES, "m")])
def test_an_echo_of_another_is_not_sent(protocol: Protocol, model: str) -> None:
    """What it said is made anew."""
    said = ModelSaid(steps=(CALL,), echo=Echo(protocol=protocol, model=model, content=ECHO))

    assert messages_of(UserSaid(text="Hi"), said)[1] == {"role": "assistant", "content": None, "tool_calls": [CALLED]}


def test_a_picture_that_the_model_made_is_shown_to_it() -> None:
    """As the user's; the answer that had no words is not a message of nothing."""
    made = ModelSaid(steps=(output(e.MediaPart("image", uri="media:1")),), pictures=(RED,))

    told = messages_of(UserSaid(text="Hi"), made, UserSaid(text="bluer"))

    assert [one["role"] for one in told] == ["user", "user", "user"]
    assert told[1]["content"][1:] == [RED_PART]


def test_calls_are_words_where_no_functions_are() -> None:
    """A platform without tools gets neither calls nor results as such."""
    answer = ToolsSaid(results=(ToolResult(call="call_1", name="look", result="blue"),))

    told = messages_of(
        UserSaid(text="Hi"), ModelSaid(steps=(output(e.TextPart("I look.")), CALL)), answer, functions=()
    )

    assert [one["role"] for one in told] == ["user", "assistant", "user"]
    assert "blue" in told[2]["content"]
