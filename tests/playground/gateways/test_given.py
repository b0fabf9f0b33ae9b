"""Files that a chat brings along are read as what they are."""

from typing import Any

import pytest

from tests.playground.gateways.wire import Wire, b64, png

PNG = b64(png(20, 10))


def _content(*urls: str) -> list[dict[str, Any]]:
    parts = [{"type": "image_url", "image_url": {"url": url}} for url in urls]
    return [{"type": "text", "text": "what is this?"}, *parts]


@pytest.mark.parametrize("on", ["antigravity", "gemini_official"])
async def test_pictures_are_told_with_type_and_size(wire: Wire, on: str) -> None:
    """Each one, in order."""
    webp = b64(png(7, 5, kind="WEBP"))
    content = _content(f"data:image/png;base64,{PNG}", f"data:image/webp;base64,{webp}")

    reply = await wire.chat(content, on=on)

    assert "1. image/png, 20×10\n2. image/webp, 7×5" in reply.message["content"]
    assert await wire.broken() == []


async def test_a_file_part_may_be_a_picture_or_a_document(wire: Wire) -> None:
    """As base64 or as a data URI; what is no picture has a type alone."""
    document = b64(b"%PDF-1.7 and so on")
    files = [PNG, f"data:application/pdf;base64,{document}"]
    content = [{"type": "file", "file": {"file_data": data}} for data in files]

    reply = await wire.chat([{"type": "text", "text": "what is this?"}, *content])

    assert "1. image/png, 20×10\n2. application/pdf" in reply.message["content"]


async def test_a_film_travels_as_a_picture_part(wire: Wire) -> None:
    """One that the gateway made, sent back by its address."""
    made = await wire.chat("a boat", on="gemini_official", model="gemini-3-fast-video")
    address = made.message["content"].rpartition("](")[2].rstrip(")\n")

    reply = await wire.chat(_content(address))

    assert "1. video/mp4" in reply.message["content"]


async def test_a_wrong_label_is_named(wire: Wire) -> None:
    """The picture is read all the same."""
    reply = await wire.chat(_content(f"data:image/jpeg;base64,{PNG}"))

    assert "image/png, 20×10" in reply.message["content"]
    assert await wire.broken() == ["picture-mislabelled"]


async def test_nothing_is_fetched_from_elsewhere(wire: Wire) -> None:
    """It is said in the answer, and named."""
    reply = await wire.chat(_content("https://example.org/a.png"))

    assert "an address that was not fetched" in reply.message["content"]
    assert await wire.broken() == ["unfetched-address"]


@pytest.mark.parametrize(
    "url", ["", "a.png", "data:image/png;base64,####", f"data:image/png;base64,{b64(b'no picture')}", f"{PNG}"]
)
async def test_what_cannot_be_read_is_refused(wire: Wire, url: str) -> None:
    """Bare base64 in an image_url among it."""
    assert (await wire.chat(_content(url))).status == 400
