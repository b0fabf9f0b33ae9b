"""Google's generateContent: a talk as turns of parts, and the reader of what comes back."""

from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import quote

from bot.core import events as e
from bot.core.models.provider import Protocol
from bot.core.ports import Reference
from bot.core.tools.calls import ToolCall, ToolResult
from bot.core.tools.offers import Function
from bot.providers.models.generate_calls import is_ours
from bot.providers.models.generate_reader import GenerateReader
from bot.providers.models.retelling import Echoed, Spoken, Turn, retold
from bot.providers.models.speech import Asking, Talk, ToolsSaid, UserSaid

_SHOWS = ("inlineData", "inline_data")


class GenerateSpeech:
    def asking(self, talk: Talk) -> Asking:
        """A stream is asked for as server-sent events; without that word it would be an array."""
        method, query = ("streamGenerateContent", {"alt": "sse"}) if talk.stream else ("generateContent", {})
        body: dict[str, e.JsonValue] = {"contents": list(_contents(talk))}
        if talk.instruction:
            body["systemInstruction"] = {"parts": [{"text": talk.instruction}]}
        if talk.functions:
            body["tools"] = [{"functionDeclarations": [_declaration(function) for function in talk.functions]}]
        if config := _config(talk):
            body["generationConfig"] = config
        path = f"/v1beta/models/{quote(talk.model, safe='')}:{method}"
        return Asking(path=path, body={**body, **talk.extra, **_both_configs(talk, config)}, query=query)

    def reader(self) -> GenerateReader:
        return GenerateReader()


def _declaration(function: Function) -> e.JsonValue:
    """`parameters` would be a dialect of OpenAPI, which refuses much of what a JSON schema may say."""
    schema = dict(function.parameters)
    return {"name": function.name, "description": function.description, "parametersJsonSchema": schema}


def _config(talk: Talk) -> dict[str, e.JsonValue]:
    config: dict[str, e.JsonValue] = {}
    if talk.max_tokens:
        config["maxOutputTokens"] = talk.max_tokens
    if talk.makes_pictures:
        config["responseModalities"] = ["TEXT", "IMAGE"]
    image = {name: value for name, value in (("aspectRatio", talk.ratio), ("imageSize", talk.size)) if value}
    if image:
        config["imageConfig"] = dict(image)
    return config


def _both_configs(talk: Talk, config: dict[str, e.JsonValue]) -> e.JsonObject:
    """What an operator adds to the configuration goes beside what the talk needs."""
    theirs = talk.extra.get("generationConfig")
    return {"generationConfig": {**config, **theirs}} if isinstance(theirs, dict) else {}


def _contents(talk: Talk) -> Iterator[e.JsonValue]:
    """Neighbours of one role are one content."""
    role, parts, is_echo = "", list[e.JsonValue](), False
    for turn in retold(talk, Protocol.GENERATE, needs_echo=True, shows=_SHOWS):
        of = "model" if isinstance(turn, Echoed | Spoken) else "user"
        if of == "model":
            is_echo = isinstance(turn, Echoed)
        more = list(_parts(turn, with_ids=is_echo))
        if of != role and more:
            if parts:
                yield {"role": role, "parts": parts}
            role, parts = of, []
        parts += more
    if parts:
        yield {"role": role, "parts": parts}


def _parts(turn: Turn, *, with_ids: bool) -> Iterator[e.JsonValue]:
    match turn:
        case Echoed(content=content):
            yield from content
        case UserSaid(text=text, pictures=pictures):
            yield from map(_picture, pictures)
            yield from _text(text)
        case ToolsSaid(results=results):
            yield from (_response(result, with_ids=with_ids) for result in results)
        case Spoken(text=text, calls=calls):
            yield from _text(text)
            yield from map(_call, calls)


def _text(text: str) -> Iterator[e.JsonValue]:
    if text.strip():
        yield {"text": text}


def _picture(picture: Reference) -> e.JsonValue:
    return {"inlineData": {"mimeType": picture.mime_type, "data": b64encode(picture.data).decode()}}


def _call(call: ToolCall) -> e.JsonValue:
    return {"functionCall": {"name": call.name, "args": dict(call.arguments)}}


def _response(result: ToolResult, *, with_ids: bool) -> e.JsonValue:
    """An object, whatever the function gave: `output`, or `error` where it failed, as Google's documentation has it.

    `with_ids`: the call stands before it as the model made it, so an id that the model gave is the model's own.
    """
    said = {"error" if result.is_error else "output": result.result}
    answer: dict[str, e.JsonValue] = {"name": result.name, "response": dict(said)}
    return {"functionResponse": {"id": result.call, **answer} if with_ids and not is_ours(result.call) else answer}
