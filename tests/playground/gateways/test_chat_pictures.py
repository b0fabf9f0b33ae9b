"""Every place and spelling in which a picture was seen in a chat completion."""

import base64
import re
from typing import Any

import pytest

from tests.playground.gateways.wire import Reply, Wire, b64, decoded, png, size_of

MODEL = "gemini-3-pro-image"
SQUARE = (1024, 1024)


async def _message(wire: Wire, form: str, *, stream: bool) -> dict[str, Any]:
    """The message, or the deltas put together as a client would."""
    reply = await wire.chat(f"a boat, form {form}", model=MODEL, stream=stream)
    assert reply.status == 200, reply.text
    return _assembled(reply) if stream else dict(reply.message)


def _assembled(reply: Reply) -> dict[str, Any]:
    whole: dict[str, Any] = {"content": reply.streamed}
    for delta in reply.deltas:
        whole |= {name: value for name, value in delta.items() if name != "content" or isinstance(value, list)}
    return whole


def _in_markdown(message: dict[str, Any]) -> str:
    found = re.search(r"!?\[[^]]*\]\(([^)]+)\)", message["content"])
    assert found, message["content"][:200]
    return found[1]


BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


@BOTH
async def test_the_usual_form_is_markdown_with_an_address_in_the_gateways_storage(wire: Wire, stream: bool) -> None:
    """The address holds a platform and a name; the picture lies there without a key."""
    message = await _message(wire, "usual", stream=stream)

    address = _in_markdown(message)
    status, kind, data = await wire.get(address)
    assert re.fullmatch(rf"{wire.client.origin}/gateway-files/antigravity/[0-9a-f-]{{36}}\.png", address)
    assert message["content"].endswith(")\n\n")
    assert (status, kind, size_of(data)) == (200, "image/png", SQUARE)


@BOTH
@pytest.mark.parametrize("form", ["markdown_data", "markdown_data_split"])
async def test_markdown_may_hold_the_whole_picture(wire: Wire, form: str, stream: bool) -> None:
    """As a data URI in the text."""
    message = await _message(wire, form, stream=stream)

    assert size_of(decoded(_in_markdown(message))) == SQUARE


@pytest.mark.parametrize(("form", "count"), [("markdown_data", 1), ("markdown_data_split", 3)])
async def test_a_data_uri_comes_in_one_delta_or_in_three(wire: Wire, form: str, count: int) -> None:
    """A client must not read the Markdown before it is closed."""
    reply = await wire.chat(f"a boat, form {form}", model=MODEL, stream=True)

    pieces = [delta["content"] for delta in reply.deltas if len(delta.get("content", "")) > 100]
    assert len(pieces) == count
    assert pieces[0].startswith("![image](data:image/png;base64,")


@BOTH
async def test_an_address_may_be_relative(wire: Wire, stream: bool) -> None:
    """It begins with a slash and is meant against the gateway's origin."""
    address = _in_markdown(await _message(wire, "markdown_relative", stream=stream))

    assert address.startswith("/gateway-files/")
    assert size_of((await wire.get(address))[2]) == SQUARE


@BOTH
async def test_a_picture_may_be_a_plain_link(wire: Wire, stream: bool) -> None:
    """Without the exclamation mark; the path ends in a picture's suffix."""
    message = await _message(wire, "link", stream=stream)

    assert "![" not in message["content"]
    assert _in_markdown(message).endswith(".png")


@BOTH
async def test_a_reply_may_be_one_bare_address(wire: Wire, stream: bool) -> None:
    """Nothing else stands in the text."""
    message = await _message(wire, "bare_url", stream=stream)

    assert size_of((await wire.get(message["content"]))[2]) == SQUARE


@BOTH
async def test_a_reply_may_be_bare_base64(wire: Wire, stream: bool) -> None:
    """Nothing else stands in the text."""
    message = await _message(wire, "bare_base64", stream=stream)

    assert size_of(base64.b64decode(message["content"], validate=True)) == SQUARE


@BOTH
@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("images", ("image_url", "url")),
        ("images_string", ("image_url",)),
        ("images_b64", ("b64_json",)),
        ("images_index", ("image_url", "url")),
    ],
)
async def test_pictures_may_stand_in_images(wire: Wire, form: str, keys: tuple[str, ...], stream: bool) -> None:
    """Four spellings of the same thing, as data."""
    (image,) = (await _message(wire, form, stream=stream))["images"]

    value: Any = image
    for key in keys:
        value = value[key]
    assert size_of(decoded(value)) == SQUARE
    assert ("index" in image) is (form == "images_index")


@BOTH
async def test_images_may_hold_addresses(wire: Wire, stream: bool) -> None:
    """The fifth spelling."""
    (image,) = (await _message(wire, "images_url", stream=stream))["images"]

    assert size_of((await wire.get(image["url"]))[2]) == SQUARE


@BOTH
@pytest.mark.parametrize(
    ("form", "kind"), [("parts", "image_url"), ("parts_output", "output_image"), ("parts_image", "image")]
)
async def test_content_may_be_a_list(wire: Wire, form: str, kind: str, stream: bool) -> None:
    """Text parts and a picture part, of three kinds."""
    content = (await _message(wire, form, stream=stream))["content"]

    assert content[-1]["type"] == kind
    assert "image_url" in content[-1]
    assert [part["type"] for part in content[:-1]] == ([] if stream else ["text"])


@BOTH
async def test_a_message_may_hold_base64_beside_its_content(wire: Wire, stream: bool) -> None:
    """As image_b64_json."""
    message = await _message(wire, "image_b64_json", stream=stream)

    assert size_of(decoded(message["image_b64_json"])) == SQUARE


async def test_the_images_shape_may_come_on_the_chat_route(wire: Wire) -> None:
    """As data beside choices, in one piece and in a chunk."""
    whole = await wire.chat("a boat, form data", model=MODEL)
    stream = await wire.chat("a boat, form data", model=MODEL, stream=True)

    chunk = next(event for event in stream.events if "data" in event)
    assert [size_of(decoded(one["data"][0]["b64_json"])) for one in (whole.json, chunk)] == [SQUARE, SQUARE]


async def test_the_same_picture_may_stand_in_two_places(wire: Wire) -> None:
    """Byte for byte."""
    message = (await wire.chat("a boat, form everywhere", model=MODEL)).message

    stored = (await wire.get(_in_markdown(message)))[2]
    assert decoded(message["images"][0]["image_url"]["url"]) == stored


@BOTH
async def test_there_may_be_no_picture_at_all(wire: Wire, stream: bool) -> None:
    """Status 200, a text and nothing more."""
    message = await _message(wire, "none", stream=stream)

    assert message["content"].startswith("Here is what you asked for")
    assert "](" not in message["content"]
    assert not message.get("images")


async def test_the_conditions_choose_where_no_words_do(wire: Wire) -> None:
    """The lever sets the form, a prompt's words overrule it."""
    await wire.set(picture_form="images")

    by_lever = (await wire.chat("a boat", model=MODEL)).message
    by_words = (await wire.chat("a boat, form link", model=MODEL)).message

    assert "images" in by_lever
    assert "images" not in by_words


async def test_a_jpeg_may_say_that_it_is_a_png(wire: Wire) -> None:
    """The magic bytes know better."""
    message = (await wire.chat("a boat as jpeg, form images", model=MODEL)).message

    url = message["images"][0]["image_url"]["url"]
    assert url.startswith("data:image/png;")
    assert decoded(url).startswith(b"\xff\xd8\xff")


async def test_base64_may_have_the_other_alphabet_and_no_padding(wire: Wire) -> None:
    """Such a text is no standard base64, and still the same picture."""
    standard = (await wire.chat("a boat urlsafe, form bare_base64", model=MODEL, aspect_ratio="1:1")).message["content"]

    assert "+" not in standard
    assert "/" not in standard
    assert not standard.endswith("=")
    assert size_of(base64.urlsafe_b64decode(standard + "=" * (-len(standard) % 4))) == SQUARE


async def test_several_pictures_are_several(wire: Wire) -> None:
    """Each one is another."""
    content = (await wire.chat("three pictures of boats", model=MODEL)).message["content"]

    pictures = {(await wire.get(address))[2] for address in re.findall(r"\]\(([^)]+)\)", content)}
    assert len(pictures) == 3


async def test_several_pictures_add_up_in_a_list(wire: Wire) -> None:
    """In images, and beside choices."""
    images = (await wire.chat("two pictures, form images", model=MODEL)).message["images"]
    data = (await wire.chat("two pictures, form data", model=MODEL)).json["data"]

    assert (len(images), len(data)) == (2, 2)


async def test_a_reference_is_told_with_type_and_size(wire: Wire) -> None:
    """The sentence before a picture says what came in and what went out."""
    part = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{b64(png(40, 30))}"}}

    reply = await wire.chat([{"type": "text", "text": "make it blue"}, part], model=f"{MODEL}-2K")

    assert "2048×2048, from image/png, 40×30" in reply.message["content"]


async def test_a_model_that_writes_draws_nothing(wire: Wire) -> None:
    """However one asks."""
    reply = await wire.chat("draw a boat, form markdown_data")

    assert "](" not in reply.message["content"]
