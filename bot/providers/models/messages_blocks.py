"""The blocks of an answer in Anthropic's messages, put together from their deltas to go back unchanged."""

from dataclasses import dataclass, field

from bot.core import events as e
from bot.providers.models.loosely import NotJson, child, parsed, text

_GROWS = {"thinking_delta": "thinking", "signature_delta": "signature", "text_delta": "text"}


@dataclass(slots=True)
class Block:
    """`raw` as it began; `grown` what came to its texts since, in pieces; `arguments` the JSON text of a call's."""

    raw: dict[str, e.JsonValue] = field(repr=False)
    grown: dict[str, list[str]] = field(default_factory=dict, repr=False)
    arguments: list[str] = field(default_factory=list, repr=False)
    citations: list[dict[str, e.JsonValue]] = field(default_factory=list, repr=False)

    @property
    def type(self) -> str:
        return text(self.raw, "type")

    def grow(self, delta: dict[str, e.JsonValue]) -> str:
        """The text that came, if it is one that a person sees at once: of a text, or of thoughts."""
        kind = text(delta, "type")
        if kind == "input_json_delta":
            self.arguments.append(text(delta, "partial_json"))
        if kind == "citations_delta":
            self.citations.append(child(delta, "citation"))
        if kind not in _GROWS:
            return ""
        piece = text(delta, _GROWS[kind])
        self.grown.setdefault(_GROWS[kind], []).append(piece)
        return "" if kind == "signature_delta" else piece

    @property
    def whole(self) -> dict[str, e.JsonValue]:
        said = {name: text(self.raw, name) + "".join(pieces) for name, pieces in self.grown.items()}
        whole: dict[str, e.JsonValue] = {**self.raw, **said}
        return {**whole, "input": self.input} if self.type == "tool_use" else whole

    @property
    def input(self) -> dict[str, e.JsonValue]:
        """Of a call: what is no JSON object is kept as text, not lost."""
        told = "".join(self.arguments)
        if not told.strip():
            found = self.raw.get("input")
            return found if isinstance(found, dict) else {}
        try:
            found = parsed(told)
        except NotJson:
            return {"text": told}
        return found if isinstance(found, dict) else {"text": told}
