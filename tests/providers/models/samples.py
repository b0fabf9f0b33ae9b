"""A provider at a test's endpoint, and answers as a well-behaved service gives them."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core.models.provider import AuthStyle, Endpoint, Makes, Model, Protocol, Provider
from tests.providers.behaviours import frames
from tests.providers.conftest import Behaviour

KEY = "the-very-secret-key"
MODELS = {
    "flash": Model(id="flash", window=10_000),
    "painter": Model(id="painter", makes=Makes.IMAGE, references=2),
    "blind": Model(id="blind", sees=False),
}


def provider(base: str, *ways: Protocol, auth: AuthStyle = AuthStyle.BEARER, **changes: Any) -> Provider:
    endpoints = {way: Endpoint(auth=(auth,), tools=True) for way in ways or Protocol}
    return Provider(**({"name": "acme", "base": base, "endpoints": endpoints, "models": MODELS} | changes))


def message(*texts: str, tokens: int = 20) -> bytes:
    """An answer of Anthropic's messages, as events."""
    block: dict[str, Any] = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    return frames(
        [
            {"type": "message_start", "message": {"usage": {"input_tokens": tokens, "output_tokens": 0}}},
            block,
            *(
                {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}
                for text in texts
            ),
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 5}},
            {"type": "message_stop"},
        ]
    )


def by_path(answers: Mapping[str, Behaviour], otherwise: Behaviour) -> Behaviour:
    """Answers by what the path holds."""

    async def behaviour(request: Any) -> Any:
        chosen: Callable[[Any], Any] = next((one for part, one in answers.items() if part in request.path), otherwise)
        return await chosen(request)

    return behaviour
