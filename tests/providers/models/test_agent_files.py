"""Files in the answers of a model that is an agent: kept at once, and told on by name."""

from dataclasses import replace

from bot.core import events as e
from bot.core.models.provider import Makes, Model
from tests.providers.models.world import (
    REQUEST,
    World,
    ended,
    text_of,
    well,
)


async def test_a_picture_is_kept_and_named(world: World) -> None:
    """Whatever form it came in, outside there is a name, once; documents that an answer becomes are kept too."""
    picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    image = f"![one](data:image/png;base64,{picture})"
    world.endpoint.will(well(f"See: {image} and {image}"))

    async with world.process() as agent:
        record = await ended(agent)

    media = [part for step in record.steps if isinstance(step, e.Output) for part in step.parts]
    (kept,) = [part for part in media if isinstance(part, e.MediaPart)]
    assert (kept.kind, kept.mime_type, kept.data) == ("image", "image/png", "")
    assert list(world.media.files) == [kept.uri]


async def test_a_document_is_kept_and_named(world: World) -> None:
    """What an answer is made into at its end has a name too, in the record that is delivered."""
    page = "```html\n<!DOCTYPE html><title>Boats</title>" + "<p>boat</p>" * 30 + "\n```"
    world.provider = replace(world.provider, models={"page": Model(id="page", makes=Makes.CANVAS)})
    world.endpoint.will(well(page))

    async with world.process() as agent:
        record = await ended(agent, replace(REQUEST, model="acme/page"))

    parts = [part for step in record.steps if isinstance(step, e.Output) for part in step.parts]
    (document,) = [part for part in parts if isinstance(part, e.MediaPart)]
    assert (document.kind, document.mime_type, document.data) == ("document", "text/html", "")
    assert b"boat" in world.media.files[document.uri][1]


async def test_a_file_that_cannot_be_had_is_said(world: World) -> None:
    """Where it was stays in the answer."""
    world.endpoint.will(well("See: ![one](https://169.254.169.254/x.png) there"))

    async with world.process() as agent:
        record = await ended(agent)

    assert "must not ask" in text_of(record)
    assert "<https://169.254.169.254/x.png>" in text_of(record)
