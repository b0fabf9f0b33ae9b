"""An answer as candidates in Gemini's shape: in one piece, or as a stream of whole responses with some of the parts."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

from bot.playground.gateways.answer import Answer, Call, Picture, Text, Thought, tokens_in
from bot.playground.gateways.asked import Asked, JsonObject
from bot.playground.gateways.forms import form_of, in_markdown, look
from bot.playground.gateways.scripts.stage import Stage
from bot.playground.gateways.sse import Frame
from bot.playground.gateways.v1beta.signed import meaning

_LETTERS = 24
_IN_TEXT = ("markdown_url", "markdown_relative", "markdown_data", "markdown_data_split", "link")
_MESSAGE = "The playground was told to end here."


def parts(stage: Stage, answer: Answer, origin: str) -> list[JsonObject]:
    """Signs calls, and text that was thought about: on an empty part at its end, as upstream does."""
    made = [part for piece in answer.pieces for part in _part(stage, answer, piece, origin)]
    signs = any(isinstance(piece, Thought) for piece in answer.pieces) and not answer.calls
    if signs:
        made.append({"text": "", "thoughtSignature": stage.desk.signatures.make("text")})
    signatures = [part["thoughtSignature"] for part in made if "thoughtSignature" in part]
    stage.desk.signatures.give(stage.asked.turn, signatures)
    return made


def _part(stage: Stage, answer: Answer, piece: object, origin: str) -> Iterator[JsonObject]:
    match piece:
        case Text(text=text):
            yield {"text": text}
        case Thought(text):
            yield {"text": text, "thought": True}
        case Call(_, name, arguments):
            part: JsonObject = {"functionCall": {"name": name, "args": arguments}}
            yield part | {"thoughtSignature": stage.desk.signatures.make(meaning(part))}
        case Picture():
            yield from _picture(stage, answer, piece, origin)


def _picture(stage: Stage, answer: Answer, piece: Picture, origin: str) -> Iterator[JsonObject]:
    form = form_of(stage.prompt, stage.desk.conditions)
    shown = look(piece, stage, origin, urlsafe="urlsafe" in answer.manner)
    if form in _IN_TEXT and not piece.is_draft:
        yield {"text": in_markdown(shown, form)}
    elif form == "file_data":
        yield {"fileData": {"mimeType": shown.label, "fileUri": shown.url}}
    elif form != "none":
        inline: JsonObject = {"inlineData": {"mimeType": shown.label, "data": shown.base64}}
        yield inline | {"thought": True} if piece.is_draft else _signed_picture(stage, inline)


def _signed_picture(stage: Stage, part: JsonObject) -> JsonObject:
    """As Gemini 3 does; it does not insist on getting the signature back."""
    if not stage.asked.model.base.startswith("gemini-3"):
        return part
    return part | {"thoughtSignature": stage.desk.signatures.make(meaning(part))}


def response(asked: Asked, answer: Answer, made: list[JsonObject], response_id: str) -> JsonObject:
    if answer.blocked:
        feedback = {"blockReason": answer.blocked, "blockReasonMessage": _MESSAGE}
        return _told({"promptFeedback": feedback} | _common(asked, answer, response_id), answer.manner)
    return _told({"candidates": [_candidate(answer, made)]} | _common(asked, answer, response_id), answer.manner)


def _candidate(answer: Answer, made: list[JsonObject]) -> JsonObject:
    candidate: JsonObject = {"finishReason": answer.finish, "index": 0}
    if answer.finish not in ("STOP", "MAX_TOKENS"):
        candidate["finishMessage"] = _MESSAGE
    return {"content": {"role": "model", "parts": made}} | candidate if made else candidate


def stream(asked: Asked, answer: Answer, made: list[JsonObject]) -> list[Frame]:
    """Text in pieces, calls and pictures whole, and at the end a response with the reason and the usage."""
    response_id = new_id()
    if answer.blocked:
        return [Frame(response(asked, answer, [], response_id))]
    begun = {"modelVersion": asked.model.name, "responseId": response_id}
    pieces = [piece for part in made for piece in _cut(part)]
    frames = [
        Frame(
            _told({"candidates": [{"content": {"role": "model", "parts": [one]}, "index": 0}]} | begun, answer.manner)
        )
        for one in pieces
    ]
    last = {"candidates": [_candidate(answer, [{"text": ""}])]} | _common(asked, answer, response_id)
    return [*frames, Frame(_told(last, answer.manner), ends=True)]


def trouble(error: str, told: JsonObject) -> list[Frame]:
    match error:
        case "error_finish":
            return [Frame({"candidates": [{"finishReason": "OTHER", "index": 0}]})]
        case "error_string":
            return [Frame({"error": told["error"]["message"]})]
        case "error_event":
            return [Frame(told, "error")]
        case _:
            return [Frame(told)]


def new_id() -> str:
    return secrets.token_urlsafe(15)


def _cut(part: JsonObject) -> Iterator[JsonObject]:
    text = part.get("text")
    if not text or "](data:" in text:
        yield part
        return
    for start in range(0, len(text), _LETTERS):
        yield part | {"text": text[start : start + _LETTERS]}


def _common(asked: Asked, answer: Answer, response_id: str) -> JsonObject:
    before = tokens_in("".join((*asked.earlier, asked.prompt))) + 258 * len(asked.pictures)
    usage = {
        "promptTokenCount": before,
        "candidatesTokenCount": answer.tokens - answer.thought_tokens,
        "thoughtsTokenCount": answer.thought_tokens,
        "totalTokenCount": before + answer.tokens,
    }
    return {"usageMetadata": usage, "modelVersion": asked.model.name, "responseId": response_id}


def _told(payload: JsonObject, manner: frozenset[str]) -> JsonObject:
    """In the other spelling, or still in the wrapping in which the upstream of such gateways sends it."""
    if "snake" in manner:
        payload = _snake(payload)
    return {"response": payload} if "wrapped" in manner else payload


def _snake(value: Any) -> Any:
    if isinstance(value, list):
        return [_snake(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name): one if name == "args" else _snake(one)
        for name, one in value.items()
    }
