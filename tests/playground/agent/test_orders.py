"""What an image model refuses, and what it takes in more than one spelling."""

import base64
import io
import json
from typing import Any

import pytest

from bot.playground.agent.image_models import IMAGE_MODELS
from tests.playground.agent.pictures import MODEL, Json, content, form, image_parts, opened, ordered, part, plain, text
from tests.playground.served import AGENT, Client

BAD = (400, "invalid_request")
STRANGE = (400, "parameter_unknown")
OLDEST = "gemini-2.5-flash-image"
TEXT_MODEL = "gemini-3.8-flash"
CREATE = {"method": "POST", "path": "/v1beta/interactions"}


def _wants(model: str = MODEL, **fields: Any) -> Json:
    return {"model": model, "input": "a fox"} | fields


def _form(model: str = MODEL, **fields: Any) -> Json:
    return _wants(model, response_format={"type": "image"} | fields)


def _brings(*parts: Json, model: str = MODEL) -> Json:
    return _wants(model, input=[text("make it blue"), *parts])


def _config(**fields: Any) -> Json:
    return _wants(generation_config=fields)


RED = part(plain())
REFUSED: dict[str, tuple[Json, tuple[int, str]]] = {
    "unknown image model": (_wants("gemini-9-image"), (404, "model_not_found")),
    "almost a name": (_wants("nano-banana-2.1"), (404, "model_not_found")),
    "unknown key": (_form(quality="high"), STRANGE),
    "unknown key in a list": (_wants(response_format=[form(quality="high")]), STRANGE),
    "unknown ratio": (_form(aspect_ratio="7:3"), BAD),
    "ratio of another model": (_form("gemini-3-pro-image", aspect_ratio="1:8"), BAD),
    "lower case size": (_form(image_size="1k"), BAD),
    "size in numbers": (_form(image_size=1024), BAD),
    "size of another model": (_form(image_size="512"), BAD),
    "2K of a model of 1K": (_form(OLDEST, image_size="2K"), BAD),
    "4K of the lite model": (_form("gemini-3.1-flash-lite-image", image_size="4K"), BAD),
    "PNG": (_form(mime_type="image/png"), BAD),
    "unknown delivery": (_form(delivery="mail"), BAD),
    "unknown type": (_wants(response_format={"type": "picture"}), BAD),
    "two pictures of one type": (_wants(response_format=[form(), form()]), BAD),
    "no format in the list": (_wants(response_format=[]), BAD),
    "format in words": (_wants(response_format="image"), BAD),
    "video": (_wants(response_format={"type": "video"}), BAD),
    "a JSON schema": (_wants(response_format={"type": "object", "properties": {}}), BAD),
    "modality in capitals": (_wants(response_modalities=["IMAGE"]), BAD),
    "image of a text model": (_form(TEXT_MODEL), BAD),
    "image beside text of a text model": (_wants(TEXT_MODEL, response_format=[{"type": "text"}, form()]), BAD),
    "modality image of a text model": (_wants(TEXT_MODEL, response_modalities=["image"]), BAD),
    "image_config for a text model": (
        _wants(TEXT_MODEL, generation_config={"image_config": {"image_size": "1K"}}),
        BAD,
    ),
    "image of the agent": ({"agent": AGENT, "input": "x", "response_format": form()}, BAD),
    "unknown generation_config": (_config(top_k=3), STRANGE),
    "unknown image_config": (_config(image_config={"quality": "high"}), STRANGE),
    "ratio in image_config": (_config(image_config={"aspect_ratio": "7:3"}), BAD),
    "seed in words": (_config(seed="one"), BAD),
    "audio": (_brings({"type": "audio", "data": "AAAA", "mime_type": "audio/wav"}), BAD),
    "a video brought": (_brings({"type": "video", "data": "AAAA", "mime_type": "video/mp4"}), BAD),
    "no data": (_brings({"type": "image", "mime_type": "image/png"}), BAD),
    "by address": (_brings({"type": "image", "uri": "https://x.example/a.png", "mime_type": "image/png"}), BAD),
    "not base64": (_brings(RED | {"data": "data:image/png;base64,AAAA"}), BAD),
    "a kind that no model takes": (_brings(part(plain(kind="gif"), "image/gif")), BAD),
    "a kind without a name": (_brings({"type": "image", "data": RED["data"]}), BAD),
    "another kind than it says": (_brings(part(plain(kind="jpeg"))), BAD),
    "no picture": (_brings(part(b"just words")), BAD),
    "cut off": (_brings(part(plain(kind="jpeg", size=(900, 900))[:-4000], "image/jpeg")), BAD),
    "HEIC for the oldest": (_brings(part(b"\0\0\0\x18ftypheic", "image/heic"), model=OLDEST), BAD),
    "unknown key of a picture": (_brings(RED | {"name": "fox.png"}), STRANGE),
    "fifteen pictures": (_brings(*[RED] * 15), BAD),
    "four for the oldest": (_brings(*[RED] * 4, model=OLDEST), BAD),
    "background without store": (_wants(background=True, store=False), BAD),
}


@pytest.mark.parametrize(("body", "refusal"), REFUSED.values(), ids=REFUSED)
async def test_an_order_is_refused(client: Client, body: Json, refusal: tuple[int, str]) -> None:
    """Each broken rule has its status and its code, and a sentence."""
    refused = await client.refused(**body)

    assert refused[:2] == refusal
    assert refused[2]


async def test_a_body_of_over_twenty_megabytes_is_refused(client: Client) -> None:
    """Whatever it is made of."""
    body = json.dumps(_brings(RED) | {"system_instruction": "x" * (20 * 1024 * 1024)})
    async with client.session.post(f"{client.origin}/v1beta/interactions", data=io.BytesIO(body.encode())) as answer:
        refusal = (await answer.json())["error"]

    assert (answer.status, refusal["code"]) == BAD
    assert "too large" in refusal["message"]


@pytest.mark.parametrize("model", IMAGE_MODELS)
async def test_as_many_pictures_as_a_model_takes_are_taken(client: Client, model: str) -> None:
    """One more would be refused."""
    made = await ordered(client, [text("combine"), *[RED] * IMAGE_MODELS[model].references], model=model)

    assert len(image_parts(made)) == 1


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
async def test_pictures_of_every_kind_are_taken(client: Client, kind: str) -> None:
    """And shown in what is made of them: red stays red."""
    made = await ordered(client, [text("frame this"), part(plain(kind=kind), f"image/{kind}")])
    red, green, blue = opened(image_parts(made)[0]).convert("RGB").getpixel((512, 512))  # type: ignore[misc]

    assert red > 150 > max(green, blue)


@pytest.mark.parametrize("kind", ["heic", "heif"])
async def test_a_heic_is_taken_without_being_read(client: Client, kind: str) -> None:
    """A grey card stands for it."""
    made = await ordered(client, [text("frame this"), part(b"\0\0\0\x18ftypheic rest", f"image/{kind}")])

    assert opened(image_parts(made)[0]).size == (1024, 1024)


async def test_either_alphabet_of_base64_is_read(client: Client) -> None:
    """The service's JSON has always taken both."""
    picture = plain() + b"\xfb\xff\xfe" * 2
    url_safe = base64.urlsafe_b64encode(picture).decode()
    made = await ordered(client, [text("frame this"), part(picture) | {"data": url_safe}])

    assert "-" in url_safe
    assert image_parts(made)


async def test_image_config_means_the_same_as_the_format(client: Client) -> None:
    """It is deprecated and goes on working; where both are given, the format decides."""
    config = {"image_config": {"aspect_ratio": "16:9", "image_size": "2K"}}
    old = await ordered(client, generation_config=config)
    both = await ordered(client, generation_config=config, response_format=form(image_size="1K"))

    assert opened(image_parts(old)[0]).size == (2752, 1536)
    assert opened(image_parts(both)[0]).size == (1376, 768)


async def test_the_same_seed_gives_the_same_picture(client: Client) -> None:
    """Without one, asking again gives another."""
    first, second = [await ordered(client, generation_config={"seed": 5}) for _ in range(2)]
    third, fourth = [await ordered(client) for _ in range(2)]

    assert image_parts(first) == image_parts(second)
    assert image_parts(third) != image_parts(fourth)


async def test_only_text_may_be_asked_of_an_image_model(client: Client) -> None:
    """Then it answers as a text model does."""
    made = await ordered(client, response_format={"type": "text"})

    assert not image_parts(made)
    assert "a red fox" in made["steps"][-1]["content"][0]["text"]


@pytest.mark.parametrize(
    "fields", [{"response_modalities": ["text", "image"]}, {"response_format": [{"type": "text"}, form()]}]
)
async def test_text_and_picture_may_be_asked_for_together(client: Client, fields: Json) -> None:
    """Both come, in one step."""
    made = await ordered(client, **fields)

    assert [one["type"] for one in made["steps"][-1]["content"]] == ["text", "image"]


async def test_a_picture_may_be_delivered_by_address(client: Client) -> None:
    """The address holds the picture for two days of the clock, for whoever has a key."""
    made = await ordered(client, response_format=form(delivery="uri"))
    address = image_parts(made)[0]["uri"]
    async with client.session.get(address) as answer:
        picture, kind = await answer.read(), answer.content_type
    await client.lever("clock", {"advance_s": 48 * 3600 + 1})

    assert kind == "image/jpeg"
    assert opened(part(picture)).size == (1024, 1024)
    assert (await client.request("GET", address.removeprefix(client.origin)))[0] == 404


async def test_a_picture_that_was_delivered_by_address_can_be_edited(client: Client) -> None:
    """The service remembers it."""
    first = await ordered(client, response_format=form(delivery="uri", aspect_ratio="16:9"))
    second = await ordered(client, "make it blue", previous_interaction_id=first["id"])

    assert opened(image_parts(second)[0]).size == (1376, 768)


async def test_a_retired_model_is_not_found_while_another_goes_on(client: Client) -> None:
    """The fault takes one model out of service."""
    await client.lever("faults", {"match": CREATE, "do": {"retire_model": OLDEST}})

    refused = await client.refused(**_wants(OLDEST))

    assert refused[:2] == (404, "model_not_found")
    assert content(image_parts(await ordered(client))[0])
