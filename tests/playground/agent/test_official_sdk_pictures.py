"""Google's own SDK, unmodified, makes and edits pictures with the local image models."""

import asyncio
import base64
import io
import time
from typing import Any

import pytest
from PIL import Image

from tests.playground.agent.pictures import average, plain

MODEL = "gemini-nano-banana-2.1"
WIDE = {"type": "image", "mime_type": "image/jpeg", "aspect_ratio": "16:9", "image_size": "2K"}
WHITE = base64.b64encode(plain("white")).decode()
BRINGING = [{"type": "text", "text": "make it blue"}, {"type": "image", "data": WHITE, "mime_type": "image/png"}]


def _opened(output: Any) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(output.data)))


def _foreground(sdk: Any, **fields: Any) -> Any:
    return sdk.interactions.create(model=MODEL, **fields)


def _streaming(sdk: Any, **fields: Any) -> Any:
    """Told to its end, then read."""
    told = list(sdk.interactions.create(model=MODEL, stream=True, **fields))
    pictures = [one.delta for one in told if one.event_type == "step.delta" and one.delta.type == "image"]
    interaction = sdk.interactions.get(id=told[0].interaction.id)
    assert [one.data for one in pictures] == [interaction.output_image.data]
    return interaction


def _background(sdk: Any, **fields: Any) -> Any:
    interaction = sdk.interactions.create(model=MODEL, background=True, **fields)
    assert interaction.status == "in_progress"
    while interaction.status == "in_progress":
        time.sleep(0.05)
        interaction = sdk.interactions.get(id=interaction.id)
    return interaction


WAYS = pytest.mark.parametrize(
    "way", [_foreground, _streaming, _background], ids=["foreground", "stream", "background"]
)


@WAYS
async def test_it_makes_a_picture(sdk: Any, way: Any) -> None:
    """The SDK finds it as output_image, in the pixels that were asked for."""
    interaction = await asyncio.to_thread(way, sdk, input="a red fox", response_format=WIDE)

    assert interaction.status == "completed"
    assert interaction.output_image.mime_type == "image/jpeg"
    assert _opened(interaction.output_image).size == (2752, 1536)


@WAYS
async def test_it_edits_a_picture_that_is_brought(sdk: Any, way: Any) -> None:
    """Inline, beside the instruction."""
    interaction = await asyncio.to_thread(way, sdk, input=BRINGING)
    red, _, blue = average(_opened(interaction.output_image))

    assert blue > red + 30


@WAYS
async def test_it_edits_a_picture_by_chaining(sdk: Any, way: Any) -> None:
    """The second request names the first and brings nothing."""

    def sample() -> tuple[Any, Any]:
        first = way(sdk, input="a white square", response_format={"type": "image", "aspect_ratio": "4:5"})
        return first, way(sdk, input="make it blue", previous_interaction_id=first.id)

    first, second = await asyncio.to_thread(sample)

    assert second.previous_interaction_id == first.id
    assert _opened(first.output_image).size == _opened(second.output_image).size == (928, 1152)
    assert second.output_image.data != first.output_image.data


async def test_the_counts_of_a_picture_are_typed(sdk: Any) -> None:
    """By modality."""
    interaction = await asyncio.to_thread(_foreground, sdk, input="a red fox")

    counted = [(entry.modality, entry.tokens) for entry in interaction.usage.output_tokens_by_modality]
    assert counted == [("image", 1120)]


async def test_what_a_model_has_not_is_a_bad_request(sdk: Any) -> None:
    """The SDK lets a wrong size pass; the service does not."""
    wrong: Any = {"type": "image", "image_size": "1k"}

    with pytest.raises(Exception, match="image_size must be one of 1K, 2K, 4K") as caught:
        await asyncio.to_thread(_foreground, sdk, input="a red fox", response_format=wrong)

    assert type(caught.value).__name__ == "BadRequestError"
