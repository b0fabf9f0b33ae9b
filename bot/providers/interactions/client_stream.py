"""From the bytes of one listening connection to numbered events, without I/O: any cut of the bytes gives the same."""

from bot.core.events import Heard
from bot.core.ids import Cursor
from bot.providers.interactions import translate_ids
from bot.providers.interactions.translate_events import event_of
from bot.providers.interactions.wire_events import parse_event
from bot.providers.sse import FRAME_LIMIT, Decoder, Frame

_DONE = b"[DONE]"


class Hearing:
    """One connection's listening side: `position` is the number of the next event, `done` that the stream said its end.

    `after` is the cursor that was asked for: some servers might repeat its event, so it counts as heard.
    """

    def __init__(self, *, after: Cursor | None = None, position: int = 0, limit: int = FRAME_LIMIT) -> None:
        self.position = position
        self.done = False
        self._seen: set[str] = {after} if after else set()
        self._decoder = Decoder(limit)

    def feed(self, data: bytes) -> list[Heard]:
        """The events that became whole; raises `sse.FrameTooLarge`."""
        return [heard for frame in self._decoder.feed(data) if (heard := self._heard(frame))]

    def _heard(self, frame: Frame) -> Heard | None:
        self.done = self.done or frame.data == _DONE
        if self.done:
            return None
        event = parse_event(frame.data)
        cursor = translate_ids.cursor(event.event_id)
        if cursor and cursor in self._seen:
            return None
        if cursor:
            self._seen.add(cursor)
        heard = Heard(self.position, event_of(event), cursor)
        self.position += 1
        return heard
