"""What holds of any answer in chat completions: any cut, any text, any JSON."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.providers.models.chat_reader import ChatReader
from bot.providers.models.chat_thinking import ThinkTag
from tests.providers.models.chat_shapes import END, PICTURE, URI, delta, fragment, message, thought
from tests.providers.models.readings import media_in, read, read_chunks, read_whole, stream, text_in

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


@given(ANY)
def test_nothing_raises(said: Any) -> None:
    """Whatever JSON comes, as a frame or whole, has an end."""
    assert read_chunks(ChatReader(), said).ended
    assert read_whole(ChatReader(), said).ended


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=20))
def test_a_leading_thought_by_any_cut(pieces: list[str], thought: str) -> None:
    """However the text is cut, thought and words are the same, and no character is lost."""
    whole = f"<think>{thought.replace('</think>', '')}</think>" + "".join(pieces)
    tags = [ThinkTag(), ThinkTag()]

    one = [tags[0].feed(whole), tags[0].close()]
    many = [*map(tags[1].feed, whole), tags[1].close()]

    assert ["".join(part) for part in zip(*one, strict=True)] == ["".join(part) for part in zip(*many, strict=True)]


contents = st.lists(
    st.text(max_size=8)
    | st.sampled_from(["<think>", "</think>", "![a](", URI, ")", "\n", "`", "https://s.example/v.mp4", "](", "["]),
    max_size=8,
).map("".join)


@given(content=contents, data=st.data())
def test_any_cut_of_a_text_gives_the_same_steps(content: str, data: st.DataObject) -> None:
    """In one chunk, in many, or as a whole message; and what goes back is the same."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(content)), max_size=6)))
    pieces = [content[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(content)], strict=True)]
    readers = [ChatReader(), ChatReader(), ChatReader()]

    runs = [
        read_chunks(readers[0], *(delta(content=piece) for piece in pieces), END),
        read_chunks(readers[1], delta(content=content), END),
        read_whole(readers[2], message(content=content)),
    ]

    assert [run.steps for run in runs] == [runs[0].steps] * 3
    assert [reader.echo for reader in readers] == [readers[0].echo] * 3


@given(data=st.data())
def test_any_cut_of_the_bytes_gives_the_same(data: st.DataObject) -> None:
    """In the midst of a character, of a call, of a picture."""
    call = fragment('{"a": "é"}', index=0, id="x", name="f")
    chunks = [delta(reasoning_content="Hm é."), delta(content=f"Já ![b]({URI})"), delta(tool_calls=[call]), END]
    whole = stream(chunks, done=True)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))

    run = read(ChatReader(), [whole[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)])

    assert run.steps == (
        thought("Hm é."),
        e.Output((e.TextPart("Já "), PICTURE)),
        e.Call("function", "x", "f", arguments={"a": "é"}),
    )


@given(st.text(max_size=60).filter(lambda text: "<think>" not in text))
def test_no_character_is_lost(text: str) -> None:
    """Of a text without a file."""
    run = read_chunks(ChatReader(), *(delta(content=letter) for letter in text), END)

    assert text_in(run) == text or media_in(run)
