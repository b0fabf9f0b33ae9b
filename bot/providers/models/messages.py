"""Anthropic's messages: a talk as alternating messages of blocks, and the reader of what comes back."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator

from bot.core import events as e
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import Function
from bot.providers.models.messages_reader import MessagesReader
from bot.providers.models.retelling import Echoed, Spoken, Turn, retold, told
from bot.providers.models.speech import Asking, Talk, ToolsSaid, UserSaid

VERSION = "2023-06-01"
"""What gateways document; a newer one may be unknown to them. An operator's own header goes before it."""
MOST_TOKENS = 32_000
"""The protocol wants a number. Every model since Claude 4 writes as many, and thoughts count."""
_NO_ID = re.compile(r"[^a-zA-Z0-9_-]")


class MessagesSpeech:
    def asking(self, talk: Talk) -> Asking:
        body: dict[str, e.JsonValue] = {
            "model": talk.model,
            "max_tokens": talk.max_tokens or MOST_TOKENS,
            "messages": list(_messages(talk)),
        }
        if talk.instruction:
            body["system"] = [{"type": "text", "text": talk.instruction}]
        if talk.functions:
            body["tools"] = [_tool(function) for function in talk.functions]
        if talk.stream:
            body["stream"] = True
        return Asking(path="/v1/messages", body={**body, **talk.extra}, headers={"anthropic-version": VERSION})

    def reader(self) -> MessagesReader:
        return MessagesReader()


def _tool(function: Function) -> e.JsonValue:
    return {"name": function.name, "description": function.description, "input_schema": dict(function.parameters)}


def _messages(talk: Talk) -> Iterator[e.JsonValue]:
    """Neighbours of one role are one message."""
    role, content, id_of = "", list[e.JsonValue](), _as_is
    for turn in retold(talk, Protocol.MESSAGES):
        of = "assistant" if isinstance(turn, Echoed | Spoken) else "user"
        if of == "assistant":
            id_of = _as_is if isinstance(turn, Echoed) else _allowed
        blocks = list(_blocks(turn, id_of))
        if of != role and blocks:
            if content:
                yield {"role": role, "content": content}
            role, content = of, []
        content += blocks
    if content:
        yield {"role": role, "content": content}


def _blocks(turn: Turn, id_of: Callable[[str], str]) -> Iterator[e.JsonValue]:
    match turn:
        case Echoed(content=content):
            yield from content
        case UserSaid(text=text, pictures=pictures):
            yield from map(_picture, pictures)
            yield from _text(text)
        case ToolsSaid(results=results):
            yield from (_result(result, id_of) for result in results)
        case Spoken(text=text, calls=calls):
            yield from _text(text)
            for call in calls:
                yield {"type": "tool_use", "id": id_of(call.id), "name": call.name, "input": dict(call.arguments)}


def _text(text: str) -> Iterator[e.JsonValue]:
    """The service refuses a text of nothing but white space."""
    if text.strip():
        yield {"type": "text", "text": text}


def _picture(picture: Reference) -> e.JsonValue:
    data = b64encode(picture.data).decode()
    return {"type": "image", "source": {"type": "base64", "media_type": picture.mime_type, "data": data}}


def _result(result: ToolResult, id_of: Callable[[str], str]) -> e.JsonValue:
    block: dict[str, e.JsonValue] = {"type": "tool_result", "tool_use_id": id_of(result.call)}
    block["content"] = told(result.result)
    return {**block, "is_error": True} if result.is_error else block


def _as_is(number: str) -> str:
    return number


def _allowed(number: str) -> str:
    """Ids of other protocols have characters that this one refuses."""
    return _NO_ID.sub("_", number)
