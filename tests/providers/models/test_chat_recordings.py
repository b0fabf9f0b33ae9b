"""Recorded traffic of services with chat completions, read through our reader, says what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import Output, RunStatus, Thought, Usage
from bot.providers.models.chat_reader import ChatReader
from tests.providers.models.readings import calls_in, read, recorded, text_in, thoughts_in

NAMES = ("azure-model-router", "deepseek-reasoning", "deepseek-tool-call")


def test_thoughts_apart() -> None:
    """DeepSeek's thoughts come in a member of their own, and count as a part of what was completed."""
    run = read(ChatReader(), [recorded("chat-completions", "deepseek-reasoning")])

    assert run.status is RunStatus.COMPLETED
    assert [type(step) for step in run.steps] == [Thought, Output]
    assert thoughts_in(run).startswith("We need to count the number of the letter")
    assert text_in(run) == 'The word "strawberry" contains three "r"s.'
    assert run.usage == Usage(input=18, output=14, thought=205, total=237)


def test_a_call_in_fragments() -> None:
    """Its arguments are whole, after the thought, and it goes back with its id."""
    reader = ChatReader()

    run = read(reader, [recorded("chat-completions", "deepseek-tool-call")])

    assert run.status is RunStatus.REQUIRES_ACTION
    assert calls_in(run) == [("weather", {"location": "San Francisco"})]
    assert thoughts_in(run).endswith('set to "San Francisco".')
    assert run.usage == Usage(input=339, output=44, thought=39, cached=320, total=422)
    assert "call_00_ioIn7yN9p1ZOMNpDLwd4MgAF" in str(reader.echo)


def test_chunks_without_choices() -> None:
    """Azure's router begins with one that has only its filter's results, and ends with one that only counts."""
    run = read(ChatReader(), [recorded("chat-completions", "azure-model-router")])

    assert (run.status, run.faults) == (RunStatus.COMPLETED, ())
    assert text_in(run) == "Capital of Denmark."
    assert run.usage == Usage(input=15, output=14, thought=64, total=93)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_any_cut_of_a_recording_says_the_same(name: str, data: st.DataObject) -> None:
    """The network decides where."""
    whole = recorded("chat-completions", name)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=4)))

    pieces = [whole[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]

    assert read(ChatReader(), pieces) == read(ChatReader(), [whole])
