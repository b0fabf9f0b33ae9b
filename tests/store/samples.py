"""Rows as they come from Discord, different where a test says so, and the ways by which a turn comes to a state."""

from dataclasses import replace

from bot.core.events import RunStatus
from bot.core.ids import Milliseconds, RunId, SessionId, Slot, Snowflake, TurnId
from bot.core.imagine.job import Deed, Job, JobId
from bot.core.session import Actor, ItxReply, Outcome, Outgoing, Run, Session, Turn, TurnEvent, TurnState
from bot.store import SqliteStore

NOW = Milliseconds(1_790_000_000_000)
CHANNEL = Snowflake(1_300_000_000_000_000_001)
ASKER = Snowflake(1_300_000_000_000_000_002)

SESSION = Session(
    id=SessionId("session-1"),
    guild=Snowflake(1_300_000_000_000_000_003),
    parent=CHANNEL,
    thread=None,
    owner=ASKER,
    agent="antigravity-preview-09-2026",
    title="Draw a map",
    created_at=NOW,
)
TURN = Turn(
    id=TurnId("turn-0"),
    session=SESSION.id,
    origin="itx:1300000000000000004",
    request="Draw a map of the moon",
    actor=Actor(id=ASKER, name="Mira", roles=frozenset({Snowflake(7), Snowflake(5)})),
    locale="en-GB",
    created_at=NOW,
)
ITX = ItxReply(
    itx=Snowflake(1_300_000_000_000_000_004),
    application=Snowflake(1_300_000_000_000_000_005),
    token="aW50ZXJhY3Rpb246MTMwMDAwMDpzZWNyZXQ",
    at=NOW,
)
JOB = Job(
    id=JobId("job-0"),
    origin="itx:1300000000000000004",
    guild=SESSION.guild,
    channel=CHANNEL,
    actor=TURN.actor,
    locale="en-GB",
    prompt="A cat on the moon",
    deed=Deed.IMAGINE,
    model="gemini-nano-banana-2.1",
    provider="google",
    created_at=NOW,
    count=2,
)

PATHS: dict[TurnState, tuple[TurnEvent, ...]] = {
    TurnState.QUEUED: (),
    TurnState.STARTING: (TurnEvent.TAKEN,),
    TurnState.RUNNING: (TurnEvent.TAKEN, TurnEvent.STARTED),
    TurnState.WAITING: (TurnEvent.TAKEN, TurnEvent.STARTED, TurnEvent.ASKED),
    TurnState.FINISHING: (TurnEvent.TAKEN, TurnEvent.STARTED, TurnEvent.ENDED),
    TurnState.DELIVERING: (TurnEvent.TAKEN, TurnEvent.STARTED, TurnEvent.ENDED, TurnEvent.SETTLED),
    TurnState.DONE: (
        TurnEvent.TAKEN,
        TurnEvent.STARTED,
        TurnEvent.ENDED,
        TurnEvent.SETTLED,
        TurnEvent.DELIVERED,
    ),
}


def another_turn(number: int, *, session: SessionId = SESSION.id) -> Turn:
    """A turn as many milliseconds later."""
    return replace(
        TURN,
        id=TurnId(f"turn-{number}"),
        session=session,
        origin=f"message:{number}",
        created_at=Milliseconds(NOW + number),
    )


def another_job(number: int) -> Job:
    """A job as many milliseconds later."""
    return replace(JOB, id=JobId(f"job-{number}"), origin=f"message:{number}", created_at=Milliseconds(NOW + number))


def a_run(*, number: int = 0, run: str | None = None, status: RunStatus = RunStatus.UNKNOWN) -> Run:
    return Run(turn=TURN.id, number=number, created_at=NOW, id=None if run is None else RunId(run), status=status)


def outgoing(slot: str, *, turn: TurnId = TURN.id, at: int = NOW) -> Outgoing:
    return Outgoing(
        turn=turn,
        slot=Slot(slot),
        channel=CHANNEL,
        nonce=f"{turn}.{slot}",
        first="d1",
        promised_at=Milliseconds(at),
    )


async def bring(store: SqliteStore, turn: TurnId, state: TurnState) -> None:
    """Move a queued turn to the state by the store's own verbs."""
    for event in PATHS[state]:
        if event is TurnEvent.SETTLED:
            await store.settle_turn(turn, outcome=Outcome.COMPLETED, reason="", detail="", now=NOW)
        else:
            await store.move_turn(turn, event, now=NOW)
