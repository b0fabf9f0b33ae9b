"""The stream's events in the API's spelling: seven kinds of frame, 28 kinds of delta."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, TypeAdapter

from bot.providers.interactions.wire import (
    Annotation,
    Error,
    Interaction,
    Json,
    Lenient,
    Malformed,
    Media,
    Part,
    Reader,
    Step,
    Usage,
    Wire,
)

Index = Annotated[int, Field(ge=0, le=100_000)]
"""A step's place in the run; bounded, since whoever folds it fills the gap before it."""

# --- deltas ---


class TextDelta(Wire):
    type: Literal["text"]
    text: str | None = None


class AnnotationDelta(Wire):
    type: Literal["text_annotation_delta"]
    annotations: list[Lenient[Annotation]] | None = None


class SummaryDelta(Wire):
    type: Literal["thought_summary"]
    content: Part | None = None


class SignatureDelta(Wire):
    type: Literal["thought_signature"]
    signature: str | None = None


class ArgumentsDelta(Wire):
    """A fragment of JSON text."""

    type: Literal["arguments_delta"]
    arguments: str | None = None


class CallDelta(Wire):
    """A call's arguments, whole; its id came with the step's start."""

    type: Literal[
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
    name: str | None = None
    server_name: str | None = None
    arguments: Json | None = None


class ResultDelta(Wire):
    """A result, whole; the id of its call came with the step's start."""

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
    result: Any = None
    is_error: bool | None = None


KnownDelta = Annotated[
    TextDelta | AnnotationDelta | Media | SummaryDelta | SignatureDelta | ArgumentsDelta | CallDelta | ResultDelta,
    Field(discriminator="type"),
]
Delta = Annotated[KnownDelta | Json, Field(union_mode="left_to_right")]

# --- events ---


class Event(Wire):
    event_id: Lenient[str] = None


class InteractionMoved(Event):
    """`interaction.completed` is the last word on a run whatever its end: `interaction.status` tells which."""

    event_type: Literal["interaction.created", "interaction.completed"]
    interaction: Interaction


class StatusUpdate(Event):
    """The page on the schema's change also lists the last two, without their fields."""

    event_type: Literal["interaction.status_update", "interaction.in_progress", "interaction.requires_action"]
    interaction_id: str | None = None
    status: str | None = None
    usage: Lenient[Usage] = None
    interaction: Lenient[Interaction] = None


class StepStart(Event):
    event_type: Literal["step.start"]
    index: Index
    step: Step


class StepDelta(Event):
    event_type: Literal["step.delta"]
    index: Index
    delta: Delta


class StepStop(Event):
    """`usage` is the run's total so far."""

    event_type: Literal["step.stop"]
    index: Index
    usage: Lenient[Usage] = None


class ErrorEvent(Event):
    event_type: Literal["error"]
    error: Lenient[Error] = None


class UnknownEvent(Event):
    event_type: str = ""


KnownEvent = Annotated[
    InteractionMoved | StatusUpdate | StepStart | StepDelta | StepStop | ErrorEvent, Field(discriminator="event_type")
]
AnyEvent = InteractionMoved | StatusUpdate | StepStart | StepDelta | StepStop | ErrorEvent | UnknownEvent

_KNOWN_TYPES = frozenset(
    word
    for shape in (InteractionMoved, StatusUpdate, StepStart, StepDelta, StepStop, ErrorEvent)
    for word in get_args(shape.model_fields["event_type"].annotation)
)
_known: Reader[KnownEvent] = Reader(TypeAdapter(KnownEvent))
_head: Reader[UnknownEvent] = Reader(TypeAdapter(UnknownEvent))


def parse_event(data: bytes) -> AnyEvent | Malformed:
    """One frame's event; a new kind of event is no fault.

    What is not as published is `Malformed`, with its id if that can still be read.
    """
    event = _known(data)
    if not isinstance(event, Malformed):
        return event
    head = _head(data)
    if isinstance(head, Malformed):
        return event
    if head.event_type in _KNOWN_TYPES or not head.event_type:
        return Malformed(reason=event.reason, event_id=head.event_id)
    return head
