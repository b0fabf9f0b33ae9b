"""What the protocols have in common: a talk becomes a request, and what comes back becomes events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from bot.core import events as e
from bot.core.models.history import Echo
from bot.core.ports import Reference
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import Function
from bot.providers.sse import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSaid:
    text: str = field(repr=False)
    pictures: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSaid:
    """`echo` is sent where it is of the same protocol and model; else it is made anew from the steps, without thoughts.

    `pictures`: of those that the steps name and that are still kept.
    """

    steps: tuple[e.Step, ...] = field(repr=False)
    echo: Echo | None = None
    pictures: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolsSaid:
    results: tuple[ToolResult, ...] = field(repr=False)


Said: TypeAlias = UserSaid | ModelSaid | ToolsSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One request to a model. `model`: as on the wire, with its suffixes.

    `ratio` and `size` travel as imageConfig on generateContent alone; elsewhere they stand in `extra`: keys at the top
    of the body.
    """

    model: str
    instruction: str = field(default="", repr=False)
    said: tuple[Said, ...] = ()
    functions: tuple[Function, ...] = ()
    extra: Mapping[str, e.JsonValue] = field(default_factory=dict)
    makes_pictures: bool = False
    ratio: str | None = None
    size: str | None = None
    max_tokens: int | None = None
    stream: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The request on the wire. `path` follows the base, percent-encoded; without the key."""

    path: str
    body: e.JsonObject = field(repr=False)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """One answer, read as it comes; what it does not understand is shown as text or passed over, and nothing is raised.

    Its events number the steps from 0. The last ones are a `StatusChanged` with `ended`: COMPLETED, REQUIRES_ACTION (it
    calls functions), INCOMPLETE (cut by length, or the stream ended without an end) or FAILED (with a `Faulted` before
    it). Media are parts with `data` (base64) or `uri` (as it came, perhaps relative).
    """

    def frame(self, frame: Frame) -> Sequence[e.AgentEvent]:
        """A frame of an event stream; `[DONE]` and comments too."""
        ...

    def whole(self, body: e.JsonValue) -> Sequence[e.AgentEvent]:
        """A whole answer, or one element of a stream that is a JSON array."""
        ...

    def close(self) -> Sequence[e.AgentEvent]:
        """No more comes: the open steps stop, the status is said. Called once."""
        ...

    @property
    def echo(self) -> e.JsonValue:
        """What the model said, in the protocol's own form, to be sent back unchanged; None for nothing."""
        ...


class Speech(Protocol):
    """One protocol."""

    def asking(self, talk: Talk) -> Asking: ...

    def reader(self) -> Reader: ...
