"""The Interactions API's shapes in its own spelling: what is optional may be missing, what is new is kept as it came.

A part or step that fits none of the known shapes stays a plain dict; `translate` keeps it whole.
"""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, ValidatorFunctionWrapHandler
from pydantic.functional_validators import WrapValidator

Json = dict[str, Any]
T = TypeVar("T")


def _or_nothing(value: object, parse: ValidatorFunctionWrapHandler) -> object:
    try:
        return parse(value)
    except ValidationError:
        return None


Lenient = Annotated[T | None, WrapValidator(_or_nothing)]
"""An extra that is dropped when it is not as published, so that it cannot spoil what carries it."""


class Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Malformed(BaseModel):
    """Bytes that are not what they should be; `reason` names the fault and its place, and repeats no content."""

    reason: str
    event_id: str | None = None


Count = Annotated[int, Field(ge=0, le=2**53)]
"""Tokens or bytes. What is beyond is no true number, and the database's integers would overflow."""


class Usage(Wire):
    """Numbers may come as strings (the int64 convention); one that cannot be true is as if it were not told."""

    total_input_tokens: Lenient[Count] = None
    total_output_tokens: Lenient[Count] = None
    total_thought_tokens: Lenient[Count] = None
    total_cached_tokens: Lenient[Count] = None
    total_tool_use_tokens: Lenient[Count] = None
    total_tokens: Lenient[Count] = None


class Error(Wire):
    """`code` is a word, or the integer of a google.rpc Status."""

    code: str | None = None
    message: str | None = None


# --- content ---


class Annotation(Wire):
    """All kinds in one: which fields are there depends on `type`."""

    type: str = ""
    url: str | None = None
    title: str | None = None
    name: str | None = None
    document_uri: str | None = None
    file_name: str | None = None
    source: str | None = None
    start_index: int | None = None
    end_index: int | None = None


class Text(Wire):
    type: Literal["text"]
    text: str | None = None
    annotations: list[Lenient[Annotation]] | None = None


class Media(Wire):
    type: Literal["image", "audio", "video", "document"]
    mime_type: str | None = None
    data: str | None = None
    uri: str | None = None


Part = Annotated[Annotated[Text | Media, Field(discriminator="type")] | Json, Field(union_mode="left_to_right")]

# --- steps ---


class ModelOutput(Wire):
    type: Literal["model_output"]
    content: list[Part] | None = None
    error: Lenient[Error] = None


class Thought(Wire):
    type: Literal["thought"]
    summary: list[Part] | None = None
    signature: str | None = None


class UserInput(Wire):
    type: Literal["user_input"]
    content: list[Part] | None = None


class Call(Wire):
    type: Literal[
        "function_call",
        "code_execution_call",
        "google_search_call",
        "url_context_call",
        "mcp_server_tool_call",
        "file_search_call",
        "google_maps_call",
        "retrieval_call",
        "tool_search_call",
        "processing_call",
    ]
    id: str | None = None
    name: str | None = None
    server_name: str | None = None
    arguments: Json | None = None


class Result(Wire):
    type: Literal[
        "function_result",
        "code_execution_result",
        "google_search_result",
        "url_context_result",
        "mcp_server_tool_result",
        "file_search_result",
        "google_maps_result",
        "retrieval_result",
        "tool_search_result",
        "processing_result",
    ]
    call_id: str | None = None
    name: str | None = None
    server_name: str | None = None
    result: Any = None
    is_error: bool | None = None


KnownStep = Annotated[ModelOutput | Thought | UserInput | Call | Result, Field(discriminator="type")]
Step = Annotated[KnownStep | Json, Field(union_mode="left_to_right")]

# --- the interaction ---


class Interaction(Wire):
    """What create, get and cancel answer, and what an event of the stream's frame carries."""

    id: str | None = None
    status: str | None = None
    steps: list[Step] | None = None
    usage: Lenient[Usage] = None
    errors: Lenient[list[Error]] = None
    environment_id: Lenient[str] = None
    continuation_token: Lenient[str] = None


class Reader(Generic[T]):
    """Bytes to a value of one shape, or to `Malformed`; it never raises."""

    def __init__(self, shape: TypeAdapter[T]) -> None:
        self._shape = shape

    def __call__(self, data: bytes) -> T | Malformed:
        try:
            return self._shape.validate_json(data)
        except ValidationError as error:
            return Malformed(reason=_reason(error))


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{first['type']} at {'.'.join(map(str, first['loc'])) or 'the top'}"


parse_interaction: Reader[Interaction] = Reader(TypeAdapter(Interaction))
