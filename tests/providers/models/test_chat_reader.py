"""The reader of chat completions, alone: any cut, any JSON, any place of a call."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import RunStatus
from bot.providers.models.chat_reader import ChatReader
from bot.providers.models.chat_thinking import ThinkTag
from tests.providers.models.readings import calls_in, read_chunks, read_whole, text_in, thoughts_in

NAMES = st.sampled_from(
    [
        "choices",
        "delta",
        "message",
        "content",
        "tool_calls",
        "function",
        "arguments",
        "images",
        "data",
        "error",
        "usage",
        "index",
        "id",
        "name",
        "type",
    ]
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def delta(**members: Any) -> dict[str, Any]:
    return {"id": "a", "choices": [{"index": 0, "delta": members, "finish_reason": None}]}


END = {"id": "a", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=20))
def test_a_leading_thought_by_any_cut(pieces: list[str], thought: str) -> None:
    """However the text is cut, thought and words are the same, and no character is lost."""
    whole = f"<think>{thought.replace('</think>', '')}</think>" + "".join(pieces)
    tags = [ThinkTag(), ThinkTag()]

    one = [tags[0].feed(whole), tags[0].close()]
    many = [*map(tags[1].feed, whole), tags[1].close()]

    assert ["".join(part) for part in zip(*one, strict=True)] == ["".join(part) for part in zip(*many, strict=True)]


def test_an_angle_bracket_is_no_thought() -> None:
    """What only begins like the tag is said in the end."""
    run = read_chunks(ChatReader(), delta(content="<thi"), delta(content="s is HTML"), END)

    assert (text_in(run), thoughts_in(run)) == ("<this is HTML", "")


@pytest.mark.parametrize(
    ("arguments", "read_as"),
    [("", {}), ('{"a": 1}', {"a": 1}), ("{broken", {"text": "{broken"}), ("[1]", {"text": "[1]"})],
)
def test_arguments_may_be_anything(arguments: str, read_as: dict[str, Any]) -> None:
    """What is no object is kept as text."""
    call = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}

    run = read_chunks(ChatReader(), delta(tool_calls=[call]), END)

    assert calls_in(run) == [("f", read_as)]


def test_two_calls_by_their_ids() -> None:
    """Without an index, ids part them, and a fragment without either belongs to the newest."""
    first = {"id": "x", "function": {"name": "f", "arguments": '{"a":'}}
    second = {"id": "y", "function": {"name": "g", "arguments": "{}"}}

    run = read_chunks(
        ChatReader(),
        delta(tool_calls=[first]),
        delta(tool_calls=[{"function": {"arguments": "1}"}}]),
        delta(tool_calls=[second]),
        END,
    )

    assert calls_in(run) == [("f", {"a": 1}), ("g", {})]


def test_a_cut_call_is_not_acted_upon() -> None:
    """The stream ended before it was whole."""
    call = {"index": 0, "id": "c", "function": {"name": "f", "arguments": '{"a": '}}

    run = read_chunks(ChatReader(), delta(tool_calls=[call]))

    assert (run.status, calls_in(run)) == (RunStatus.INCOMPLETE, [])


def test_what_a_call_carries_goes_back() -> None:
    """Members that we do not know (a signature) are a part of the echo."""
    reader = ChatReader()
    signed = {"extra_content": {"google": {"thought_signature": "s"}}}
    call = {"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}, **signed}

    read_chunks(reader, delta(tool_calls=[call]), END)

    assert isinstance(reader.echo, list)
    assert json.loads(json.dumps(reader.echo))[0]["tool_calls"][0]["extra_content"] == signed["extra_content"]


@given(ANY)
def test_nothing_raises(said: Any) -> None:
    """Whatever JSON comes, as a frame or whole, has an end."""
    assert read_chunks(ChatReader(), said).ended
    assert read_whole(ChatReader(), said).ended
