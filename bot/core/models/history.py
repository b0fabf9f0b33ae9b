"""What is kept of a run of a model, for such a service remembers nothing: the next run is told all of it again."""

from dataclasses import dataclass, field

from bot.core.events import JsonValue, RunRecord
from bot.core.ids import Milliseconds, RunId
from bot.core.models.provider import Protocol
from bot.core.tools.calls import ToolResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """What a model said, as it came: signatures and thinking go back to the same model unchanged.

    `content`: the protocol's own message or parts, as JSON.
    """

    protocol: Protocol
    model: str
    content: JsonValue = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run was asked. `media`: names of kept pictures (`media:…`). `results` answer calls of the run before.

    `summary`: what was said before, in short; then nothing earlier is told again.
    """

    text: str = field(default="", repr=False)
    media: tuple[str, ...] = ()
    results: tuple[ToolResult, ...] = field(default=(), repr=False)
    summary: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRun:
    """`model`: `provider/model` with its suffixes. `ended_at` is None while it works, or when its process died.

    Media in `record` have no data, but names (`media:…`).
    """

    id: RunId
    previous: RunId | None
    model: str
    asked: Asked
    created_at: Milliseconds
    record: RunRecord | None = None
    echo: Echo | None = None
    ended_at: Milliseconds | None = None
