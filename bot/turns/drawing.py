"""Keeps a turn's messages like its wanted pages: one write in flight per message, the last value wins."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

import structlog

from bot.core.errors import DeliveryError, DeliveryUnknown, Gone
from bot.core.ids import Milliseconds, Slot, Snowflake, TurnId, nonce_of
from bot.core.patches import Create, Delete, Edit, Page, Patch, Urgency, content_digest, diff, digest
from bot.core.session import Outgoing
from bot.core.view import is_page_slot
from bot.turns.equipment import Equipment
from bot.turns.freshness import Freshness

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Drawing:
    """One turn's messages in one channel. `shown` maps a slot to the digest of what stands there, in message order.

    `look` gives the wanted pages as they are at the moment a write may go, until they are final.
    """

    tools: Equipment
    turn: TurnId
    channel: Snowflake
    shown: dict[Slot, str] = field(default_factory=dict)
    messages: dict[Slot, Snowflake] = field(default_factory=dict)
    gone: set[Slot] = field(default_factory=set)
    wanted: tuple[Page, ...] = ()
    may_delete: bool = False
    look: Callable[[], tuple[Page, ...]] | None = None
    failure: DeliveryError | None = None
    broken: asyncio.Event = field(default_factory=asyncio.Event)
    asked_at: Milliseconds | None = None
    freshness: Freshness = field(init=False)
    _tried: set[Slot] = field(default_factory=set)
    _busy: dict[Slot, Patch] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.freshness = Freshness(self.tools.measures, self.tools.clock, self.asked_at or self.tools.clock.now())

    def take_up(self, rows: Sequence[Outgoing]) -> None:
        """Go on from what an earlier process has delivered."""
        for row in rows:
            if row.gone:
                self.gone.add(row.slot)
            elif row.message is not None:
                self.shown[row.slot], self.messages[row.slot] = row.shown, row.message
            else:
                self._tried.add(row.slot)

    def want(self, pages: tuple[Page, ...], *, final: bool = False) -> None:
        """Messages that are not wanted any more are deleted when `final`: until then the next text may fill them."""
        self.wanted, self.may_delete = pages, final
        if not any(is_page_slot(_slot(patch)) for patch in self._due_at_all()):
            self.freshness.nothing_waits()
        self._settled.clear()
        self._changed.set()
        if final:
            self.tools.canvas.hurry(self.channel)

    def forget(self, slot: Slot) -> None:
        """Somebody deleted this message: it is never posted again."""
        self.gone.add(slot)
        self.shown.pop(slot, None)
        self.messages.pop(slot, None)
        self._changed.set()

    def resume(self) -> None:
        """Forget the failure and try again what is wanted."""
        self.failure = None
        self._settled.clear()
        self._changed.set()

    @property
    def has_text(self) -> bool:
        """More stands than the card."""
        return len(self.shown) > 1

    async def settled(self) -> None:
        """Wait until everything wanted is shown. Raises the DeliveryError that makes it impossible."""
        await self._settled.wait()
        if self.failure is not None:
            raise self.failure

    async def run(self) -> None:
        """Draw until cancelled."""
        async with asyncio.TaskGroup() as writes:
            while True:
                await self._changed.wait()
                self._changed.clear()
                for patch in self._due():
                    self._busy[_slot(patch)] = patch
                    writes.create_task(self._write(patch))
                if not self._busy:
                    self._settled.set()

    def _due(self) -> list[Patch]:
        """What may be written now."""
        if self.failure is not None:
            return []
        patches = self._due_at_all()
        return [p for p in patches if _slot(p) not in self._busy and self._may_go(p, patches)]

    def _due_at_all(self) -> list[Patch]:
        return [p for p in diff(self.shown, self.wanted) if _slot(p) not in self.gone and self._is_wanted(p)]

    def _is_wanted(self, patch: Patch) -> bool:
        match patch:
            case Create(page):
                return not page.is_retired
            case Delete():
                return self.may_delete
            case _:
                return True

    def _may_go(self, patch: Patch, patches: Sequence[Patch]) -> bool:
        """Messages are created one after the other, so that they stand in their order; the seal comes last."""
        others = [p for p in (*self._busy.values(), *patches) if _slot(p) != _slot(patch)]
        match patch:
            case Create():
                earlier = takewhile(lambda p: p is not patch, (*self._busy.values(), *patches))
                return not any(isinstance(p, Create) for p in earlier)
            case Edit(page):
                return not (page.is_seal and others)
            case Delete():
                return True

    async def _write(self, patch: Patch) -> None:
        slot = _slot(patch)
        try:
            await self._until_known(patch)
        except Gone:
            await self._lost(patch)
        except DeliveryError as error:
            log.warning("page.not_delivered", turn=self.turn, slot=slot, error=str(error))
            self._fail(error)
        finally:
            self._busy.pop(slot, None)
            self._changed.set()

    async def _until_known(self, patch: Patch) -> None:
        """Write, and again while it is unknown whether it was taken: the nonce makes a repeated send one message."""
        for wait in self.tools.limits.write_retries_s:
            try:
                await self._apply(patch)
            except DeliveryUnknown as error:
                log.warning("page.outcome_unknown", turn=self.turn, slot=_slot(patch), error=str(error))
                await self.tools.sleep(wait)
            else:
                return
        await self._apply(patch)

    async def _apply(self, patch: Patch) -> None:
        match patch:
            case Create(page):
                await self._create(page)
            case Edit(page):
                await self._edit(page)
            case Delete(slot):
                await self.tools.canvas.delete(self.channel, self.messages[slot])
                self._taken_away(slot)

    async def _create(self, page: Page) -> None:
        nonce = nonce_of(self.turn, page.slot)

        async def compose() -> Page | None:
            newest = self._newest(page.slot)
            if newest is not None:
                await self.tools.store.promise(self._promise(newest, nonce))
            return newest

        is_first = page.slot not in self._tried
        self._tried.add(page.slot)
        made = await self.tools.canvas.create(self.channel, compose, nonce=nonce, urgency=page.urgency)
        if made is not None:
            sent, written = made
            as_sent = is_first and written.content == content_digest(sent.content)  # a repeated send gives the first
            await self._stands(page.slot, written.message, digest(sent) if as_sent else "")

    async def _edit(self, page: Page) -> None:
        slot = page.slot

        async def compose() -> Page | None:
            newest = self._newest(slot)
            if newest is None or digest(newest) == self.shown.get(slot) or self._is_too_early(newest):
                return None
            return newest

        message = self.messages[slot]
        urgency = Urgency.PROGRESS if page.urgency is Urgency.FIRST else page.urgency  # it is there already
        sent = await self.tools.canvas.edit(self.channel, message, compose, urgency=urgency)
        if sent is not None:
            await self._stands(slot, message, digest(sent))

    def _is_too_early(self, page: Page) -> bool:
        """An edit that waited as progress must not bring the seal before the rest stands."""
        return page.is_seal and any(_slot(p) != page.slot for p in self._due_at_all())

    def _newest(self, slot: Slot) -> Page | None:
        if self.look is not None and not self.may_delete:
            self.wanted = self.look()
        if is_page_slot(slot):
            self.freshness.taken(slot)
        return next((page for page in self.wanted if page.slot == slot), None)

    def _promise(self, page: Page, nonce: str) -> Outgoing:
        return Outgoing(
            turn=self.turn,
            slot=page.slot,
            channel=self.channel,
            nonce=nonce,
            first=content_digest(page.content),
            promised_at=self.tools.clock.now(),
        )

    async def _stands(self, slot: Slot, message: Snowflake, shown: str) -> None:
        if slot in self.gone:
            return
        is_new = self.messages.get(slot) != message
        self.freshness.shown(slot, is_new=is_new)
        self.shown[slot], self.messages[slot] = shown, message
        if is_new or self.may_delete:  # a row that is behind costs one edit after a crash, a commit costs every time
            await self.tools.store.shown(self.turn, slot, message=message, digest=shown)

    async def _lost(self, patch: Patch) -> None:
        """The message, or for a new one its channel, is no more."""
        slot = _slot(patch)
        if isinstance(patch, Create):
            self._fail(Gone("the thread is no more"))
        elif slot in self.messages:
            await self.tools.store.gone(self.messages[slot])
            self.forget(slot)

    def _fail(self, error: DeliveryError) -> None:
        self.failure = error
        self.broken.set()

    def _taken_away(self, slot: Slot) -> None:
        self.shown.pop(slot, None)
        self.messages.pop(slot, None)


def _slot(patch: Patch) -> Slot:
    return patch.slot if isinstance(patch, Delete) else patch.page.slot
