"""Signed thinking blocks: they come back unchanged, at the latest with the results of the tools they led to."""

import json

from bot.playground.gateways.asked import Desk, JsonObject
from bot.playground.gateways.errors import GatewayError


def turn(message: JsonObject) -> str:
    """A name for the user's message that an answer follows."""
    content = message.get("content")
    if isinstance(content, list):
        content = [_essence(block) for block in content if isinstance(block, dict)]
    else:
        content = [["text", content]]
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def _essence(block: JsonObject) -> list[object]:
    """A client may spell a block differently the next time; this stays."""
    return [block.get("type"), block.get("tool_use_id", block.get("text"))]


def check(desk: Desk, messages: list[JsonObject]) -> None:
    """Raises GatewayError, as the real service does, after it named the rule."""
    for message in messages:
        if message["role"] == "assistant":
            _check_changed(desk, message)
    if len(messages) > 1 and _has(messages[-1], "tool_result"):
        _check_lost(desk, after=messages[-3:-2], answer=messages[-2])


def _check_changed(desk: Desk, message: JsonObject) -> None:
    for block in _thinking(message):
        if not desk.signatures.is_genuine(str(block.get("signature")), str(block.get("thinking"))):
            desk.note("thinking-block-changed", "A thinking block came back with other text or another signature.")
            raise GatewayError("bad_signature", "thinking")


def _check_lost(desk: Desk, *, after: list[JsonObject], answer: JsonObject) -> None:
    signatures = [str(block.get("signature")) for block in _thinking(answer)]
    if after and not desk.signatures.are_complete(turn(after[0]), signatures):
        desk.note("thinking-block-lost", "A tool's result came without the thinking block of its call.")
        raise GatewayError("bad_signature", "thinking")


def _thinking(message: JsonObject) -> list[JsonObject]:
    content = message.get("content")
    blocks = content if isinstance(content, list) else []
    return [block for block in blocks if isinstance(block, dict) and block.get("type") == "thinking"]


def _has(message: JsonObject, kind: str) -> bool:
    content = message.get("content")
    return isinstance(content, list) and any(isinstance(block, dict) and block.get("type") == kind for block in content)
