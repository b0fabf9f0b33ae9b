"""Reads an answer in OpenAI's chat completions: chunks, or one completion; pictures wherever vendors put them.

Thoughts are told apart by the members that vendors have for them, else by a leading `<think>`. Calls come last: only
an answer that ended well has whole ones.
"""

from bot.core import events as e
from bot.core.events import RunStatus
from bot.providers.models.chat_calls import ChatCalls
from bot.providers.models.chat_media import file_in, part_of, thought_in
from bot.providers.models.chat_thinking import ThinkTag
from bot.providers.models.errors import fault_in, fault_of
from bot.providers.models.generate_endings import fault_at_end
from bot.providers.models.loosely import DONE, NotJson, child, number, objects, parsed, text
from bot.providers.models.telling import CUT_OFF, UNEXPECTED, Telling
from bot.providers.sse import Frame

_TOO_LONG = e.Fault("max_tokens", "The answer reached the limit of its length.")
_FAILED = {
    "content_filter": e.Fault("content_blocked", "The service's rules stopped the answer."),
    "error": e.Fault("error", "The service broke the answer off."),
}
_LONG = frozenset({"length", "max_tokens"})
_GOOD = frozenset({"stop", "tool_calls", "function_call"})
_REASONING = ("reasoning_content", "reasoning")


class ChatReader:
    def __init__(self) -> None:
        self._telling = Telling()
        self._tag = ThinkTag()
        self._calls = ChatCalls()
        self._said: list[list[str]] = []
        self._back: list[e.JsonValue] = []
        self._usage: dict[str, e.JsonValue] = {}
        self._reason = ""
        self._is_over = False

    def frame(self, frame: Frame) -> tuple[e.AgentEvent, ...]:
        if frame.data.strip() == DONE:
            self._is_over = True
            return ()
        try:
            said = parsed(frame.data)
        except NotJson:
            said = None
        if frame.event == "error":
            self._telling.fault(fault_of(frame.data))
        elif said is None:
            self._telling.skip("malformed")
        else:
            self._chunk(said)
        return self._telling.take()

    def whole(self, body: e.JsonValue) -> tuple[e.AgentEvent, ...]:
        for one in body if isinstance(body, list) else [body]:
            if not self._chunk(one):
                self._telling.show(e.UnknownPart(one if isinstance(one, dict) else {"value": one}))
                self._telling.fault(UNEXPECTED)
        self._is_over = True
        return self._telling.take()

    def close(self) -> tuple[e.AgentEvent, ...]:
        self._untag()
        is_cut = self._reason in _LONG or not (self._reason or self._is_over)
        if not is_cut and not self._telling.has_failed:  # else a call may lack its end
            self._call()
        self._telling.end(self._status(), self._used())
        return self._telling.take()

    @property
    def echo(self) -> e.JsonValue:
        """A list of one message."""
        said = "".join(piece for pieces in self._said for piece in pieces)
        if not said.strip() and not self._back:
            return None
        message: dict[str, e.JsonValue] = {"role": "assistant", "content": said or None}
        return [message | ({"tool_calls": list(self._back)} if self._back else {})]

    # --- what comes ---

    def _chunk(self, said: e.JsonValue) -> bool:
        """Whether it is of a known kind."""
        if not isinstance(said, dict):
            self._telling.fault(fault_in(said) or UNEXPECTED)
            return True
        self._usage = child(said, "usage") or self._usage
        self._calls.answer = self._calls.answer or text(said, "id")
        for choice in objects(said, "choices")[:1]:
            self._choice(choice)
        self._pictures(said.get("data"))
        if fault := fault_in(said):
            self._telling.fault(fault)
        elif not {"choices", "data", "usage", "id"} & said.keys():
            self._telling.skip(text(said, "object") or "unknown")
            return False
        return True

    def _choice(self, choice: dict[str, e.JsonValue]) -> None:
        message = child(choice, "delta") or child(choice, "message")
        for name in _REASONING:
            if thought := text(message, name):
                self._think(thought)
                break
        self._content(message.get("content"))
        self._speak(text(message, "refusal"))
        self._pictures(message.get("images"))
        self._pictures([message["image_b64_json"]] if message.get("image_b64_json") else None)
        self._calls.grow(objects(message, "tool_calls"))
        for annotation in objects(message, "annotations"):
            source = child(annotation, "url_citation") or annotation
            self._telling.cite(url=text(source, "url"), title=text(source, "title"), quoted="")
        if reason := text(choice, "finish_reason").lower():
            self._ended(choice, reason)

    def _ended(self, choice: dict[str, e.JsonValue], reason: str) -> None:
        """Some gateways leave the reason as their upstream told it, in Google's words."""
        self._reason = reason
        if fault := _FAILED.get(reason):
            self._telling.fault(fault_in(choice) or fault)
        elif reason not in _LONG | _GOOD:
            fault, fails = fault_at_end({"finishReason": reason}, has_content=True)
            if fault is not None and fails:
                self._telling.fault(fault)

    def _content(self, content: e.JsonValue) -> None:
        if isinstance(content, str):
            thought, said = self._tag.feed(content)
            self._think(thought)
            self._speak(said)
            return
        for item in content if isinstance(content, list) else [content] if isinstance(content, dict) else ():
            part = part_of(item)
            if thought := thought_in(item):
                self._think(thought)
            elif isinstance(part, e.TextPart):
                self._content(part.text)
            else:
                self._untag()
                self._telling.show(part)

    def _untag(self) -> None:
        """What was held back as the beginning of a tag is none."""
        thought, said = self._tag.close()
        self._think(thought)
        self._speak(said)

    def _pictures(self, items: e.JsonValue) -> None:
        for item in items if isinstance(items, list) else ():
            found = file_in(item)
            self._telling.show(found or e.UnknownPart(item if isinstance(item, dict) else {"value": item}))

    def _think(self, thought: str) -> None:
        if thought:
            self._telling.think(thought)

    def _speak(self, said: str) -> None:
        if not said:
            return
        if not self._said:
            self._said.append(self._telling.record())
        self._telling.speak(said)

    def _call(self) -> None:
        for given, name, arguments, back in self._calls.whole():
            self._telling.call(given, name, arguments)
            self._back.append(back)

    # --- its end ---

    def _used(self) -> e.Usage | None:
        """Thoughts are a part of what was completed."""
        usage = self._usage
        if not usage:
            return None
        asked, said = number(usage, "prompt_tokens"), number(usage, "completion_tokens")
        thought = min(number(child(usage, "completion_tokens_details"), "reasoning_tokens"), said)
        cached = number(child(usage, "prompt_tokens_details"), "cached_tokens")
        total = number(usage, "total_tokens") or asked + said
        return e.Usage(input=asked, output=said - thought, thought=thought, cached=cached, total=total)

    def _status(self) -> RunStatus:
        if self._telling.has_failed:
            return RunStatus.FAILED
        if self._reason in _LONG or not (self._reason or self._is_over):
            self._telling.fault(_TOO_LONG if self._reason else CUT_OFF, fails=False)
            return RunStatus.INCOMPLETE
        return RunStatus.REQUIRES_ACTION if self._telling.calls else RunStatus.COMPLETED
