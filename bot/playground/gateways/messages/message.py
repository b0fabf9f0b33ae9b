"""An answer as a message in Anthropic's shape: blocks in one piece, or as named events."""

import json
import secrets
from collections.abc import Iterator

from bot.playground.gateways.answer import STOP, Answer, Call, Picture, Text, Thought, tokens_in
from bot.playground.gateways.asked import Asked, JsonObject
from bot.playground.gateways.forms import form_of, in_markdown, look
from bot.playground.gateways.scripts.stage import Stage
from bot.playground.gateways.sse import Frame

_LETTERS = 24
_STOPS = {STOP: "end_turn", "MAX_TOKENS": "max_tokens", "STOP_SEQUENCE": "stop_sequence", "PAUSE_TURN": "pause_turn"}


def blocks(stage: Stage, answer: Answer, origin: str) -> list[JsonObject]:
    """Signs its thoughts. The format has no block for a picture, so one is Markdown; `form parts` leaks a block."""
    made = [block for piece in answer.pieces if (block := _block(stage, answer, piece, origin)) is not None]
    signatures = [block["signature"] for block in made if block["type"] == "thinking"]
    stage.desk.signatures.give(stage.asked.turn, signatures)
    return made


def _block(stage: Stage, answer: Answer, piece: object, origin: str) -> JsonObject | None:
    match piece:
        case Text(text=text):
            return {"type": "text", "text": text}
        case Thought(text):
            return {"type": "thinking", "thinking": text, "signature": stage.desk.signatures.make(text)}
        case Call(number, name, arguments):
            return {"type": "tool_use", "id": number.replace("call_", "toolu_"), "name": name, "input": arguments}
        case Picture(is_draft=False):
            return _picture(stage, answer, piece, origin)
        case _:
            return None


def _picture(stage: Stage, answer: Answer, piece: Picture, origin: str) -> JsonObject | None:
    form = form_of(stage.prompt, stage.desk.conditions)
    shown = look(piece, stage, origin, urlsafe="urlsafe" in answer.manner)
    if form == "parts":
        return {"type": "image", "source": {"type": "base64", "media_type": shown.label, "data": shown.base64}}
    return None if form == "none" else {"type": "text", "text": in_markdown(shown, form)}


def message(asked: Asked, answer: Answer, content: list[JsonObject]) -> JsonObject:
    return {
        "id": f"msg_{secrets.token_hex(12)}",
        "type": "message",
        "role": "assistant",
        "model": asked.model.name,
        "content": content,
        "stop_reason": _stop_reason(answer),
        "stop_sequence": None,
        "usage": {"input_tokens": _tokens_before(asked), "output_tokens": answer.tokens},
    }


def _stop_reason(answer: Answer) -> str:
    if answer.blocked:
        return "refusal"
    if answer.calls and answer.finish == STOP:
        return "tool_use"
    return _STOPS.get(answer.finish, "refusal")


def _tokens_before(asked: Asked) -> int:
    return tokens_in("".join((*asked.earlier, asked.prompt))) + 258 * len(asked.pictures)


def events(whole: JsonObject, manner: frozenset[str]) -> Iterator[Frame]:
    """message_start, per block its start, deltas and stop, then message_delta and message_stop."""
    empty: JsonObject = {"content": [], "stop_reason": None}
    begun = whole | empty | {"usage": whole["usage"] | {"output_tokens": 1}}
    yield _event({"type": "message_start", "message": begun})
    if "pings" in manner:
        yield _event({"type": "ping"})
    if "unknown_event" in manner:
        yield _event({"type": "gateway_news", "note": "nobody knows this"})
    for index, block in enumerate(whole["content"]):
        yield from _block_events(index, block, manner)
    stop = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    yield _event({"type": "message_delta", "delta": stop, "usage": whole["usage"]}, ends=True)
    yield _event({"type": "message_stop"}, ends=True)


def trouble(error: str, told: JsonObject) -> list[Frame]:
    """Anthropic's shape knows one kind of error within a stream; `error_finish` ends with a reason nobody knows."""
    if error == "error_finish":
        delta = {"stop_reason": "error", "stop_sequence": None}
        return [_event({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 1}})]
    return [Frame(told, "error")]


def _block_events(index: int, block: JsonObject, manner: frozenset[str]) -> Iterator[Frame]:
    begun, deltas = _taken_apart(block, manner)
    yield _event({"type": "content_block_start", "index": index, "content_block": begun})
    for delta in deltas:
        yield _event({"type": "content_block_delta", "index": index, "delta": delta})
    yield _event({"type": "content_block_stop", "index": index})


def _taken_apart(block: JsonObject, manner: frozenset[str]) -> tuple[JsonObject, list[JsonObject]]:
    """The block as it begins, and the deltas that fill it."""
    match block["type"]:
        case "text":
            pieces = _pieces(block["text"])
            return block | {"text": ""}, [{"type": "text_delta", "text": piece} for piece in pieces]
        case "thinking":
            thoughts = [{"type": "thinking_delta", "thinking": piece} for piece in _pieces(block["thinking"])]
            signed = {"type": "signature_delta", "signature": block["signature"]}
            return block | {"thinking": "", "signature": ""}, [*thoughts, signed]
        case "tool_use":
            told = json.dumps(block["input"], ensure_ascii=False)
            pieces = [told] if "one_chunk" in manner else _pieces(told, 8)
            return block | {"input": {}}, [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
        case _:
            return block, []


def _pieces(text: str, length: int = _LETTERS) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]


def _event(data: JsonObject, *, ends: bool = False) -> Frame:
    return Frame(data, data["type"], ends)
