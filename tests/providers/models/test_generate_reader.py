"""Answers of generateContent: what their parts mean, and what is odd about them."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.core.transcript import RunTranscript
from bot.providers.models.generate_calls import is_ours
from bot.providers.models.generate_reader import GenerateReader
from tests.providers.models.readings import (
    calls_in,
    codes_of,
    media_in,
    read_chunks,
    read_whole,
    text_in,
    thoughts_in,
)

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OTHER = PNG.replace("DwADhgGA", "DwADhgGB")


def response(*parts: Any, **candidate: Any) -> dict[str, Any]:
    return {"candidates": [{"content": {"role": "model", "parts": list(parts)}, "index": 0} | candidate]}


def end(reason: str = "STOP", **candidate: Any) -> dict[str, Any]:
    return {"candidates": [{"finishReason": reason, "index": 0} | candidate]}


def picture(data: str = PNG, **members: Any) -> dict[str, Any]:
    return {"inlineData": {"mimeType": "image/png", "data": data}} | members


def called(name: str, args: Any, **members: Any) -> dict[str, Any]:
    return {"functionCall": {"name": name, "args": args}} | members


def told(*chunks: Any, reader: GenerateReader | None = None) -> RunTranscript:
    return read_chunks(reader or GenerateReader(), *chunks)


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


@pytest.mark.parametrize(
    "reason",
    [
        "SAFETY",
        "PROHIBITED_CONTENT",
        "BLOCKLIST",
        "SPII",
        "RECITATION",
        "LANGUAGE",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
        "IMAGE_OTHER",
        "NO_IMAGE",
        "MALFORMED_FUNCTION_CALL",
        "MISSING_THOUGHT_SIGNATURE",
        "OTHER",
    ],
)
def test_reasons_that_fail_an_answer_are_faults_by_their_name(reason: str) -> None:
    """With the service's own words where it has some; what was said stays said."""
    run = told(response({"text": "Well"}), end(reason))
    explained = told(response({"text": "Well"}), end(reason, finishMessage="Because."))

    assert (run.status, codes_of(run), text_in(run)) == (RunStatus.FAILED, [reason.lower()], "Well")
    assert run.faults[0].message
    assert explained.faults[0].message == "Because."


@pytest.mark.parametrize(
    ("chunks", "status", "codes"),
    [
        ([response({"text": "a"}, finishReason="STOP")], RunStatus.COMPLETED, []),
        ([end()], RunStatus.COMPLETED, []),
        ([response({"text": "a"}, finishReason="MAX_TOKENS")], RunStatus.INCOMPLETE, ["max_tokens"]),
        ([response(called("f", {}), finishReason="MAX_TOKENS")], RunStatus.INCOMPLETE, ["max_tokens"]),
        ([response({"text": "a"}, finishReason="TOMORROW")], RunStatus.COMPLETED, []),
        ([end("TOMORROW")], RunStatus.FAILED, ["tomorrow"]),
        ([response({"text": "a"})], RunStatus.INCOMPLETE, ["stream_cut"]),
        ([response({"text": "a"}), "[DONE]"], RunStatus.COMPLETED, []),
        ([], RunStatus.INCOMPLETE, ["stream_cut"]),
    ],
)
def test_other_ends_are_states(chunks: list[Any], status: RunStatus, codes: list[str]) -> None:
    """An unknown reason ends an answer that says something, and fails one that says nothing."""
    run = told(*chunks)

    assert (run.status, codes_of(run)) == (status, codes)


@pytest.mark.parametrize("word", ["SAFETY", "OTHER", "JAILBREAK", "MODEL_ARMOR", "TOMORROW"])
def test_a_request_that_was_blocked_fails(word: str) -> None:
    """No candidates come, but why."""
    run = told({"promptFeedback": {"blockReason": word, "blockReasonMessage": "Because."}, "usageMetadata": {}})

    assert (run.status, run.faults[0]) == (RunStatus.FAILED, e.Fault(word.lower(), "Because."))


@pytest.mark.parametrize(
    "told_as",
    [
        {"error": {"code": 429, "message": "No account", "status": "RESOURCE_EXHAUSTED", "details": []}},
        [{"error": {"code": 429, "message": "No account", "status": "RESOURCE_EXHAUSTED"}}],
        {"error": "No account"},
        {"response": {"error": {"message": "No account"}}},
    ],
    ids=["object", "list", "text", "wrapped"],
)
def test_an_error_within_a_stream_fails_the_run(told_as: Any) -> None:
    """In any shape, and as all of the answer."""
    within, alone = told(response({"text": "Half of"}), told_as), read_whole(GenerateReader(), told_as)

    assert (within.status, text_in(within), within.faults[-1].message) == (RunStatus.FAILED, "Half of", "No account")
    assert (alone.status, alone.faults[-1].message) == (RunStatus.FAILED, "No account")


def test_an_answer_in_a_form_that_nobody_knows_fails_with_its_words() -> None:
    """It is no answer that merely broke off."""
    run = read_whole(GenerateReader(), {"detail": "No account"})

    assert (run.status, run.faults[-1].message) == (RunStatus.FAILED, "No account")


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


def test_a_call_that_was_cut_off_is_none() -> None:
    """It must not be acted upon, and goes back as little."""
    reader = GenerateReader()

    run = told(response({"functionCall": {"name": "pay", "willContinue": True}}), reader=reader)

    assert (calls_in(run), reader.echo, run.status) == ([], None, RunStatus.INCOMPLETE)


def test_usage_is_the_last_that_was_told() -> None:
    """Counts are sums so far; thoughts are no part of the answer's."""
    first = {"promptTokenCount": 9, "candidatesTokenCount": 1, "thoughtsTokenCount": 5, "totalTokenCount": 15}
    last = {
        "candidatesTokenCount": 4,
        "cachedContentTokenCount": 2,
        "toolUsePromptTokenCount": 3,
        "totalTokenCount": 21,
    }

    run = told({"usageMetadata": first} | response({"text": "a"}), end() | {"usageMetadata": last})

    assert run.usage == e.Usage(input=9, output=4, thought=5, cached=2, tool_use=3, total=21)


def test_sources_stand_where_their_words_are() -> None:
    """By byte offsets, which are checked against the words; what has no place stands behind everything."""
    chunks = [{"web": {"uri": "https://a.example", "title": "A"}}, {"web": {"uri": "https://b.example", "title": "B"}}]
    right = {"segment": {"startIndex": 8, "endIndex": 11, "text": "yes"}, "groundingChunkIndices": [0]}
    wrong = {"segment": {"startIndex": 2, "endIndex": 5, "text": "yes"}, "groundingChunkIndices": [0, 7, True]}
    grounding = {"groundingChunks": chunks, "groundingSupports": [right, wrong]}

    run = told(response({"text": "Naïve: "}), response({"text": "yes"}), end(groundingMetadata=grounding))

    a, b = e.Citation("https://a.example", "A", 8, 11), e.Citation("https://b.example", "B", 11, 11)
    assert run.steps == (e.Output((e.TextPart("Naïve: yes", (a, a, b)),)),)


def test_what_is_malformed_is_passed_over() -> None:
    """One bad chunk does not lose the rest."""
    run = told(response({"text": "a"}), "{broken", "null", "[]", {"news": 1}, response({"text": "b"}), end())

    assert (text_in(run), thoughts_in(run), run.status) == ("ab", "", RunStatus.COMPLETED)
