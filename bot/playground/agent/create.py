"""A create request after it was judged: what the rest of the agent works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.agent.order import Order

JsonObject = dict[str, Any]
BUILT_INS = frozenset({"code_execution", "google_search", "url_context"})


@dataclass(frozen=True)
class Picture:
    """`kind` is its MIME type."""

    kind: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Create:
    """`steps` is the input in its one normal form: user_input and function_result steps. `order`: of a picture.

    `pictures`: what a person shows an agent.
    """

    agent: str | None
    model: str | None
    input: Any
    steps: tuple[JsonObject, ...]
    environment: str | JsonObject | None = None
    previous_id: str | None = None
    continuation_token: str | None = None
    tools: tuple[JsonObject, ...] = ()
    background: bool = False
    stream: bool = False
    store: bool = True
    max_total_tokens: int | None = None
    service_tier: str = "standard"
    order: Order | None = None
    pictures: tuple[Picture, ...] = ()
    echoed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def functions(self) -> tuple[JsonObject, ...]:
        return tuple(tool for tool in self.tools if tool.get("type") == "function")

    @property
    def barred(self) -> frozenset[str]:
        """Without a list of tools the agent has all of its own, with one exactly those."""
        given = {tool.get("type") for tool in self.tools}
        return BUILT_INS - given if "tools" in self.echoed else frozenset()

    @property
    def results(self) -> tuple[JsonObject, ...]:
        return tuple(step for step in self.steps if step["type"] == "function_result")

    @property
    def text(self) -> str:
        """The last text somebody typed; a preamble in an earlier part stays out."""
        texts = [
            part["text"]
            for step in self.steps
            if step["type"] == "user_input"
            for part in step["content"]
            if part["type"] == "text"
        ]
        return texts[-1] if texts else ""

    @property
    def whole_text(self) -> str:
        """Every text of the input, for what may stand anywhere (`scene:NAME`)."""
        contents = [step["content"] for step in self.steps if step["type"] == "user_input"]
        return "\n".join(part["text"] for content in contents for part in content if part["type"] == "text")
