"""What holds of any answer in Anthropic's messages and Google's generateContent."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.events import RunStatus
from bot.core.tools.calls import open_calls
from bot.providers.models.generate_reader import GenerateReader
from bot.providers.models.messages_reader import MessagesReader
from bot.providers.models.speech import Reader
from tests.providers.models.readings import folded, read, stream

READERS: list[Callable[[], Reader]] = [MessagesReader, GenerateReader]
readers = pytest.mark.parametrize("new", READERS, ids=["messages", "generate"])
ENDS = {RunStatus.COMPLETED, RunStatus.REQUIRES_ACTION, RunStatus.INCOMPLETE, RunStatus.FAILED}
_NAMES = (
    "type index message content content_block delta usage stop_reason error text thinking signature partial_json id "
    "name input source data citations candidates parts finishReason functionCall args partialArgs jsonPath stringValue "
    "willContinue inlineData mimeType fileData fileUri thought thoughtSignature promptFeedback blockReason response "
    "usageMetadata promptTokenCount groundingMetadata groundingChunks groundingSupports segment web executableCode code"
)
_WORDS = (
    "message_start content_block_start content_block_delta content_block_stop message_delta message_stop ping error "
    "text thinking tool_use image text_delta thinking_delta signature_delta input_json_delta citations_delta STOP "
    "SAFETY MAX_TOKENS refusal tool_use ![a](data:image/png;base64, ) $.a.b[0] { ```"
)
NAMES, WORDS = _NAMES.split(), _WORDS.split()
leaves = st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(WORDS) | st.text(max_size=4)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=14,
)


def _event(kind: str) -> st.SearchStrategy[Any]:
    block = st.fixed_dictionaries({"type": st.sampled_from(["text", "thinking", "tool_use", "image", "x"])}) | values
    delta = st.fixed_dictionaries(
        {"type": st.sampled_from(["text_delta", "thinking_delta", "input_json_delta", "signature_delta"])},
        optional={name: st.sampled_from(WORDS) for name in ("text", "thinking", "partial_json", "signature")},
    )
    members = {"type": st.just(kind), "index": st.integers(0, 2), "content_block": block, "delta": delta | values}
    return st.fixed_dictionaries(members)


events = st.sampled_from([word for word in WORDS if "message" in word or "block" in word]).flatmap(_event)
parts = st.dictionaries(st.sampled_from(NAMES[15:]), values, max_size=3) | st.fixed_dictionaries(
    {"functionCall": st.fixed_dictionaries({"name": st.sampled_from(["f", "g"]), "args": values})}
)
responses = st.fixed_dictionaries(
    {
        "candidates": st.lists(
            st.fixed_dictionaries(
                {"content": st.fixed_dictionaries({"parts": st.lists(parts | values, max_size=4)})},
                optional={
                    "finishReason": st.sampled_from(["STOP", "SAFETY", "MAX_TOKENS", "X"]),
                    "groundingMetadata": values,
                },
            ),
            max_size=2,
        )
    }
)
chunks = st.lists(values | events | responses, max_size=8)


@readers
@given(told=chunks, wholes=st.lists(values | responses, max_size=2))
def test_nothing_raises_and_every_answer_ends(new: Callable[[], Reader], told: list[Any], wholes: list[Any]) -> None:
    """Whatever comes: the last event is one end, every step has stopped, and what goes back is a list of objects."""
    reader = new()

    run = read(reader, [stream(told)])
    again = new()
    others = folded([*(event for body in wholes for event in again.whole(body)), *again.close()])

    for one, echo in ((run, reader.echo), (others, again.echo)):
        assert (one.ended, one.status in ENDS, one.open_steps) == (True, True, frozenset())
        assert one.faults if one.status in (RunStatus.FAILED, RunStatus.INCOMPLETE) else True
        assert echo is None or (isinstance(echo, list) and echo and all(isinstance(item, dict) for item in echo))
        assert json.loads(json.dumps(echo)) == echo


@readers
@given(told=chunks, data=st.data())
def test_any_cut_into_chunks_gives_the_same(new: Callable[[], Reader], told: list[Any], data: st.DataObject) -> None:
    """The network decides where."""
    whole = stream(told, done=True)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    first, second = new(), new()

    pieces = [whole[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]

    assert read(first, pieces) == read(second, [whole])
    assert first.echo == second.echo


@readers
@given(told=chunks)
def test_a_call_is_told_whole_or_not_at_all(new: Callable[[], Reader], told: list[Any]) -> None:
    """So that none is acted upon that its model did not finish."""
    run = read(new(), [stream(told)])

    assert all(step.pending == "" and step.arguments is not None for step in run.steps if isinstance(step, e.Call))
    assert run.status is not RunStatus.COMPLETED or not open_calls(run.steps)


@given(text=st.text(max_size=60), data=st.data())
def test_any_cut_of_a_text_says_the_same(text: str, data: st.DataObject) -> None:
    """Both readers tell it as one text and send it back as one."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    pieces = [text[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    messages, generate = MessagesReader(), GenerateReader()
    deltas = [{"type": "content_block_delta", "delta": {"type": "text_delta", "text": piece}} for piece in pieces]
    parts = [{"candidates": [{"content": {"parts": [{"text": piece}]}}]} for piece in pieces]

    runs = [read(messages, [stream(deltas)]), read(generate, [stream(parts)])]

    says = [(e.Output((e.TextPart(text),)),) if text else ()] * 2
    assert [run.steps for run in runs] == says
    assert generate.echo == ([{"text": text}] if text else None)
