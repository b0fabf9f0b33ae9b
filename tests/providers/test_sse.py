"""The decoder is held byte for byte: a network may cut a stream anywhere."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.providers.sse import Decoder, Frame, FrameTooLarge


def decoded(*pieces: bytes, limit: int = 1000) -> list[Frame]:
    decoder = Decoder(limit)
    return [frame for piece in pieces for frame in decoder.feed(piece)]


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(stream) + 1) for place in places), len(stream)]
    return [stream[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize(
    ("stream", "frames"),
    [
        (b"data: a\n\n", [Frame(b"a")]),
        (b"data:a\n\n", [Frame(b"a")]),
        (b"data:  a\n\n", [Frame(b" a")]),
        (b"data\n\n", [Frame(b"")]),
        (b"data:\n\n", [Frame(b"")]),
        (b"data: a\r\rdata: b\r\r", [Frame(b"a"), Frame(b"b")]),
        (b"data: a\r\n\r\ndata: b\r\n\r\n", [Frame(b"a"), Frame(b"b")]),
        (b"data: a\r\ndata: b\r\n\r\n", [Frame(b"a\nb")]),
        (b"data: a\r\n\rdata: b\n\r", [Frame(b"a"), Frame(b"b")]),
        (b"data: a\ndata: b\ndata:\n\n", [Frame(b"a\nb\n")]),
        (b"event: step.delta\ndata: a\n\ndata: b\n\n", [Frame(b"a", event="step.delta"), Frame(b"b")]),
        (b"id: 7\ndata: a\n\ndata: b\n\n", [Frame(b"a", id="7"), Frame(b"b", id="7")]),
        (b"id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n", [Frame(b"a", id="7"), Frame(b"b", id="7")]),
        (b": a comment\n\n: another\ndata: a\n\n", [Frame(b"a")]),
        (b"retry: 10\nnonsense: x\nnonsense\ndata: a: b\n\n", [Frame(b"a: b")]),
        (b"event: lonely\n\ndata: a\n\n", [Frame(b"a")]),
        (b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n", [Frame(b"a")]),
        (b"data: a\n\ndata: unfinished\n", [Frame(b"a")]),
        ("data: 🦊\n\n".encode(), [Frame("🦊".encode())]),
        (b"", []),
        (b"\n\n\n", []),
    ],
)
def test_it_reads_as_the_standard_says(stream: bytes, frames: list[Frame]) -> None:
    """A stream gives the frames that the HTML standard says it holds, whole or byte by byte."""
    whole, bytewise = decoded(stream), decoded(*(stream[i : i + 1] for i in range(len(stream))))

    assert whole == frames
    assert bytewise == frames


LINES = st.sampled_from(
    [
        b"data: a",
        b"data:",
        b"data: \xf0\x9f\xa6\x8a",
        b"event: e",
        b"id: 1",
        b": c",
        b"",
        b"",
        b"\xef\xbb\xbf",
        b"x\xff",
    ]
)
STREAMS = st.lists(st.tuples(LINES, st.sampled_from([b"\n", b"\r", b"\r\n"]))).map(
    lambda lines: b"".join(line + end for line, end in lines)
)


@given(STREAMS | st.binary(), st.lists(st.integers(0, 10_000)))
def test_the_cut_does_not_matter(stream: bytes, places: list[int]) -> None:
    """However the network cuts a stream, its frames are the same."""
    pieces, bytewise = cut(stream, places), [stream[i : i + 1] for i in range(len(stream))]

    assert decoded(*pieces) == decoded(*bytewise) == decoded(stream)


@given(STREAMS, st.lists(st.integers(0, 10_000)), st.integers(1, 12))
def test_the_cut_does_not_matter_to_the_limit(stream: bytes, places: list[int], limit: int) -> None:
    """Whether a stream is refused for a frame's size does not depend on how it was cut."""

    def outcome(pieces: list[bytes]) -> list[Frame] | str:
        try:
            return decoded(*pieces, limit=limit)
        except FrameTooLarge as error:
            return str(error)

    assert outcome(cut(stream, places)) == outcome([stream])


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), min_size=1), min_size=1))
def test_what_was_framed_comes_back(texts: list[str]) -> None:
    """Text that was written as frames is read as the same text."""
    stream = b"".join(b"data: " + text.encode() + b"\n\n" for text in texts)

    assert [frame.data.decode() for frame in decoded(stream, limit=10**9)] == texts


@pytest.mark.parametrize(
    "stream", [b"data: " + b"x" * 100, b"data: 1234\n" * 10, b": " + b"c" * 100, b"data: 12\n" * 4 + b"x" * 60]
)
def test_a_frame_over_the_limit_is_refused(stream: bytes) -> None:
    """A frame, or a line without an end, that outgrows the limit raises before it is whole."""
    decoder = Decoder(limit=64)

    with pytest.raises(FrameTooLarge, match="larger than 64 bytes"):
        decoder.feed(stream)


def test_the_limit_is_per_frame() -> None:
    """Any number of frames and comments within the limit pass, for the limit bounds what is held, not what went by."""
    decoder = Decoder(limit=64)

    frames = [frame for _ in range(1000) for frame in decoder.feed(b": heartbeat\ndata: 0123456789\n\n: alone\n")]

    assert len(frames) == 1000


def test_a_large_frame_costs_no_more_than_its_size() -> None:
    """Sixteen mebibytes in 16 KiB pieces are decoded in well under two seconds, since no byte is looked at again."""
    piece = b"x" * 16_384
    decoder = Decoder()
    started = time.process_time()

    decoder.feed(b"data: ")
    for _ in range(1024):
        decoder.feed(piece)
    (frame,) = decoder.feed(b"\n\n")

    assert len(frame.data) == 1024 * 16_384
    assert time.process_time() - started < 30
