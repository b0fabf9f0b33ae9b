"""How old text is when it is shown: one turn's clock between hearing and writing."""

from dataclasses import dataclass, field

from bot.core.ids import Milliseconds, Slot
from bot.core.measures import Measures
from bot.core.ports import Clock
from bot.core.view import page_slot


@dataclass(slots=True)
class Freshness:
    """`asked_at`: when the request was heard."""

    measures: Measures
    clock: Clock
    asked_at: Milliseconds
    _waits_since: Milliseconds | None = None
    _carried: dict[Slot, Milliseconds] = field(default_factory=dict)

    def heard(self) -> None:
        """Text has come that nobody sees yet."""
        self._waits_since = self._waits_since or self.clock.now()

    def nothing_waits(self) -> None:
        """Whatever was heard stands on the pages, or has no place there."""
        self._waits_since = None

    def taken(self, slot: Slot) -> None:
        """A write of this page is made up now, and takes along all the text that waits."""
        since, self._waits_since = self._waits_since, None
        if since is not None:
            self._carried.setdefault(slot, since)

    def shown(self, slot: Slot, *, is_new: bool) -> None:
        """Discord has taken the write."""
        now = self.clock.now()
        if (since := self._carried.pop(slot, None)) is not None:
            self.measures.text_shown(after_s=(now - since) / 1000)
        if is_new and slot == page_slot(0):
            self.measures.first_page_shown(after_s=(now - self.asked_at) / 1000)
