"""A talk as a request of Anthropic's messages."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.models.history import Echo
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import Function
from bot.providers.models.messages import MessagesSpeech
from bot.providers.models.speech import ModelSaid, Talk, ToolsSaid, UserSaid

LOOK = Function(name="look", description="Looks.", parameters={"type": "object", "properties": {}})
CALL = e.Call("function", "toolu_1", "look", arguments={"at": "sky"})
RED = Reference("image/png", b"red")
RED_BLOCK = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "cmVk"}}
BLOCKS: list[Any] = [
    {"type": "thinking", "thinking": "I look.", "signature": "c2ln"},
    {"type": "redacted_thinking", "data": "b3BhcXVl"},
    {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"at": "sky"}},
]
MADE = {"type": "text", "text": "This is what you made:"}


def output(text: str) -> e.Output:
    return e.Output((e.TextPart(text),))


def echo(content: Any = BLOCKS, *, model: str = "m", protocol: Protocol = Protocol.MESSAGES) -> Echo:
    return Echo(protocol=protocol, model=model, content=content)


def body_of(*said: Any, **members: Any) -> Any:
    talk = Talk(model="m", said=said, **{"functions": (LOOK,)} | members)
    return MessagesSpeech().asking(talk).body


def messages_of(*said: Any, **members: Any) -> Any:
    return [(one["role"], one["content"]) for one in body_of(*said, **members)["messages"]]


def text(said: str) -> dict[str, Any]:
    return {"type": "text", "text": said}


def result(content: str, number: str = "toolu_1", **members: Any) -> dict[str, Any]:
    return {"type": "tool_result", "tool_use_id": number, "content": content} | members


def test_a_talk_is_a_request() -> None:
    """The instruction is no message; there are no sampling parameters; a number of tokens is always said."""
    talk = Talk(
        model="claude-4",
        instruction="Be kind.",
        said=(UserSaid(text="Hi", pictures=(RED,)),),
        functions=(LOOK,),
        extra={"thinking": {"type": "adaptive"}},
    )

    asking = MessagesSpeech().asking(talk)

    assert (asking.path, dict(asking.query)) == ("/v1/messages", {})
    assert dict(asking.headers) == {"anthropic-version": "2023-06-01"}
    assert asking.body == {
        "model": "claude-4",
        "max_tokens": 32_000,
        "system": [text("Be kind.")],
        "messages": [{"role": "user", "content": [RED_BLOCK, text("Hi")]}],
        "tools": [{"name": "look", "description": "Looks.", "input_schema": {"type": "object", "properties": {}}}],
        "stream": True,
        "thinking": {"type": "adaptive"},
    }


def test_what_is_not_wanted_is_not_said() -> None:
    """No tools, no instruction, no stream; the number of tokens is the talk's."""
    body = body_of(UserSaid(text="Hi"), functions=(), stream=False, max_tokens=100)

    assert body == {"model": "m", "max_tokens": 100, "messages": [{"role": "user", "content": [text("Hi")]}]}


def test_what_the_model_said_goes_back_unchanged() -> None:
    """All results of its calls in one message of the user, before what the user says then."""
    said = ModelSaid(steps=(CALL,), echo=echo())
    answer = ToolsSaid(results=(ToolResult(call="toolu_1", name="look", result={"seen": "ü"}),))

    assert messages_of(UserSaid(text="Look"), said, answer, UserSaid(text="And?")) == [
        ("user", [text("Look")]),
        ("assistant", BLOCKS),
        ("user", [result('{"seen": "ü"}'), text("And?")]),
    ]


@pytest.mark.parametrize(
    "gone",
    [
        None,
        echo(model="another"),
        echo(protocol=Protocol.CHAT),
        echo("text"),
        echo([]),
        echo(["text"]),
    ],
    ids=["none", "another model", "another protocol", "a text", "nothing", "no blocks"],
)
def test_what_another_model_said_is_told_anew(gone: Echo | None) -> None:
    """Without thoughts; a call has its result, a picture is shown by the user."""
    steps = (e.Thought((e.TextPart("Hm"),)), output("I look. "), output("Now."), CALL)
    said = ModelSaid(steps=steps, echo=gone, pictures=(RED,))
    answer = ToolsSaid(results=(ToolResult(call="toolu_1", name="look", result="blue"),))

    assert messages_of(UserSaid(text="Look"), said, answer) == [
        ("user", [text("Look")]),
        (
            "assistant",
            [text("I look.\n\nNow."), {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"at": "sky"}}],
        ),
        ("user", [result("blue"), RED_BLOCK, MADE]),
    ]


def test_a_picture_is_shown_by_the_user_also_beside_an_echo() -> None:
    """The protocol has no place for it in what the model said."""
    said = ModelSaid(steps=(output("Here."),), echo=echo([text("Here.")]), pictures=(RED,))

    assert messages_of(UserSaid(text="Draw"), said, UserSaid(text="Bluer")) == [
        ("user", [text("Draw")]),
        ("assistant", [text("Here.")]),
        ("user", [RED_BLOCK, MADE, text("Bluer")]),
    ]


def test_a_call_that_nobody_answered_is_answered_with_an_error() -> None:
    """The service refuses a talk with an open call, and a result without one."""
    said = ModelSaid(steps=(CALL,), echo=echo())
    stray = ToolsSaid(results=(ToolResult(call="toolu_9", name="look", result="stray"),))

    assert messages_of(UserSaid(text="Look"), said, UserSaid(text="Well?"), stray) == [
        ("user", [text("Look")]),
        ("assistant", BLOCKS),
        ("user", [result("There is no answer to this call.", is_error=True), text("Well?")]),
    ]


def test_calls_are_words_where_no_functions_are_offered() -> None:
    """A platform without them refuses blocks of them; what was found out is still known."""
    said = ModelSaid(steps=(output("I look."), CALL))
    answer = ToolsSaid(results=(ToolResult(call="toolu_1", name="look", result="blue"),))

    assert messages_of(UserSaid(text="Look"), said, answer, functions=()) == [
        ("user", [text("Look")]),
        ("assistant", [text("I look.")]),
        ("user", [text('look({"at": "sky"}) gave: blue')]),
    ]


def test_ids_of_other_protocols_are_made_fit() -> None:
    """The service takes letters, digits, hyphens and underscores."""
    call = e.Call("function", "functions.look:0", "look", arguments={})
    answer = ToolsSaid(results=(ToolResult(call="functions.look:0", name="look", result="blue"),))

    (_, _), (_, model), (_, user) = messages_of(UserSaid(text="Look"), ModelSaid(steps=(call,)), answer)

    assert (model[0]["id"], user[0]["tool_use_id"]) == ("functions_look_0", "functions_look_0")


def test_nothing_said_is_no_message() -> None:
    """The service refuses empty ones, and neighbours of one role are one."""
    nothing = ModelSaid(steps=(e.Thought((e.TextPart("Hm"),)), output(" \n")))

    assert messages_of(UserSaid(text="One"), nothing, UserSaid(text="Two")) == [("user", [text("One"), text("Two")])]
