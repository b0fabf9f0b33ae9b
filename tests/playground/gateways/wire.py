"""Plain HTTP to a local gateway, and what came back as a client without a library would read it."""

import base64
import io
import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from PIL import Image

from tests.playground.served import Client

LICENCE = "playground-licence"
BEARER = {"Authorization": f"Bearer {LICENCE}"}
WEATHER = {
    "type": "object",
    "properties": {"location": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["location"],
}
CHAT_TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": WEATHER}}
TIME_TOOL = {"type": "function", "function": {"name": "read_clock", "parameters": {"type": "object"}}}
MESSAGES_TOOL = {"name": "get_weather", "input_schema": WEATHER}
V1BETA_TOOL = {"functionDeclarations": [{"name": "get_weather", "parametersJsonSchema": WEATHER}]}


@dataclass(frozen=True)
class Reply:
    status: int
    kind: str
    text: str
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def events(self) -> list[Any]:
        """What stands in the data lines that are JSON."""
        return [json.loads(line[6:]) for line in self.text.split("\n") if line.startswith("data: {")]

    @property
    def deltas(self) -> list[dict[str, Any]]:
        """Of a stream of chat chunks, those that have any."""
        return [choice["delta"] for chunk in self.events for choice in chunk.get("choices", []) if choice.get("delta")]

    @property
    def streamed(self) -> str:
        """The content of a stream of chat chunks, put together."""
        return "".join(
            delta.get("content") or "" for delta in self.deltas if not isinstance(delta.get("content"), list)
        )

    @property
    def responses(self) -> list[Any]:
        """Of v1beta, however they were sent."""
        if self.kind == "text/event-stream":
            return self.events
        return self.json if isinstance(self.json, list) else [self.json]

    @property
    def message(self) -> Any:
        """Of a whole chat completion."""
        return self.json["choices"][0]["message"]


@dataclass(frozen=True)
class Wire:
    client: Client

    async def post(self, path: str, body: Any = None, *, headers: dict[str, str] | None = None) -> Reply:
        """JSON, or a form where `body` is aiohttp's FormData."""
        sent = {"data": body} if isinstance(body, aiohttp.FormData) else {"json": body}
        url = self.client.origin + path
        headers = BEARER if headers is None else headers
        async with aiohttp.ClientSession() as session, session.post(url, headers=headers, **sent) as answer:
            return Reply(answer.status, answer.content_type, await answer.text(), dict(answer.headers))

    async def get(self, path: str, **headers: str) -> tuple[int, str, bytes]:
        url = path if path.startswith("http") else self.client.origin + path
        async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
            return answer.status, answer.content_type, await answer.read()

    async def chat(self, text: Any = "hello", *, on: str = "antigravity", query: str = "", **fields: Any) -> Reply:
        """A chat with one message of the user, unless `messages` are given."""
        model = "gemini-3-flash" if on == "antigravity" else "gemini-3-fast"
        body = {"model": model, "messages": [{"role": "user", "content": text}]} | fields
        return await self.post(f"/{on}/v1/chat/completions{query}", body)

    async def messages(self, text: Any = "hello", *, on: str = "antigravity", **fields: Any) -> Reply:
        model = "gemini-3-flash" if on == "antigravity" else "gemini-3-fast"
        body = {"model": model, "max_tokens": 9000, "messages": [{"role": "user", "content": text}]} | fields
        return await self.post(f"/{on}/v1/messages", body, headers=BEARER | {"anthropic-version": "2023-06-01"})

    async def gemini(
        self, text: str = "hello", *, on: str = "antigravity", model: str = "", stream: str = "", **fields: Any
    ) -> Reply:
        """`stream`: "sse" or "array"."""
        model = model or ("gemini-3-flash" if on == "antigravity" else "gemini-3-fast")
        method = {"": ":generateContent", "sse": ":streamGenerateContent?alt=sse"}.get(stream, ":streamGenerateContent")
        body = {"contents": [{"role": "user", "parts": [{"text": text}]}]} | fields
        return await self.post(f"/{on}/v1beta/models/{model}{method}", body)

    async def images(self, prompt: str = "a boat", *, on: str = "antigravity", **fields: Any) -> Reply:
        model = "gemini-3-pro-image" if on == "antigravity" else "gemini-3-fast-imagen"
        return await self.post(f"/{on}/v1/images/generations", {"prompt": prompt, "model": model} | fields)

    async def set(self, **conditions: Any) -> None:
        await self.client.lever("gateways", conditions)

    async def broken(self) -> list[str]:
        """The names of the rules that were broken so far."""
        return [one["rule"] for one in await self.client.lever("violations")]


def png(width: int = 4, height: int = 3, *, kind: str = "PNG") -> bytes:
    paper = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(paper, kind)
    return paper.getvalue()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def size_of(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.size


def decoded(text: str) -> bytes:
    """With or without the beginning of a data URI."""
    return base64.b64decode(text.partition(";base64,")[2] or text, validate=True)
