"""Pictures that are not as ordered: which words choose what, and what is wrong with each."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image, UnidentifiedImageError

from bot.playground.agent.actor import pictures
from bot.playground.agent.actor.cues import Wait
from bot.playground.agent.actor.endings import BLOCKS
from bot.playground.agent.actor.script import Script
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.create import Create
from bot.playground.agent.image_models import IMAGE_MODELS
from bot.playground.agent.order import Order
from bot.playground.agent.picture_scenes import BY_WORDS, PictureScene, picture_scene
from tests.playground.agent.pictures import (
    Json,
    content,
    ended,
    form,
    image_parts,
    opened,
    ordered,
    outputs,
    part,
    plain,
    text,
)
from tests.playground.served import Client

WORDS: dict[str, PictureScene] = {
    "a JPEG called PNG": pictures.called_png,
    "as a PNG": pictures.png,
    "a thought picture": pictures.drafted,
    "two pictures": pictures.two,
    "text beside": pictures.beside,
    "no picture": pictures.words_only,
    "no_image": pictures.missing,
    "blocked by image_safety": pictures.blocked,
    "half size": pictures.half_size,
    "a slow picture": pictures.slow,
    "a broken picture": pictures.broken,
    "a decompression bomb": pictures.bomb,
    "fail": pictures.failing,
    "stop halfway": pictures.incomplete,
}
USUAL = ["a red fox by the sea", "a huge city", "a noisy street", "two foxes", "a picture of a broken window"]


@pytest.mark.parametrize(("prompt", "scene"), WORDS.items())
def test_words_choose_a_scene(prompt: str, scene: PictureScene) -> None:
    """Also in the middle of other words."""
    assert picture_scene(f"Please, {prompt} of a fox") is scene


@pytest.mark.parametrize("prompt", USUAL)
def test_anything_else_is_painted(prompt: str) -> None:
    """Words that only look like a wish choose nothing."""
    assert picture_scene(prompt) is pictures.picture


@pytest.mark.parametrize("prompt", [*WORDS, "noisy", "huge"])
def test_the_page_about_the_playground_names_the_words(prompt: str) -> None:
    """As they stand here."""
    page = Path(__file__).parents[3] / "docs" / "playground.md"

    assert f"`{prompt}`" in page.read_text(encoding="utf-8")


def test_every_scene_of_the_table_is_promised() -> None:
    """No pattern leads to a scene that no words here choose."""
    assert set(BY_WORDS.values()) == set(WORDS.values())


async def _one(client: Client, prompt: str) -> Json:
    made = await ordered(client, f"{prompt} of a fox")
    assert made["status"] == "completed"
    found = image_parts(made)
    assert len(found) == 1
    return found[0]


async def test_a_jpeg_may_be_called_a_png(client: Client) -> None:
    """Only the first bytes tell the truth."""
    made = await _one(client, "a JPEG called PNG")

    assert (made["mime_type"], opened(made).format) == ("image/png", "JPEG")


async def test_a_png_may_come_where_a_jpeg_was_promised(client: Client) -> None:
    """It says so."""
    made = await _one(client, "as a PNG")

    assert (made["mime_type"], opened(made).format) == ("image/png", "PNG")


async def test_a_thought_may_hold_a_picture(client: Client) -> None:
    """A small one, before the one that counts; it is thought, not put out."""
    made = await ordered(client, "a thought picture of a fox")
    thoughts = [one for step in made["steps"] if step["type"] == "thought" for one in step["summary"]]
    drafts = [one for one in thoughts if one["type"] == "image"]

    assert [opened(one).size for one in drafts] == [(256, 256)]
    assert [opened(one).size for one in image_parts(made)] == [(1024, 1024)]
    assert made["steps"][-1]["type"] == "model_output"
    assert made["usage"]["total_output_tokens"] == 1120 < made["usage"]["total_thought_tokens"]


async def test_two_pictures_stand_in_one_step(client: Client) -> None:
    """They differ, and both count."""
    made = await ordered(client, "two pictures of a fox")
    first, second = made["steps"][-1]["content"]

    assert content(first) != content(second)
    assert made["usage"]["total_output_tokens"] == 2 * 1120


async def test_text_may_stand_beside_a_picture(client: Client) -> None:
    """In the same step, before it."""
    made = await ordered(client, "text beside a fox")

    assert [one["type"] for one in made["steps"][-1]["content"]] == ["text", "image"]


async def test_there_may_be_no_picture_at_all(client: Client) -> None:
    """Completed, with words only."""
    made = await ordered(client, "no picture of a fox")

    assert made["status"] == "completed"
    assert [one["type"] for one in outputs(made)] == ["text"]


@pytest.mark.parametrize(
    ("prompt", "status", "codes"),
    [
        ("no_image", "failed", ["no_image"]),
        ("fail", "failed", ["api_error"]),
        ("stop halfway", "incomplete", []),
        *[(f"blocked by {code}", "failed", [code]) for code in BLOCKS],
    ],
)
async def test_a_run_ends_without_a_picture(client: Client, prompt: str, status: str, codes: list[str]) -> None:
    """Its errors hold the code."""
    made = await ordered(client, f"{prompt}, a fox")

    assert (made["status"], image_parts(made)) == (status, [])
    assert [error["code"] for error in made.get("errors", [])] == codes


async def test_a_picture_may_be_smaller_than_it_was_ordered(client: Client) -> None:
    """Half of both sides."""
    assert opened(await _one(client, "half size")).size == (512, 512)


async def test_a_picture_may_take_a_minute_of_the_clock(client: Client) -> None:
    """At any speed."""
    made = await ordered(client, "a slow picture of a fox", background=True)
    async with client.session.get(f"{client.origin}/v1beta/interactions/{made['id']}?stream=true") as answer:
        await answer.content.readuntil(b'"index":1,"event_type":"step.stop"')
    await client.lever("clock", {"advance_s": pictures.SLOW_S})

    assert len(image_parts(await ended(client, made["id"]))) == 1


def test_a_slow_picture_waits_once_for_the_clock() -> None:
    """Between the last thought and the picture."""
    order = Order(model=IMAGE_MODELS["gemini-nano-banana-2.1"], ratio=None, size="1K")
    stage = Stage(
        create=Create(agent=None, model="gemini-nano-banana-2.1", input="", steps=(), order=order),
        script=Script(random.Random(1)),  # noqa: S311 - dice
        earlier=(),
        environment=None,
        subjects=(),
        publish=lambda _, kind: kind,
    )

    assert [cue for cue in pictures.slow(stage) if isinstance(cue, Wait)] == [Wait(60)]


async def test_a_picture_may_be_none(client: Client) -> None:
    """Base64 of bytes that nothing opens."""
    broken = content(await _one(client, "a broken picture"))

    with pytest.raises(UnidentifiedImageError):
        Image.open(io.BytesIO(broken))


async def test_a_picture_may_be_a_decompression_bomb(client: Client) -> None:
    """Under a kilobyte that declares billions of pixels: opening it is refused by any careful reader."""
    bomb = content(await _one(client, "a decompression bomb"))

    with pytest.raises(Image.DecompressionBombError, match="4290250000 pixels"):
        Image.open(io.BytesIO(bomb))
    assert len(bomb) < 1024


@pytest.mark.parametrize("odd", ["a broken picture", "a decompression bomb"])
async def test_what_is_no_picture_is_nothing_to_work_from(client: Client, odd: str) -> None:
    """An edit of it paints anew; brought along, it is refused."""
    first = await ordered(client, odd)
    second = await ordered(client, "a fox", previous_interaction_id=first["id"])
    brought = [text("a fox"), image_parts(first)[0]]

    assert opened(image_parts(second)[0]).size == (1024, 1024)
    assert (await client.refused(model="gemini-3-pro-image", input=brought))[:2] == (400, "invalid_request")


@pytest.mark.parametrize("word", ["huge", "noisy"])
async def test_film_grain_makes_4k_larger_than_ten_megabytes(client: Client, word: str) -> None:
    """Without it a picture of 4K has less than half of that."""
    largest = form(image_size="4K")
    grainy = await ordered(client, f"a {word} fox", response_format=largest)
    usual = await ordered(client, "a fox", response_format=largest)

    assert len(content(image_parts(grainy)[0])) > 11_000_000
    assert len(content(image_parts(usual)[0])) < 5_500_000


async def test_a_grainy_rework_is_grainy_too(client: Client) -> None:
    """So an upload limit can be met with an edit as well."""
    brought = [text("make it huge and blue"), part(plain())]
    made = await ordered(client, brought, response_format=form(image_size="4K"))

    assert len(content(image_parts(made)[0])) > 10_000_000
