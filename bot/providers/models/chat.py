"""OpenAI's chat completions: a talk as messages, and the reader of what comes back."""

from base64 import b64encode
from collections.abc import Iterator
from json import dumps

from bot.core import events as e
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolCall, ToolResult
from bot.core.tools.offers import Function
from bot.providers.models.chat_reader import ChatReader
from bot.providers.models.retelling import Echoed, Spoken, Turn, retold, told
from bot.providers.models.speech import Asking, Talk, ToolsSaid, UserSaid


class ChatSpeech:
    def asking(self, talk: Talk) -> Asking:
        """With a stream, its usage is asked for too: a chunk of its own at the end."""
        body: dict[str, e.JsonValue] = {"model": talk.model, "messages": list(_messages(talk))}
        if talk.functions:
            body["tools"] = [_tool(function) for function in talk.functions]
        if talk.max_tokens:
            body["max_tokens"] = talk.max_tokens
        if talk.stream:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        return Asking(path="/v1/chat/completions", body={**body, **talk.extra})

    def reader(self) -> ChatReader:
        return ChatReader()


def _tool(function: Function) -> e.JsonValue:
    told: dict[str, e.JsonValue] = {"name": function.name, "description": function.description}
    return {"type": "function", "function": told | {"parameters": dict(function.parameters)}}


def _messages(talk: Talk) -> Iterator[e.JsonValue]:
    if talk.instruction:
        yield {"role": "system", "content": talk.instruction}
    for turn in retold(talk, Protocol.CHAT):
        yield from _of(turn)


def _of(turn: Turn) -> Iterator[e.JsonValue]:
    match turn:
        case Echoed(content=content):
            yield from content
        case UserSaid(text=text, pictures=()):
            yield {"role": "user", "content": text}
        case UserSaid(text=text, pictures=pictures):
            words: list[e.JsonValue] = [{"type": "text", "text": text}] if text.strip() else []
            yield {"role": "user", "content": [*words, *map(_picture, pictures)]}
        case ToolsSaid(results=results):
            yield from map(_result, results)
        case Spoken(text="", calls=()):
            pass  # a picture alone, which is shown after it; some services refuse a message without words
        case Spoken(text=text, calls=()):
            yield {"role": "assistant", "content": text}
        case Spoken(text=text, calls=calls):
            yield {"role": "assistant", "content": text or None, "tool_calls": [_call(call) for call in calls]}


def _picture(picture: Reference) -> e.JsonValue:
    url = f"data:{picture.mime_type};base64,{b64encode(picture.data).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


def _call(call: ToolCall) -> e.JsonValue:
    arguments = dumps(dict(call.arguments), ensure_ascii=False)
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": arguments}}


def _result(result: ToolResult) -> e.JsonValue:
    """There is no other place for it: that a function failed, its words must say."""
    said = told(result.result)
    return {"role": "tool", "tool_call_id": result.call, "content": f"Error: {said}" if result.is_error else said}
