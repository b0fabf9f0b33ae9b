"""Extra parameters: where they are read, what they change, and what is named when they stand elsewhere."""

from typing import Any

import pytest

from tests.playground.gateways.wire import Wire, decoded, size_of

PRO = "gemini-3-pro-image"
FLASH = "gemini-2.5-flash-image"
IMAGEN = "gemini-3-fast-imagen"


async def _size(wire: Wire, **fields: Any) -> tuple[int, int]:
    reply = await wire.images(**fields)
    assert reply.status == 200, reply.text
    return size_of(decoded(reply.json["data"][0]["b64_json"]))


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({"model": PRO}, (1024, 1024)),
        ({"model": PRO, "aspect_ratio": "16:9"}, (1376, 768)),
        ({"model": FLASH, "aspect_ratio": "16:9"}, (1344, 768)),
        ({"model": PRO, "image_size": "2K"}, (2048, 2048)),
        ({"model": f"{PRO}-2K", "aspect_ratio": "2:3"}, (1696, 2528)),
        ({"model": PRO, "image_size": "2K", "resolution": "2K"}, (2048, 2048)),
        ({"model": PRO, "aspect_ratio": "5:1"}, (2288, 464)),
        ({"on": "gemini_official"}, (1024, 1024)),
        ({"on": "gemini_official", "return_origin_image": True}, (2048, 2048)),
        ({"on": "gemini_official", "size": "1920x1080"}, (1920, 1080)),
        ({"on": "gemini_official", "size": "301x7"}, (301, 7)),
    ],
)
async def test_a_picture_has_exactly_the_size_that_was_asked_for(
    wire: Wire, fields: dict[str, Any], size: tuple[int, int]
) -> None:
    """The defaults are 1:1, 1K and false; nothing of this breaks a rule."""
    assert await _size(wire, **fields) == size
    assert await wire.broken() == []


async def test_the_largest_picture_is_4096_pixels_wide(wire: Wire) -> None:
    """4K is four times 1K in both directions."""
    assert await _size(wire, model=f"{PRO}-4K") == (4096, 4096)


@pytest.mark.parametrize(
    ("fields", "rule", "size"),
    [
        ({"model": f"{PRO}-2K", "image_size": "1K"}, "suffix-and-body", (2048, 2048)),
        ({"resolution": "2K"}, "parameter-of-another-era", (1024, 1024)),
        ({"image_size": "1K", "resolution": "2K"}, "two-resolutions", (1024, 1024)),
        ({"size": "300x300"}, "parameter-not-of-this-platform", (1024, 1024)),
        ({"return_origin_image": True}, "parameter-not-of-this-platform", (1024, 1024)),
        ({"on": "gemini_official", "aspect_ratio": "16:9"}, "parameter-not-of-this-platform", (1024, 1024)),
        ({"on": "gemini_official", "image_size": "2K"}, "parameter-not-of-this-platform", (1024, 1024)),
        ({"extra_body": {"image_size": "2K"}}, "nested-parameter", (1024, 1024)),
        ({"image_config": {"image_size": "2K"}}, "unknown-field", (1024, 1024)),
        ({"n": 2}, "parameter-not-of-this-platform", (1024, 1024)),
    ],
)
async def test_what_stands_in_the_wrong_place_is_named_and_has_no_effect(
    wire: Wire, fields: dict[str, Any], rule: str, size: tuple[int, int]
) -> None:
    """A gateway ignores in silence what it does not know; the witness says it."""
    assert await _size(wire, **fields) == size
    assert rule in await wire.broken()


@pytest.mark.parametrize(
    "fields",
    [
        {"image_size": "8K"},
        {"image_size": "2k"},
        {"image_size": 2},
        {"aspect_ratio": "16x9"},
        {"aspect_ratio": "0:1"},
        {"on": "gemini_official", "size": "large"},
        {"on": "gemini_official", "size": "0x100"},
        {"on": "gemini_official", "size": "99999x99999"},
        {"on": "gemini_official", "return_origin_image": "true"},
        {"async": True},
        {"response_format": "png"},
    ],
)
async def test_a_value_that_does_not_exist_is_refused(wire: Wire, fields: dict[str, Any]) -> None:
    """400 in the gateway's way."""
    assert (await wire.images(**fields)).status == 400


@pytest.mark.parametrize("query", ["?image_size=2K&aspect_ratio=16:9", "?image_size=2K&aspect_ratio=16%3A9"])
async def test_the_query_is_as_good_as_the_body(wire: Wire, query: str) -> None:
    """Values in a query are text."""
    reply = await wire.post(f"/antigravity/v1/images/generations{query}", {"prompt": "a boat", "model": PRO})

    assert size_of(decoded(reply.json["data"][0]["b64_json"])) == (2752, 1536)
    assert await wire.broken() == []


async def test_a_flag_in_the_query_is_true_or_false(wire: Wire) -> None:
    """A word that is neither is refused."""
    body = {"prompt": "a boat", "model": IMAGEN}
    path = "/gemini_official/v1/images/generations?return_origin_image="

    replies = {word: await wire.post(path + word, body) for word in ("true", "false", "yes")}

    sizes = {word: size_of(decoded(replies[word].json["data"][0]["b64_json"])) for word in ("true", "false")}
    assert sizes == {"true": (2048, 2048), "false": (1024, 1024)}
    assert replies["yes"].status == 400


async def test_what_is_in_query_and_body_is_named(wire: Wire) -> None:
    """Which of them counts is nobody's promise."""
    await wire.post(
        "/antigravity/v1/images/generations?image_size=1K", {"prompt": "x", "model": PRO, "image_size": "1K"}
    )

    assert await wire.broken() == ["parameter-twice"]


async def test_the_later_era_spells_it_resolution(wire: Wire) -> None:
    """The other spelling has no effect there."""
    await wire.set(era="2026-08")
    model = "gemini-3.1-flash-image"

    later = await _size(wire, model=model, resolution="2K")
    earlier = await _size(wire, model=model, image_size="2K")

    assert (later, earlier) == ((2048, 2048), (1024, 1024))
    assert await wire.broken() == ["parameter-of-another-era"]


async def test_parameters_of_pictures_do_nothing_for_a_model_that_writes(wire: Wire) -> None:
    """They are named, and the talk goes on."""
    reply = await wire.chat(aspect_ratio="16:9")

    assert reply.status == 200
    assert await wire.broken() == ["parameter-not-for-this-model"]


@pytest.mark.parametrize("protocol", ["messages", "gemini"])
async def test_extra_parameters_are_for_chat_and_images_alone(wire: Wire, protocol: str) -> None:
    """The documentation says so of both."""
    ask = {"messages": wire.messages, "gemini": wire.gemini}[protocol]

    reply = await ask("a boat", model=PRO, aspect_ratio="16:9")

    assert reply.status == 200
    assert await wire.broken() == ["parameter-not-for-this-endpoint"]


@pytest.mark.parametrize(
    "fields",
    [
        {"modalities": ["image", "text"]},
        {"image_config": {"aspect_ratio": "16:9"}},
        {"extra_body": {"google": {}}},
        {"temprature": 1},
    ],
)
async def test_an_unknown_field_of_a_chat_is_named(wire: Wire, fields: dict[str, Any]) -> None:
    """Other vendors' dialects among them; the request is served."""
    reply = await wire.chat(**fields)

    assert reply.status == 200
    assert await wire.broken() == ["unknown-field"]


async def test_an_unknown_field_of_the_query_is_named(wire: Wire) -> None:
    """A typing mistake must not look as if it worked."""
    await wire.chat(query="?resolutoin=2K")

    assert await wire.broken() == ["unknown-field"]


async def test_parameters_of_every_platform_break_no_rule(wire: Wire) -> None:
    """They say how to answer."""
    general: dict[str, Any] = {"return_reasoning_content": True, "retry_attempt": 1, "thinking_budget": 2048}

    reply = await wire.chat(**general)

    assert reply.status == 200
    assert await wire.broken() == []
