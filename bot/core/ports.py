"""What the turns need from the world; adapters implement it, `app` hands them in."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from bot.core.artifacts import EnvironmentFile, Listing, Moment
from bot.core.attachments import Attachment
from bot.core.choices import Choices
from bot.core.events import Heard, RunRecord
from bot.core.ids import Cursor, EnvironmentId, Milliseconds, RunId, SessionId, Slot, Snowflake, TurnId
from bot.core.machines import Setup
from bot.core.patches import Page, Urgency
from bot.core.prompt import Place
from bot.core.session import ItxReply, Outcome, Outgoing, Run, Session, Turn, TurnEvent
from bot.core.tools.calls import ToolResult
from bot.core.tools.offers import ToolOffer


class Clock(Protocol):
    def now(self) -> Milliseconds: ...


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture for a model to look at. `mime_type`: image/png, image/jpeg or image/webp, by its bytes."""

    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """One call of an agent. `environment`: an id, `"remote"` for a new one, or None for none.

    `pictures` go before the text of `input`. `results` answer the open calls of `previous`; then `input` is empty.
    `tools`: None leaves the agent its own, anything else is exactly what it has. `model`: the one that the agent thinks
    with; empty for its own. `setup`: how a new machine is made, should `environment` be `"remote"`.
    `continuation`: the token of the run that this one lets go on.
    """

    agent: str
    input: str
    instruction: str
    environment: str | None
    previous: RunId | None = None
    max_tokens: int | None = None
    continuation: str | None = None
    pictures: tuple[Reference, ...] = ()
    results: tuple[ToolResult, ...] = ()
    tools: tuple[ToolOffer, ...] | None = None
    model: str = ""
    setup: Setup = field(default_factory=Setup)


class Agent(Protocol):
    """A provider's agent. Every method raises `core.errors.ProviderError` and nothing else of its own."""

    async def create(self, request: RunRequest) -> RunRecord:
        """Start a run in the background and return at once with its id; never repeated by itself, for it costs money.

        Raises `OutcomeUnknown` when the answer was lost after the request may have been taken.
        """
        ...

    def listen(self, run: RunId, *, after: Cursor | None = None, position: int = 0) -> AsyncGenerator[Heard, None]:
        """The run's events from its start, or after a cursor, numbered from `position`; ends as the connection does."""
        ...

    async def read(self, run: RunId) -> RunRecord: ...

    async def cancel(self, run: RunId) -> None:
        """Ask the run to stop; its status may lag behind."""
        ...


Compose: TypeAlias = Callable[[], Awaitable[Page | None]]
"""Asked at the moment a write may go, so that it carries the newest value; None when there is nothing left to write."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message as Discord has it; `content` is the digest of what it says: after a repeated send, the first."""

    message: Snowflake
    content: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One of our own messages found in a channel's history; `actions` are its buttons' custom ids."""

    message: Snowflake
    content: str
    actions: tuple[str, ...]
    has_files: bool = False


class Canvas(Protocol):
    """Where messages are written, one write in flight per message.

    Raises `Gone`, `Forbidden`, `FilesRefused`, `DeliveryUnknown` or another `core.errors.DeliveryError`, and nothing
    else of its own.
    """

    async def create(
        self, channel: Snowflake, compose: Compose, *, nonce: str, urgency: Urgency
    ) -> tuple[Page, Written] | None:
        """Send what `compose` gives; the same nonce sent again within minutes is the same message."""
        ...

    async def edit(
        self, channel: Snowflake, message: Snowflake, compose: Compose, *, urgency: Urgency
    ) -> Page | None: ...

    async def delete(self, channel: Snowflake, message: Snowflake) -> None: ...

    def hurry(self, channel: Snowflake) -> None:
        """What waits to be written in this channel is final now: it goes before what is still growing elsewhere."""
        ...

    def may_attach(self, channel: Snowflake) -> bool:
        """Whether files may be attached in this channel or thread, as far as is known."""
        ...

    def may_write(self, channel: Snowflake) -> bool:
        """The same of messages."""
        ...

    def upload_limit(self, guild: Snowflake | None) -> int:
        """Bytes that one message's files may have together in this guild, or in a direct message."""
        ...

    async def ours_since(self, channel: Snowflake, since: Milliseconds) -> tuple[Seen, ...]:
        """Our own messages in the channel's history from a time on, oldest first.

        Raises `Forbidden` where the history may not be read: Discord then shows an empty one, which is no proof.
        """
        ...


class Threads(Protocol):
    """Where a session takes place."""

    async def open(self, session: Session, turn: Turn) -> Snowflake:
        """The session's thread, made if it is not there yet, with the public message that quotes the request.

        May be called again after any interruption. Raises `core.errors.DeliveryError`.
        """
        ...

    async def place(self, session: Session) -> Place: ...


class Files(Protocol):
    """The files of an environment. Raises `core.errors.ProviderError`; `Refused` with status 404 for what is gone."""

    async def list(self, environment: EnvironmentId) -> Listing: ...

    async def fetch(self, environment: EnvironmentId, path: str, *, limit: int) -> bytes:
        """The file's bytes. Raises `FileTooLarge` beyond `limit` bytes, without reading it all."""
        ...

    async def fetch_many(
        self, environment: EnvironmentId, paths: Collection[str], *, limit: int
    ) -> Mapping[str, bytes]:
        """Those of the files that are there, at one go. Raises `FileTooLarge` where the disk is over `limit` bytes."""
        ...


class Store(Protocol):
    """What is promised and what is delivered. Each verb is one transaction, committed when it returns."""

    async def accept(
        self, session: Session, turn: Turn, *, itx: ItxReply | None = None, chosen: Choices | None = None
    ) -> bool:
        """Claim `turn.origin` and write the turn (and its session if new); False when the origin was claimed before.

        `itx` is kept with the claim, its token encrypted. `chosen`: what the session goes on with, but for its machine.
        """
        ...

    async def session(self, session: SessionId) -> Session | None: ...

    async def session_of_thread(self, thread: Snowflake) -> Session | None: ...

    async def direct_session(self, channel: Snowflake) -> Session | None:
        """The newest talk in this direct message that is not closed."""
        ...

    async def close_direct(self, channel: Snowflake, *, now: Milliseconds) -> None:
        """All talks in this direct message, so that none of them goes on by itself."""
        ...

    async def bind_thread(self, session: SessionId, thread: Snowflake) -> None: ...

    async def make_direct(self, session: SessionId, channel: Snowflake) -> None:
        """A talk that was to have a private thread takes place in this direct message instead."""
        ...

    async def stay_in_channel(self, session: SessionId) -> None:
        """The thread that it was to have cannot be made, so it takes place in the channel itself."""
        ...

    async def sessions_with_machine(self, owner: Snowflake) -> tuple[Session, ...]:
        """Those that this person opened and that have an environment, newest first."""
        ...

    async def turn(self, turn: TurnId) -> Turn | None: ...

    async def first_turn(self, session: SessionId) -> TurnId | None:
        """The turn that began it."""
        ...

    async def turn_of_message(self, message: Snowflake) -> Turn | None:
        """The turn that one of our messages belongs to."""
        ...

    async def has_others(self, session: Session) -> bool:
        """Whether somebody besides its owner has asked something in it."""
        ...

    async def open_turns(self) -> tuple[Turn, ...]:
        """All turns that are not done, oldest first."""
        ...

    async def next_turn(self, session: SessionId) -> Turn | None:
        """The session's turn that was begun and is not done, or else its oldest queued one."""
        ...

    async def move_turn(self, turn: TurnId, event: TurnEvent, *, now: Milliseconds) -> Turn:
        """Advance by the table; sets `started_at` when taken. Raises ValueError where the table has no such way."""
        ...

    async def settle_turn(self, turn: TurnId, *, outcome: Outcome, reason: str, detail: str, now: Milliseconds) -> Turn:
        """Write how it ended and `ended_at`, and move it (by ENDED or SETTLED) to DELIVERING."""
        ...

    async def ask_stop(self, turn: TurnId, *, by: Snowflake, makes_way: bool = False) -> None: ...

    async def meet(self, turn: TurnId, roles: Collection[Snowflake]) -> None:
        """Its asker has these roles now."""
        ...

    async def set_reply_to(self, turn: TurnId, message: Snowflake) -> None: ...

    async def go_on_in(self, turn: TurnId, environment: EnvironmentId) -> None:
        """The turn's session has this environment from now on."""
        ...

    async def replace_attachments(self, turn: TurnId, given: Sequence[Attachment]) -> None: ...

    async def attachments_before(self, turn: TurnId) -> tuple[Attachment, ...]:
        """Those of the session's earlier turns."""
        ...

    async def itx_of(self, turn: TurnId) -> ItxReply | None: ...

    async def begin_run(self, run: Run) -> None: ...

    async def run_created(self, run: Run, *, now: Milliseconds, reason: str = "") -> Turn:
        """Write the run's id and move its turn STARTED, in one transaction; the turn as it then is.

        `reason` is kept with the turn, beside the one that it will end with.
        """
        ...

    async def run_refused(self, run: Run) -> None:
        """Forget a run that the provider surely did not take, so that it may be tried again, also after a restart."""
        ...

    async def run_ended(self, run: Run, *, environment: EnvironmentId | None, note: str) -> None:
        """Write status and usage, and the session's newest environment where there is one.

        A run that can be chained becomes the session's last run and clears its note; of another the note is kept.
        """
        ...

    async def remember_files(self, turn: TurnId, moment: Moment, files: Sequence[EnvironmentFile]) -> None:
        """Keep the list; the one of changed files takes the place of the one at the start."""
        ...

    async def files_of(self, turn: TurnId, moment: Moment) -> tuple[EnvironmentFile, ...] | None: ...

    async def runs(self, turn: TurnId) -> tuple[Run, ...]: ...

    async def promise(self, outgoing: Outgoing) -> None:
        """Write the row before the message is sent; again for the same slot, it adds another digest it may have."""
        ...

    async def shown(self, turn: TurnId, slot: Slot, *, message: Snowflake, digest: str) -> None: ...

    async def gone(self, message: Snowflake) -> Outgoing | None:
        """A message of ours was deleted by somebody; its row, or None when it was none of ours."""
        ...

    async def outbox(self, turn: TurnId) -> tuple[Outgoing, ...]: ...
