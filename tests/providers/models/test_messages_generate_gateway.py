"""Messages and generateContent, spoken and read by us, against the local gateway, which refuses what is careless."""

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolResult, open_calls
from bot.core.tools.offers import Function
from bot.providers.models.speech import ModelSaid
from tests.playground.gateways.wire import WEATHER, png, size_of
from tests.providers.models.gateway import Gateway, gateway_at
from tests.providers.models.readings import calls_in, codes_of, media_in, text_in, thoughts_in

_SCHEMA: Any = WEATHER
TOOL = Function(name="get_weather", description="Tells the weather.", parameters=_SCHEMA)
CLOCK = Function(name="read_clock", description="Tells the time.", parameters={"type": "object", "properties": {}})
ASK = "What is the weather in Tokyo?"
PAINTER = "gemini-3-pro-image"
both_ways = pytest.mark.parametrize("stream", [True, False], ids=["stream", "whole"])


@pytest.fixture(params=[Protocol.MESSAGES, Protocol.GENERATE])
async def gateway(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Gateway]:
    async with gateway_at(tmp_path, request.param) as made:
        yield made


@pytest.fixture
async def google(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with gateway_at(tmp_path, Protocol.GENERATE) as made:
        yield made


def result_of(call: tuple[str, str], said: e.JsonValue) -> ToolResult:
    number, name = call
    return ToolResult(call=number, name=name, result=said)


def called(gateway: Gateway) -> list[tuple[str, str]]:
    """Ids and names of the calls that wait."""
    last = gateway.said[-1]
    assert isinstance(last, ModelSaid)
    return [(call.id, call.name) for call in open_calls(last.steps)]


@both_ways
async def test_an_answer_is_heard(gateway: Gateway, stream: bool) -> None:
    """With its tokens, and with its thoughts apart."""
    run = await gateway.ask("think, and be short", instruction="Be kind.", stream=stream)

    assert (run.status, run.faults) == (RunStatus.COMPLETED, ())
    assert thoughts_in(run).startswith("**Reading the request**")
    assert text_in(run)
    assert "Reading" not in text_in(run)
    assert run.usage is not None
    assert run.usage.total > run.usage.output > 0
    assert await gateway.broken() == []


@both_ways
async def test_calls_and_results_go_around_twice_without_a_violation(gateway: Gateway, stream: bool) -> None:
    """Signed thoughts and calls go back unchanged, or the gateway would refuse the second request."""
    first = await gateway.ask(f"think. {ASK} And read the clock.", functions=(TOOL, CLOCK), stream=stream)
    results = [result_of(call, {"said": "23"}) for call in called(gateway)]
    second = await gateway.answer(*results, functions=(TOOL, CLOCK), stream=stream)
    third = await gateway.ask("what did I tell you?", functions=(TOOL, CLOCK), stream=stream)

    assert first.status is RunStatus.REQUIRES_ACTION
    assert [name for name, _ in calls_in(first)] == ["get_weather", "read_clock"]
    assert calls_in(first)[0][1] == {"location": "Tokyo"}
    assert (second.status, third.status) == (RunStatus.COMPLETED, RunStatus.COMPLETED)
    assert text_in(second).count('"said": "23"') == 2
    assert "Tokyo" in text_in(third)
    assert (gateway.status, await gateway.broken()) == (200, [])


async def test_a_talk_may_go_on_with_another_protocol(gateway: Gateway) -> None:
    """What was said is then told anew, calls and results among it."""
    await gateway.ask(ASK, functions=(TOOL,))
    await gateway.answer(*(result_of(call, "23") for call in called(gateway)), functions=(TOOL,))
    others = {Protocol.MESSAGES: Protocol.GENERATE, Protocol.GENERATE: Protocol.MESSAGES}
    gateway.protocol = others[gateway.protocol]

    run = await gateway.ask("what did I tell you?", functions=(TOOL,))

    assert "Tokyo" in text_in(run)
    assert (gateway.status, await gateway.broken()) == (200, [])


async def test_a_talk_with_calls_may_go_on_where_no_functions_are(gateway: Gateway) -> None:
    """Then they are words."""
    await gateway.ask(ASK, functions=(TOOL,))
    await gateway.answer(*(result_of(call, "23") for call in called(gateway)), functions=(TOOL,))
    gateway.platform, gateway.model = "gemini_official", "gemini-3-fast"

    run = await gateway.ask("what did I tell you?")

    assert "Tokyo" in text_in(run)
    assert gateway.status == 200
    assert not [one for one in await gateway.broken() if one["rule"] == "tools-not-of-this-platform"]


@both_ways
async def test_pictures_are_shown_and_given(gateway: Gateway, stream: bool) -> None:
    """One is looked at, one comes back; the next request goes on from it."""
    gateway.model = PAINTER

    first = await gateway.ask("a boat", Reference("image/png", png(8, 6)), makes_pictures=True, stream=stream)
    last = gateway.said[-1]
    assert isinstance(last, ModelSaid)
    shown = ModelSaid(steps=last.steps, echo=last.echo, pictures=(Reference("image/png", png(5, 5)),))
    gateway.said = (*gateway.said[:-1], shown)
    second = await gateway.ask("bluer", makes_pictures=True, stream=stream)

    assert [part.kind for part in media_in(first)] == ["image"]
    assert "8×6" in text_in(first)
    assert "![" not in text_in(first)
    assert (second.status, gateway.status, await gateway.broken()) == (RunStatus.COMPLETED, 200, [])


async def test_a_wish_for_ratio_and_size_is_heard(google: Gateway) -> None:
    """The picture has that size."""
    google.model = PAINTER

    run = await google.ask("a boat", makes_pictures=True, ratio="16:9", size="2K")

    (picture,) = media_in(run)
    width, height = size_of(base64.b64decode(picture.data))
    assert (width, height) == (2752, 1536)
    assert await google.broken() == []


async def test_drafts_are_no_answers(google: Gateway) -> None:
    """Only the last picture is one."""
    google.model = PAINTER

    run = await google.ask("a boat, with drafts", makes_pictures=True)

    assert len(media_in(run)) == 1
    assert [
        part.kind
        for step in run.steps
        if isinstance(step, e.Thought)
        for part in step.summary
        if isinstance(part, e.MediaPart)
    ] == ["image"]


@pytest.mark.parametrize(
    "form",
    [
        "usual",
        "markdown_url",
        "markdown_relative",
        "markdown_data",
        "markdown_data_split",
        "link",
        "parts",
        "file_data",
    ],
)
async def test_a_picture_is_found_in_every_form(gateway: Gateway, form: str) -> None:
    """Once, and no base64 is left in the text or goes back as text."""
    gateway.model = PAINTER

    run = await gateway.ask(f"a boat, form {form}", makes_pictures=True)

    (picture,) = media_in(run)
    assert picture.kind == "image"
    assert bool(picture.data) != bool(picture.uri)
    assert "base64" not in text_in(run)


@pytest.mark.parametrize(
    ("words", "protocol", "code"),
    [
        ("block the prompt by JAILBREAK", Protocol.GENERATE, "jailbreak"),
        ("block the prompt", Protocol.GENERATE, "safety"),
        ("finish with PROHIBITED_CONTENT", Protocol.GENERATE, "prohibited_content"),
        ("finish with IMAGE_SAFETY", Protocol.GENERATE, "image_safety"),
        ("finish with MAX_TOKENS", Protocol.GENERATE, "max_tokens"),
        ("block the prompt", Protocol.MESSAGES, "refusal"),
        ("finish with SAFETY", Protocol.MESSAGES, "refusal"),
        ("finish with MAX_TOKENS", Protocol.MESSAGES, "max_tokens"),
        ("finish with PAUSE_TURN", Protocol.MESSAGES, "pause_turn"),
        ("without done", Protocol.GENERATE, "stream_cut"),
        ("without done", Protocol.MESSAGES, "stream_cut"),
    ],
)
async def test_why_it_ended_is_a_fault(tmp_path: Path, words: str, protocol: Protocol, code: str) -> None:
    """By the service's own word."""
    async with gateway_at(tmp_path, protocol) as gateway:
        run = await gateway.ask(f"hello, {words}")

    cut = code in ("max_tokens", "pause_turn", "stream_cut")
    assert (codes_of(run), run.status) == ([code], RunStatus.INCOMPLETE if cut else RunStatus.FAILED)


@pytest.mark.parametrize("how", ["", " as a string", " as an event"])
@both_ways
async def test_an_error_in_the_middle_fails_the_run(gateway: Gateway, how: str, stream: bool) -> None:
    """In any shape, also with status 200 as all of the answer."""
    run = await gateway.ask(f"long, break mid-stream{how}", stream=stream)

    assert (gateway.status, run.status, len(run.faults)) == (200, RunStatus.FAILED, 1)
    assert "traceid" in run.faults[0].message
    assert bool(text_in(run)) == stream


async def test_an_error_as_the_reason_fails_the_run(gateway: Gateway) -> None:
    """What was said before stays."""
    run = await gateway.ask("long, break mid-stream as finish")

    assert (run.status, len(run.faults)) == (RunStatus.FAILED, 1)
    assert text_in(run)


@pytest.mark.parametrize(
    "oddity",
    [
        "with pings",
        "blank lines",
        "as json",
        "malformed chunk",
        "with done",
        "crlf",
        "no space after data",
        "data on many lines",
        "unknown event",
        "wrapped",
        "snake case",
        "in one chunk",
    ],
)
async def test_oddities_change_nothing(gateway: Gateway, oddity: str) -> None:
    """The answer is the one without them, and the next request is taken."""
    plain = await gateway.ask(f"think. {ASK}", functions=(TOOL,))
    gateway.said = ()

    odd = await gateway.ask(f"think. {ASK} ({oddity})", functions=(TOOL,))
    after = await gateway.answer(*(result_of(call, "23") for call in called(gateway)), functions=(TOOL,))

    assert (text_in(odd), thoughts_in(odd), odd.status) == (text_in(plain), thoughts_in(plain), plain.status)
    assert [name for name, _ in calls_in(odd)] == ["get_weather"]
    assert (after.status, gateway.status, await gateway.broken()) == (RunStatus.COMPLETED, 200, [])


async def test_a_stream_may_be_an_array(google: Gateway) -> None:
    """Without `alt=sse`, or where a gateway does not heed it."""
    run = await google.ask("think, and be long", query={})

    assert (run.status, run.faults) == (RunStatus.COMPLETED, ())
    assert thoughts_in(run)
    assert "# " in text_in(run)


def unsigned(content: Any) -> list[Any]:
    return [{name: value for name, value in part.items() if name != "thoughtSignature"} for part in content]


async def test_a_lost_signature_would_be_refused(google: Gateway) -> None:
    """So that the tests above prove something; our request then tells the call in words, and is taken."""
    await google.ask(ASK, functions=(TOOL,))
    (call,) = called(google)
    *before, last = google.said
    assert isinstance(last, ModelSaid)
    assert last.echo is not None
    bare = replace(last.echo, content=unsigned(last.echo.content))

    google.said = (*before, replace(last, echo=bare))
    await google.answer(result_of(call, "23"), functions=(TOOL,))
    refused = google.status
    google.said = (*before, replace(last, echo=None))
    told = await google.answer(result_of(call, "23"), functions=(TOOL,))

    assert (refused, google.status, told.status) == (400, 200, RunStatus.REQUIRES_ACTION)
