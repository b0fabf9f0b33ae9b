"""The images routes, spoken and read by us, against the local gateway in every form it knows."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.events import RunStatus
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.playground.gateways.errors import ALL_SHAPES
from tests.playground.gateways.wire import png
from tests.providers.models.gateway import Gateway, gateway_at
from tests.providers.models.readings import codes_of, media_in, text_in

PAINTER = "gemini-3-pro-image"


@pytest.fixture
async def images(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with gateway_at(tmp_path, Protocol.IMAGES) as made:
        made.model = PAINTER
        yield made


@pytest.mark.parametrize("form", ["address", "data", "relative"])
async def test_images_by_address(images: Gateway, form: str) -> None:
    """As an address, a data URI or a path, where the gateway is asked for that."""
    await images.client.lever("gateways", {"url": form})

    run = await images.ask("a red fox", extra={"response_format": "url", "aspect_ratio": "16:9"})

    assert (run.status, len(media_in(run))) == (RunStatus.COMPLETED, 1)
    assert await images.broken() == []


@pytest.mark.parametrize("form", ["raw", "prefixed"])
@pytest.mark.parametrize("count", [0, 2], ids=["made", "edited"])
async def test_images_as_base64(images: Gateway, form: str, count: int) -> None:
    """With and without the beginning of a data URI, from words alone and from pictures."""
    await images.client.lever("gateways", {"b64_json": form})

    run = await images.ask("a red fox", *[Reference("image/png", png(16, 16))] * count)

    (picture,) = media_in(run)
    assert base64.b64decode(picture.data).startswith(b"\x89PNG")
    assert await images.broken() == []


async def test_no_picture_at_all(images: Gateway) -> None:
    """A good status and nothing in it is a fault."""
    run = await images.ask("a red fox, form none")

    assert (run.status, codes_of(run)) == (RunStatus.FAILED, ["no_image"])


@pytest.mark.parametrize("era", ["2026-02", "2026-08"])
async def test_edits_in_both_eras(images: Gateway, era: str) -> None:
    """The same form of request is understood by the earlier and the later gateway."""
    await images.client.lever("gateways", {"era": era})
    images.model = PAINTER if era == "2026-02" else "gemini-3.1-flash-image"

    run = await images.ask("bluer", Reference("image/jpeg", png(16, 16, kind="JPEG")))

    assert (run.status, len(media_in(run))) == (RunStatus.COMPLETED, 1)
    assert (run.usage is not None) is (era == "2026-08")
    assert await images.broken() == []


@pytest.mark.parametrize("shape", [shape for shape in ALL_SHAPES if shape != "plain"])
async def test_an_error_of_every_shape(images: Gateway, shape: str) -> None:
    """With a good status, in place of pictures."""
    run = await images.ask(f"refuse with 200 as {shape}")

    assert (run.status, text_in(run), media_in(run)) == (RunStatus.FAILED, "", [])
    assert run.faults[0].message
