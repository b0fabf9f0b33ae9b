"""How answers in Anthropic's messages end: by their own reason, cut off, or with an error."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.messages_reader import MessagesReader
from tests.providers.models.messages_shapes import BEGIN, STOP, begun, delta, ended, spoken, stopped, told
from tests.providers.models.readings import (
    calls_in,
    codes_of,
    read_chunks,
    read_whole,
    text_in,
    thoughts_in,
)


@pytest.mark.parametrize(
    ("reason", "status", "codes"),
    [
        ("end_turn", RunStatus.COMPLETED, []),
        ("stop_sequence", RunStatus.COMPLETED, []),
        ("a reason of tomorrow", RunStatus.COMPLETED, []),
        ("max_tokens", RunStatus.INCOMPLETE, ["max_tokens"]),
        ("model_context_window_exceeded", RunStatus.INCOMPLETE, ["context_window_exceeded"]),
        ("pause_turn", RunStatus.INCOMPLETE, ["pause_turn"]),
        ("refusal", RunStatus.FAILED, ["refusal"]),
        ("error", RunStatus.FAILED, ["error"]),
    ],
)
def test_stop_reasons_are_states(reason: str, status: RunStatus, codes: list[str]) -> None:
    """An unknown one is an end like any other; what was said stays said."""
    run = told(*spoken("Well"), ended(reason), STOP)

    assert (run.status, codes_of(run), text_in(run)) == (status, codes, "Well")


def test_a_stream_without_an_end_is_incomplete() -> None:
    """Neither a reason, nor message_stop, nor [DONE]."""
    run = told(*spoken("Half of")[:2])

    assert (run.status, codes_of(run), text_in(run)) == (RunStatus.INCOMPLETE, ["stream_cut"], "Half of")


@pytest.mark.parametrize("last", [STOP, "[DONE]", ended("end_turn")], ids=["message_stop", "done", "reason"])
def test_any_mark_of_the_end_is_one(last: Any) -> None:
    """Gateways leave one or the other out."""
    assert told(*spoken("Hi"), last).status is RunStatus.COMPLETED


def test_a_call_that_was_cut_off_is_none() -> None:
    """It must not be acted upon, and goes back as little."""
    reader = MessagesReader()
    use = {"type": "tool_use", "id": "toolu_1", "name": "pay", "input": {}}

    run = told(begun(use), delta(partial_json='{"amount": 1'), reader=reader)

    assert (calls_in(run), reader.echo, run.status) == ([], None, RunStatus.INCOMPLETE)


def test_usage_is_the_last_that_was_told() -> None:
    """Counts are sums so far; what was cached counts as asked, too."""
    start = {"input_tokens": 10, "cache_read_input_tokens": 100, "cache_creation_input_tokens": 5, "output_tokens": 1}
    end = {"output_tokens": 40, "input_tokens": None, "output_tokens_details": {"thinking_tokens": 15}}

    run = read_chunks(
        MessagesReader(),
        {"type": "message_start", "message": {"usage": start}},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": end},
        STOP,
    )

    assert run.usage == e.Usage(input=115, output=25, thought=15, cached=100, total=155)


def test_a_message_that_begins_anew_takes_the_place_of_the_first() -> None:
    """A gateway that tries again sends the beginning twice; nothing of the first attempt is shown or sent back."""
    reader = MessagesReader()
    first = [
        begun({"type": "thinking", "thinking": ""}),
        delta(thinking="Perhaps"),
        stopped(),
        begun({"type": "text", "text": ""}, 1),
        delta(1, text="Half"),
        begun({"type": "tool_use", "id": "toolu_1", "name": "pay", "input": {}}, 2),
        stopped(2),
    ]

    run = told(*first, BEGIN, *spoken("Whole"), ended("end_turn"), STOP, reader=reader)

    assert (text_in(run), thoughts_in(run), calls_in(run), run.status) == ("Whole", "", [], RunStatus.COMPLETED)
    assert reader.echo == [{"type": "text", "text": "Whole"}]


def test_a_message_after_a_whole_one_goes_on() -> None:
    """Then nothing is taken back."""
    run = told(*spoken("One. "), ended("end_turn"), STOP, BEGIN, *spoken("Two."), ended("end_turn"), STOP)

    assert text_in(run) == "One. Two."


@pytest.mark.parametrize(
    ("told_as", "message"),
    [
        ({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "Overloaded"),
        ({"error": {"message": "No account", "type": "x"}}, "No account"),
        ({"error": "No account"}, "No account"),
    ],
)
def test_an_error_within_a_stream_fails_the_run(told_as: Any, message: str) -> None:
    """In any shape; what was said before stays."""
    run = told(*spoken("Half of"), told_as)

    assert (run.status, text_in(run)) == (RunStatus.FAILED, "Half of")
    assert [fault.message for fault in run.faults] == [message]


@pytest.mark.parametrize(
    "body", [{"error": {"message": "No account"}}, [{"error": "No account"}], {"detail": "No account"}]
)
def test_an_error_that_is_all_of_the_answer_fails_the_run(body: Any) -> None:
    """With status 200, in the shapes in which gateways tell them."""
    run = read_whole(MessagesReader(), body)

    assert (run.status, run.faults[-1].message) == (RunStatus.FAILED, "No account")
