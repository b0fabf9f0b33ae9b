"""What a service says in Anthropic's messages: its events, as a test writes them."""

from typing import Any

from bot.core.transcript import RunTranscript
from bot.providers.models.messages_reader import MessagesReader
from tests.providers.models.readings import read_chunks

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
BEGIN = {"type": "message_start", "message": {"usage": {"input_tokens": 10, "output_tokens": 1}}}
STOP = {"type": "message_stop"}


def begun(block: dict[str, Any], index: int = 0) -> dict[str, Any]:
    return {"type": "content_block_start", "index": index, "content_block": block}


def delta(index: int = 0, **members: Any) -> dict[str, Any]:
    """Its type is its member's name and `_delta`, but for a call's arguments."""
    (name, value), *others = members.items()
    kind = "input_json_delta" if name == "partial_json" else f"{name}_delta"
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, name: value, **dict(others)}}


def stopped(index: int = 0) -> dict[str, Any]:
    return {"type": "content_block_stop", "index": index}


def ended(reason: str, **members: Any) -> dict[str, Any]:
    return {"type": "message_delta", "delta": {"stop_reason": reason} | members, "usage": {"output_tokens": 7}}


def told(*chunks: Any, reader: MessagesReader | None = None) -> RunTranscript:
    return read_chunks(reader or MessagesReader(), BEGIN, *chunks)


def spoken(text: str) -> list[dict[str, Any]]:
    return [begun({"type": "text", "text": ""}), delta(text=text), stopped()]
