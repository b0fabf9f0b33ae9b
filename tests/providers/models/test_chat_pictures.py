"""Pictures in chat completions, in every place that vendors have for them."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.chat_reader import ChatReader
from tests.providers.models.chat_shapes import END, JPEG, PICTURE, PNG, URI, delta, message
from tests.providers.models.readings import media_in, read_chunks, read_whole

PLACES: dict[str, dict[str, Any]] = {
    "an object": {"images": [{"type": "image_url", "image_url": {"url": URI}}]},
    "with an index": {"images": [{"type": "image_url", "image_url": {"url": URI}, "index": 0}]},
    "a text": {"images": [{"image_url": URI}]},
    "url": {"images": [{"url": URI}]},
    "base64": {"images": [{"b64_json": PNG}]},
    "a bare data URI": {"images": [URI]},
    "content": {"content": [{"type": "image_url", "image_url": {"url": URI}}]},
    "output_image": {"content": [{"type": "output_image", "image_url": URI}]},
    "image": {"content": [{"type": "image", "image": {"data": PNG}}]},
    "one object as content": {"content": {"type": "image_url", "image_url": {"url": URI}}},
    "a field": {"image_b64_json": PNG},
    "Markdown": {"content": f"![image]({URI})"},
    "alone": {"content": PNG},
    "without padding": {"image_b64_json": PNG.rstrip("=").replace("+", "-").replace("/", "_")},
}


@pytest.mark.parametrize("members", PLACES.values(), ids=PLACES)
def test_a_picture_in_every_place(members: dict[str, Any]) -> None:
    """Of a whole message and of a chunk: one part, and no text."""
    runs = [read_whole(ChatReader(), message(**members)), read_chunks(ChatReader(), delta(**members), END)]

    assert [(run.status, run.steps) for run in runs] == [(RunStatus.COMPLETED, (e.Output((PICTURE,)),))] * 2


@pytest.mark.parametrize("body", [{"data": [{"b64_json": PNG}]}, message(content="") | {"data": [{"b64_json": PNG}]}])
def test_a_picture_beside_the_choices(body: Any) -> None:
    """As the images routes answer, with choices or without."""
    assert media_in(read_whole(ChatReader(), body)) == [PICTURE]


def test_a_jpeg_is_no_path() -> None:
    """Its base64 begins with a slash."""
    run = read_whole(ChatReader(), message(images=[{"b64_json": JPEG}], image_b64_json=JPEG))

    assert media_in(run) == [e.MediaPart("image", "image/jpeg", data=JPEG)]


def test_the_same_picture_everywhere_is_one() -> None:
    """By its bytes, and by its address."""
    there = "https://s.example/x.png"
    content = f"![a]({URI})\n![b]({there})"

    run = read_whole(ChatReader(), message(content=content, images=[{"url": there}, URI], image_b64_json=PNG))

    assert media_in(run) == [PICTURE, e.MediaPart("image", uri=there)]


def test_texts_and_pictures_keep_their_order() -> None:
    """In one output, as they came."""
    chunks = [delta(content="One. ![a"), delta(images=[{"url": "/x.png"}]), delta(content=" Two.")]

    run = read_chunks(ChatReader(), *chunks, END)

    parts = (e.TextPart("One. ![a"), e.MediaPart("image", uri="/x.png"), e.TextPart(" Two."))
    assert run.steps == (e.Output(parts),)


@pytest.mark.parametrize("item", [{"type": "hologram", "of": 1}, 7, {"type": "image", "image": "?"}])
def test_a_part_of_an_unknown_kind_is_kept(item: Any) -> None:
    """As it came, whatever it is."""
    run = read_whole(ChatReader(), message(content=[{"type": "text", "text": "See:"}, item]))

    raw = item if isinstance(item, dict) else {"value": item}
    assert run.steps == (e.Output((e.TextPart("See:"), e.UnknownPart(raw))),)


def test_films_may_have_a_part_of_their_own() -> None:
    """By their address."""
    run = read_whole(
        ChatReader(), message(content=[{"type": "video_url", "video_url": {"url": "https://s.example/v"}}])
    )

    assert media_in(run) == [e.MediaPart("video", uri="https://s.example/v")]
