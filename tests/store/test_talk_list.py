"""The list of talks: whose they are, how they stand, in which order, and what is changed from it."""

from dataclasses import replace

import pytest

from bot.core.ids import Milliseconds, SessionId, Snowflake
from bot.core.session import Session, SessionKind, TurnState
from bot.core.talk_list import Bookmark, TalkState
from bot.store import SqliteStore
from tests.store.samples import ASKER, NOW, SESSION, TURN, another_turn, bring

OTHER = Snowflake(1_300_000_000_000_000_077)
GUILD = SESSION.guild


def a_talk(number: int, **more: object) -> Session:
    named = {"id": SessionId(f"talk-{number}"), "thread": Snowflake(100 + number)}
    return replace(SESSION, **(named | more))  # type: ignore[arg-type]


async def begin(store: SqliteStore, *sessions: Session) -> None:
    """Each with a turn as many milliseconds later as its place."""
    for number, session in enumerate(sessions, start=1):
        await store.accept(session, another_turn(number, session=session.id))


async def listed(store: SqliteStore, guild: Snowflake | None = GUILD, bookmark: Bookmark | None = None) -> list[str]:
    found = await store.talk_list.before(bookmark, person=ASKER, guild=guild, limit=25)
    return [talk.session.id for talk in found]


async def test_the_newest_used_comes_first(store: SqliteStore) -> None:
    """A talk's place is that of its newest request."""
    await begin(store, a_talk(1), a_talk(2), a_talk(3))
    await store.accept(a_talk(1), another_turn(9, session=SessionId("talk-1")))

    assert await listed(store) == ["talk-1", "talk-3", "talk-2"]


async def test_a_list_goes_on_after_a_mark(store: SqliteStore) -> None:
    """Also where a talk before it has been used meanwhile, and where two were used at one time."""
    await begin(store, *(a_talk(number) for number in range(1, 5)))
    await store.accept(
        a_talk(9), replace(another_turn(9, session=SessionId("talk-9")), created_at=Milliseconds(NOW + 3))
    )
    first = await store.talk_list.before(None, person=ASKER, guild=GUILD, limit=2)
    await store.accept(a_talk(4), another_turn(20, session=SessionId("talk-4")))

    assert [talk.session.id for talk in first] == ["talk-4", "talk-9"]
    assert await listed(store, bookmark=first[-1].bookmark) == ["talk-3", "talk-2", "talk-1"]


async def test_those_of_other_people_are_found_by_their_guild(store: SqliteStore) -> None:
    """My own are found wherever they are, those of others on the named guild alone; without a guild, mine."""
    elsewhere = Snowflake(55)
    await begin(
        store,
        a_talk(1, owner=OTHER),
        a_talk(2, owner=OTHER, guild=elsewhere),
        a_talk(3, guild=elsewhere),
        a_talk(4, owner=OTHER, guild=None, kind=SessionKind.DIRECT, thread=None),
    )

    assert await listed(store) == ["talk-3", "talk-1"]
    assert await listed(store, guild=None) == ["talk-3"]


async def test_a_talk_without_its_thread_is_not_listed(store: SqliteStore) -> None:
    """Until it is made there is nothing to open; a direct message or a channel itself has none to wait for."""
    await begin(
        store,
        a_talk(1, thread=None),
        a_talk(2, thread=None, kind=SessionKind.DIRECT),
        a_talk(3, thread=None, kind=SessionKind.CHANNEL),
    )

    assert await listed(store) == ["talk-3", "talk-2"]


@pytest.mark.parametrize(
    ("states", "stands"),
    [
        ([TurnState.DONE], TalkState.IDLE),
        ([TurnState.QUEUED], TalkState.RUNNING),
        ([TurnState.DONE, TurnState.RUNNING, TurnState.QUEUED], TalkState.RUNNING),
        ([TurnState.WAITING, TurnState.QUEUED], TalkState.WAITING),
    ],
)
async def test_how_a_talk_stands(store: SqliteStore, states: list[TurnState], stands: TalkState) -> None:
    """By its requests: nothing at work, something, or one that waits for a person."""
    session = a_talk(1)
    for number, state in enumerate(states):
        turn = another_turn(number, session=session.id)
        await store.accept(session, turn)
        await bring(store, turn.id, state)
    talk = await store.talk_list.talk(session.id)
    found = await store.talk_list.before(None, person=ASKER, guild=GUILD, limit=1)

    assert talk is not None
    assert (talk.state, talk.used_at) == (stands, NOW + len(states) - 1)
    assert found == (talk,)


async def test_a_closed_talk_is_opened_by_its_next_request(store: SqliteStore) -> None:
    """Closed at the time of the first who closes it; a request that is accepted in it opens it again."""
    session = a_talk(1)
    await begin(store, session)
    await store.talk_list.close(session.id, now=NOW)
    await store.talk_list.close(session.id, now=Milliseconds(NOW + 5))
    closed = await store.talk_list.talk(session.id)
    await store.accept(session, another_turn(2, session=session.id))
    opened = await store.talk_list.talk(session.id)

    assert closed is not None
    assert opened is not None
    assert (closed.state, closed.session.closed_at) == (TalkState.CLOSED, NOW)
    assert (opened.state, opened.session.closed_at) == (TalkState.RUNNING, None)


async def test_what_was_accepted_before_opens_nothing(store: SqliteStore) -> None:
    """The same message heard again, as after a reconnection, is no request."""
    session = a_talk(1)
    await begin(store, session)
    await store.talk_list.close(session.id, now=NOW)
    again = await store.accept(session, another_turn(1, session=session.id))
    talk = await store.talk_list.talk(session.id)

    assert not again
    assert talk is not None
    assert talk.state is TalkState.CLOSED


async def test_a_talk_is_renamed(store: SqliteStore) -> None:
    """The title is the given one from then on."""
    await store.accept(a_talk(1), replace(TURN, session=SessionId("talk-1")))
    await store.talk_list.rename(SessionId("talk-1"), "Maps")
    talk = await store.talk_list.talk(SessionId("talk-1"))

    assert talk is not None
    assert talk.session.title == "Maps"


async def test_nothing_is_known_of_a_talk_that_is_not_there(store: SqliteStore) -> None:
    """None, and no error."""
    assert await store.talk_list.talk(SessionId("nonsense")) is None


@pytest.mark.parametrize("text", ["", ".", "5", ".talk", "x.talk", "-1.talk", "٣.talk", f"{'9' * 17}.talk"])
def test_garbage_is_no_mark(text: str) -> None:
    """A button made by hand may hold anything."""
    assert Bookmark.parse(text) is None


def test_a_mark_is_read_as_it_was_written() -> None:
    """A button holds the whole place."""
    bookmark = Bookmark(NOW, SESSION.id)

    assert Bookmark.parse(str(bookmark)) == bookmark
