"""A talk as a request of Google's generateContent."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.models.history import Echo
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import Function
from bot.providers.models.generate import GenerateSpeech
from bot.providers.models.speech import ModelSaid, Talk, ToolsSaid, UserSaid

SCHEMA: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
LOOK = Function(name="look", description="Looks.", parameters=SCHEMA)
CALL = e.Call("function", "made_1", "look", arguments={"at": "sky"})
RED = Reference("image/png", b"red")
RED_PART = {"inlineData": {"mimeType": "image/png", "data": "cmVk"}}
PARTS: list[Any] = [
    {"text": "I look.", "thought": True},
    {"functionCall": {"name": "look", "args": {"at": "sky"}}, "thoughtSignature": "c2ln"},
    {"text": "", "thoughtSignature": "YQ=="},
]
MADE = {"text": "This is what you made:"}
BLUE = ToolsSaid(results=(ToolResult(call="made_1", name="look", result="blue"),))


def output(text: str) -> e.Output:
    return e.Output((e.TextPart(text),))


def echo(content: Any = PARTS, *, model: str = "m", protocol: Protocol = Protocol.GENERATE) -> Echo:
    return Echo(protocol=protocol, model=model, content=content)


def contents_of(*said: Any, **members: Any) -> Any:
    talk = Talk(model="m", said=said, **{"functions": (LOOK,)} | members)
    body: Any = GenerateSpeech().asking(talk).body
    return [(one["role"], one["parts"]) for one in body["contents"]]


def response(name: str, **said: Any) -> dict[str, Any]:
    return {"functionResponse": {"name": name, "response": said}}


def test_a_talk_is_a_request() -> None:
    """The instruction is no content; a schema is sent as one."""
    talk = Talk(
        model="gemini-3", instruction="Be kind.", said=(UserSaid(text="Hi", pictures=(RED,)),), functions=(LOOK,)
    )

    asking = GenerateSpeech().asking(talk)

    assert (asking.path, dict(asking.query)) == ("/v1beta/models/gemini-3:streamGenerateContent", {"alt": "sse"})
    assert asking.body == {
        "systemInstruction": {"parts": [{"text": "Be kind."}]},
        "contents": [{"role": "user", "parts": [RED_PART, {"text": "Hi"}]}],
        "tools": [
            {"functionDeclarations": [{"name": "look", "description": "Looks.", "parametersJsonSchema": SCHEMA}]}
        ],
    }


def test_what_is_not_wanted_is_not_said() -> None:
    """Without a stream it is another method, and the model's name is encoded whole."""
    asking = GenerateSpeech().asking(Talk(model="a/b|[free,pro]", said=(UserSaid(text="Hi"),), stream=False))

    assert asking.path == "/v1beta/models/a%2Fb%7C%5Bfree%2Cpro%5D:generateContent"
    assert (dict(asking.query), dict(asking.headers)) == ({}, {})
    assert asking.body == {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}


def test_wishes_for_a_picture_stand_in_the_configuration() -> None:
    """Beside what the operator sets there."""
    talk = Talk(
        model="m",
        said=(UserSaid(text="Draw"),),
        makes_pictures=True,
        ratio="16:9",
        size="2K",
        max_tokens=100,
        extra={"labels": {"a": "b"}, "generationConfig": {"thinkingConfig": {"includeThoughts": True}}},
    )

    body = GenerateSpeech().asking(talk).body

    assert body["labels"] == {"a": "b"}
    assert body["generationConfig"] == {
        "maxOutputTokens": 100,
        "responseModalities": ["TEXT", "IMAGE"],
        "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"},
        "thinkingConfig": {"includeThoughts": True},
    }


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (ToolResult(call="made_1", name="look", result={"seen": 1}), {"output": {"seen": 1}}),
        (ToolResult(call="made_1", name="look", result="no sky", is_error=True), {"error": "no sky"}),
    ],
)
def test_what_the_model_said_goes_back_unchanged(result: ToolResult, said: dict[str, Any]) -> None:
    """Signatures, thoughts and empty parts too; an id that we made up for a call is not sent."""
    model = ModelSaid(steps=(CALL,), echo=echo())

    assert contents_of(UserSaid(text="Look"), model, ToolsSaid(results=(result,))) == [
        ("user", [{"text": "Look"}]),
        ("model", PARTS),
        ("user", [response("look", **said)]),
    ]


def test_an_id_that_the_model_gave_is_in_the_result() -> None:
    """It tells apart two calls of one function."""
    part = {"functionCall": {"id": "fc_1", "name": "look", "args": {}}, "thoughtSignature": "c2ln"}
    model = ModelSaid(steps=(e.Call("function", "fc_1", "look", arguments={}),), echo=echo([part]))
    answer = ToolsSaid(results=(ToolResult(call="fc_1", name="look", result="blue"),))

    contents = contents_of(UserSaid(text="Look"), model, answer)

    assert contents[-1][1][0]["functionResponse"]["id"] == "fc_1"


def test_what_another_model_said_is_told_anew() -> None:
    """Without thoughts and foreign ids; a picture is the user's, for one of the model's would have to be signed."""
    steps = (e.Thought((e.TextPart("Hm"),)), output("I look."), CALL)
    model = ModelSaid(steps=steps, echo=echo(model="another"), pictures=(RED,))

    assert contents_of(UserSaid(text="Look"), model, BLUE, UserSaid(text="And?")) == [
        ("user", [{"text": "Look"}]),
        ("model", [{"text": "I look."}, {"functionCall": {"name": "look", "args": {"at": "sky"}}}]),
        ("user", [response("look", output="blue"), RED_PART, MADE, {"text": "And?"}]),
    ]


def test_a_call_of_this_turn_without_its_signature_is_words() -> None:
    """The service refuses one that it did not sign, since the user's last words."""
    model = ModelSaid(steps=(output("I look."), CALL))

    assert contents_of(UserSaid(text="Look"), model, BLUE) == [
        ("user", [{"text": "Look"}]),
        ("model", [{"text": "I look."}]),
        ("user", [{"text": 'look({"at": "sky"}) gave: blue'}]),
    ]


def test_calls_are_words_where_no_functions_are_offered() -> None:
    """A platform without them refuses their parts."""
    contents = contents_of(UserSaid(text="Look"), ModelSaid(steps=(CALL,)), BLUE, UserSaid(text="And?"), functions=())

    assert contents == [("user", [{"text": "Look"}, {"text": 'look({"at": "sky"}) gave: blue'}, {"text": "And?"}])]


@pytest.mark.parametrize(
    ("part", "again"),
    [
        ({"inlineData": {"mimeType": "image/png", "data": "cmVk"}, "thoughtSignature": "c2ln"}, []),
        ({"inline_data": {"mime_type": "image/png", "data": "cmVk"}}, []),
        ({"text": "Here."}, [RED_PART, MADE]),
    ],
    ids=["signed", "snake case", "in the text"],
)
def test_a_picture_that_its_echo_has_is_not_shown_again(part: Any, again: list[Any]) -> None:
    """One that came as an address is: the echo has none."""
    model = ModelSaid(steps=(output("Here."),), echo=echo([part]), pictures=(RED,))

    assert contents_of(UserSaid(text="Draw"), model, UserSaid(text="Bluer")) == [
        ("user", [{"text": "Draw"}]),
        ("model", [part]),
        ("user", [*again, {"text": "Bluer"}]),
    ]


def test_each_call_has_its_answer() -> None:
    """In the calls' order; one that never came says so."""
    calls = tuple(e.Call("function", f"made_{n}", f"look_{n}", arguments={}) for n in (1, 2))
    answer = ToolsSaid(results=(ToolResult(call="made_2", name="look_2", result="blue"),))

    contents = contents_of(UserSaid(text="Look"), ModelSaid(steps=calls, echo=echo()), answer)

    assert contents[-1][1] == [
        response("look_1", error="There is no answer to this call."),
        response("look_2", output="blue"),
    ]
