"""Talks and their threads, and what the next turn goes on from."""

from dataclasses import replace

import pytest

from bot.core.choices import Choices
from bot.core.events import RunStatus
from bot.core.ids import EnvironmentId, Milliseconds, RunId, SessionId, Snowflake
from bot.core.prompt import NOTE_LIMIT
from bot.core.session import Session, SessionKind
from bot.store import SqliteStore
from bot.store.database import Conflict
from tests.store.samples import NOW, SESSION, TURN, a_run, another_turn

THREAD = Snowflake(1_300_000_000_000_000_010)
FULL = replace(
    SESSION, thread=THREAD, environment=EnvironmentId("env-1"), last_run=RunId("run-1"), note="said", title="Mond 🌙"
)


CLOSED = replace(SESSION, kind=SessionKind.DIRECT, guild=None, closed_at=NOW)


async def held(store: SqliteStore) -> Session:
    found = await store.session(SESSION.id)
    assert found is not None
    return found


@pytest.mark.parametrize("session", [SESSION, replace(SESSION, guild=None), FULL, CLOSED])
async def test_a_session_reads_as_written(store: SqliteStore, session: Session) -> None:
    """Every field of a session comes back."""
    await store.accept(session, TURN)

    assert await store.session(session.id) == session


async def test_a_later_turn_changes_nothing_of_its_session(store: SqliteStore) -> None:
    """A turn accepted with an older value of its session leaves the row as it is."""
    await store.accept(FULL, TURN)
    await store.accept(SESSION, another_turn(1))

    assert await store.session(SESSION.id) == FULL


async def test_a_session_is_found_by_its_thread(asked: SqliteStore) -> None:
    """A bound thread leads to its session, another to none; binding it again changes nothing."""
    await asked.bind_thread(SESSION.id, THREAD)
    await asked.bind_thread(SESSION.id, THREAD)

    assert await asked.session_of_thread(THREAD) == replace(SESSION, thread=THREAD)
    assert await asked.session_of_thread(Snowflake(1)) is None


async def test_the_newest_talk_holds_a_direct_message(store: SqliteStore) -> None:
    """Of several in one channel, the newest that is direct and not closed."""
    direct = replace(SESSION, kind=SessionKind.DIRECT, guild=None)
    older = replace(direct, id=SessionId("older"), created_at=Milliseconds(NOW - 5))
    closed = replace(direct, id=SessionId("closed"), created_at=Milliseconds(NOW + 5), closed_at=NOW)
    thread = replace(SESSION, id=SessionId("thread"), created_at=Milliseconds(NOW + 9))
    for number, session in enumerate((direct, older, closed, thread)):
        await store.accept(session, replace(another_turn(number), session=session.id))

    assert await store.direct_session(SESSION.parent) == direct
    assert await store.direct_session(Snowflake(1)) is None


async def test_all_talks_of_a_direct_message_are_closed_together(store: SqliteStore) -> None:
    """None of them goes on by itself then; talks elsewhere, and what was closed before, stay as they are."""
    direct = replace(SESSION, kind=SessionKind.DIRECT, guild=None)
    older = replace(direct, id=SessionId("older"), created_at=Milliseconds(NOW - 5))
    closed = replace(direct, id=SessionId("closed"), closed_at=Milliseconds(NOW - 1))
    elsewhere = replace(direct, id=SessionId("elsewhere"), parent=Snowflake(78))
    in_channel = replace(SESSION, id=SessionId("channel"), kind=SessionKind.CHANNEL)
    everywhere = (direct, older, closed, elsewhere, in_channel)
    for number, session in enumerate(everywhere):
        await store.accept(session, replace(another_turn(number), session=session.id))
    await store.close_direct(SESSION.parent, now=NOW)

    found = [await store.session(session.id) for session in everywhere]
    assert await store.direct_session(SESSION.parent) is None
    assert [session.closed_at for session in found if session] == [NOW, NOW, NOW - 1, None, None]


@pytest.mark.parametrize(
    ("kind", "room"),
    [
        (SessionKind.THREAD, THREAD),
        (SessionKind.PRIVATE, THREAD),
        (SessionKind.JOINED, THREAD),
        (SessionKind.DIRECT, SESSION.parent),
        (SessionKind.CHANNEL, SESSION.parent),
    ],
)
def test_a_talk_has_its_room(kind: SessionKind, room: Snowflake) -> None:
    """Its thread, or where none belongs to it the channel itself."""
    thread = THREAD if room == THREAD else None

    assert replace(SESSION, kind=kind, thread=thread).room == room


async def test_a_talk_without_its_private_thread_goes_to_a_direct_message(store: SqliteStore) -> None:
    """It keeps its guild and is found in that channel; one that has its thread, or another kind, stays where it is."""
    private = replace(SESSION, kind=SessionKind.PRIVATE)
    settled = replace(private, id=SessionId("settled"), thread=THREAD)
    public = replace(SESSION, id=SessionId("public"))
    for number, session in enumerate((private, settled, public)):
        await store.accept(session, replace(another_turn(number), session=session.id))
        await store.make_direct(session.id, Snowflake(77))

    direct = replace(private, kind=SessionKind.DIRECT, parent=Snowflake(77))
    assert await store.direct_session(Snowflake(77)) == direct
    assert direct.guild == SESSION.guild
    assert direct.guild_of_room is None
    assert [await store.session(session.id) for session in (settled, public)] == [settled, public]


async def test_a_session_stays_in_its_thread(asked: SqliteStore) -> None:
    """A bound session is bound to no other thread, and an unknown session to none."""
    await asked.bind_thread(SESSION.id, THREAD)

    with pytest.raises(ValueError, match="has another thread"):
        await asked.bind_thread(SESSION.id, Snowflake(1))
    with pytest.raises(ValueError, match="is unknown"):
        await asked.bind_thread(SessionId("none"), Snowflake(1))


async def test_a_thread_has_one_session(asked: SqliteStore) -> None:
    """A second session of one thread is refused, and nothing of its turn is kept."""
    await asked.bind_thread(SESSION.id, THREAD)
    rival = replace(FULL, id=SessionId("session-2"))
    with pytest.raises(Conflict, match=r"session\.thread"):
        await asked.accept(rival, another_turn(1, session=rival.id))

    assert await asked.session(rival.id) is None
    assert await asked.turn(another_turn(1).id) is None


async def test_what_was_never_written_is_none(store: SqliteStore) -> None:
    """An unknown session is None."""
    assert await store.session(SessionId("none")) is None


async def end_run(store: SqliteStore, number: int, status: RunStatus, *, note: str, environment: str | None) -> None:
    await store.begin_run(a_run(number=number, run=f"run-{number}"))
    await store.run_ended(
        a_run(number=number, run=f"run-{number}", status=status),
        environment=None if environment is None else EnvironmentId(environment),
        note=note,
    )


@pytest.mark.parametrize("status", RunStatus)
async def test_only_a_chainable_run_is_gone_on_from(asked: SqliteStore, status: RunStatus) -> None:
    """The last run is the newest that can be chained on; the environment is the newest, however its run ended."""
    await end_run(asked, 0, RunStatus.COMPLETED, note="", environment="env-0")
    await end_run(asked, 1, status, note="half an answer", environment="env-1")

    after = await held(asked)
    assert after.environment == "env-1"
    assert after.last_run == ("run-1" if status.can_be_chained else "run-0")
    assert after.note == ("" if status.can_be_chained else "half an answer")


async def test_a_run_without_environment_keeps_the_last(asked: SqliteStore) -> None:
    """A run that reports no environment leaves the session's as it was."""
    await end_run(asked, 0, RunStatus.COMPLETED, note="", environment="env-0")
    await end_run(asked, 1, RunStatus.COMPLETED, note="", environment=None)

    assert (await held(asked)).environment == "env-0"


async def test_notes_gather_until_a_run_is_chained_on(asked: SqliteStore) -> None:
    """What stopped runs said adds up, in order; an ending written twice counts once; a chained run clears it."""
    await end_run(asked, 0, RunStatus.CANCELLED, note="first", environment=None)
    await end_run(asked, 1, RunStatus.CANCELLED, note="second", environment=None)
    await end_run(asked, 2, RunStatus.FAILED, note="", environment=None)
    await asked.run_ended(a_run(number=1, run="run-1", status=RunStatus.CANCELLED), environment=None, note="second")
    gathered = (await held(asked)).note
    await end_run(asked, 3, RunStatus.COMPLETED, note="whole", environment=None)

    assert gathered == "first\n\nsecond"
    assert (await held(asked)).note == ""


async def test_notes_keep_to_their_limit(asked: SqliteStore) -> None:
    """Of notes beyond the limit the newest text stays."""
    await end_run(asked, 0, RunStatus.CANCELLED, note="a" * NOTE_LIMIT, environment=None)
    await end_run(asked, 1, RunStatus.CANCELLED, note="the newest", environment=None)

    note = (await held(asked)).note
    assert len(note) == NOTE_LIMIT
    assert note.endswith("a\n\nthe newest")


CHOICES = Choices(machine="website", tools="code mcp:weather", model="gemini-3.6-flash", max_tokens=5_000)


async def test_what_was_chosen_reads_as_written(store: SqliteStore) -> None:
    """All of it is kept with the session."""
    await store.accept(replace(SESSION, choices=CHOICES), TURN)

    assert (await held(store)).choices == CHOICES


async def test_a_later_choice_leaves_the_machine(store: SqliteStore) -> None:
    """What is chosen with a later turn holds from then on; which machine the talk has does not change."""
    await store.accept(replace(SESSION, choices=CHOICES), TURN)
    await store.accept(SESSION, another_turn(1), chosen=Choices(tools="none"))

    assert (await held(store)).choices == Choices(machine="website", tools="none")


async def test_a_choice_with_a_turn_that_was_taken_before(store: SqliteStore) -> None:
    """Told twice, it changes nothing the second time."""
    await store.accept(SESSION, TURN)

    assert not await store.accept(SESSION, TURN, chosen=CHOICES)
    assert (await held(store)).choices == Choices()


async def test_sessions_with_a_machine_are_their_owners(store: SqliteStore) -> None:
    """The newest first, and none of anybody else, nor one without a machine."""
    there = [
        replace(FULL, id=SessionId(f"session-{n}"), thread=Snowflake(n), created_at=Milliseconds(NOW + n))
        for n in range(3)
    ]
    for number, session in enumerate(there):
        await store.accept(session, another_turn(number, session=session.id))
    bare = replace(SESSION, id=SessionId("session-bare"))
    foreign = replace(there[0], id=SessionId("session-foreign"), thread=Snowflake(9), owner=Snowflake(99))
    await store.accept(bare, another_turn(7, session=bare.id))
    await store.accept(foreign, another_turn(8, session=foreign.id))

    found = await store.sessions_with_machine(SESSION.owner)

    assert found == tuple(reversed(there))


async def test_a_machine_made_before_the_run_is_the_sessions(store: SqliteStore) -> None:
    """From when it was made."""
    await store.accept(SESSION, TURN)
    await store.go_on_in(TURN.id, EnvironmentId("env-9"))

    assert (await held(store)).environment == "env-9"
