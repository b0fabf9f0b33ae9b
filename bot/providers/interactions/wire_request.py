"""The shapes of what is asked of the Interactions API, in its own spelling and as far as we use it."""

from typing import Literal, TypeAlias

from pydantic import TypeAdapter

from bot.providers.interactions.wire import Json, Reader, Wire

# --- what is said ---


class TextPart(Wire):
    type: Literal["text"] = "text"
    text: str


class ImagePart(Wire):
    """`data` is base64: an agent takes pictures inline only."""

    type: Literal["image"] = "image"
    mime_type: str
    data: str


class UserInput(Wire):
    type: Literal["user_input"] = "user_input"
    content: list[ImagePart | TextPart]


class FunctionResult(Wire):
    type: Literal["function_result"] = "function_result"
    name: str
    call_id: str
    result: Json | str
    is_error: bool | None = None


# --- tools ---


class BuiltInTool(Wire):
    type: str


class FunctionTool(Wire):
    type: Literal["function"] = "function"
    name: str
    description: str
    parameters: Json


class AllowedTools(Wire):
    tools: list[str]


class McpServerTool(Wire):
    type: Literal["mcp_server"] = "mcp_server"
    name: str
    url: str
    headers: dict[str, str] | None = None
    allowed_tools: list[AllowedTools] | None = None


Tool: TypeAlias = BuiltInTool | FunctionTool | McpServerTool

# --- the machine ---


class Source(Wire):
    type: Literal["inline", "repository"]
    target: str
    source: str | None = None
    content: str | None = None
    encoding: Literal["base64"] | None = None


class AllowedHost(Wire):
    domain: str
    transform: dict[str, str] | None = None


class Network(Wire):
    allowlist: list[AllowedHost]


Disabled: TypeAlias = Literal["disabled"]


class NewEnvironment(Wire):
    """The body of POST /environments."""

    sources: list[Source] | None = None
    env: dict[str, str] | None = None
    network: Network | Disabled | None = None


class EnvironmentConfig(NewEnvironment):
    type: Literal["remote"] = "remote"


class Made(Wire):
    """What POST /environments answers; older examples call the id `environment_id`."""

    id: str | None = None
    environment_id: str | None = None


# --- the agent ---


class AntigravityConfig(Wire):
    type: Literal["antigravity"] = "antigravity"
    model: str | None = None
    max_total_tokens: int | None = None


class DeepResearchConfig(Wire):
    type: Literal["deep-research"] = "deep-research"
    thinking_summaries: Literal["auto", "none"] = "auto"


class Create(Wire):
    """The body of POST /interactions."""

    agent: str
    input: str | list[UserInput | FunctionResult]
    background: bool = True
    system_instruction: str | None = None
    environment: str | EnvironmentConfig | None = None
    previous_interaction_id: str | None = None
    continuation_token: str | None = None
    tools: list[Tool] | None = None
    agent_config: AntigravityConfig | DeepResearchConfig | None = None


def written(body: Wire) -> bytes:
    """As JSON, without what is not said. A function's schema and a result keep their nulls."""
    return body.model_dump_json(exclude_none=True).encode()


parse_made: Reader[Made] = Reader(TypeAdapter(Made))
