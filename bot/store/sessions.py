"""Lasting talks, each bound to one thread, and what their next turn goes on from."""

from dataclasses import asdict

from bot.core.choices import Choices
from bot.core.ids import EnvironmentId, Milliseconds, RunId, SessionId, Snowflake, TurnId
from bot.core.prompt import NOTE_LIMIT
from bot.core.session import Session, SessionKind
from bot.store.database import Database, Row, Transaction, only, storable


async def add(transaction: Transaction, session: Session) -> None:
    """Write a new session; one that is there stays as it is."""
    await transaction.run(
        """
        INSERT INTO session (
            id, guild, parent, thread, owner, agent, title, created_at, environment, last_run, note,
            machine, tools, model, max_tokens, kind, closed_at
        ) VALUES (
            :id, :guild, :parent, :thread, :owner, :agent, :title, :created_at, :environment, :last_run, :note,
            :machine, :tools, :model, :max_tokens, :kind, :closed_at
        )
        ON CONFLICT (id) DO NOTHING""",
        id=session.id,
        guild=session.guild,
        parent=session.parent,
        thread=session.thread,
        owner=session.owner,
        agent=session.agent,
        title=session.title,
        created_at=session.created_at,
        environment=session.environment,
        last_run=session.last_run,
        note=session.note,
        **asdict(session.choices),
        kind=session.kind,
        closed_at=session.closed_at,
    )


async def choose(transaction: Transaction, session: SessionId, choices: Choices) -> None:
    """From now on. Which machine the talk has is not changed by it."""
    await transaction.run(
        "UPDATE session SET tools = :tools, model = :model, max_tokens = :max_tokens WHERE id = :session",
        session=session,
        tools=choices.tools,
        model=choices.model,
        max_tokens=choices.max_tokens,
    )


async def with_machine_of(database: Database, owner: Snowflake) -> tuple[Session, ...]:
    """Newest first."""
    rows = await database.read(
        "SELECT * FROM session WHERE owner = :owner AND environment IS NOT NULL ORDER BY created_at DESC, id DESC",
        owner=owner,
    )
    return tuple(of_row(row) for row in rows)


async def get(database: Database, session: SessionId) -> Session | None:
    row = only(await database.read("SELECT * FROM session WHERE id = :id", id=session))
    return None if row is None else of_row(row)


async def of_thread(database: Database, thread: Snowflake) -> Session | None:
    row = only(await database.read("SELECT * FROM session WHERE thread = :thread", thread=thread))
    return None if row is None else of_row(row)


async def direct(database: Database, channel: Snowflake) -> Session | None:
    """The newest talk in this direct message that is not closed."""
    row = only(
        await database.read(
            """
            SELECT * FROM session
            WHERE kind = 'direct' AND parent = :channel AND closed_at IS NULL
            ORDER BY created_at DESC, id DESC
            LIMIT 1""",
            channel=channel,
        )
    )
    return None if row is None else of_row(row)


async def close_direct(transaction: Transaction, channel: Snowflake, *, now: Milliseconds) -> None:
    """Every talk in this direct message: none of them goes on by itself."""
    await transaction.run(
        """
        UPDATE session SET closed_at = :now
        WHERE kind = 'direct' AND parent = :channel AND closed_at IS NULL""",
        channel=channel,
        now=now,
    )


async def bind_thread(transaction: Transaction, session: SessionId, thread: Snowflake) -> None:
    """Raises ValueError where the session has another thread, or the thread another session."""
    rows = await transaction.run(
        """
        UPDATE session SET thread = :thread
        WHERE id = :id AND (thread IS NULL OR thread = :thread)
        RETURNING id""",
        id=session,
        thread=thread,
    )
    if not rows:
        raise ValueError(f"session {session} is unknown, or has another thread than {thread}")


async def make_direct(transaction: Transaction, session: SessionId, channel: Snowflake) -> None:
    """A talk that was to have a private thread and can have none; one that has its place keeps it."""
    await transaction.run(
        """
        UPDATE session SET kind = 'direct', parent = :channel
        WHERE id = :id AND kind = 'private' AND thread IS NULL""",
        id=session,
        channel=channel,
    )


async def stay_in_channel(transaction: Transaction, session: SessionId) -> None:
    """Where a thread was to be, there will be none; one that has its thread keeps it."""
    await transaction.run(
        "UPDATE session SET kind = 'channel' WHERE id = :id AND kind = 'thread' AND thread IS NULL", id=session
    )


async def go_on_in(transaction: Transaction, turn: TurnId, environment: EnvironmentId) -> None:
    """The next turn of this turn's session has this environment."""
    await transaction.run(
        """
        UPDATE session SET environment = :environment
        WHERE id = (SELECT turn.session FROM turn WHERE turn.id = :turn)""",
        turn=turn,
        environment=environment,
    )


async def go_on_from(transaction: Transaction, turn: TurnId, run: RunId) -> None:
    """The next turn of this turn's session chains on this run, which knows all that a note could tell."""
    await transaction.run(
        """
        UPDATE session SET last_run = :run, note = ''
        WHERE id = (SELECT turn.session FROM turn WHERE turn.id = :turn)""",
        turn=turn,
        run=run,
    )


async def add_note(transaction: Transaction, turn: TurnId, note: str) -> None:
    """What a run said that cannot be chained on, after what earlier ones said; the newest NOTE_LIMIT characters stay.

    The same note written again, as after a restart, changes nothing.
    """
    rows = await transaction.run(
        "SELECT session.id, session.note FROM session JOIN turn ON turn.session = session.id WHERE turn.id = :turn",
        turn=turn,
    )
    session, before = rows[0]["id"], rows[0]["note"]
    await transaction.run(
        "UPDATE session SET note = :note WHERE id = :session", session=session, note=_joined(before, storable(note))
    )


def _joined(before: str, note: str) -> str:
    if before.endswith(note):
        return before
    return f"{before}\n\n{note}".strip()[-NOTE_LIMIT:]


def of_row(row: Row) -> Session:
    return Session(
        id=row["id"],
        guild=row["guild"],
        parent=row["parent"],
        thread=row["thread"],
        owner=row["owner"],
        agent=row["agent"],
        title=row["title"],
        created_at=row["created_at"],
        environment=row["environment"],
        last_run=row["last_run"],
        note=row["note"],
        choices=Choices(machine=row["machine"], tools=row["tools"], model=row["model"], max_tokens=row["max_tokens"]),
        kind=SessionKind(row["kind"]),
        closed_at=row["closed_at"],
    )
