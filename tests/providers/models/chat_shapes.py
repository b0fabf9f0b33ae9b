"""Chunks and messages of chat completions, as a service sends them."""

import base64
from typing import Any

from bot.core import events as e

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(61)).decode()
JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(65)).decode()
URI = f"data:image/png;base64,{PNG}"
PICTURE = e.MediaPart("image", "image/png", data=PNG)
END = {"id": "a", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}


def delta(**members: Any) -> dict[str, Any]:
    return {"id": "a", "choices": [{"index": 0, "delta": members, "finish_reason": None}]}


def message(**members: Any) -> dict[str, Any]:
    return {"id": "a", "choices": [{"index": 0, "message": {"role": "assistant", **members}, "finish_reason": "stop"}]}


def fragment(arguments: str, **members: Any) -> dict[str, Any]:
    name = members.pop("name", None)
    return members | {"function": {"arguments": arguments} | ({"name": name} if name else {})}


def thought(text: str) -> e.Thought:
    return e.Thought((e.TextPart(text),))


def said(text: str) -> e.Output:
    return e.Output((e.TextPart(text),))
