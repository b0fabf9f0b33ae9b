"""Films, canvas, deep research, storybooks: what gemini_official does beside talking."""

import re
import struct
from typing import Any

import pytest

from tests.playground.gateways.wire import Wire, decoded, size_of

OFFICIAL = "gemini_official"


async def _content(wire: Wire, text: str, ability: str, **fields: Any) -> str:
    reply = await wire.chat(text, on=OFFICIAL, model=f"gemini-3-pro-{ability}", **fields)
    assert reply.status == 200, reply.text
    content: str = reply.streamed if fields.get("stream") else reply.message["content"]
    return content


def _boxes(data: bytes) -> dict[bytes, bytes]:
    found, place = {}, 0
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        found[kind] = data[place + 8 : place + length]
        place += length
    return found


@pytest.mark.parametrize("stream", [False, True])
async def test_a_films_progress_is_quoted_and_its_end_is_a_plain_link(wire: Wire, stream: bool) -> None:
    """Before it a fenced block with the job; the link is no picture's."""
    content = await _content(wire, "a boat", "video", stream=stream)

    address = content.rpartition("](")[2].rstrip(")\n")
    status, kind, data = await wire.get(address)
    percents = [float(one) for one in re.findall(r"^> .* ([\d.]+)%$", content, re.MULTILINE)]
    assert content.startswith("```json\n")
    assert percents == sorted(percents)
    assert len(percents) > 2
    assert "![" not in content
    assert address.endswith(".mp4")
    assert (status, kind, data[4:8]) == (200, "video/mp4", b"ftyp")


async def test_a_film_is_a_real_one(wire: Wire) -> None:
    """Its boxes fit, and its first frame lies where its tables say."""
    content = await _content(wire, "a boat, as data", "video")
    data = decoded(content.rpartition("](")[2].rstrip(")\n"))

    boxes = _boxes(data)
    media = _boxes(_boxes(_boxes(boxes[b"moov"])[b"trak"])[b"mdia"])
    table = _boxes(_boxes(media[b"minf"])[b"stbl"])
    (offset,) = struct.unpack_from(">I", table[b"stco"], 8)
    count, first = struct.unpack_from(">II", table[b"stsz"], 8)
    assert list(boxes) == [b"ftyp", b"mdat", b"moov"]
    assert count == 4
    assert size_of(data[offset : offset + first]) == (160, 96)


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("link", r"\]\(http://[^)]+\.mp4\)"),
        ("data_link", r"\]\(data:video/mp4;base64,"),
        ("bare_data", r"\ndata:video/mp4"),
    ],
)
async def test_the_conditions_choose_a_films_form(wire: Wire, form: str, pattern: str) -> None:
    """A link into the storage, or base64, in a link or bare."""
    await wire.set(video_form=form)

    assert re.search(pattern, await _content(wire, "a boat", "video"))


async def test_a_film_may_fail_at_the_end(wire: Wire) -> None:
    """Status 200, progress, and no link."""
    content = await _content(wire, "a boat that must fail", "video")

    assert "❌" in content
    assert "](" not in content


@pytest.mark.parametrize("stream", [False, True])
async def test_research_is_many_pages_with_sources(wire: Wire, stream: bool) -> None:
    """Over 12,000 characters, chapters, and twelve numbered links."""
    content = await _content(wire, "lanterns of the world", "deepsearch", stream=stream)

    assert len(content) > 12_000
    assert content.count("\n## ") > 4
    assert len(re.findall(r"^\d+\. \[[^]]+\]\(https://", content, re.MULTILINE)) == 12


async def test_a_canvas_is_a_page_of_code(wire: Wire) -> None:
    """In a fence, with a sentence before and after."""
    content = await _content(wire, "a counter", "canvas")

    assert re.search(r"```html\n<!DOCTYPE html>.*</html>\n```\n\n\w", content, re.DOTALL)


async def test_a_storybook_alternates_pictures_and_text(wire: Wire) -> None:
    """Four pages under a title."""
    content = await _content(wire, "a story of a lantern", "storybook")

    marks = re.findall(r"!\[image\]|\*\*Page \d\*\*", content)
    assert marks == [mark for page in range(1, 5) for mark in ("![image]", f"**Page {page}**")]


async def test_a_storybook_goes_with_every_form_of_picture(wire: Wire) -> None:
    """As parts, texts and pictures alternate in a list."""
    reply = await wire.chat("a story, form parts", on=OFFICIAL, model="gemini-3-pro-storybook")

    kinds = [part["type"] for part in reply.message["content"]]
    assert kinds == ["text", *["image_url", "text"] * 4]


@pytest.mark.parametrize("ability", ["imagen", "video", "canvas", "deepsearch", "storybook"])
async def test_every_ability_answers_on_every_protocol_of_the_platform(wire: Wire, ability: str) -> None:
    """In the protocol's own shape."""
    model = f"gemini-3-fast-{ability}"

    messages = await wire.messages("a boat", on=OFFICIAL, model=model, stream=True)
    gemini = await wire.gemini("a boat", on=OFFICIAL, model=model, stream="sse")

    assert messages.events[-1]["type"] == "message_stop"
    assert gemini.events[-1]["candidates"][0]["finishReason"] == "STOP"
    has_inline = any(
        "inlineData" in part for one in gemini.events for part in one["candidates"][0].get("content", {})["parts"]
    )
    assert has_inline is (ability in ("imagen", "storybook"))
