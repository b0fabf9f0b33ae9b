"""From the house's words to the API's: what starts a run, and what makes a machine."""

from base64 import b64encode
from collections.abc import Sequence
from typing import assert_never

from bot.core.agents import is_researcher
from bot.core.events import JsonObject, JsonValue
from bot.core.ids import EnvironmentId
from bot.core.machines import Setup
from bot.core.ports import Reference, RunRequest
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import BuiltIn, Function, McpServer, ToolOffer
from bot.providers.interactions import wire_request as wire
from bot.providers.interactions.translate_ids import environment_id
from bot.providers.interactions.wire import Json

NEW = "remote"
_ANY_HOST = "*"


def body_of(request: RunRequest) -> bytes:
    """The JSON that starts `request` in the background."""
    create = wire.Create(
        agent=request.agent,
        input=_input(request),
        system_instruction=request.instruction or None,
        environment=_environment(request),
        previous_interaction_id=request.previous,
        continuation_token=request.continuation,
        tools=None if request.tools is None else [_tool(offer) for offer in request.tools],
        agent_config=_config(request),
    )
    return wire.written(create)


def machine_body(setup: Setup) -> bytes:
    """The JSON that makes a machine by itself."""
    return wire.written(wire.NewEnvironment(sources=_sources(setup), env=_env(setup), network=_network(setup)))


def made_machine(made: wire.Made) -> EnvironmentId | None:
    return environment_id(made.id or made.environment_id)


# --- what is said ---


def _input(request: RunRequest) -> str | list[wire.UserInput | wire.FunctionResult]:
    if request.results:
        return [_result(result) for result in request.results]
    if not request.pictures:
        return request.input
    pictures = [_picture(picture) for picture in request.pictures]
    return [wire.UserInput(content=[*pictures, wire.TextPart(text=request.input)])]


def _picture(picture: Reference) -> wire.ImagePart:
    return wire.ImagePart(mime_type=picture.mime_type, data=b64encode(picture.data).decode())


def _result(result: ToolResult) -> wire.FunctionResult:
    return wire.FunctionResult(
        name=result.name,
        call_id=result.call,
        result=_object_or_text(result.result),
        is_error=True if result.is_error else None,
    )


def _object_or_text(value: JsonValue) -> Json | str:
    """A list would be read as parts of content, and a bare number or null is not taken."""
    return value if isinstance(value, dict | str) else {"value": value}


# --- tools ---


def _tool(offer: ToolOffer) -> wire.Tool:
    match offer:
        case BuiltIn():
            return wire.BuiltInTool(type=offer.value)
        case Function():
            parameters = _schema(offer.parameters)
            return wire.FunctionTool(name=offer.name, description=offer.description, parameters=parameters)
        case McpServer():
            allowed = [wire.AllowedTools(tools=list(offer.allowed))] if offer.allowed else None
            headers = dict(offer.headers) or None
            return wire.McpServerTool(name=offer.name, url=offer.url, headers=headers, allowed_tools=allowed)
        case _:
            assert_never(offer)


def _schema(parameters: JsonObject) -> Json:
    """An empty list of what is required is refused."""
    return {name: value for name, value in parameters.items() if name != "required" or value}


# --- the machine ---


def _environment(request: RunRequest) -> str | wire.EnvironmentConfig | None:
    if request.environment != NEW or request.setup == Setup():
        return request.environment
    setup = request.setup
    return wire.EnvironmentConfig(sources=_sources(setup), env=_env(setup), network=_network(setup))


def _sources(setup: Setup) -> list[wire.Source] | None:
    repositories = [wire.Source(type="repository", source=one.url, target=one.target) for one in setup.repositories]
    files = [
        wire.Source(type="inline", target=file.target, content=b64encode(file.data).decode(), encoding="base64")
        for file in setup.files
    ]
    return [*repositories, *files] or None


def _env(setup: Setup) -> dict[str, str] | None:
    return dict(setup.env) or None


def _network(setup: Setup) -> wire.Network | wire.Disabled | None:
    """Hosts with headers are reached whatever else may be: the first entry that fits a host counts."""
    with_headers = [wire.AllowedHost(domain=host, transform=dict(added)) for host, added in setup.headers.items()]
    if setup.hosts is None:
        return wire.Network(allowlist=[*with_headers, wire.AllowedHost(domain=_ANY_HOST)]) if with_headers else None
    others = _others(setup.hosts, setup)
    return wire.Network(allowlist=[*with_headers, *others]) if with_headers or others else "disabled"


def _others(hosts: Sequence[str], setup: Setup) -> list[wire.AllowedHost]:
    return [wire.AllowedHost(domain=host) for host in hosts if host not in setup.headers]


# --- the agent ---


def _config(request: RunRequest) -> wire.AntigravityConfig | wire.DeepResearchConfig | None:
    if is_researcher(request.agent):
        return wire.DeepResearchConfig()
    if request.max_tokens is None and not request.model:
        return None
    return wire.AntigravityConfig(model=request.model or None, max_total_tokens=request.max_tokens)
