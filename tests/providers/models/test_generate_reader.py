"""Answers of generateContent: what their parts mean, and what is odd about them."""

from typing import Any

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.generate_calls import is_ours
from bot.providers.models.generate_reader import GenerateReader
from tests.providers.models.generate_shapes import OTHER, PNG, called, end, picture, response, told
from tests.providers.models.readings import (
    calls_in,
    media_in,
    read_whole,
    text_in,
)


def test_text_thoughts_and_calls_are_steps_in_their_order() -> None:
    """Thoughts are kept apart, and an answer that calls a function asks for action."""
    run = told(
        response({"text": "I look.", "thought": True}),
        response({"text": "Let me "}),
        response({"text": "see."}),
        response({"functionCall": {"id": "fc_1", "name": "look", "args": {"at": "sky"}}}),
        end(),
    )

    assert run.steps == (
        e.Thought((e.TextPart("I look."),)),
        e.Output((e.TextPart("Let me see."),)),
        e.Call("function", "fc_1", "look", arguments={"at": "sky"}),
    )
    assert (run.status, run.ended, run.faults) == (RunStatus.REQUIRES_ACTION, True, ())


def test_parts_go_back_as_they_came() -> None:
    """In order, signed empty ones too; only plain text is put together."""
    signed = {"text": "", "thoughtSignature": "c2ln"}
    parts = [
        {"text": "I look.", "thought": True},
        {"text": "Let me see.", "thoughtSignature": "YQ=="},
        called("look", {"at": "sky"}, thoughtSignature="Yg=="),
        picture(thoughtSignature="Yw=="),
        {"executableCode": {"language": "PYTHON", "code": "1"}},
        {"smell": "of roses"},
        signed,
    ]
    reader = GenerateReader()

    told(response({"text": "We"}), response({"text": "ll."}), *map(response, parts), end(), reader=reader)

    assert reader.echo == [{"text": "Well."}, *parts]


def test_one_response_says_what_its_stream_would() -> None:
    """So does an array that came all at once, and an element after the other."""
    chunks = [response({"text": "Let "}), response({"text": "me."}), response(called("look", {})), end()]
    reader = GenerateReader()
    one = response({"text": "Let me."}, called("look", {}), finishReason="STOP")

    streamed, whole = told(*chunks), read_whole(GenerateReader(), one)
    array = read_whole(reader, chunks)

    assert [(text_in(run), calls_in(run), run.status) for run in (streamed, whole, array)] == [
        ("Let me.", [("look", {})], RunStatus.REQUIRES_ACTION)
    ] * 3


def test_both_spellings_and_a_forgotten_wrapping_are_read() -> None:
    """Gateways change the names, or leave what the upstream put around."""
    reader = GenerateReader()
    parts = [
        {"inline_data": {"mime_type": "image/png", "data": PNG}},
        {"function_call": {"name": "look", "args": {"a_b": 1}}, "thought_signature": "YQ=="},
    ]
    told_as = {
        "response": {
            "candidates": [{"content": {"parts": parts}, "finish_reason": "STOP"}],
            "usage_metadata": {"prompt_token_count": 3, "candidates_token_count": 4, "total_token_count": 7},
        }
    }

    run = told(told_as, reader=reader)

    assert (media_in(run), calls_in(run)) == ([e.MediaPart("image", "image/png", PNG)], [("look", {"a_b": 1})])
    assert (run.usage, run.status) == (e.Usage(input=3, output=4, total=7), RunStatus.REQUIRES_ACTION)
    assert reader.echo == parts


def test_a_call_without_an_id_gets_one() -> None:
    """The same however often it is read, another for another call, and known as none of the model's."""
    chunks = [{"responseId": "r1"} | response(called("look", {}), called("look", {})), end()]

    first, second = (told(*chunks) for _ in range(2))

    ids = [step.id for step in first.steps if isinstance(step, e.Call)]
    assert ids == [step.id for step in second.steps if isinstance(step, e.Call)]
    assert len(set(ids)) == 2
    assert all(map(is_ours, ids))


def test_a_draft_stays_among_the_thoughts() -> None:
    """Only pictures that are no thoughts are the answer, and an unsigned draft does not go back."""
    reader = GenerateReader()

    run = told(response(picture(thought=True), picture(OTHER), {"text": "Done."}), end(), reader=reader)

    assert media_in(run) == [e.MediaPart("image", "image/png", OTHER)]
    assert run.steps[0] == e.Thought((e.MediaPart("image", "image/png", PNG),))
    assert reader.echo == [picture(OTHER), {"text": "Done."}]


def test_the_same_picture_twice_is_shown_once() -> None:
    """Some gateways repeat it in the last response."""
    run = told(response(picture()), response(picture()), response(picture(OTHER)), end())

    assert [part.data for part in media_in(run)] == [PNG, OTHER]


def test_a_file_elsewhere_is_an_address() -> None:
    """It does not go back: the service would not know it."""
    reader = GenerateReader()
    part = {"fileData": {"mimeType": "video/mp4", "fileUri": "https://files.example/1.mp4"}}

    run = told(response(part), end(), reader=reader)

    assert media_in(run) == [e.MediaPart("video", "video/mp4", uri="https://files.example/1.mp4")]
    assert reader.echo is None


def test_a_picture_in_text_is_a_part() -> None:
    """Its base64 does not go back as words."""
    reader = GenerateReader()

    run = told(response({"text": f"Here:\n\n![image](data:image/png;base64,{PNG})\n\nGood?"}), end(), reader=reader)

    assert [(part.kind, part.data) for part in media_in(run)] == [("image", PNG)]
    assert text_in(run).split() == ["Here:", "Good?"]
    assert PNG not in str(reader.echo)


def test_code_that_the_service_ran_is_shown_in_fences() -> None:
    """Longer ones than any within."""
    run = told(
        response(
            {"text": "So:"},
            {"executableCode": {"language": "PYTHON", "code": "print('```')\n"}},
            {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "```\n"}},
        ),
        end(),
    )

    assert text_in(run).split("\n") == [
        "So:",
        "",
        "````python",
        "print('```')",
        "````",
        "",
        "",
        "",
        "````",
        "```",
        "````",
        "",
        "",
    ]


def test_an_unknown_part_is_kept() -> None:
    """Where it stood."""
    run = told(response({"text": "a"}, {"smell": "of roses"}, {"text": "b"}), end())

    assert run.steps == (e.Output((e.TextPart("a"), e.UnknownPart({"smell": "of roses"}), e.TextPart("b"))),)


def test_arguments_may_come_piece_by_piece() -> None:
    """By their places; the call is told when it is whole, and goes back in one piece with its signature."""
    reader = GenerateReader()

    def piece(path: str, **value: Any) -> dict[str, Any]:
        return response({"functionCall": {"partialArgs": [{"jsonPath": path} | value], "willContinue": True}})

    run = told(
        response({"functionCall": {"name": "look", "willContinue": True}, "thoughtSignature": "YQ=="}),
        piece("$.at.places[0].name", stringValue="Bos", willContinue=True),
        piece("$.at.places[0].name", stringValue="ton"),
        piece("$.at.places[1]", numberValue=2),
        piece("$['days']", boolValue=False),
        piece("$.nothing", nullValue=None),
        piece("$.days.of", stringValue="in its place"),
        piece("$.at.places[9]", stringValue="passed over"),
        piece("$" + ".at" * 2000, stringValue="passed over"),
        response({"functionCall": {}}),
        end(),
        reader=reader,
    )

    arguments = {"at": {"places": [{"name": "Boston"}, 2]}, "days": {"of": "in its place"}, "nothing": None}
    assert calls_in(run) == [("look", arguments)]
    assert reader.echo == [called("look", arguments, thoughtSignature="YQ==")]


def test_sources_stand_where_their_words_are() -> None:
    """By byte offsets, which are checked against the words; what has no place stands behind everything."""
    chunks = [{"web": {"uri": "https://a.example", "title": "A"}}, {"web": {"uri": "https://b.example", "title": "B"}}]
    right = {"segment": {"startIndex": 8, "endIndex": 11, "text": "yes"}, "groundingChunkIndices": [0]}
    wrong = {"segment": {"startIndex": 2, "endIndex": 5, "text": "yes"}, "groundingChunkIndices": [0, 7, True]}
    grounding = {"groundingChunks": chunks, "groundingSupports": [right, wrong]}

    run = told(response({"text": "Naïve: "}), response({"text": "yes"}), end(groundingMetadata=grounding))

    a, b = e.Citation("https://a.example", "A", 8, 11), e.Citation("https://b.example", "B", 11, 11)
    assert run.steps == (e.Output((e.TextPart("Naïve: yes", (a, a, b)),)),)
