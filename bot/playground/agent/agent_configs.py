"""The agents there are, and what agent_config may say to each of them."""

from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import AgentError, invalid
from bot.playground.agent.formats import only
from bot.playground.agent.toolbox import NEW_AGENT, OLD_AGENT

RESEARCHERS = (
    "deep-research-pro-preview-12-2025",
    "deep-research-preview-04-2026",
    "deep-research-max-preview-04-2026",
)
AGENTS = (OLD_AGENT, NEW_AGENT, *RESEARCHERS)
MODELS = ("gemini-3.8-flash", "gemini-3.7-flash", "gemini-3.6-flash", "gemini-3.5-flash", "gemini-3.5-flash-lite")

_FIELDS = frozenset({"type", "model", "max_total_tokens"})
_RESEARCH = {
    "thinking_summaries": ("auto", "none"),
    "visualization": ("off", "auto"),
    "collaborative_planning": (True, False),
    "enable_bigquery_tool": (True, False),
}


def check_config(body: JsonObject, *, retired_model: str | None) -> None:
    """Raises AgentError."""
    if body["agent"] in RESEARCHERS:
        _check_researcher(body)
        return
    config = _of_type(body, "antigravity")
    only(config, _FIELDS, "agent_config.")
    model = config.get("model")
    if model is not None and (model not in MODELS or model == retired_model):
        raise AgentError(404, "model_not_found", f"Model '{model}' was not found.")


def budget(config: JsonObject) -> int | None:
    """An int64 travels as a string from the SDK, as a number from curl. Raises AgentError."""
    value = config.get("max_total_tokens")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdecimal() or int(value) == 0:
        raise invalid("agent_config.max_total_tokens must be a whole number above 0.")
    return int(value)


def _check_researcher(body: JsonObject) -> None:
    """It works in the background, without a machine and without anybody to call."""
    config = _of_type(body, "deep-research")
    only(config, frozenset({"type", *_RESEARCH}), "agent_config.")
    for name, values in _RESEARCH.items():
        _check_one_of(config.get(name), values, name)
    if body.get("background") is not True:
        raise invalid(f"Agent '{body['agent']}' requires background to be true.")
    if "environment" in body:
        raise invalid(f"Agent '{body['agent']}' does not support environment.")
    if any(isinstance(tool, dict) and tool.get("type") == "function" for tool in body.get("tools", [])):
        raise invalid(f"Agent '{body['agent']}' does not support functions.")


def _check_one_of(value: Any, values: tuple[Any, ...], name: str) -> None:
    if value is not None and not any(value is one or (isinstance(value, str) and value == one) for one in values):
        raise invalid(f"agent_config.{name} must be one of {', '.join(map(str, values))}.")


def _of_type(body: JsonObject, kind: str) -> JsonObject:
    config: JsonObject = body.get("agent_config", {"type": kind})
    if config.get("type", kind) != kind:
        raise invalid(f"agent_config of type '{config['type']}' does not fit this agent.")
    return config
