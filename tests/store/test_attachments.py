"""The files that go along with turns."""

from dataclasses import replace

import pytest

from bot.core.attachments import Attachment, Source
from bot.core.ids import SessionId, Snowflake, TurnId
from bot.store import SqliteStore
from tests.store.samples import SESSION, TURN, another_turn

GIVEN = (
    Attachment(source=Source(name="Mond 🌙.png", url="https://cdn.example/1?sig=2"), size=7, is_seen=True),
    Attachment(
        source=Source(name="a.csv", channel=Snowflake(1), message=Snowflake(2)), size=9, path="/workspace/uploads/a.csv"
    ),
    Attachment(source=Source(name="b.zip"), size=2**40, lost="attach.too_large"),
)


async def test_they_read_as_written(store: SqliteStore) -> None:
    """Of a turn with files, and of one without."""
    with_files = replace(TURN, attachments=GIVEN)
    await store.accept(SESSION, with_files)
    await store.accept(SESSION, another_turn(1))

    assert await store.turn(TURN.id) == with_files
    assert await store.turn(TurnId("turn-1")) == another_turn(1)


async def test_what_became_of_them_is_kept(store: SqliteStore) -> None:
    """Written over as the turn is packed."""
    await store.accept(SESSION, replace(TURN, attachments=GIVEN[:1]))
    await store.replace_attachments(TURN.id, GIVEN)

    found = await store.turn(TURN.id)
    assert found is not None
    assert found.attachments == GIVEN


async def test_no_turn_no_files(store: SqliteStore) -> None:
    """A turn that is unknown has none."""
    with pytest.raises(ValueError, match="no turn"):
        await store.replace_attachments(TurnId("nobody"), GIVEN)


async def test_those_of_earlier_turns(store: SqliteStore) -> None:
    """In their order; neither the turn's own, nor a later one's, nor another session's."""
    other = replace(SESSION, id=SessionId("session-2"))
    for number, attachment in enumerate(GIVEN):
        await store.accept(SESSION, replace(another_turn(number), attachments=(attachment,)))
    await store.accept(other, replace(another_turn(9, session=other.id), attachments=GIVEN))

    assert await store.attachments_before(TurnId("turn-2")) == GIVEN[:2]
    assert await store.attachments_before(TurnId("turn-0")) == ()
