"""Answers in Anthropic's messages: what their events mean, and what is odd about them."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.messages_reader import MessagesReader
from tests.providers.models.messages_shapes import PNG, STOP, begun, delta, ended, spoken, stopped, told
from tests.providers.models.readings import (
    calls_in,
    media_in,
    read,
    read_whole,
    stream,
    text_in,
    thoughts_in,
)


def test_text_thoughts_and_calls_are_steps_in_their_order() -> None:
    """Thoughts are kept apart, and an answer that calls a function asks for action."""
    run = told(
        begun({"type": "thinking", "thinking": "", "signature": ""}),
        delta(thinking="I look."),
        delta(signature="c2ln"),
        stopped(),
        begun({"type": "text", "text": ""}, 1),
        delta(1, text="Let me "),
        delta(1, text="see."),
        stopped(1),
        begun({"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}}, 2),
        delta(2, partial_json='{"at":'),
        delta(2, partial_json=' "sky"}'),
        stopped(2),
        ended("tool_use"),
        STOP,
    )

    assert run.steps == (
        e.Thought((e.TextPart("I look."),)),
        e.Output((e.TextPart("Let me see."),)),
        e.Call("function", "toolu_1", "look", arguments={"at": "sky"}),
    )
    assert (run.status, run.ended, run.faults) == (RunStatus.REQUIRES_ACTION, True, ())


def test_what_goes_back_is_what_came() -> None:
    """Signatures, hidden thoughts, and a call's arguments as an object."""
    reader = MessagesReader()
    hidden = {"type": "redacted_thinking", "data": "b3BhcXVl"}
    told(
        begun({"type": "thinking", "thinking": "", "signature": ""}),
        delta(thinking="I look."),
        delta(signature="c2ln"),
        stopped(),
        begun(hidden, 1),
        stopped(1),
        begun({"type": "text", "text": ""}, 2),
        delta(2, text="Let me see."),
        stopped(2),
        begun({"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}, "caller": {"type": "direct"}}, 3),
        delta(3, partial_json='{"at": "sky"}'),
        stopped(3),
        ended("tool_use"),
        STOP,
        reader=reader,
    )

    assert reader.echo == [
        {"type": "thinking", "thinking": "I look.", "signature": "c2ln"},
        hidden,
        {"type": "text", "text": "Let me see."},
        {
            "type": "tool_use",
            "id": "toolu_1",
            "name": "look",
            "input": {"at": "sky"},
            "caller": {"type": "direct"},
        },
    ]


def test_one_message_says_what_its_stream_would() -> None:
    """An answer may come whole where a stream was asked."""
    blocks = [
        {"type": "thinking", "thinking": "I look.", "signature": "c2ln"},
        {"type": "text", "text": "Let me see."},
        {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"at": "sky"}},
    ]
    reader = MessagesReader()
    usage = {"input_tokens": 10, "output_tokens": 7}
    body = {"type": "message", "content": blocks, "stop_reason": "tool_use", "usage": usage}

    run = read_whole(reader, body)

    assert (text_in(run), thoughts_in(run), calls_in(run)) == ("Let me see.", "I look.", [("look", {"at": "sky"})])
    assert (run.status, run.usage) == (RunStatus.REQUIRES_ACTION, e.Usage(input=10, output=7, total=17))
    assert reader.echo == blocks


@pytest.mark.parametrize(
    ("pieces", "arguments"),
    [([], {}), (["", " "], {}), (["[1]"], {"text": "[1]"}), (["{oops"], {"text": "{oops"})],
)
def test_arguments_that_are_no_object_are_kept_as_text(pieces: list[str], arguments: dict[str, Any]) -> None:
    """Nothing at all means none."""
    use = {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}}

    run = told(begun(use), *(delta(partial_json=piece) for piece in pieces), stopped(), ended("tool_use"), STOP)

    assert calls_in(run) == [("look", arguments)]


def test_what_nobody_knows_is_passed_over_or_kept() -> None:
    """Events and deltas are passed over, a block is a step of its own."""
    news = {"type": "smell", "of": "roses"}

    run = told(
        {"type": "ping"},
        {"type": "gateway_news"},
        "{broken",
        "null",
        begun(news),
        delta(smell="more"),
        stopped(),
        *spoken("Hi"),
        ended("end_turn"),
        STOP,
    )

    assert run.steps == (e.UnknownStep("smell", news), e.Output((e.TextPart("Hi"),)))
    assert run.status is RunStatus.COMPLETED


def test_pictures_in_text_are_parts_and_do_not_go_back_as_text() -> None:
    """The format has no block for them; base64 among the words would fill the model's window."""
    reader = MessagesReader()

    run = told(*spoken(f"Here:\n\n![image](data:image/png;base64,{PNG})\n\nGood?"), ended("end_turn"), reader=reader)

    assert [(part.kind, part.data) for part in media_in(run)] == [("image", PNG)]
    assert PNG not in text_in(run)
    assert PNG not in str(reader.echo)
    assert text_in(run).split() == ["Here:", "Good?"]


def test_a_leaked_block_with_a_picture_is_shown_once() -> None:
    """It goes not back: the service takes no pictures from the model."""
    reader = MessagesReader()
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}}

    run = told(begun(image), stopped(), begun(image, 1), stopped(1), ended("end_turn"), reader=reader)

    assert media_in(run) == [e.MediaPart("image", "image/png", PNG)]
    assert reader.echo is None


def test_sources_of_a_block_are_those_of_its_words() -> None:
    """By byte offsets into the text that is shown."""
    citation = {"type": "web_search_result_location", "url": "https://a.example", "title": "A", "cited_text": "x"}
    first = [begun({"type": "text", "text": ""}), delta(text="Naïve: "), stopped()]
    cited = [begun({"type": "text", "text": "", "citations": []}, 1), delta(1, text="yes"), delta(1, citations={})]
    cited[-1]["delta"] = {"type": "citations_delta", "citation": citation}

    run = told(*first, *cited, stopped(1), ended("end_turn"))

    assert run.steps == (e.Output((e.TextPart("Naïve: yes", (e.Citation("https://a.example", "A", 8, 11),)),)),)


def test_a_named_event_needs_no_type_within() -> None:
    """Some gateways leave it out."""
    frames = b'event: message_start\ndata: {}\n\nevent: message_stop\ndata: {"of": "it"}\n\n'

    assert read(MessagesReader(), [frames]).status is RunStatus.COMPLETED


def test_a_delta_may_come_without_its_blocks_beginning() -> None:
    """Its own type says what it is of."""
    run = read(MessagesReader(), [stream([delta(text="Hi"), ended("end_turn")])])

    assert text_in(run) == "Hi"


def test_a_long_thought_is_told_in_paragraphs() -> None:
    """The words of one are never torn."""
    pieces = ["**Pl", "an**\n", "\nI lo", "ok.\n\nI see", "."]

    run = told(
        begun({"type": "thinking"}),
        *(delta(thinking=piece) for piece in pieces),
        ended("end_turn"),
    )

    assert run.steps == (e.Thought((e.TextPart("**Plan**\n\n"), e.TextPart("I look.\n\n"), e.TextPart("I see."))),)
