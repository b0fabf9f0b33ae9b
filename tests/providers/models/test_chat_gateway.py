"""Chat completions and the images routes, spoken and read by us, against the local gateway in every form it knows."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import Function
from tests.playground.gateways.wire import WEATHER, png
from tests.providers.models.gateway import Gateway, gateway_at
from tests.providers.models.readings import calls_in, codes_of, media_in, text_in, thoughts_in

_SCHEMA: Any = WEATHER
TOOL = Function(name="get_weather", description="Tells the weather.", parameters=_SCHEMA)
PAINTER = "gemini-3-pro-image"
REASONING = {"return_reasoning_content": True}
FORMS = (
    "usual",
    "markdown_relative",
    "markdown_data",
    "markdown_data_split",
    "link",
    "bare_url",
    "bare_base64",
    "images",
    "images_string",
    "images_url",
    "images_b64",
    "images_index",
    "parts",
    "parts_output",
    "parts_image",
    "image_b64_json",
    "data",
    "everywhere",
)
ODD = (
    "with pings",
    "empty deltas",
    "malformed chunk",
    "null delta",
    "null content",
    "no choices",
    "crlf",
    "blank lines",
)
ODD_FRAMES = ("no space after data", "data on many lines", "unknown event", "like a reseller", "as json")
both_ways = pytest.mark.parametrize("stream", [True, False], ids=["stream", "whole"])


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with gateway_at(tmp_path, Protocol.CHAT) as made:
        yield made


@pytest.fixture
async def images(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with gateway_at(tmp_path, Protocol.IMAGES) as made:
        made.model = PAINTER
        yield made


@both_ways
async def test_an_answer_is_heard(chat: Gateway, stream: bool) -> None:
    """With its tokens, and with its thoughts apart."""
    run = await chat.ask("think, and be short", instruction="Be kind.", stream=stream, extra=REASONING)

    assert (run.status, run.faults) == (RunStatus.COMPLETED, ())
    assert thoughts_in(run)
    assert text_in(run)
    assert "<think>" not in text_in(run)
    assert run.usage is not None
    assert run.usage.total > run.usage.output > 0
    assert await chat.broken() == []


@both_ways
@pytest.mark.parametrize("odd", ["", ", in one chunk", ", in one chunk, without an index", ", like a reseller"])
async def test_a_call_goes_around(chat: Gateway, stream: bool, odd: str) -> None:
    """In fragments by index, whole, without an index: the result answers the call, and the talk goes on."""
    first = await chat.ask(f"What is the get_weather in Tokyo{odd}?", functions=(TOOL,), stream=stream)
    call = next(step for step in first.steps if isinstance(step, e.Call))
    second = await chat.answer(
        ToolResult(call=call.id, name=call.name, result={"degrees": 23}), functions=(TOOL,), stream=stream
    )

    assert first.status is RunStatus.REQUIRES_ACTION
    assert calls_in(first)[0][0] == "get_weather"
    assert second.status is RunStatus.COMPLETED
    assert "23" in text_in(second)
    assert await chat.broken() == []


@both_ways
@pytest.mark.parametrize("form", FORMS)
async def test_a_picture_in_every_form(chat: Gateway, form: str, stream: bool) -> None:
    """It is a part of the answer, once where it came once, and nothing of it stands in the text."""
    chat.model = PAINTER

    run = await chat.ask(f"a red fox, form {form}", stream=stream)

    found = media_in(run)
    assert run.status is RunStatus.COMPLETED
    assert len({part.data or part.uri for part in found}) in ((1, 2) if form == "everywhere" else (1,))
    assert all(part.kind == "image" for part in found)
    assert "base64" not in text_in(run)
    assert "![" not in text_in(run)


@both_ways
async def test_what_was_given_is_seen(chat: Gateway, stream: bool) -> None:
    """A picture of the person's, with its real type and size."""
    picture = Reference("image/png", png(30, 20))

    run = await chat.ask("What is this?", picture, stream=stream)

    assert "30" in text_in(run)
    assert "20" in text_in(run)
    assert await chat.broken() == []


@both_ways
async def test_a_talk_is_remembered(chat: Gateway, stream: bool) -> None:
    """What was said before goes along."""
    await chat.ask("My cat is called Minou.", stream=stream)
    run = await chat.ask("what did I tell you?", stream=stream)

    assert "Minou" in text_in(run)


@pytest.mark.parametrize("odd", [*ODD, *ODD_FRAMES])
async def test_streams_may_be_odd(chat: Gateway, odd: str) -> None:
    """Nothing is lost by heartbeats, broken frames, other line ends, or JSON in a stream's place."""
    run = await chat.ask(f"short, {odd}")

    assert run.status is RunStatus.COMPLETED
    assert len(text_in(run)) > 10


@both_ways
@pytest.mark.parametrize("how", ["reasoning_content", "reasoning", "think"])
async def test_thoughts_stay_apart(chat: Gateway, how: str, stream: bool) -> None:
    """In whatever member they come, or between tags at the beginning of the text."""
    await chat.client.lever("gateways", {"reasoning": how})

    run = await chat.ask("think, and be short", stream=stream)

    assert thoughts_in(run)
    assert "think>" not in text_in(run)
    assert text_in(run)


async def test_a_stream_that_ends_too_soon(chat: Gateway) -> None:
    """What was said stands, and that it is not whole."""
    run = await chat.ask("long, without done")

    assert (run.status, codes_of(run)) == (RunStatus.INCOMPLETE, ["stream_cut"])
    assert len(text_in(run)) > 10


@pytest.mark.parametrize("how", ["", " as a string", " as finish", " as an event"])
async def test_an_error_in_the_middle(chat: Gateway, how: str) -> None:
    """It fails, and what was said stays."""
    run = await chat.ask(f"long, break mid-stream{how}")

    assert run.status is RunStatus.FAILED
    assert run.faults
    assert len(text_in(run)) > 10


@pytest.mark.parametrize(
    ("reason", "status"), [("MAX_TOKENS", RunStatus.INCOMPLETE), ("SAFETY", RunStatus.FAILED)], ids=str
)
async def test_reasons_to_end(chat: Gateway, reason: str, status: RunStatus) -> None:
    """A limit leaves the answer incomplete; a rule of the service's stops it."""
    run = await chat.ask(f"long, finish with {reason}")

    assert run.status is status


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
