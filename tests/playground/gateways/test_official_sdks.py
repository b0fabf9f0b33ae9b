"""The official SDKs, unmodified but for address, version and key: a streamed talk with a tool and a picture each."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anthropic
import openai
import pytest
from google import genai
from google.genai import types

from tests.playground.gateways.wire import CHAT_TOOL, LICENCE, MESSAGES_TOOL, WEATHER, Wire, b64, decoded, png, size_of

ASK = "Think: what is the weather in Tokyo?"
WANTED = {"location": "Tokyo"}
PICTURE = f"data:image/png;base64,{b64(png(20, 10))}"


def _base(wire: Wire, on: str = "antigravity") -> str:
    return f"{wire.client.origin}/{on}"


@pytest.fixture
async def openai_sdk(wire: Wire) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(api_key=LICENCE, base_url=f"{_base(wire)}/v1", max_retries=0, timeout=20) as sdk:
        yield sdk


@pytest.fixture
async def anthropic_sdk(wire: Wire) -> AsyncIterator[anthropic.AsyncAnthropic]:
    async with anthropic.AsyncAnthropic(api_key=LICENCE, base_url=_base(wire), max_retries=0, timeout=20) as sdk:
        yield sdk


@pytest.fixture
def google_sdk(wire: Wire) -> Iterator[genai.Client]:
    """Run in a thread: its asynchronous form subclasses aiohttp's session, which warns."""
    options = types.HttpOptions(base_url=_base(wire), api_version="v1beta", timeout=20_000)
    sdk = genai.Client(api_key=LICENCE, http_options=options)
    yield sdk
    sdk.close()


async def test_openai_streams_a_talk_with_a_tool(wire: Wire, openai_sdk: Any) -> None:
    """A picture goes in, a call comes out, its result is answered; nothing breaks a rule."""
    parts = [{"type": "text", "text": ASK}, {"type": "image_url", "image_url": {"url": PICTURE}}]
    talk: list[Any] = [{"role": "user", "content": parts}]
    asking = {"model": "gemini-3-flash", "tools": [CHAT_TOOL]}

    async with openai_sdk.chat.completions.stream(messages=talk, **asking) as stream:
        async for _ in stream:
            pass
        first = await stream.get_final_completion()
    call = first.choices[0].message.tool_calls[0]
    talk.append(
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [call.model_dump(exclude={"function": {"parsed_arguments"}})],
        }
    )
    talk.append({"role": "tool", "tool_call_id": call.id, "content": "23 degrees"})
    chunks = [chunk async for chunk in await openai_sdk.chat.completions.create(messages=talk, stream=True, **asking)]

    told = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert first.choices[0].finish_reason == "tool_calls"
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", WANTED)
    assert "23 degrees" in told
    assert await wire.broken() == []


async def test_openai_sees_a_picture_and_gets_one(wire: Wire, openai_sdk: Any) -> None:
    """Through a streamed chat, with an extra parameter at the top of the body."""
    parts = [{"type": "text", "text": "make it blue"}, {"type": "image_url", "image_url": {"url": PICTURE}}]

    stream = await openai_sdk.chat.completions.create(
        model="gemini-3-pro-image",
        messages=[{"role": "user", "content": parts}],
        stream=True,
        extra_body={"aspect_ratio": "16:9"},
    )
    told = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

    found = re.search(r"!\[image\]\(([^)]+)\)", told)
    assert found
    assert "image/png, 20×10" in told
    assert size_of((await wire.get(found[1]))[2]) == (1376, 768)
    assert await wire.broken() == []


@pytest.mark.parametrize("on", ["antigravity", "gemini_official"])
async def test_openai_makes_and_edits_pictures(wire: Wire, on: str) -> None:
    """JSON for the one, a form for the other."""
    model = "gemini-3-pro-image" if on == "antigravity" else "gemini-3-fast-imagen"
    async with openai.AsyncOpenAI(api_key=LICENCE, base_url=f"{_base(wire, on)}/v1", max_retries=0) as sdk:
        made = await sdk.images.generate(model=model, prompt="a boat")
        sources = [("one.png", png(20, 10), "image/png"), ("two.png", png(30, 30), "image/png")]
        edited = await sdk.images.edit(model=model, prompt="make it blue", image=sources)

    assert made.data
    assert edited.data
    assert size_of(decoded(made.data[0].b64_json or "")) == (1024, 1024)
    assert "image/png, 20×10; image/png, 30×30" in (edited.data[0].revised_prompt or "")
    assert await wire.broken() == []


async def test_openai_knows_the_refusals(wire: Wire, openai_sdk: Any) -> None:
    """Its own exceptions are raised."""
    with pytest.raises(openai.NotFoundError):
        await openai_sdk.chat.completions.create(model="gemini-9", messages=[{"role": "user", "content": "x"}])
    with pytest.raises(openai.RateLimitError):
        await openai_sdk.chat.completions.create(
            model="gemini-3-flash", messages=[{"role": "user", "content": "refuse with 429"}]
        )
    with pytest.raises(openai.NotFoundError):
        await openai_sdk.responses.create(model="gemini-3-flash", input="hello")

    assert await wire.broken() == ["not-of-this-platform"]


async def test_anthropic_streams_a_talk_with_thoughts_and_a_tool(wire: Wire, anthropic_sdk: Any) -> None:
    """Blocks come back as they were. The SDK says a newer version than gateways document, and only that is named."""
    asking: dict[str, Any] = {
        "model": "claude-sonnet-4-5-thinking",
        "max_tokens": 4000,
        "tools": [MESSAGES_TOOL],
        "thinking": {"type": "enabled", "budget_tokens": 1024},
    }
    talk: list[Any] = [{"role": "user", "content": ASK}]

    async with anthropic_sdk.messages.stream(messages=talk, **asking) as stream:
        first = await stream.get_final_message()
    call = first.content[-1]
    talk.append({"role": "assistant", "content": first.content})
    talk.append({"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "23 degrees"}]})
    async with anthropic_sdk.messages.stream(messages=talk, **asking) as stream:
        told = "".join([text async for text in stream.text_stream])

    assert [block.type for block in first.content] == ["thinking", "text", "tool_use"]
    assert first.stop_reason == "tool_use"
    assert (call.name, call.input) == ("get_weather", WANTED)
    assert "23 degrees" in told
    assert set(await wire.broken()) == {"unknown-anthropic-version"}


async def test_anthropic_sees_a_picture_and_gets_one(wire: Wire, anthropic_sdk: Any) -> None:
    """In as a block, out as Markdown; with the documented version nothing is named."""
    source = {"type": "base64", "media_type": "image/png", "data": b64(png(20, 10))}
    content = [{"type": "image", "source": source}, {"type": "text", "text": "make it blue"}]

    async with anthropic_sdk.messages.stream(
        model="gemini-3-pro-image-2K",
        max_tokens=4000,
        messages=[{"role": "user", "content": content}],
        extra_headers={"anthropic-version": "2023-06-01"},
    ) as stream:
        told = "".join([text async for text in stream.text_stream])

    found = re.search(r"!\[image\]\(([^)]+)\)", told)
    assert found
    assert "image/png, 20×10" in told
    assert size_of((await wire.get(found[1]))[2]) == (2048, 2048)
    assert await wire.broken() == []


async def test_anthropic_knows_the_refusals(anthropic_sdk: Any) -> None:
    """Before a stream and within one."""
    asking: dict[str, Any] = {"model": "gemini-3-flash", "max_tokens": 99}
    with pytest.raises(anthropic.RateLimitError):
        await anthropic_sdk.messages.create(messages=[{"role": "user", "content": "refuse with 429"}], **asking)
    breaking = [{"role": "user", "content": "hello, break mid-stream"}]
    with pytest.raises(anthropic.APIStatusError):
        async with anthropic_sdk.messages.stream(messages=breaking, **asking) as stream:
            await stream.get_final_message()


async def test_google_streams_a_talk_with_a_tool(wire: Wire, google_sdk: genai.Client) -> None:
    """Its chat keeps the parts, so that signatures come back."""
    declaration = types.FunctionDeclaration(name="get_weather", parameters_json_schema=WEATHER)
    config = types.GenerateContentConfig(
        tools=[types.Tool(function_declarations=[declaration])],
        thinking_config=types.ThinkingConfig(include_thoughts=True),
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )
    chat = google_sdk.chats.create(model="gemini-3-flash", config=config)
    response = types.Part.from_function_response(name="get_weather", response={"degrees": 23})

    first = await asyncio.to_thread(lambda: list(chat.send_message_stream(ASK)))
    second = await asyncio.to_thread(lambda: list(chat.send_message_stream(response)))

    calls = [call for chunk in first for call in chunk.function_calls or []]
    told = [chunk.text or "" for chunk in second]

    assert [(call.name, call.args) for call in calls] == [("get_weather", WANTED)]
    assert '"degrees": 23' in "".join(told)
    assert await wire.broken() == []


async def test_google_sees_a_picture_and_gets_one(wire: Wire, google_sdk: genai.Client) -> None:
    """Inline both ways, with the size in its own place."""
    given = types.Part.from_bytes(data=png(20, 10), mime_type="image/png")
    config = types.GenerateContentConfig(
        response_modalities=["TEXT", "IMAGE"],
        image_config=types.ImageConfig(aspect_ratio="16:9", image_size="2K"),
    )

    content = types.Content(role="user", parts=[given, types.Part.from_text(text="make it blue")])

    def sample() -> list[types.Part]:
        stream = google_sdk.models.generate_content_stream(model="gemini-3-pro-image", contents=content, config=config)
        return [part for chunk in stream for part in chunk.parts or []]

    parts = await asyncio.to_thread(sample)

    (data,) = [part.inline_data.data for part in parts if part.inline_data]
    told = "".join(part.text or "" for part in parts)
    assert "image/png, 20×10" in told
    assert data
    assert size_of(data) == (2752, 1536)
    assert await wire.broken() == []


async def test_google_explains_a_blocked_prompt(google_sdk: genai.Client) -> None:
    """No candidates, and a reason."""
    reply = await asyncio.to_thread(
        lambda: google_sdk.models.generate_content(model="gemini-3-flash", contents="block the prompt")
    )

    assert reply.prompt_feedback
    assert reply.prompt_feedback.block_reason == types.BlockedReason.SAFETY
    assert not reply.candidates
