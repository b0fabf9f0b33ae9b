"""Pictures from an image model: their pixels, what they show, what they cost, and how they arrive."""

import json
from typing import Any

import pytest

from bot.playground.agent.image_models import IMAGE_MODELS
from tests.playground.agent.pictures import (
    MODEL,
    average,
    content,
    ended,
    events,
    form,
    image_parts,
    opened,
    ordered,
    part,
    plain,
    streamed,
    text,
)
from tests.playground.served import Client

LARGEST = {model: IMAGE_MODELS[model].sizes[-1] for model in IMAGE_MODELS}


@pytest.mark.parametrize("model", IMAGE_MODELS)
async def test_a_picture_has_the_model_s_pixels(client: Client, model: str) -> None:
    """Of 16:9 in its largest size; the JPEG says so itself."""
    made = await ordered(client, model=model, response_format=form(aspect_ratio="16:9", image_size=LARGEST[model]))
    picture = image_parts(made)[0]

    assert picture["mime_type"] == "image/jpeg"
    assert opened(picture).format == "JPEG"
    assert opened(picture).size == IMAGE_MODELS[model].pixels("16:9", LARGEST[model])


async def test_without_wishes_it_is_a_square_of_1k(client: Client) -> None:
    """No response_format is needed."""
    made = await ordered(client)

    assert opened(image_parts(made)[0]).size == (1024, 1024)
    assert made["status"] == "completed"
    assert made["model"] == MODEL


@pytest.mark.parametrize(
    ("size", "made"), [((1920, 1080), (1376, 768)), ((600, 800), (896, 1200)), ((90, 800), (384, 3072))]
)
async def test_without_a_ratio_it_follows_the_first_picture(
    client: Client, size: tuple[int, int], made: tuple[int, int]
) -> None:
    """The model's nearest one."""
    run = await ordered(client, [text("make it blue"), part(plain(size=size)), part(plain())])

    assert opened(image_parts(run)[0]).size == made


async def test_a_thought_comes_before_the_picture(client: Client) -> None:
    """Of every model that thinks; the oldest does not."""
    thinking = await ordered(client)
    oldest = await ordered(client, model="gemini-2.5-flash-image")

    assert [step["type"] for step in thinking["steps"]] == ["thought", "thought", "model_output"]
    assert [step["type"] for step in oldest["steps"]] == ["model_output"]


async def test_an_edit_shows_its_picture_in_the_colour_that_is_named(client: Client) -> None:
    """A white picture made blue is bluish, and made red is reddish."""
    white = part(plain("white"))
    blue = average(opened(image_parts(await ordered(client, [text("make it blue"), white]))[0]))
    red = average(opened(image_parts(await ordered(client, [text("make it red"), white]))[0]))

    assert blue[2] > blue[0] + 30
    assert red[0] > red[2] + 30


async def test_several_pictures_stand_side_by_side(client: Client) -> None:
    """In their order."""
    made = await ordered(client, [text("combine"), part(plain("red")), part(plain("lime")), part(plain("blue"))])
    image = opened(image_parts(made)[0]).convert("RGB")
    shown: list[Any] = [image.getpixel((x, 512)) for x in (200, 512, 820)]

    assert [max(range(3), key=pixel.__getitem__) for pixel in shown] == [0, 1, 2]


async def test_a_chained_request_edits_the_picture_before_it(client: Client) -> None:
    """In its ratio; another run of the chain in between does not matter."""
    white = [text("frame this"), part(plain("white", size=(160, 90)))]
    first = await ordered(client, white)
    between = await ordered(client, "no picture", previous_interaction_id=first["id"])
    second = await ordered(client, "make it red", previous_interaction_id=between["id"])
    image = opened(image_parts(second)[0])

    assert image.size == (1376, 768)
    assert average(image)[0] > average(image)[2] + 30


async def test_a_chained_request_may_bring_another_picture(client: Client) -> None:
    """The old one stands first."""
    first = await ordered(client, [text("frame this"), part(plain("red"))])
    second = await ordered(client, [text("combine"), part(plain("blue"))], previous_interaction_id=first["id"])
    image = opened(image_parts(second)[0]).convert("RGB")
    left: Any = image.getpixel((300, 512))
    right: Any = image.getpixel((724, 512))

    assert left[0] > left[2]
    assert right[2] > right[0]


async def test_a_history_written_by_hand_is_edited_too(client: Client) -> None:
    """Its steps may hold what a model made."""
    history = [
        {"type": "user_input", "content": [text("a white square")]},
        {"type": "model_output", "content": [part(plain("white"))]},
        {"type": "user_input", "content": [text("make it blue")]},
    ]
    image = opened(image_parts(await ordered(client, history))[0])

    assert average(image)[2] > average(image)[0] + 30


@pytest.mark.parametrize(
    ("model", "size", "tokens"),
    [
        (model, size, tokens)
        for model, offer in IMAGE_MODELS.items()
        for size, tokens in offer.tokens.items()
        if size != "4K"
    ],
)
async def test_a_picture_counts_its_documented_tokens(client: Client, model: str, size: str, tokens: int) -> None:
    """As output of the modality image; all that is counted adds up."""
    usage = (await ordered(client, model=model, response_format=form(image_size=size)))["usage"]
    kinds = ("input", "output", "thought", "tool_use")

    assert usage["output_tokens_by_modality"] == [{"modality": "image", "tokens": tokens}]
    assert usage["total_output_tokens"] == tokens
    assert usage["total_tokens"] == sum(usage[f"total_{kind}_tokens"] for kind in kinds)


async def test_a_brought_picture_is_read_as_a_picture(client: Client) -> None:
    """Not as so many characters of base64."""
    usage = (await ordered(client, [text("make it blue"), part(plain(size=(900, 900)))]))["usage"]
    read = {entry["modality"]: entry["tokens"] for entry in usage["input_tokens_by_modality"]}

    assert read["image"] == 258
    assert read["text"] < 100


async def test_a_stream_brings_the_whole_picture_in_one_delta(client: Client) -> None:
    """What is read afterwards is the same; status and thoughts came before."""
    told = await streamed(client, "a red fox")
    deltas = [event["delta"] for event in told if event["event_type"] == "step.delta"]
    pictures = [delta for delta in deltas if delta["type"] == "image"]
    read = await client.read(told[0]["interaction"]["id"])

    assert len(pictures) == 1
    assert image_parts(read) == pictures
    assert sum(event["event_type"] == "interaction.status_update" for event in told) > 1
    assert deltas[0]["type"] == "thought_summary"


async def test_in_the_background_the_answer_comes_at_once(client: Client) -> None:
    """It says in_progress; reading, and a stream of it, give the picture in the end."""
    made = await ordered(client, background=True)
    path = f"{client.origin}/v1beta/interactions/{made['id']}"
    async with client.session.get(path, params={"stream": "true"}) as answer:
        told = events(await answer.text())
    read = await client.read(made["id"])

    assert (made["status"], image_parts(made)) == ("in_progress", [])
    assert told[-1]["interaction"]["status"] == read["status"] == "completed"
    assert len(image_parts(read)) == 1


async def test_a_picture_can_be_cancelled_while_it_is_thought_about(client: Client) -> None:
    """As any background run; then there is none."""
    await client.lever("speed", {"factor": 1})
    made = await ordered(client, background=True)
    await client.request("POST", f"/v1beta/interactions/{made['id']}/cancel")
    read = await ended(client, made["id"])

    assert read["status"] == "cancelled"
    assert image_parts(read) == []


async def test_without_store_there_is_a_picture_and_no_id(client: Client) -> None:
    """Nothing to come back to."""
    made = await ordered(client, store=False)

    assert "id" not in made
    assert content(image_parts(made)[0])


async def test_a_brought_scene_is_played_by_an_image_model_too(client: Client) -> None:
    """And a picture of it that is none is nothing to work from."""
    delta = {"event_type": "step.delta", "index": 0, "delta": {"type": "image", "data": "A", "mime_type": "image/jpeg"}}
    start = {"event_type": "step.start", "index": 0, "step": {"type": "model_output"}}
    await client.lever("scenes", {"name": "mine", "events": [start, delta]})
    first = await ordered(client, "scene:mine")
    second = await ordered(client, "a fox", previous_interaction_id=first["id"])

    assert image_parts(first)[0]["data"] == "A"
    assert opened(image_parts(second)[0]).size == (1024, 1024)


async def test_onlookers_are_told_of_a_picture_without_its_bytes(client: Client) -> None:
    """They keep thousands of events."""
    made = await ordered(client)
    seen = [entry["event"].get("delta", {}) for entry in await client.lever("agent-events")]
    pictures = [delta for delta in seen if delta.get("type") == "image"]

    assert len(pictures) == 1
    assert pictures[0]["data"] == f"({len(image_parts(made)[0]['data'])} characters)"
    assert len(json.dumps(seen)) < 5000
