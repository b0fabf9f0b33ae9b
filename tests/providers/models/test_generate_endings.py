"""How answers of generateContent end: by their own reason, blocked, cut off, or with an error."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.generate_reader import GenerateReader
from tests.providers.models.generate_shapes import called, end, response, told
from tests.providers.models.readings import (
    calls_in,
    codes_of,
    read_whole,
    text_in,
    thoughts_in,
)


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


def test_what_is_malformed_is_passed_over() -> None:
    """One bad chunk does not lose the rest."""
    run = told(response({"text": "a"}), "{broken", "null", "[]", {"news": 1}, response({"text": "b"}), end())

    assert (text_in(run), thoughts_in(run), run.status) == ("ab", "", RunStatus.COMPLETED)
