"""OpenAI's images routes: one picture from words, or an edit of pictures that are given; and the reader of the answer.

The form is JSON on both: for edits, gateways of every age take `image` as a list of data URIs.
"""

from base64 import b64encode

from bot.core import events as e
from bot.core.events import RunStatus
from bot.core.ports import Reference
from bot.providers.models.chat_media import file_in
from bot.providers.models.errors import fault_in
from bot.providers.models.loosely import DONE, NotJson, child, number, parsed, text
from bot.providers.models.speech import Asking, Talk, UserSaid
from bot.providers.models.telling import CUT_OFF, UNEXPECTED, Telling
from bot.providers.sse import Frame


class ImagesSpeech:
    def asking(self, talk: Talk) -> Asking:
        """Of the talk, its last words count: the route knows nothing of what was before."""
        last = next((one for one in reversed(talk.said) if isinstance(one, UserSaid)), UserSaid(text=""))
        body: dict[str, e.JsonValue] = {"model": talk.model, "prompt": last.text}
        if last.pictures:
            body["image"] = [_uri(picture) for picture in last.pictures]
        path = "/v1/images/edits" if last.pictures else "/v1/images/generations"
        return Asking(path=path, body={**body, **talk.extra})

    def reader(self) -> "ImagesReader":
        return ImagesReader()


def _uri(picture: Reference) -> str:
    return f"data:{picture.mime_type};base64,{b64encode(picture.data).decode()}"


class ImagesReader:
    """A stream was not asked for; one that comes all the same counts by its last word."""

    def __init__(self) -> None:
        self._telling = Telling()
        self._usage: dict[str, e.JsonValue] = {}
        self._is_over = False
        self._count = 0

    def frame(self, frame: Frame) -> tuple[e.AgentEvent, ...]:
        if frame.data.strip() == DONE:
            return ()
        try:
            said = parsed(frame.data)
        except NotJson:
            return (e.Skipped("malformed"),)
        if isinstance(said, dict) and str(said.get("type")).endswith(".partial_image"):
            return (e.Skipped("partial_image"),)
        if isinstance(said, dict) and "b64_json" in said:
            said = {**said, "data": [{"b64_json": said["b64_json"]}]}
        if fault_in(said) is None and not (isinstance(said, dict) and "data" in said):
            return (e.Skipped("unknown"),)
        return self.whole(said)

    def whole(self, body: e.JsonValue) -> tuple[e.AgentEvent, ...]:
        self._is_over = True
        data = body.get("data") if isinstance(body, dict) else None
        if isinstance(body, dict) and isinstance(data, list):
            self._usage = child(body, "usage")
            for item in data:
                self._show(item)
            if not self._count:
                self._telling.fault(e.Fault("no_image", text(body, "message") or "The service gave no picture."))
        else:
            self._telling.fault(fault_in(body) or UNEXPECTED)
        return self._telling.take()

    def _show(self, item: e.JsonValue) -> None:
        found = file_in(item)
        if found is not None:
            self._count += 1
            self._telling.show(found)
        else:
            self._telling.show(e.UnknownPart(item if isinstance(item, dict) else {"value": item}))

    def close(self) -> tuple[e.AgentEvent, ...]:
        status = RunStatus.FAILED if self._telling.has_failed else RunStatus.COMPLETED
        if not self._is_over:
            self._telling.fault(CUT_OFF, fails=False)
            status = RunStatus.INCOMPLETE
        self._telling.end(status, self._used())
        return self._telling.take()

    @property
    def echo(self) -> e.JsonValue:
        return None

    def _used(self) -> e.Usage | None:
        if not self._usage:
            return None
        asked, made = number(self._usage, "input_tokens"), number(self._usage, "output_tokens")
        return e.Usage(input=asked, output=made, total=number(self._usage, "total_tokens") or asked + made)
