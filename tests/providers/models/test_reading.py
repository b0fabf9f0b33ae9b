"""An answer's bytes to events: the first byte decides what it is, and no cut of the bytes changes what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.providers.models import reading
from bot.providers.models.reading import CUT, TOO_LARGE, WEB_PAGE, Ear
from bot.providers.sse import Frame

ENDED = e.StatusChanged(e.RunStatus.COMPLETED, ended=True)


@dataclass
class NotingReader:
    """Tells back what it is given."""

    closed: int = 0
    seen: list[e.JsonValue] = field(default_factory=list)
    echo: e.JsonValue = None

    def frame(self, frame: Frame) -> Sequence[e.AgentEvent]:
        self.seen.append(frame.data.decode())
        return (e.Skipped(frame.data.decode()),)

    def whole(self, body: e.JsonValue) -> Sequence[e.AgentEvent]:
        self.seen.append(body)
        return (e.Skipped(str(body)),)

    def close(self) -> Sequence[e.AgentEvent]:
        self.closed += 1
        return (ENDED,)


def heard(
    data: bytes, *, content_type: str = "", cuts: Sequence[int] = ()
) -> tuple[list[e.JsonValue], Ear, list[e.AgentEvent]]:
    reader = NotingReader()
    ear, events = Ear(reader, content_type=content_type), list[e.AgentEvent]()
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        events += ear.feed(data[start:end])
    return reader.seen, ear, events + ear.close()


WHOLES = [
    (b'data: {"a": 1}\n\ndata: two\n\ndata: [DONE]\n\n', ['{"a": 1}', "two", "[DONE]"]),
    (b": ping\n\nevent: x\r\ndata:1\r\n\r\n", ["1"]),
    (b'{"a": [1, "]"]}', [{"a": [1, "]"]}]),
    (b'\n\n\n {"a": 1}\n', [{"a": 1}]),
    (b'[{"a": "}\\"]"},\n{"b": {"c": [1]}}\n]', [{"a": '}"]'}, {"b": {"c": [1]}}]),
    (b'[\n{"a": "\\\\"}, {"b": "x"}', [{"a": "\\"}, {"b": "x"}]),
    (b"[]", []),
    (b"\xef\xbb\xbfdata: x\n\n", ["x"]),
]


@pytest.mark.parametrize(("data", "wanted"), WHOLES)
@pytest.mark.parametrize("content_type", ["text/event-stream", "application/json", ""])
def test_the_first_byte_decides(data: bytes, wanted: list[e.JsonValue], content_type: str) -> None:
    """A stream, an object, an array and what has blank lines before it are read as what they are, whatever they say."""
    seen, _, events = heard(data, content_type=content_type)

    assert seen == wanted
    assert events[-1] == ENDED


@given(st.sampled_from(WHOLES), st.lists(st.integers(0, 200), max_size=8))
def test_no_cut_changes_it(whole: tuple[bytes, list[e.JsonValue]], cuts: list[int]) -> None:
    """However the network cuts the bytes, the reader is given the same."""
    data, wanted = whole

    seen, _, events = heard(data, cuts=cuts)

    assert seen == wanted
    assert sum(isinstance(one, e.StatusChanged) and one.ended for one in events) == 1


def test_elements_are_told_as_they_come() -> None:
    """Of an array each element is read once it is whole, not at the end."""
    reader = NotingReader()
    ear = Ear(reader)

    ear.feed(b'[{"text": "a long beginning"}, {"text"')

    assert reader.seen == [{"text": "a long beginning"}]


def test_the_end_that_was_said_is_the_end() -> None:
    """After `[DONE]`, or a message's stop, nothing more is heard, though the connection stays open."""
    for last in (b"data: [DONE]\n\n", b"event: message_stop\ndata: {}\n\n"):
        reader = NotingReader()
        ear = Ear(reader)
        ear.feed(b"data: one more piece\n\n" + last + b"data: late\n\n")

        assert ear.done
        assert ear.feed(b"data: later\n\n") == []
        assert "late" not in reader.seen
        assert ear.close() == [ENDED]


def test_the_last_frame_may_lack_its_end() -> None:
    """A stream that ends without the blank line behind its last frame has lost nothing."""
    assert heard(b"data: first\n\ndata: last")[0] == ["first", "last"]


def test_a_page_is_no_answer() -> None:
    """HTML, with status 200 too, is a fault with the page's title."""
    _, _, events = heard(b"<!DOCTYPE html><html><title> Sign  in </title>", content_type="text/html")

    assert events == [e.Faulted(e.Fault(WEB_PAGE, "Sign in")), e.StatusChanged(e.RunStatus.FAILED, ended=True)]


def test_an_unknown_form_is_shown() -> None:
    """What is none of all that is text, and stands as it came."""
    _, _, events = heard(b"All accounts are busy.", content_type="text/plain")

    assert events[0] == e.StepStarted(0, e.Output((e.TextPart("All accounts are busy."),)))
    assert events[-1] == ENDED


def test_an_object_that_breaks_off_is_shown_as_unfinished() -> None:
    """Half of a JSON answer is no answer, but nothing of it is lost."""
    _, _, events = heard(b'{"choices": [{"mess')

    assert events[0] == e.Faulted(e.Fault(CUT, ""))
    assert e.StepStarted(0, e.Output((e.TextPart('{"choices": [{"mess'),))) in events
    assert events[-1] == e.StatusChanged(e.RunStatus.INCOMPLETE, ended=True)


@pytest.mark.parametrize(
    "data", [b'{"a": "xxxxxxxxxxxxxxxxxxxxxx', b'[{"a": "xxxxxxxxxxxxxxxxxxxxx', b"plain words and no end"]
)
def test_an_endless_answer_has_an_end(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Beyond the limit reading stops, and says so."""
    monkeypatch.setattr(reading, "BODY_LIMIT", 20)

    _, ear, events = heard(data)

    assert ear.done
    assert [one.fault.code for one in events if isinstance(one, e.Faulted)] == [TOO_LARGE]


def test_an_endless_stream_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small its frames are: a stream that is never silent fills every memory."""
    monkeypatch.setattr(reading, "ANSWER_LIMIT", 20)

    _, ear, events = heard(b"data: x\n\n" * 3)

    assert ear.done
    assert [one.fault.code for one in events if isinstance(one, e.Faulted)] == [TOO_LARGE]


def test_nothing_at_all_is_still_an_end() -> None:
    """An empty body closes the reader, and has a last word."""
    assert heard(b"")[2][-1].__class__ is e.StatusChanged


def test_arrays_of_long_strings_are_read_in_one_pass() -> None:
    """A picture of many pieces is looked at once: what was seen is not searched again."""
    reader = NotingReader()
    ear = Ear(reader)
    ear.feed(b'[{"data": "')
    for _ in range(2_000):
        ear.feed(b"A" * 1_000)
    assert ear._way is not None
    assert getattr(ear._way, "at") == len(getattr(ear._way, "rest"))  # noqa: B009 - of one kind of way alone
