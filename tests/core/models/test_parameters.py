"""Shapes and sizes travel in the name or in the body, never in both; what cannot be had is refused in words."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.models.naming import Choice, choose
from bot.core.models.painting import image_model_of
from bot.core.models.parameters import NotHad, Requested, Wants, asked_for
from bot.core.models.provider import Dialect, Endpoint, Makes, Model, Protocol, Provider
from bot.providers_file import PRESETS, preset

BOTH = {name: preset(name, base=f"http://gateway.invalid/{name}") for name in PRESETS}
PRO = choose(BOTH, "antigravity/gemini-3-pro-image")
APP = choose(BOTH, "gemini_official/gemini-3-pro-imagen")
PLAIN = Provider(
    name="own",
    base="http://own.invalid",
    endpoints={protocol: Endpoint() for protocol in Protocol},
    models={"painter": Model(id="painter", makes=Makes.IMAGE)},
)
WIDE = Wants(ratio="16:9", size="4K")


def own(dialect: Dialect, name: str = "own/painter") -> Choice:
    return choose({"own": replace(PLAIN, dialect=dialect)}, name)


def refusal(choice: Choice, protocol: Protocol, wants: Wants) -> str:
    with pytest.raises(NotHad) as refused:
        asked_for(choice, protocol, wants)
    return str(refused.value)


@pytest.mark.parametrize("protocol", Protocol)
def test_a_size_in_the_name_stays_there(protocol: Protocol) -> None:
    """Who names `…-2K` and wishes 2K has it in the name alone."""
    choice = choose(BOTH, "antigravity/gemini-3-pro-image-2K")

    assert asked_for(choice, protocol, Wants(size="2K")) == Requested(name="gemini-3-pro-image-2K")


@pytest.mark.parametrize("protocol", Protocol)
def test_another_size_takes_the_place_of_the_one_in_the_name(protocol: Protocol) -> None:
    """A picture of `…-2K` that is made larger is asked of `…-4K`, and the body says nothing of it."""
    choice = choose(BOTH, "antigravity/gemini-3-pro-image-2K|[pro]")

    assert asked_for(choice, protocol, Wants(size="4K")) == Requested(name="gemini-3-pro-image-4K|[pro]")


def test_a_size_without_a_suffix_for_it_goes_to_the_body() -> None:
    """Where the name has a size and no suffix says the wished one, the name is asked without it."""
    platform = replace(
        BOTH["antigravity"], suffixes=tuple(one for one in BOTH["antigravity"].suffixes if one.word == "2K")
    )
    choice = choose({"antigravity": platform}, "antigravity/gemini-3-pro-image-2K")

    requested = asked_for(choice, Protocol.CHAT, Wants(size="4K"))

    assert requested == Requested(name="gemini-3-pro-image", extra={"image_size": "4K", "resolution": "4K"})


@pytest.mark.parametrize(
    ("size", "ratio", "sent"),
    [
        ("1K", "", {}),
        ("2K", "", {"return_origin_image": True}),
        ("1K", "9:16", {"size": "768x1376"}),
        ("2K", "9:16", {"size": "1536x2752", "return_origin_image": True}),
    ],
)
def test_larger_is_the_original_where_the_platform_has_one(size: str, ratio: str, sent: dict[str, Any]) -> None:
    """2K of `-imagen` is the original; a shape is told in pixels, as large as the size that comes of it."""
    assert asked_for(APP, Protocol.CHAT, Wants(ratio=ratio, size=size)).extra == sent


@pytest.mark.parametrize(
    ("dialect", "wants", "name", "extra"),
    [
        (
            Dialect.OPENROUTER,
            WIDE,
            "painter",
            {"modalities": ["image", "text"], "image_config": {"aspect_ratio": "16:9", "image_size": "4K"}},
        ),
        (Dialect.OPENROUTER, Wants(), "painter", {"modalities": ["image", "text"]}),
        (
            Dialect.NEW_API,
            WIDE,
            "painter",
            {"extra_body": {"google": {"image_config": {"aspect_ratio": "16:9", "image_size": "4K"}}}},
        ),
        (
            Dialect.NEW_API,
            Wants(ratio="1:1"),
            "painter",
            {"extra_body": {"google": {"image_config": {"aspect_ratio": "1:1"}}}},
        ),
        (Dialect.NEW_API, Wants(), "painter", {}),
        (Dialect.SUFFIX, WIDE, "painter-16x9-4k", {}),
        (Dialect.SUFFIX, Wants(size="2K"), "painter-2k", {}),
        (Dialect.SUFFIX, Wants(), "painter", {}),
    ],
)
def test_other_services_have_their_own_ways(dialect: Dialect, wants: Wants, name: str, extra: dict[str, Any]) -> None:
    """On the chat route each dialect says shape and size where its services look for them."""
    assert asked_for(own(dialect), Protocol.CHAT, wants) == Requested(name=name, extra=extra)


def test_a_group_stays_at_the_end_of_the_name() -> None:
    """Shape and size in a name stand before the group of accounts."""
    choice = own(Dialect.SUFFIX, "own/painter|[free,pro]")

    assert asked_for(choice, Protocol.MESSAGES, WIDE).name == "painter-16x9-4k|[free,pro]"


@pytest.mark.parametrize("dialect", Dialect)
def test_image_config_is_the_same_in_every_dialect(dialect: Dialect) -> None:
    """On generateContent shape and size are imageConfig's, whoever serves it."""
    assert asked_for(own(dialect), Protocol.GENERATE, WIDE) == Requested(name="painter", ratio="16:9", size="4K")


@pytest.mark.parametrize(
    ("choice", "protocol", "wants", "words"),
    [
        (choose(BOTH, "antigravity/gemini-3-flash"), Protocol.CHAT, Wants(ratio="1:1"), "makes no pictures, so"),
        (choose(BOTH, "antigravity/gemini-3-flash"), Protocol.IMAGES, Wants(), "makes no pictures, so"),
        (choose(BOTH, "gemini_official/gemini-3-pro-video"), Protocol.CHAT, Wants(size="2K"), "makes no pictures, so"),
        (PRO, Protocol.CHAT, Wants(ratio="7:3"), "in the shape `7:3`. It has `1:1`"),
        (PRO, Protocol.CHAT, Wants(size="512"), "of size `512`. It has `1K`, `2K`, `4K`"),
        (PRO, Protocol.CHAT, Wants(is_original=True), "no other original"),
        (PRO, Protocol.GENERATE, Wants(is_original=True), "no other original"),
        (PRO, Protocol.MESSAGES, Wants(ratio="16:9"), "a shape over the endpoint `messages`"),
        (APP, Protocol.CHAT, Wants(size="4K"), "of size `4K`. It has `1K`, `2K`"),
        (APP, Protocol.MESSAGES, Wants(ratio="16:9"), "a shape over the endpoint `messages`"),
        (APP, Protocol.GENERATE, Wants(ratio="16:9"), "a shape over the endpoint `generate`"),
        (APP, Protocol.GENERATE, Wants(is_original=True), "a size over the endpoint `generate`"),
        (own(Dialect.TOP_LEVEL), Protocol.CHAT, Wants(ratio="16:9"), "a shape over the endpoint `chat`"),
        (own(Dialect.OPENROUTER), Protocol.IMAGES, Wants(ratio="16:9"), "a shape over the endpoint `images`"),
    ],
)
def test_what_cannot_be_had_is_refused(choice: Choice, protocol: Protocol, wants: Wants, words: str) -> None:
    """A sentence says what the model has, or that this endpoint has no place for the wish."""
    sentence = refusal(choice, protocol, wants)

    assert sentence.startswith(f"`{choice.name}` ")
    assert words in sentence


def test_a_ratio_that_is_none_is_refused_where_any_is_taken() -> None:
    """Where a model has no list of shapes, the parameter's own form is held."""
    ratios = replace(PRO, model=replace(PRO.model, ratios=()))

    assert asked_for(ratios, Protocol.CHAT, Wants(ratio="7:3")).extra == {"aspect_ratio": "7:3"}
    assert "in the shape `wide`" in refusal(ratios, Protocol.CHAT, Wants(ratio="wide"))


# --- in the words of /imagine ---


@pytest.mark.parametrize(
    ("name", "sizes", "gives_original"),
    [
        ("antigravity/gemini-3-pro-image", ("1K", "2K", "4K"), False),
        ("antigravity/gemini-3-pro-image-4K", ("4K",), False),
        ("gemini_official/gemini-3-fast-imagen", ("1K", "2K"), True),
    ],
)
def test_the_sizes_of_a_model(name: str, sizes: tuple[str, ...], *, gives_original: bool) -> None:
    """Those of the platform's parameter; the one of the name; or the picture and its original."""
    model = image_model_of(choose(BOTH, name))

    assert (model.id, model.sizes, model.gives_original) == (name, sizes, gives_original)


@pytest.mark.parametrize(("dialect", "count"), [(Dialect.TOP_LEVEL, 1), (Dialect.OPENROUTER, 3), (Dialect.SUFFIX, 3)])
def test_the_sizes_of_a_model_without_parameters(dialect: Dialect, count: int) -> None:
    """Where the wire has no place for a size there is one size alone."""
    choice = own(dialect)
    chat_alone = replace(choice, provider=replace(choice.provider, endpoints={Protocol.CHAT: Endpoint()}))

    assert len(image_model_of(chat_alone).sizes) == count
