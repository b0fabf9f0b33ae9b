"""What waits in a talk, and what its author changes of it: each step is a row before anything is done."""

from dataclasses import replace

import pytest

from bot.core.attachments import Attachment, Source
from bot.core.ids import Milliseconds, Snowflake, TurnId
from bot.core.session import Outcome, Turn, TurnEvent, TurnState
from bot.core.waiting import MOST_REFUSALS, REFUSED, WAITS, Edited, Mark, Reworded, Rewording
from bot.store import SqliteStore
from tests.store.samples import ASKER, NOW, SESSION, another_turn

MARK = Mark(message=Snowflake(5), channel=Snowflake(6), session=SESSION.id, emoji=WAITS)
FILE = Attachment(source=Source(name="map.png", channel=Snowflake(6), message=Snowflake(2), file=Snowflake(9)), size=3)


def said(number: int) -> Turn:
    """A request that is a message of that number."""
    return replace(another_turn(number), reply_to=Snowflake(number))


def edited(number: int, request: str, author: Snowflake = ASKER) -> Edited:
    return Edited(message=Snowflake(number), author=author, request=request)


@pytest.fixture
async def busy(store: SqliteStore) -> SqliteStore:
    """Message 1 is at work, 2 and 3 wait."""
    for number in (1, 2, 3):
        await store.accept(SESSION, said(number))
    await store.move_turn(said(1).id, TurnEvent.TAKEN, now=NOW)
    return store


async def waiting(store: SqliteStore) -> list[TurnId]:
    return [turn.id for turn in await store.queue.waiting(SESSION.id)]


async def test_all_but_the_next_wait(busy: SqliteStore) -> None:
    """Behind the one at work, in the order in which they were asked."""
    assert await waiting(busy) == ["turn-2", "turn-3"]


async def test_one_that_was_not_begun_is_next_all_the_same(store: SqliteStore) -> None:
    """Nothing waits for one that is next itself."""
    await store.accept(SESSION, said(1))
    await store.accept(SESSION, said(2))

    assert await waiting(store) == ["turn-2"]


async def test_one_that_takes_anothers_place_comes_first(busy: SqliteStore) -> None:
    """A request that is run again with other words goes before all that waits."""
    again = replace(another_turn(9), origin="rerun:turn-1", reply_to=Snowflake(1))
    await busy.accept(SESSION, again)

    assert await waiting(busy) == ["turn-9", "turn-2", "turn-3"]


async def test_an_edit_of_what_waits_changes_it(busy: SqliteStore) -> None:
    """Words and files are those of the message."""
    changed = await busy.queue.reword(replace(edited(2, "other words"), attachments=(FILE,)))

    assert changed is not None
    assert changed == await busy.turn(said(2).id)
    assert (changed.request, changed.attachments) == ("other words", (FILE,))


@pytest.mark.parametrize(
    "edit", [edited(2, said(2).request), edited(2, "other", Snowflake(1)), edited(7, "other")], ids=str
)
async def test_what_is_no_edit_changes_nothing(busy: SqliteStore, edit: Edited) -> None:
    """The same words, another author, a message that is no request."""
    assert await busy.queue.reword(edit) is None


async def test_an_edit_of_what_is_at_work_is_kept_beside_it(busy: SqliteStore) -> None:
    """Its own words stay; edited back, nothing is known of it any more."""
    await busy.queue.reword(edited(1, "first"))
    changed = await busy.queue.reword(edited(1, "second"))
    known = await busy.queue.reworded(said(1).id)
    back = await busy.queue.reword(edited(1, said(1).request))

    assert changed is not None
    assert changed.request == said(1).request
    assert known == Reworded(turn=said(1).id, kind=Rewording.EDITED, request="second")
    assert back is not None
    assert await busy.queue.reworded(said(1).id) is None


async def test_a_deleted_message_that_waits_is_over(busy: SqliteStore) -> None:
    """Cancelled and done, with nothing to deliver; the others wait on."""
    taken = await busy.queue.take_back(Snowflake(2), now=NOW)

    assert taken is not None
    assert (taken.state, taken.outcome, taken.reason) == (TurnState.DONE, Outcome.CANCELLED, "turn.withdrawn")
    assert await waiting(busy) == ["turn-3"]


async def test_a_deleted_message_of_what_is_at_work_is_known(busy: SqliteStore) -> None:
    """Whether it was edited before or not, it goes on."""
    await busy.queue.reword(edited(1, "other"))
    taken = await busy.queue.take_back(Snowflake(1), now=NOW)

    assert taken is not None
    assert taken.state is TurnState.STARTING
    assert await busy.queue.reworded(said(1).id) == Reworded(turn=said(1).id, kind=Rewording.DELETED)


async def test_what_is_over_is_not_touched(busy: SqliteStore) -> None:
    """Edits and deletions of a message whose request has ended mean nothing."""
    await busy.settle_turn(said(1).id, outcome=Outcome.FAILED, reason="", detail="", now=NOW)

    assert await busy.queue.of_message(Snowflake(1)) is None
    assert await busy.queue.reword(edited(1, "other")) is None
    assert await busy.queue.take_back(Snowflake(1), now=NOW) is None


async def test_a_flood_is_not_marked_without_end(busy: SqliteStore) -> None:
    """All of it is claimed, and the first of it are marked."""
    marks = [replace(MARK, message=Snowflake(n), emoji=REFUSED) for n in range(100, 130)]
    claimed = [await busy.queue.refuse(f"message:{mark.message}", mark, now=NOW) for mark in marks]

    assert claimed == [True] * 30
    assert await busy.queue.marks(SESSION.id) == tuple(marks[:MOST_REFUSALS])


async def test_what_is_refused_is_not_taken_later(busy: SqliteStore) -> None:
    """Its origin is claimed, once, and its mark is to be put."""
    mark = replace(MARK, emoji=REFUSED)
    first = await busy.queue.refuse("message:4", mark, now=NOW)
    again = await busy.queue.refuse("message:4", mark, now=NOW)
    taken = await busy.accept(SESSION, said(4))

    assert (first, again, taken) == (True, False, False)
    assert await busy.queue.marks(SESSION.id) == (mark,)


async def test_a_full_queue_is_said_once_for_each_turn(busy: SqliteStore) -> None:
    """And again for the next one."""
    told = [await busy.queue.say_full_once(said(number).id, now=NOW) for number in (1, 1, 2)]

    assert told == [True, False, True]


async def test_a_mark_is_known_until_it_is_forgotten(busy: SqliteStore) -> None:
    """Promised, then standing, then no more."""
    await busy.queue.promise_mark(MARK)
    promised = await busy.queue.marks(SESSION.id)
    await busy.queue.promise_mark(replace(MARK, stands=True))
    standing = await busy.queue.marks(SESSION.id)
    marked = await busy.queue.marked_sessions()
    await busy.queue.forget_mark(MARK.message)

    assert [mark.stands for mark in (*promised, *standing)] == [False, True]
    assert marked == (SESSION.id,)
    assert await busy.queue.marks(SESSION.id) == ()


async def test_the_first_stop_says_what_it_is_for(busy: SqliteStore) -> None:
    """Whether the next one is to go first is kept with who asked."""
    await busy.ask_stop(said(1).id, by=ASKER, makes_way=True)
    await busy.ask_stop(said(1).id, by=Snowflake(8))
    known = await busy.turn(said(1).id)

    assert known is not None
    assert (known.stop_asked_by, known.makes_way) == (ASKER, True)


# --- what was heard ---

ROOM = Snowflake(700)


async def test_the_newest_that_was_heard_never_goes_back(busy: SqliteStore) -> None:
    """Of requests and of what else was heard in the room, the newest message counts."""
    unknown = await busy.heard.newest(ROOM)
    await busy.bind_thread(SESSION.id, ROOM)
    by_request = await busy.heard.newest(ROOM)
    for message in (50, 40):
        await busy.heard.heard(ROOM, Snowflake(message))

    assert (unknown, by_request, await busy.heard.newest(ROOM)) == (None, 3, 50)


async def test_only_rooms_of_talks_are_rooms(busy: SqliteStore) -> None:
    """A channel in which a talk's thread hangs is none."""
    await busy.bind_thread(SESSION.id, ROOM)

    assert await busy.heard.is_room(ROOM)
    assert not await busy.heard.is_room(SESSION.parent)


async def test_lively_talks_have_their_place_and_a_request_of_late(busy: SqliteStore) -> None:
    """Neither one without a thread yet, nor one whose last request is too old."""
    placeless = await busy.heard.lively(since=NOW, most=9)
    await busy.bind_thread(SESSION.id, ROOM)
    lively = await busy.heard.lively(since=NOW, most=9)
    old = await busy.heard.lively(since=Milliseconds(NOW + 100), most=9)

    assert ([talk.id for talk in lively], list(placeless), list(old)) == ([SESSION.id], [], [])
