"""A talk that gets no thread stays in its channel, and knows the request that began it."""

from dataclasses import replace

from bot.core.ids import Milliseconds, SessionId, Snowflake
from bot.core.session import SessionKind
from bot.store import SqliteStore
from tests.store.samples import NOW, SESSION, TURN, another_turn


async def test_a_talk_without_a_thread_stays_in_its_channel(asked: SqliteStore) -> None:
    """Its room is the channel from then on, and saying so twice changes nothing."""
    for _ in range(2):
        await asked.stay_in_channel(SESSION.id)

    session = await asked.session(SESSION.id)
    assert session == replace(SESSION, kind=SessionKind.CHANNEL)
    assert session.room == SESSION.parent


async def test_a_talk_with_a_thread_keeps_it(asked: SqliteStore) -> None:
    """What was made is not forgotten."""
    await asked.bind_thread(SESSION.id, Snowflake(8))
    await asked.stay_in_channel(SESSION.id)

    session = await asked.session(SESSION.id)
    assert session == replace(SESSION, thread=Snowflake(8))


async def test_the_first_turn_is_the_oldest(asked: SqliteStore) -> None:
    """However many came later; of an unknown session there is none."""
    await asked.accept(SESSION, replace(another_turn(1), created_at=Milliseconds(NOW + 1)))

    assert await asked.first_turn(SESSION.id) == TURN.id
    assert await asked.first_turn(SessionId("unknown")) is None
