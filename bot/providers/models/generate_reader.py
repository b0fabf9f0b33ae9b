"""Reads an answer of generateContent: responses with some of the parts, in frames, in an array, or all at once.

The parts go back as they came, signatures above all. Three do not: plain text is put together and goes back as it was
shown, so without a picture that stood in it as base64; a draft and a file's address go back only where they are signed.
"""

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.errors import fault_in
from bot.providers.models.generate_calls import StreamedCall, is_streamed, made_id
from bot.providers.models.generate_endings import fault_at_end, fault_of_block
from bot.providers.models.generate_parts import file_of, in_fence, sources_in
from bot.providers.models.loosely import DONE, NotJson, child, number, objects, parsed, text
from bot.providers.models.loosely import field as member
from bot.providers.models.telling import CUT_OFF, UNEXPECTED, Telling
from bot.providers.sse import Frame

_COUNTS = (
    "promptTokenCount",
    "candidatesTokenCount",
    "thoughtsTokenCount",
    "cachedContentTokenCount",
    "toolUsePromptTokenCount",
    "totalTokenCount",
)
_KNOWN = ("candidates", "promptFeedback", "usageMetadata", "modelVersion", "responseId")


class GenerateReader:
    def __init__(self) -> None:
        self._telling = Telling()
        self._echo: list[list[str] | dict[str, e.JsonValue]] = []
        self._streamed: StreamedCall | None = None
        self._counts: dict[str, int] = {}
        self._response = ""
        self._is_over = self._is_cut = self._is_strange = False

    def frame(self, frame: Frame) -> tuple[e.AgentEvent, ...]:
        if frame.data.strip() == DONE:
            self._is_over = True
            return ()
        try:
            return self.whole(parsed(frame.data))
        except NotJson:
            return (e.Skipped("malformed"),)

    def whole(self, body: e.JsonValue) -> tuple[e.AgentEvent, ...]:
        """A list is an array that came all at once."""
        for one in body if isinstance(body, list) else [body]:
            inner = member(one, "response")
            self._read(inner if isinstance(inner, dict) else one)
        return self._telling.take()

    def close(self) -> tuple[e.AgentEvent, ...]:
        self._streamed = None  # cut off, so it is none
        self._telling.end(self._status(), self._usage())
        return self._telling.take()

    @property
    def echo(self) -> e.JsonValue:
        """A list of parts."""
        return [one if isinstance(one, dict) else {"text": "".join(one)} for one in self._echo if any(one)] or None

    # --- responses ---

    def _read(self, said: e.JsonValue) -> None:
        if fault := fault_in(said):
            self._telling.fault(fault)
        elif not isinstance(said, dict) or not any(member(said, name) is not None for name in _KNOWN):
            self._is_strange = True
            self._telling.skip("unknown")
        else:
            self._take(said)

    def _take(self, said: dict[str, e.JsonValue]) -> None:
        self._response = self._response or text(said, "responseId")
        self._count(child(said, "usageMetadata"))
        if fault := fault_of_block(child(said, "promptFeedback")):
            self._telling.fault(fault)
        for candidate in objects(said, "candidates")[:1]:
            for part in objects(child(candidate, "content"), "parts"):
                self._part(part)
            for source in sources_in(child(candidate, "groundingMetadata")):
                self._telling.cite(url=source.url, title=source.title, quoted=source.quoted, near=source.start)
            self._finish(candidate)

    def _finish(self, candidate: dict[str, e.JsonValue]) -> None:
        if text(candidate, "finishReason"):
            fault, fails = fault_at_end(candidate, has_content=bool(self._echo))
            self._is_over = True
            self._is_cut = fault is not None and not fails
            if fault:
                self._telling.fault(fault, fails=fails)

    # --- parts ---

    def _part(self, part: dict[str, e.JsonValue]) -> None:
        signed, thought = bool(text(part, "thoughtSignature")), member(part, "thought") is True
        file = file_of(part)
        if call := child(part, "functionCall"):
            self._called(part, call)
        elif member(part, "functionCall") is not None:  # an empty one ends a streamed one
            self._called(part, {})
        elif file is not None:
            self._file(part, file, is_draft=thought, goes_back=signed or not (thought or file.uri))
        elif isinstance(member(part, "text"), str):
            self._text(part, is_signed=signed, is_thought=thought)
        elif fence := in_fence(part):
            self._keep(part)
            self._telling.speak(fence)
        elif set(part) - {"thought", "thoughtSignature", "thought_signature"}:
            self._keep(part)
            self._telling.show(e.UnknownPart(part))
        elif signed:
            self._keep(part)

    def _text(self, part: dict[str, e.JsonValue], *, is_signed: bool, is_thought: bool) -> None:
        said = text(part, "text")
        if is_thought:
            self._telling.think(said)
        if set(part) == {"text"}:
            if said and (not self._echo or isinstance(self._echo[-1], dict)):
                self._echo.append(self._telling.record())
        elif is_signed or said:
            self._keep(part)
        if not is_thought:
            self._telling.speak(said)

    def _keep(self, part: dict[str, e.JsonValue]) -> None:
        """It goes back as it came: what it says is no longer recorded with the plain text before it."""
        if self._echo and isinstance(self._echo[-1], list):
            self._telling.record()
        self._echo.append(part)

    def _file(self, part: dict[str, e.JsonValue], file: e.MediaPart, *, is_draft: bool, goes_back: bool) -> None:
        if goes_back:
            self._keep(part)
        if is_draft:
            self._telling.think_of(file)
        else:
            self._telling.show(file)

    def _called(self, part: dict[str, e.JsonValue], call: dict[str, e.JsonValue]) -> None:
        if text(call, "name"):
            self._call_whole()
            if not is_streamed(call):
                self._call(part, call)
                return
            self._streamed = StreamedCall(part)
        if self._streamed is not None:
            self._streamed.grow(call)
            if member(call, "willContinue") is not True:
                self._call_whole()

    def _call_whole(self) -> None:
        if self._streamed is not None:
            part, self._streamed = self._streamed.whole, None
            self._call(part, child(part, "functionCall"))

    def _call(self, part: dict[str, e.JsonValue], call: dict[str, e.JsonValue]) -> None:
        self._keep(part)
        number_ = text(call, "id") or made_id(self._response, self._telling.calls, part)
        self._telling.call(number_, text(call, "name"), child(call, "args"))

    # --- its end ---

    def _count(self, usage: dict[str, e.JsonValue]) -> None:
        """What is told is the sum so far; what is not told stays."""
        for name in _COUNTS:
            if member(usage, name) is not None:
                self._counts[name] = number(usage, name)

    def _usage(self) -> e.Usage | None:
        if not self._counts:
            return None
        asked, said, thought, cached, tools, total = (self._counts.get(name, 0) for name in _COUNTS)
        total = total or asked + said + thought + tools
        return e.Usage(input=asked, output=said, thought=thought, cached=cached, tool_use=tools, total=total)

    def _status(self) -> RunStatus:
        if not self._is_over and not self._telling.has_failed:
            is_strange = self._is_strange and not self._echo
            self._telling.fault(UNEXPECTED if is_strange else CUT_OFF, fails=is_strange)
        if self._telling.has_failed:
            return RunStatus.FAILED
        if self._is_cut or not self._is_over:
            return RunStatus.INCOMPLETE
        return RunStatus.REQUIRES_ACTION if self._telling.calls else RunStatus.COMPLETED
