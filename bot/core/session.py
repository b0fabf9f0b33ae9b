"""What lasts: sessions, their turns and runs, and the table of a turn's states (the docs' picture is drawn from it)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.attachments import Attachment
from bot.core.choices import Choices
from bot.core.events import RunStatus, Usage
from bot.core.ids import EnvironmentId, Milliseconds, RunId, SessionId, Slot, Snowflake, TurnId
from bot.core.quotation import Quotation


class TurnState(StrEnum):
    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    WAITING = "waiting"
    FINISHING = "finishing"
    DELIVERING = "delivering"
    DONE = "done"


class TurnEvent(StrEnum):
    TAKEN = "taken"  # its session is free and the turn is next
    STARTED = "started"  # the provider gave the run an id
    ASKED = "asked"  # the run waits for a tool's result or a person
    ANSWERED = "answered"  # the result is on its way, in a new run
    ENDED = "ended"  # the run ended, or never came to be
    SETTLED = "settled"  # the record was read once more: what is true is known
    DELIVERED = "delivered"  # and shown in full


TRANSITIONS: dict[tuple[TurnState, TurnEvent], TurnState] = {
    (TurnState.QUEUED, TurnEvent.TAKEN): TurnState.STARTING,
    (TurnState.QUEUED, TurnEvent.ENDED): TurnState.DELIVERING,
    (TurnState.STARTING, TurnEvent.STARTED): TurnState.RUNNING,
    (TurnState.STARTING, TurnEvent.ENDED): TurnState.DELIVERING,
    (TurnState.RUNNING, TurnEvent.ASKED): TurnState.WAITING,
    (TurnState.WAITING, TurnEvent.ANSWERED): TurnState.STARTING,
    (TurnState.WAITING, TurnEvent.ENDED): TurnState.FINISHING,
    (TurnState.RUNNING, TurnEvent.ENDED): TurnState.FINISHING,
    (TurnState.FINISHING, TurnEvent.SETTLED): TurnState.DELIVERING,
    (TurnState.DELIVERING, TurnEvent.DELIVERED): TurnState.DONE,
}


def advance(state: TurnState, event: TurnEvent) -> TurnState:
    """The state after `event`; raises ValueError where the table has no such way."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise ValueError(f"a turn that is {state} cannot be {event}") from None


class Outcome(StrEnum):
    """How a turn is done."""

    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INCOMPLETE = "incomplete"
    EXPIRED = "expired"
    UNCERTAIN = "uncertain"  # the start's answer was lost: it may have run, and cost, elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asked."""

    id: Snowflake
    name: str
    roles: frozenset[Snowflake] = frozenset()


class SessionKind(StrEnum):
    """Where a talk takes place."""

    THREAD = "thread"  # a thread of ours, on the message that shows the request
    PRIVATE = "private"  # a private thread of ours, with the asker and whom they add
    JOINED = "joined"  # somebody else's thread, or a forum post
    DIRECT = "direct"  # a direct message; the newest talk holds it
    CHANNEL = "channel"  # a channel in which no threads can be made; replies to our messages go on with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`thread` is None until Discord has made it, and always where `kind` has none.

    `environment` and `last_run` are what the next turn goes on from. `note` is what runs said that cannot be chained
    on, since `last_run`: it goes along with the next request.
    """

    id: SessionId
    guild: Snowflake | None
    parent: Snowflake
    thread: Snowflake | None
    owner: Snowflake
    agent: str
    title: str
    created_at: Milliseconds
    environment: EnvironmentId | None = None
    last_run: RunId | None = None
    note: str = ""
    choices: Choices = field(default_factory=Choices)
    kind: SessionKind = SessionKind.THREAD
    closed_at: Milliseconds | None = None

    @property
    def room(self) -> Snowflake | None:
        """The channel in which it takes place; None until its thread is made."""
        return self.parent if self.kind in (SessionKind.DIRECT, SessionKind.CHANNEL) else self.thread

    @property
    def guild_of_room(self) -> Snowflake | None:
        """None in a direct message; one that began on a guild keeps that as `guild`, for what its asker may."""
        return None if self.kind is SessionKind.DIRECT else self.guild


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`origin` names what the person sent, `itx:ID`, `message:ID` or `rerun:TURN`, and is unique.

    `reply_to` is the message that shows the request.
    `outcome`, `reason` (keys of the catalogue of sentences, with spaces between) and `detail` are set once the turn is
    settled; what is known before, such as a lost conversation, stands in `reason` from then on.
    `about`: somebody's message that the request is about.
    `makes_way`: it was asked to stop so that the next one goes first.
    """

    id: TurnId
    session: SessionId
    origin: str
    request: str
    actor: Actor
    locale: str
    created_at: Milliseconds
    state: TurnState = TurnState.QUEUED
    reply_to: Snowflake | None = None
    started_at: Milliseconds | None = None
    ended_at: Milliseconds | None = None
    outcome: Outcome | None = None
    reason: str = ""
    detail: str = ""
    stop_asked_by: Snowflake | None = None
    attachments: tuple[Attachment, ...] = ()
    about: Quotation | None = None
    makes_way: bool = False

    @property
    def at_work_since(self) -> Milliseconds:
        """What it waited for before its turn came is not its own time."""
        return self.created_at if self.started_at is None else self.started_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`number` counts from 0 within its turn; `id` is the provider's, None until its answer is known."""

    turn: TurnId
    number: int
    created_at: Milliseconds
    id: RunId | None = None
    status: RunStatus = RunStatus.UNKNOWN
    usage: Usage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One promised message.

    `first` and `shown` are digests of canonical content: as created (several with spaces between, where a send of
    unknown outcome was repeated with newer content), and as last known to stand.
    `gone`: a person deleted it, so it is never posted again.
    """

    turn: TurnId
    slot: Slot
    channel: Snowflake
    nonce: str
    first: str
    promised_at: Milliseconds
    message: Snowflake | None = None
    shown: str = ""
    gone: bool = False


def row_of(rows: Iterable[Outgoing], slot: Slot) -> Outgoing | None:
    """The promise for this place within a turn."""
    return next((row for row in rows if row.slot == slot), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItxReply:
    """What is needed to answer an itx after a restart: answered within 3 s of `at`, its token works for 15 minutes.

    `is_private`: the answer is for whoever asked alone, and says where the talk takes place.
    """

    itx: Snowflake
    application: Snowflake
    token: str = field(repr=False)
    at: Milliseconds
    is_private: bool = False
