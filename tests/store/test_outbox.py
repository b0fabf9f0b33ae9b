"""Messages promised, shown, and taken away."""

from dataclasses import replace

import pytest

from bot.core.ids import Slot, Snowflake
from bot.store import SqliteStore
from bot.store.database import Conflict
from tests.store.samples import NOW, SESSION, TURN, another_turn, outgoing

CARD = Slot("card")
MESSAGE = Snowflake(1_300_000_000_000_000_020)


async def test_a_promise_is_kept_as_it_was_first(asked: SqliteStore) -> None:
    """The same slot promised again keeps its time and channel, and adds the digest that it may stand as by now."""
    await asked.promise(outgoing("card"))
    await asked.promise(replace(outgoing("card"), first="other", promised_at=NOW, channel=Snowflake(1)))

    assert await asked.outbox(TURN.id) == (replace(outgoing("card"), first=f"{outgoing('card').first} other"),)


async def test_what_is_shown_is_written(asked: SqliteStore) -> None:
    """The message and what it shows are kept; the digest of its creation stays."""
    await asked.promise(outgoing("card"))
    for digest in ("d1", "d2"):
        await asked.shown(TURN.id, CARD, message=MESSAGE, digest=digest)

    assert await asked.outbox(TURN.id) == (replace(outgoing("card"), message=MESSAGE, shown="d2"),)


async def test_nothing_is_shown_that_was_not_promised(asked: SqliteStore) -> None:
    """A message without a promise is refused."""
    with pytest.raises(ValueError, match="card of turn turn-0 was never promised"):
        await asked.shown(TURN.id, CARD, message=MESSAGE, digest="d1")


async def test_a_message_stands_in_one_slot(asked: SqliteStore) -> None:
    """One message cannot be two slots of anything."""
    await asked.promise(outgoing("card"))
    await asked.promise(outgoing("page0"))
    await asked.shown(TURN.id, CARD, message=MESSAGE, digest="d1")

    with pytest.raises(Conflict, match=r"outbox\.message"):
        await asked.shown(TURN.id, Slot("page0"), message=MESSAGE, digest="d1")


async def test_a_nonce_is_one_promise(asked: SqliteStore) -> None:
    """Two promises with one nonce, which Discord would make one message, are refused."""
    await asked.promise(outgoing("card"))

    with pytest.raises(Conflict, match=r"outbox\.nonce"):
        await asked.promise(replace(outgoing("page0"), nonce=outgoing("card").nonce))


async def test_a_deleted_message_is_remembered(asked: SqliteStore) -> None:
    """A message of ours that a person deleted is marked, and its row told; another's is None."""
    await asked.promise(outgoing("card"))
    await asked.shown(TURN.id, CARD, message=MESSAGE, digest="d1")
    gone = replace(outgoing("card"), message=MESSAGE, shown="d1", gone=True)

    assert await asked.gone(MESSAGE) == gone
    assert await asked.gone(MESSAGE) == gone
    assert await asked.gone(Snowflake(1)) is None
    assert await asked.outbox(TURN.id) == (gone,)


async def test_messages_come_in_their_order(asked: SqliteStore) -> None:
    """Rows come by the time of their promise, page2 before page10, and only those of the turn."""
    await asked.accept(SESSION, another_turn(1))
    for slot, at in (("ping", NOW + 2), ("page10", NOW + 1), ("page2", NOW + 1), ("card", NOW)):
        await asked.promise(outgoing(slot, at=at))
    await asked.promise(outgoing("card", turn=another_turn(1).id))

    assert [row.slot for row in await asked.outbox(TURN.id)] == ["card", "page2", "page10", "ping"]
