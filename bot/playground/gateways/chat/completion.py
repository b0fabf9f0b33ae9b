"""A chat completion in one piece."""

import secrets
from collections.abc import Iterable
from typing import Any

from bot.playground.gateways.answer import STOP, Answer, tokens_in
from bot.playground.gateways.asked import Asked, JsonObject
from bot.playground.gateways.chat.deltas import Delta
from bot.playground.gateways.conditions import Conditions


def head(kind: str, asked: Asked, conditions: Conditions, answer: Answer, *, now: float) -> JsonObject:
    """What every chunk and every whole answer begins with; through resellers the id is empty and the date is 0."""
    prefix = "foaicmpl-" if conditions.era == "2026-02" else "chatcmpl-"
    is_resold = "reseller" in answer.manner
    return {
        "id": "" if is_resold else prefix + secrets.token_hex(12),
        "object": kind,
        "created": 0 if is_resold else int(now),
        "model": asked.model.name,
    }


def completion(begun: JsonObject, made: Iterable[Delta], asked: Asked, answer: Answer) -> JsonObject:
    message: JsonObject = {"role": "assistant", "content": None, "refusal": None}
    top: JsonObject = {}
    for delta in made:
        _add(top, delta.top)
        _add(message, delta.fields)
    for call in message.get("tool_calls", []):
        del call["index"]
    choices = [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish_of(answer)}]
    return begun | {"choices": [] if "no_choices" in answer.manner else choices, "usage": usage(asked, answer)} | top


def _add(whole: JsonObject, more: JsonObject) -> None:
    """Texts grow, lists too; of a picture that is a field of its own the last one stays."""
    for name, value in more.items():
        before = whole.get(name)
        if before is None or name == "image_b64_json":
            whole[name] = value
        elif isinstance(before, str) and isinstance(value, str):
            whole[name] = before + value
        else:
            whole[name] = _as_parts(before) + _as_parts(value)


def _as_parts(content: Any) -> list[JsonObject]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def finish_of(answer: Answer) -> str:
    if answer.blocked:
        return "content_filter"
    if answer.finish == "MAX_TOKENS":
        return "length"
    if answer.finish != STOP:
        return "content_filter"
    return "tool_calls" if answer.calls else "stop"


def usage(asked: Asked, answer: Answer) -> JsonObject:
    before = tokens_in("".join((*asked.earlier, asked.prompt))) + 258 * len(asked.pictures)
    return {
        "prompt_tokens": before,
        "completion_tokens": answer.tokens,
        "total_tokens": before + answer.tokens,
        "completion_tokens_details": {"reasoning_tokens": answer.thought_tokens},
    }
