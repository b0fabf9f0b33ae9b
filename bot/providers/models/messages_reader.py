"""Reads an answer in Anthropic's messages: named events, or one message.

A message that begins anew before its end (gateways try again in the middle of a stream) takes the place of what came
before. Text goes back as it was shown, so a picture that came as base64 within it does not; all else goes back as it
came, but for blocks that the protocol knows in answers alone.
"""

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.errors import fault_in
from bot.providers.models.loosely import DONE, NotJson, child, number, objects, parsed, text
from bot.providers.models.messages_blocks import Block
from bot.providers.models.telling import CUT_OFF, UNEXPECTED, Telling
from bot.providers.sse import Frame

_CUT = {
    "max_tokens": e.Fault("max_tokens", "The answer reached the limit of its length."),
    "model_context_window_exceeded": e.Fault("context_window_exceeded", "The talk is longer than the model remembers."),
    "pause_turn": e.Fault("pause_turn", "The service paused the answer."),
}
_FAILED = {"refusal": "The model refuses to answer this.", "error": "The service broke the answer off."}
_COUNTS = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


class MessagesReader:
    def __init__(self) -> None:
        self._telling = Telling()
        self._blocks: dict[int, Block] = {}
        self._echo: list[list[str] | dict[str, e.JsonValue]] = []
        self._counts: dict[str, int] = {}
        self._thought = 0
        self._is_over = False
        self._reason = ""

    def frame(self, frame: Frame) -> tuple[e.AgentEvent, ...]:
        if frame.data.strip() == DONE:
            self._is_over = True
            return ()
        try:
            said = parsed(frame.data)
        except NotJson:
            return (e.Skipped("malformed"),)
        self._event(said, text(said, "type") or frame.event)
        return self._telling.take()

    def whole(self, body: e.JsonValue) -> tuple[e.AgentEvent, ...]:
        for one in body if isinstance(body, list) else [body]:
            if isinstance(one, dict) and isinstance(one.get("content"), list | str):
                self._message(one)
            else:
                self._telling.fault(fault_in(one) or UNEXPECTED)
        return self._telling.take()

    def close(self) -> tuple[e.AgentEvent, ...]:
        self._blocks.clear()  # what is open now was cut off: a call among it is none
        self._telling.end(self._status(), self._usage())
        return self._telling.take()

    @property
    def echo(self) -> e.JsonValue:
        """A list of blocks."""
        return [one if isinstance(one, dict) else _text(one) for one in self._echo if _says(one)] or None

    # --- events ---

    def _event(self, said: e.JsonValue, kind: str) -> None:
        match kind:
            case "message_start":
                self._begin(child(said, "message"))
            case "content_block_start":
                self._open(number(said, "index"), Block(child(said, "content_block")))
            case "content_block_delta":
                self._grow(number(said, "index"), child(said, "delta"))
            case "content_block_stop":
                self._stop(number(said, "index"))
            case "message_delta":
                self._end(child(said, "delta"), child(said, "usage"))
            case "message_stop":
                self._is_over = True
            case "ping":
                pass
            case _:
                self._other(said, kind)

    def _other(self, said: e.JsonValue, kind: str) -> None:
        if fault := fault_in(said):
            self._telling.fault(fault)
        else:
            self._telling.skip(kind or "unknown")

    def _begin(self, message: dict[str, e.JsonValue]) -> None:
        if not self._is_over and not self._reason:
            self._telling.restart()
            self._echo.clear()
        self._blocks.clear()
        self._is_over, self._reason = False, ""
        self._count(child(message, "usage"))

    def _message(self, message: dict[str, e.JsonValue]) -> None:
        blocks = objects(message, "content") or [{"type": "text", "text": text(message, "content")}]
        for index, block in enumerate(blocks):
            self._open(index, Block(block))
            self._stop(index)
        self._end(message, child(message, "usage"))
        self._is_over = True

    def _end(self, delta: dict[str, e.JsonValue], usage: dict[str, e.JsonValue]) -> None:
        self._count(usage)
        reason = text(delta, "stop_reason")
        self._reason = reason or self._reason
        if reason in _FAILED:
            self._telling.fault(e.Fault(reason, text(child(delta, "stop_details"), "explanation") or _FAILED[reason]))

    # --- blocks ---

    def _open(self, index: int, block: Block) -> None:
        self._stop(index)
        self._blocks[index] = block
        self._tell(block, text(block.raw, block.type))

    def _grow(self, index: int, delta: dict[str, e.JsonValue]) -> None:
        """A delta without its block's beginning begins it: its own type says which."""
        if index not in self._blocks:
            kind = {"text_delta": "text", "thinking_delta": "thinking"}.get(text(delta, "type"), "")
            if not kind:
                self._telling.skip(text(delta, "type") or "content_block_delta")
                return
            self._open(index, Block({"type": kind}))
        block = self._blocks[index]
        self._tell(block, block.grow(delta))

    def _tell(self, block: Block, said: str) -> None:
        match block.type:
            case "text" if said:
                if not self._echo or isinstance(self._echo[-1], dict):
                    self._echo.append(self._telling.record())
                self._telling.speak(said)
            case "thinking":
                self._telling.think(said)

    def _stop(self, index: int) -> None:
        block = self._blocks.pop(index, None)
        if block is None:
            return
        whole = block.whole
        match block.type:
            case "text":
                self._cite(text(whole, "text").strip(), [*objects(whole, "citations"), *block.citations])
            case "thinking" | "redacted_thinking":
                self._echo.append(whole)
            case "tool_use" if text(whole, "name"):
                self._echo.append(whole)
                self._telling.call(text(whole, "id"), text(whole, "name"), block.input)
            case "image":
                self._telling.show(_picture(child(whole, "source")))
            case kind:
                self._telling.unknown(kind, whole)

    def _cite(self, quoted: str, citations: list[dict[str, e.JsonValue]]) -> None:
        for citation in citations:
            title = text(citation, "title") or text(citation, "document_title")
            self._telling.cite(url=text(citation, "url"), title=title, quoted=quoted)

    # --- its end ---

    def _count(self, usage: dict[str, e.JsonValue]) -> None:
        """What is told is the sum so far; what is not told stays."""
        for name in _COUNTS:
            if usage.get(name) is not None:
                self._counts[name] = number(usage, name)
        self._thought = number(child(usage, "output_tokens_details"), "thinking_tokens") or self._thought

    def _usage(self) -> e.Usage | None:
        if not self._counts:
            return None
        asked, said, written, read = (self._counts.get(name, 0) for name in _COUNTS)
        before = asked + written + read
        thought = min(self._thought, said)
        return e.Usage(input=before, output=said - thought, thought=thought, cached=read, total=before + said)

    def _status(self) -> RunStatus:
        if self._telling.has_failed:
            return RunStatus.FAILED
        if self._reason in _CUT or not (self._reason or self._is_over):
            self._telling.fault(_CUT.get(self._reason, CUT_OFF), fails=False)
            return RunStatus.INCOMPLETE
        return RunStatus.REQUIRES_ACTION if self._telling.calls else RunStatus.COMPLETED


def _says(block: list[str] | dict[str, e.JsonValue]) -> bool:
    """The service refuses a text of nothing but white space."""
    return isinstance(block, dict) or any(piece.strip() for piece in block)


def _text(pieces: list[str]) -> dict[str, e.JsonValue]:
    return {"type": "text", "text": "".join(pieces)}


def _picture(source: dict[str, e.JsonValue]) -> e.MediaPart:
    return e.MediaPart("image", text(source, "media_type"), data=text(source, "data"), uri=text(source, "url"))
