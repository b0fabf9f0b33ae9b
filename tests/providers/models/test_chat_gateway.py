"""Chat completions, spoken and read by us, against the local gateway in every form it knows."""

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
from bot.playground.gateways.errors import ALL_SHAPES
from bot.providers.models.errors import explain
from tests.playground.gateways.wire import WEATHER, Wire, png, size_of
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


async def test_thoughts_that_nobody_marks_are_words(chat: Gateway) -> None:
    """As quotations they are a part of the answer, and the gateway may keep them to itself."""
    await chat.client.lever("gateways", {"reasoning": "quote"})
    quoted = await chat.ask("think, and be short")
    await chat.client.lever("gateways", {"reasoning": "nowhere"})
    silent = await chat.ask("think, and be short")

    assert (thoughts_in(quoted), thoughts_in(silent)) == ("", "")
    assert text_in(quoted).startswith("> ")
    assert text_in(silent)


@both_ways
@pytest.mark.parametrize(
    "form", ["images", "images_b64", "image_b64_json", "bare_base64", "markdown_data_split", "data"]
)
@pytest.mark.parametrize("odd", ["jpeg", "urlsafe"])
async def test_a_picture_is_what_its_bytes_say(chat: Gateway, form: str, odd: str, stream: bool) -> None:
    """Mislabelled as PNG, or in the other alphabet without padding."""
    chat.model = PAINTER

    run = await chat.ask(f"a red fox, {odd}, form {form}", stream=stream)

    (picture,) = media_in(run)
    assert picture.mime_type == f"image/{'jpeg' if odd == 'jpeg' else 'png'}"
    assert size_of(base64.b64decode(picture.data, validate=True)) == (1024, 1024)
    assert text_in(run).count("fox") <= 1


@both_ways
async def test_no_picture_is_words_alone(chat: Gateway, stream: bool) -> None:
    """A good status without a picture: what was said instead is there to be told."""
    chat.model = PAINTER

    run = await chat.ask("a red fox, form none", stream=stream)

    assert (run.status, media_in(run)) == (RunStatus.COMPLETED, [])
    assert text_in(run)


@both_ways
@pytest.mark.parametrize("words", ["", ", as data", ", bare data"])
async def test_a_film_in_every_form(chat: Gateway, words: str, stream: bool) -> None:
    """After its progress, by a plain link or inside the text: one film, and no base64 among the words."""
    chat.platform, chat.model = "gemini_official", "gemini-3-pro-video"

    run = await chat.ask(f"a red fox{words}", stream=stream)

    (film,) = media_in(run)
    assert film.kind == "video"
    assert bool(film.data) is bool(words)
    assert "> " in text_in(run)
    assert "base64" not in text_in(run)


@pytest.mark.parametrize("stream", [True, False], ids=["stream", "whole"])
@pytest.mark.parametrize("shape", ALL_SHAPES)
@pytest.mark.parametrize("status", [200, 429])
async def test_an_error_of_every_shape(chat: Gateway, shape: str, status: int, stream: bool) -> None:
    """Also one with a good status: a failure with its sentence, never an answer. Plain text alone cannot be told."""
    run = await chat.ask(f"refuse with {status} as {shape}", stream=stream)

    if shape == "plain":
        assert "traceid" in text_in(run)
    else:
        assert (run.status, text_in(run)) == (RunStatus.FAILED, "")
        assert run.faults[0].code
        assert run.faults[0].message


@pytest.mark.parametrize("shape", ALL_SHAPES)
async def test_an_error_body_of_every_shape(chat: Gateway, shape: str) -> None:
    """Its sentence is told without the shape around it, and its number is kept for the log."""
    body = {
        "model": chat.model,
        "messages": [{"role": "user", "content": f"refuse with 429 as {shape}, retry after 7"}],
    }
    reply = await Wire(chat.client).post("/antigravity/v1/chat/completions", body)

    said = explain(reply.text.encode())

    assert reply.status == 429
    assert not set(said.message) & set('{}<>"')
    assert "(traceid: " in said.message
    assert said.retry_after == (7.0 if shape in ("google", "google_list", "embedded") else None)


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
