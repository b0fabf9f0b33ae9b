"""What an agent calls of ours: written once, each state before the act it stands for."""

from dataclasses import replace

import pytest

from bot.core.ids import Milliseconds, Snowflake
from bot.core.tools.calls import CallState, OwedCall, ToolCall, ToolResult
from bot.core.tools.questions import Question, QuestionKind, Reply
from bot.store import SqliteStore
from tests.store.samples import ASKER, NOW, SESSION, TURN

LATER = Milliseconds(NOW + 5_000)
EXPIRES = Milliseconds(NOW + 60_000)
CALL = ToolCall(id="zggxzq8r", name="look", arguments={"where": "Zürich 🌙", "deep": {"a": [1, None]}})
OWED = OwedCall(turn=TURN.id, number=0, run=0, call=CALL)
QUESTION = Question(kind=QuestionKind.CHOICE, text="Which?", choices=("a", "b"))
REPLY = Reply(choice="b")
RESULT = ToolResult(call=CALL.id, name=CALL.name, result={"answer": ["b", 1.5, None]})


@pytest.fixture
async def owing(asked: SqliteStore) -> SqliteStore:
    """A store with one open call."""
    await asked.calls.owe([OWED])
    return asked


async def the_call(store: SqliteStore) -> OwedCall:
    (owed,) = await store.calls.of_turn(TURN.id)
    return owed


async def test_a_call_is_read_as_it_was_written(owing: SqliteStore) -> None:
    """Name and arguments come back whole; written again, also under another number, it changes nothing."""
    await owing.calls.owe([OWED, replace(OWED, number=7)])

    assert await the_call(owing) == OWED


async def test_one_call_is_read_alone(owing: SqliteStore) -> None:
    """By its number; there is none of a number that no call has."""
    second = replace(OWED, number=1, call=replace(CALL, id="another"))
    await owing.calls.owe([second])

    assert await owing.calls.of_call(TURN.id, 1) == second
    assert await owing.calls.of_call(TURN.id, 2) is None


async def test_a_call_is_asked_replied_begun_and_answered(owing: SqliteStore) -> None:
    """Each step is kept beside those before it."""
    calls = owing.calls
    await calls.asked(TURN.id, 0, QUESTION, now=NOW, expires_at=EXPIRES)
    await calls.replied(TURN.id, 0, REPLY, now=LATER)
    await calls.begun(TURN.id, 0)
    begun = await the_call(owing)
    await calls.answered(TURN.id, 0, RESULT, now=LATER)

    assert begun == replace(
        OWED, state=CallState.BEGUN, question=QUESTION, reply=REPLY, asked_at=NOW, expires_at=EXPIRES
    )
    assert await the_call(owing) == replace(begun, state=CallState.ANSWERED, result=RESULT, answered_at=LATER)


async def test_the_first_reply_is_the_only_one(owing: SqliteStore) -> None:
    """A second click, a click before the question and one after its time are not taken."""
    calls = owing.calls
    early = await calls.replied(TURN.id, 0, REPLY, now=NOW)
    await calls.asked(TURN.id, 0, QUESTION, now=NOW, expires_at=EXPIRES)
    late = await calls.replied(TURN.id, 0, REPLY, now=EXPIRES)
    first = await calls.replied(TURN.id, 0, REPLY, now=LATER)
    second = await calls.replied(TURN.id, 0, Reply(choice="a"), now=LATER)

    assert (early, late, first, second) == (False, False, True, False)
    assert (await the_call(owing)).reply == REPLY


async def test_a_question_is_put_once(owing: SqliteStore) -> None:
    """Asked again after a restart, the first question and its time stand."""
    await owing.calls.asked(TURN.id, 0, QUESTION, now=NOW, expires_at=EXPIRES)
    await owing.calls.asked(TURN.id, 0, replace(QUESTION, text="Other?"), now=LATER, expires_at=LATER)

    owed = await the_call(owing)
    assert (owed.question, owed.expires_at) == (QUESTION, EXPIRES)


async def test_nothing_is_begun_twice(owing: SqliteStore) -> None:
    """What acts would happen again."""
    await owing.calls.begun(TURN.id, 0)

    with pytest.raises(ValueError, match="cannot be begun"):
        await owing.calls.begun(TURN.id, 0)


async def test_the_first_answer_stands(owing: SqliteStore) -> None:
    """It may have been sent; an error is kept as one."""
    await owing.calls.answered(TURN.id, 0, replace(RESULT, is_error=True), now=NOW)
    await owing.calls.answered(TURN.id, 0, RESULT, now=LATER)

    owed = await the_call(owing)
    assert owed.result == replace(RESULT, is_error=True)
    assert owed.answered_at == NOW


async def test_a_grant_is_one_persons_for_one_thing(asked: SqliteStore) -> None:
    """It covers what was named, in this session, for who gave it; given twice it is given."""
    for _ in range(2):
        await asked.calls.grant(SESSION.id, "post:1", by=ASKER, now=NOW)

    assert await asked.calls.is_granted(SESSION.id, "post:1", by=ASKER)
    assert not await asked.calls.is_granted(SESSION.id, "post:2", by=ASKER)
    assert not await asked.calls.is_granted(SESSION.id, "post:1", by=Snowflake(5))
