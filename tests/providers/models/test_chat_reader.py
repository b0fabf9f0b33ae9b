"""The reader of chat completions, alone: thoughts, words, ends, faults."""

import json
from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.chat_reader import ChatReader
from bot.providers.sse import Frame
from tests.providers.models.chat_shapes import END, delta, message, said, thought
from tests.providers.models.readings import codes_of, folded, read_chunks, read_whole, text_in, thoughts_in


def test_an_angle_bracket_is_no_thought() -> None:
    """What only begins like the tag is said in the end."""
    run = read_chunks(ChatReader(), delta(content="<thi"), delta(content="s is HTML"), END)

    assert (text_in(run), thoughts_in(run)) == ("<this is HTML", "")


@pytest.mark.parametrize(
    "members",
    [
        {"reasoning_content": "Hm.", "content": "Yes."},
        {"reasoning": "Hm.", "content": "Yes."},
        {"reasoning_content": "Hm.", "reasoning": "Hm.", "content": "Yes."},
        {"content": "\n<think>Hm.</think>\n\nYes."},
        {
            "content": [
                {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]},
                {"type": "text", "text": "Yes."},
            ]
        },
    ],
)
def test_thoughts_are_told_apart(members: dict[str, Any]) -> None:
    """From whatever place, of a whole message and of a chunk, and they do not go back."""
    readers = [ChatReader(), ChatReader()]

    runs = [read_whole(readers[0], message(**members)), read_chunks(readers[1], delta(**members), END)]

    assert [run.steps for run in runs] == [(thought("Hm."), said("Yes."))] * 2
    assert [reader.echo for reader in readers] == [[{"role": "assistant", "content": "Yes."}]] * 2


def test_a_thought_without_an_end_stays_a_thought() -> None:
    """Cut in the midst of its tag."""
    run = read_chunks(ChatReader(), delta(content="<think>Hm, "), delta(content="so</thi"), END)

    assert run.steps == (thought("Hm, so</thi"),)


def test_a_tag_in_the_midst_is_text() -> None:
    """Only a leading one is a thought."""
    assert text_in(read_whole(ChatReader(), message(content="I <think> so</think>"))) == "I <think> so</think>"


def test_a_refusal_is_said() -> None:
    """It is what the model answers."""
    run = read_chunks(ChatReader(), delta(refusal="I will "), delta(refusal="not."), END)

    assert (run.status, run.steps) == (RunStatus.COMPLETED, (said("I will not."),))


def test_sources_are_cited() -> None:
    """Annotations name them."""
    annotation = {"type": "url_citation", "url_citation": {"url": "https://s.example", "title": "S"}}

    run = read_whole(ChatReader(), message(content="So it is.", annotations=[annotation]))

    (output,) = run.steps
    assert isinstance(output, e.Output)
    (part,) = output.parts
    assert isinstance(part, e.TextPart)
    assert [(one.url, one.title) for one in part.citations] == [("https://s.example", "S")]


@pytest.mark.parametrize(
    ("reason", "status", "codes"),
    [
        ("stop", RunStatus.COMPLETED, []),
        ("length", RunStatus.INCOMPLETE, ["max_tokens"]),
        ("MAX_TOKENS", RunStatus.INCOMPLETE, ["max_tokens"]),
        ("content_filter", RunStatus.FAILED, ["content_blocked"]),
        ("SAFETY", RunStatus.FAILED, ["safety"]),
        ("error", RunStatus.FAILED, ["error"]),
        ("eos", RunStatus.COMPLETED, []),
    ],
)
def test_reasons_to_end(reason: str, status: RunStatus, codes: list[str]) -> None:
    """Said once, though chunks with no more in them follow."""
    after: Any = {"choices": [{"delta": {}, "finish_reason": None}]}

    run = read_chunks(ChatReader(), delta(content="Yes"), {"choices": [{"delta": {}, "finish_reason": reason}]}, after)

    assert (run.status, codes_of(run), text_in(run)) == (status, codes, "Yes")


@pytest.mark.parametrize(
    "frame",
    [
        Frame(b'{"error": {"message": "It broke."}}'),
        Frame(b'{"error": "It broke."}'),
        Frame(b'{"message": "It broke."}'),
        Frame(b'{"id": "a", "choices": [], "error": {"message": "It broke."}}'),
        Frame(b"It broke.", event="error"),
        Frame(b'{"type": "error", "error": {"type": "api_error", "message": "It broke."}}', event="error"),
    ],
)
def test_an_error_in_the_middle(frame: Frame) -> None:
    """What was said before it stays, whatever comes after."""
    reader = ChatReader()

    events = [*reader.frame(Frame(json.dumps(delta(content="Half")).encode())), *reader.frame(frame)]
    run = folded([*events, *reader.frame(Frame(b"[DONE]")), *reader.close()])

    assert (run.status, text_in(run)) == (RunStatus.FAILED, "Half")
    assert [fault.message for fault in run.faults] == ["It broke."]


@pytest.mark.parametrize(
    "odd",
    [
        "{broken",
        "null",
        {"id": "a", "choices": []},
        {"id": "a"},
        {"id": "a", "choices": None},
        {"id": "a", "choices": [{"delta": None}]},
        delta(content=None, tool_calls=None, images=None, reasoning_content=None),
        delta(),
        {"type": "gateway.news"},
    ],
)
def test_chunks_with_nothing_in_them(odd: Any) -> None:
    """They change nothing."""
    run = read_chunks(ChatReader(), odd, delta(content="Yes"), odd, END, odd)

    assert (run.status, run.steps, run.faults) == (RunStatus.COMPLETED, (said("Yes"),), ())


def test_usage_of_the_last_chunk_counts() -> None:
    """Thoughts are a part of what was completed; a sum that is not told is made."""
    usage = {"prompt_tokens": 10, "completion_tokens": 8, "completion_tokens_details": {"reasoning_tokens": 3}}
    told = {"choices": [], "usage": usage | {"prompt_tokens_details": {"cached_tokens": 4}}}

    run = read_chunks(ChatReader(), delta(content="Yes"), END, told, {"choices": [], "usage": None})

    assert run.usage == e.Usage(input=10, output=5, thought=3, cached=4, total=18)


def test_a_whole_answer_of_an_unknown_form_is_kept() -> None:
    """It fails, and shows what came."""
    run = read_whole(ChatReader(), {"result": "Yes"})

    assert (run.status, codes_of(run)) == (RunStatus.FAILED, ["unexpected_answer"])
    assert run.steps == (e.Output((e.UnknownPart({"result": "Yes"}),)),)
