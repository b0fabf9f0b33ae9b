"""Judges in which form a request to a model wants its answer: response_format, and the older ways to say it."""

from collections.abc import Mapping
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import AgentError, invalid

_KEYS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"type", "mime_type", "schema"}),
    "image": frozenset({"type", "mime_type", "aspect_ratio", "image_size", "delivery"}),
    "audio": frozenset({"type", "mime_type", "sample_rate", "bit_rate", "delivery"}),
    "video": frozenset({"type", "aspect_ratio", "resolution", "duration", "delivery", "gcs_uri"}),
}
_SCHEMA_TYPES = (None, "object", "array", "string", "number", "integer", "boolean", "null")
_MODALITIES = ("text", "image", "audio", "video", "document")
_GENERATION = frozenset(
    [
        "temperature",
        "top_p",
        "seed",
        "stop_sequences",
        "max_output_tokens",
        "thinking_level",
        "thinking_summaries",
        "tool_choice",
        "speech_config",
        "transcription_config",
        "video_config",
        "image_config",
    ]
)
_IMAGE_CONFIG = frozenset({"aspect_ratio", "image_size"})


def checked_formats(value: Any) -> dict[str, JsonObject]:
    """The formats by their type, a bare JSON schema under "schema"; nothing where none was given. Raises AgentError."""
    if value is None:
        return {}
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, dict) for item in items):
        raise invalid("response_format must be an object or a list of objects, and not empty.")
    formats = {_checked(item): item for item in items}
    if len(formats) != len(items):
        raise invalid("response_format holds one type twice.")
    return formats


def checked_modalities(value: Any) -> tuple[str, ...] | None:
    """None where nothing was said. Raises AgentError."""
    if value is None:
        return None
    if not isinstance(value, list) or not value or not all(one in _MODALITIES for one in value):
        raise invalid(f"response_modalities must be a list of {', '.join(_MODALITIES)}.")
    return tuple(value)


def checked_generation(config: JsonObject) -> JsonObject:
    """The image_config in it, or nothing. Raises AgentError."""
    only(config, _GENERATION, "generation_config.")
    image: Any = config.get("image_config") or {}
    if not isinstance(image, dict):
        raise invalid("generation_config.image_config must be an object.")
    only(image, _IMAGE_CONFIG, "generation_config.image_config.")
    return image


def only(given: JsonObject, known: frozenset[str], place: str) -> None:
    """Raises AgentError for a key that is not known there."""
    for name in given:
        if name not in known:
            raise AgentError(400, "parameter_unknown", f"Unknown parameter: '{place}{name}'.")


def _checked(item: JsonObject) -> str:
    kind = item.get("type")
    if kind in _SCHEMA_TYPES or isinstance(kind, list):
        return "schema"
    if not isinstance(kind, str) or kind not in _KEYS:
        raise invalid(f"response_format.type must be one of {', '.join(_KEYS)}, not '{kind}'.")
    only(item, _KEYS[kind], "response_format.")
    return kind
