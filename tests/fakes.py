"""The ports of `bot.core.ports`, played by a few lines each: a clock, an agent, and a Discord that remembers.

What stands in them is the outer world: it lives on when a process of ours is killed.
"""
# ruff: noqa: ARG002 - a fake takes what its port gives

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.core.artifacts import EnvironmentFile, Listing
from bot.core.errors import DeliveryError, FileTooLarge, Forbidden, Gone, ProviderError
from bot.core.ids import EnvironmentId, Milliseconds, Snowflake
from bot.core.patches import Page, Urgency, content_digest
from bot.core.ports import Compose, Seen, Store, Written
from bot.core.prompt import Place
from bot.core.session import Session, Turn
from tests.fake_agent import HELLO, FakeAgent, FakeRun, ending, speech

__all__ = ["HELLO", "FakeAgent", "FakeRun", "ending", "speech"]

NOW = Milliseconds(1_795_000_000_000)
NONCE_REMEMBERED_MS = 180_000
"""Discord says "the past few minutes"."""
UPLOAD_LIMIT = 10_000


@dataclass
class FakeClock:
    """Time passes when somebody sleeps, and only then."""

    at: int = NOW

    def now(self) -> Milliseconds:
        return Milliseconds(self.at)

    async def sleep(self, seconds: float) -> None:
        self.at += round(seconds * 1000)
        await asyncio.sleep(0)


@dataclass
class FakeMessage:
    """One message as it stands; `announced` is the page it was created as."""

    id: Snowflake
    channel: Snowflake
    nonce: str
    created_at: Milliseconds
    announced: Page
    page: Page
    content: str
    edits: int = 0


@dataclass
class FakeCanvas:
    """A Discord that keeps messages, knows nonces for a few minutes, and fails when told to.

    `violations` names what no canvas may ever see: two writes at once on one message.
    """

    clock: FakeClock
    messages: dict[Snowflake, FakeMessage] = field(default_factory=dict)
    deleted: list[FakeMessage] = field(default_factory=list)
    gone_channels: set[Snowflake] = field(default_factory=set)
    unreadable: bool = False
    attaches: bool = True
    writes: bool = True
    latency_s: float = 0.0
    violations: list[str] = field(default_factory=list)
    _faults: dict[str, deque[tuple[DeliveryError, bool]]] = field(default_factory=lambda: defaultdict(deque))
    _writing: set[str] = field(default_factory=set)
    _count: int = 0

    def fail(self, verb: str, error: DeliveryError, *, after: bool = False, times: int = 1) -> None:
        """The next calls of this verb raise; with `after` they take effect first."""
        self._faults[verb].extend([(error, after)] * times)

    def heal(self, verb: str) -> None:
        """What was to fail does not any more."""
        self._faults[verb].clear()

    def thread(self, channel: Snowflake) -> list[FakeMessage]:
        """The messages of a channel in their order."""
        return sorted((m for m in self.messages.values() if m.channel == channel), key=lambda m: m.id)

    async def create(
        self, channel: Snowflake, compose: Compose, *, nonce: str, urgency: Urgency
    ) -> tuple[Page, Written] | None:
        async with self._write("create", nonce):
            page = await compose()
            if page is None:
                return None
            async with self._effect("create", channel):
                message = self._known(channel, nonce) or self._post(channel, nonce, page)
            return page, Written(message.id, content_digest(message.content))

    async def edit(self, channel: Snowflake, message: Snowflake, compose: Compose, *, urgency: Urgency) -> Page | None:
        async with self._write("edit", str(message)):
            page = await compose()
            if page is None:
                return None
            async with self._effect("edit", channel):
                standing = self._standing(message)
                standing.page, standing.content, standing.edits = page, page.content.strip(), standing.edits + 1
            return page

    def hurry(self, channel: Snowflake) -> None:
        """A fake waits for nothing."""

    async def delete(self, channel: Snowflake, message: Snowflake) -> None:
        async with self._write("delete", str(message)), self._effect("delete", channel):
            self._standing(message)
            self.deleted.append(self.messages.pop(message))

    async def ours_since(self, channel: Snowflake, since: Milliseconds) -> tuple[Seen, ...]:
        await asyncio.sleep(0)
        if self.unreadable:
            raise Forbidden("the history may not be read")
        standing = [message for message in self.thread(channel) if message.created_at >= since]
        return tuple(_seen(message) for message in standing)

    def may_attach(self, channel: Snowflake) -> bool:
        return self.attaches

    def may_write(self, channel: Snowflake) -> bool:
        return self.writes

    def upload_limit(self, guild: Snowflake | None) -> int:
        return UPLOAD_LIMIT

    @asynccontextmanager
    async def _write(self, verb: str, what: str) -> AsyncIterator[None]:
        if what in self._writing:
            self.violations.append(f"{verb} of {what} while another write was under way")
        self._writing.add(what)
        try:
            yield
        finally:
            self._writing.discard(what)

    @asynccontextmanager
    async def _effect(self, verb: str, channel: Snowflake) -> AsyncIterator[None]:
        await asyncio.sleep(self.latency_s)
        error, after = self._faults[verb].popleft() if self._faults[verb] else (None, False)
        if error is not None and not after:
            raise error
        if channel in self.gone_channels:
            raise Gone("the channel is no more")
        yield
        await asyncio.sleep(self.latency_s)
        if error is not None:
            raise error

    def _known(self, channel: Snowflake, nonce: str) -> FakeMessage | None:
        since = self.clock.now() - NONCE_REMEMBERED_MS
        return next((m for m in self.thread(channel) if m.nonce == nonce and m.created_at >= since), None)

    def _post(self, channel: Snowflake, nonce: str, page: Page) -> FakeMessage:
        self._count += 1
        made = Snowflake(5_000 + self._count)
        message = FakeMessage(made, channel, nonce, self.clock.now(), page, page, page.content.strip())
        self.messages[made] = message
        return message

    def _standing(self, message: Snowflake) -> FakeMessage:
        if message not in self.messages:
            raise Gone("the message is no more")
        return self.messages[message]


def _seen(message: FakeMessage) -> Seen:
    actions = tuple(button.action for button in message.page.buttons)
    return Seen(message.id, content_digest(message.content), actions, bool(message.page.files))


@dataclass
class FakeFiles:
    """The disks of environments: path to bytes. `trouble`: what the next calls raise."""

    disks: dict[EnvironmentId, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))
    trouble: deque[ProviderError] = field(default_factory=deque)

    async def list(self, environment: EnvironmentId) -> Listing:
        disk = await self._disk(environment)
        return Listing(tuple(EnvironmentFile(path, len(data)) for path, data in sorted(disk.items())))

    async def fetch(self, environment: EnvironmentId, path: str, *, limit: int) -> bytes:
        data = (await self._disk(environment))[path]
        if len(data) > limit:
            raise FileTooLarge(path)
        return data

    async def fetch_many(
        self, environment: EnvironmentId, paths: Collection[str], *, limit: int
    ) -> Mapping[str, bytes]:
        disk = await self._disk(environment)
        if sum(map(len, disk.values())) > limit:
            raise FileTooLarge(environment)
        return {path: disk[path] for path in paths if path in disk}

    async def _disk(self, environment: EnvironmentId) -> dict[str, bytes]:
        await asyncio.sleep(0)
        if self.trouble:
            raise self.trouble.popleft()
        return self.disks[environment]


@dataclass
class FakeThreads:
    """A session has its room, or else a thread with its parent's number and a thousand."""

    store: Store
    refusal: DeliveryError | None = None

    async def open(self, session: Session, turn: Turn) -> Snowflake:
        if self.refusal is not None:
            raise self.refusal
        if session.room is not None:
            return session.room
        thread = session.thread or Snowflake(session.parent + 1000)
        await self.store.bind_thread(session.id, thread)
        return thread

    async def place(self, session: Session) -> Place:
        return Place("Moon base", session.title, "2026-11-22 12:00")
