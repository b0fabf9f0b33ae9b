"""Pictures for a test: asked of an image model in plain HTTP, opened, and some to bring along."""

import asyncio
import base64
import io
import json
from typing import Any

from PIL import Image

from tests.playground.served import Client

MODEL = "gemini-nano-banana-2.1"
Json = dict[str, Any]


async def ordered(client: Client, text: Any = "a red fox", *, model: str = MODEL, **fields: Any) -> Json:
    """A foreground run, to its end."""
    status, made = await client.request("POST", "/v1beta/interactions", {"model": model, "input": text} | fields)
    assert status == 200, made
    run: Json = made
    return run


async def streamed(client: Client, text: Any, **fields: Any) -> list[Json]:
    """The events of a foreground stream; a picture's line is longer than a line reader takes."""
    body = {"model": MODEL, "input": text, "stream": True} | fields
    async with client.session.post(f"{client.origin}/v1beta/interactions", json=body) as answer:
        return events(await answer.text())


async def ended(client: Client, run_id: str) -> Json:
    """A run as it is read once it is over."""
    for _ in range(500):
        read: Json = await client.read(run_id)
        if read["status"] != "in_progress":
            return read
        await asyncio.sleep(0.02)
    raise AssertionError(read)


def events(stream: str) -> list[Json]:
    return [json.loads(line[6:]) for line in stream.splitlines() if line.startswith("data: {")]


def form(**fields: str) -> Json:
    return {"type": "image"} | fields


def outputs(run: Json) -> list[Json]:
    """The parts of everything that the model put out."""
    return [part for step in run["steps"] if step["type"] == "model_output" for part in step["content"]]


def image_parts(run: Json) -> list[Json]:
    return [part for part in outputs(run) if part["type"] == "image"]


def content(part: Json) -> bytes:
    return base64.b64decode(part["data"], validate=True)


def opened(part: Json) -> Image.Image:
    image = Image.open(io.BytesIO(content(part)))
    image.load()
    return image


def plain(colour: str = "red", size: tuple[int, int] = (64, 64), kind: str = "png") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind.upper())
    return file.getvalue()


def part(picture: bytes, mime_type: str = "image/png") -> Json:
    return {"type": "image", "data": base64.b64encode(picture).decode(), "mime_type": mime_type}


def text(words: str) -> Json:
    return {"type": "text", "text": words}


def average(image: Image.Image) -> tuple[int, ...]:
    """The picture's mean colour."""
    pixel = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return tuple(int(value) for value in pixel)
