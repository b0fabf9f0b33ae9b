"""What happened in a run, in the words of no provider: the only thing a provider may say to the rest of the house."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from enum import StrEnum
from operator import add
from typing import Literal, TypeAlias

from bot.core.ids import Cursor, EnvironmentId, RunId

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = Mapping[str, JsonValue]


class RunStatus(StrEnum):
    """How a run stands, in the provider's published words; a word we do not know is UNKNOWN and pending."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    REQUIRES_ACTION = "requires_action"
    REQUIRES_CONTINUATION = "requires_continuation"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INCOMPLETE = "incomplete"
    BUDGET_EXCEEDED = "budget_exceeded"
    UNKNOWN = "unknown"

    @property
    def is_pending(self) -> bool:
        """The run still works (or we cannot tell): keep listening."""
        return self in _PENDING

    @property
    def can_be_chained(self) -> bool:
        """A next run may name this one as its predecessor."""
        return self in _CHAINABLE


_PENDING = frozenset({RunStatus.QUEUED, RunStatus.IN_PROGRESS, RunStatus.UNKNOWN})
_CHAINABLE = frozenset(
    {RunStatus.COMPLETED, RunStatus.INCOMPLETE, RunStatus.BUDGET_EXCEEDED, RunStatus.REQUIRES_ACTION}
)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one run. `cached` is part of `input`; `total` = input + output + thought + tool use (recordings)."""

    input: int = 0
    output: int = 0
    thought: int = 0
    cached: int = 0
    tool_use: int = 0
    total: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of the text between two BYTE offsets of its UTF-8 form, `end` exclusive."""

    url: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextPart:
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class MediaPart:
    """A picture, sound, film or document: `data` is base64 as it came, or `uri` says where it is.

    `name`: what a file of it is called; empty where nobody said. `link`: where it was fetched from, for people.
    """

    kind: str
    mime_type: str = ""
    data: str = ""
    uri: str = ""
    name: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class UnknownPart:
    """A part of a type we do not know, kept as it came."""

    raw: JsonObject


Part: TypeAlias = TextPart | MediaPart | UnknownPart


@dataclass(frozen=True, slots=True)
class Output:
    """The model speaks to the person."""

    parts: tuple[Part, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Thought:
    summary: tuple[Part, ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """What the run was asked, as the provider's record repeats it."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A tool is called.

    `tool` is the family (`function`, `code_execution`, `google_search`, `mcp_server_tool` …), `name` the one meant.
    `pending` holds the JSON text of arguments that still arrive in fragments; it is empty once they are whole.
    """

    tool: str
    id: str
    name: str = ""
    server: str = ""
    arguments: JsonObject | None = None
    pending: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A tool has answered the call with id `call_id`."""

    tool: str
    call_id: str
    name: str = ""
    server: str = ""
    result: JsonValue = None
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class UnknownStep:
    """A step of a type we do not know, kept as it came."""

    type: str
    raw: JsonObject


Step: TypeAlias = Output | Thought | Input | Call | Result | UnknownStep


@dataclass(frozen=True, slots=True)
class Fault:
    """Something went wrong inside the run; `code` is the provider's word (`safety`, `gateway_timeout` …)."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The provider's own record of a run, read as a whole. `continuation`: the token to let a paused one go on."""

    id: RunId
    status: RunStatus
    steps: tuple[Step, ...] = ()
    usage: Usage | None = None
    faults: tuple[Fault, ...] = ()
    environment: EnvironmentId | None = None
    continuation: str = ""


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The run was created, moved on, or ended (`ended` = the stream's last word on it)."""

    status: RunStatus
    usage: Usage | None = None
    ended: bool = False
    run: RunId | None = None


@dataclass(frozen=True, slots=True)
class StepStarted:
    index: int
    step: Step


@dataclass(frozen=True, slots=True)
class TextAdded:
    index: int
    text: str


@dataclass(frozen=True, slots=True)
class CitationsAdded:
    index: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class PartAdded:
    """A whole part, for an output's content (`where="content"`) or a thought's summary."""

    index: int
    part: Part
    where: Literal["content", "summary"] = "content"


@dataclass(frozen=True, slots=True)
class SignatureSet:
    index: int
    signature: str


@dataclass(frozen=True, slots=True)
class ArgumentsAdded:
    """A fragment of the JSON text of a call's arguments; whole at the step's stop."""

    index: int
    fragment: str


@dataclass(frozen=True, slots=True)
class CallFilled:
    index: int
    arguments: JsonObject
    name: str = ""
    server: str = ""


@dataclass(frozen=True, slots=True)
class ResultFilled:
    index: int
    result: JsonValue
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class StepStopped:
    index: int
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Faulted:
    fault: Fault


@dataclass(frozen=True, slots=True)
class Skipped:
    """An event of a kind we do not know; it changes nothing but the place in the stream."""

    type: str


@dataclass(frozen=True, slots=True)
class RecordRead:
    """The provider's record was read; it replaces what the stream told."""

    record: RunRecord


AgentEvent: TypeAlias = (
    StatusChanged
    | StepStarted
    | TextAdded
    | CitationsAdded
    | PartAdded
    | SignatureSet
    | ArgumentsAdded
    | CallFilled
    | ResultFilled
    | StepStopped
    | Faulted
    | Skipped
    | RecordRead
)


@dataclass(frozen=True, slots=True)
class Heard:
    """An event and its place: the `position`-th of its run's stream from the start; `cursor` to go on after it."""

    position: int
    event: AgentEvent
    cursor: Cursor | None = None
