"""Judges a create request as the real service does: what it does not know, it refuses."""

from collections.abc import Mapping
from typing import Any

from bot.playground.agent.agent_configs import AGENTS, budget, check_config
from bot.playground.agent.brought import shown_pictures
from bot.playground.agent.create import Create, JsonObject
from bot.playground.agent.errors import LEGACY, AgentError, invalid, not_found
from bot.playground.agent.image_models import is_offered
from bot.playground.agent.inputs import normal_steps
from bot.playground.agent.ordering import ordered
from bot.playground.agent.results import check_alone
from bot.playground.agent.toolbox import check_tools

_ECHOED = [
    "environment",
    "previous_interaction_id",
    "tools",
    "system_instruction",
    "agent_config",
    "generation_config",
    "response_format",
    "response_modalities",
    "response_mime_type",
    "safety_settings",
    "labels",
    "webhook_config",
    "cached_content",
]
_COMMON = frozenset(
    [
        "input",
        "environment",
        "previous_interaction_id",
        "tools",
        "system_instruction",
        "background",
        "stream",
        "store",
        "response_format",
        "response_modalities",
        "response_mime_type",
        "safety_settings",
        "service_tier",
        "labels",
        "continuation_token",
        "webhook_config",
    ]
)
_AGENT_FIELDS = _COMMON | {"agent", "agent_config"}
_MODEL_FIELDS = _COMMON | {"model", "generation_config", "cached_content"}
_GENERATION = ("temperature", "top_p", "top_k", "stop_sequences", "max_output_tokens")
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "agent": str,
    "model": str,
    "environment": (str, dict),
    "previous_interaction_id": str,
    "continuation_token": str,
    "system_instruction": str,
    "agent_config": dict,
    "generation_config": dict,
    "background": bool,
    "stream": bool,
    "store": bool,
    "labels": dict,
    "safety_settings": list,
    "webhook_config": dict,
}
_LARGEST_BODY = 20 * 1024 * 1024
_SERVICE_TIERS = ("flex", "standard", "priority", "deferred")


def judged(body: Any, *, size: int = 0, retired: str | None = None, retired_model: str | None = None) -> Create:
    """Raises AgentError. `size` of the body in bytes; `retired` are what a fault took out of service."""
    if not isinstance(body, dict):
        raise invalid("The request body must be a JSON object.")
    body = {name: value for name, value in body.items() if value is not None}
    _check_form(body)
    _check_fields(body)
    agent = body.get("agent")
    _check_offered(agent, retired, model=body.get("model"), retired_model=retired_model)
    if agent is not None:
        _check_agent_form(body, retired_model=retired_model)
    elif size > _LARGEST_BODY:
        raise invalid(f"The request is too large: {size} bytes, at most {_LARGEST_BODY}.")
    return _create(body)


def _create(body: JsonObject) -> Create:
    for_agent = "agent" in body
    store, background = body.get("store", True), body.get("background", False)
    if background and not store:
        raise invalid("background requires store to be true.")
    token = body.get("continuation_token")
    steps = () if token and "input" not in body else normal_steps(body.get("input"), for_agent=for_agent)
    if for_agent:
        check_alone(steps, previous_id=body.get("previous_interaction_id"))
    return Create(
        agent=body.get("agent"),
        model=body.get("model"),
        input=body.get("input"),
        steps=steps,
        environment=body.get("environment"),
        previous_id=body.get("previous_interaction_id"),
        continuation_token=token,
        tools=check_tools(body.get("tools"), for_agent=for_agent),
        background=background,
        stream=body.get("stream", False),
        store=store,
        max_total_tokens=budget(body.get("agent_config", {})),
        service_tier=_tier(body.get("service_tier", "standard")),
        order=None if for_agent else ordered(body, steps),
        pictures=shown_pictures(steps) if for_agent else (),
        echoed={name: body[name] for name in _ECHOED if name in body},
    )


def _check_form(body: JsonObject) -> None:
    if "outputs" in body or "turns" in body:
        raise invalid(LEGACY)
    if ("agent" in body) == ("model" in body):
        raise invalid("Exactly one of agent and model must be set.")


def _check_fields(body: JsonObject) -> None:
    known = _AGENT_FIELDS if "agent" in body else _MODEL_FIELDS
    for name in body:
        if name == "generation_config" and "agent" in body:
            raise invalid("generation_config is not supported with an agent.")
        if name in _GENERATION:
            raise invalid(f"{name} is not supported.")
        if name not in known:
            raise AgentError(400, "parameter_unknown", f"Unknown parameter: '{name}'.")
        if name in _TYPES and not isinstance(body[name], _TYPES[name]):
            raise invalid(f"{name} has the wrong type.")


def _check_offered(agent: str | None, retired: str | None, *, model: str | None, retired_model: str | None) -> None:
    if agent is not None and (agent not in AGENTS or agent == retired):
        raise not_found(f"Agent '{agent}' was not found.")
    if model is not None and (not is_offered(model) or model == retired_model):
        raise AgentError(404, "model_not_found", f"Model '{model}' was not found.")


def _check_agent_form(body: JsonObject, *, retired_model: str | None) -> None:
    if body.get("response_format") or body.get("response_mime_type"):
        raise invalid("The agent does not support structured output.")
    check_config(body, retired_model=retired_model)


def _tier(value: Any) -> str:
    if value not in _SERVICE_TIERS:
        raise invalid(f"service_tier must be one of {', '.join(_SERVICE_TIERS)}.")
    return str(value)
