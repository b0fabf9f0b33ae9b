"""Which calls are ours to answer, and how long a turn has waited for a person."""

from bot.core import events as e
from bot.core.ids import Milliseconds, TurnId
from bot.core.tools.calls import CallState, OwedCall, ToolCall, open_calls, waited_for_people

CALL = e.Call("function", "a", name="look", arguments={"where": "here"})


def test_a_call_without_a_result_is_ours() -> None:
    """Those with one are the sandbox's own; calls of other families never are ours."""
    steps = (
        CALL,
        e.Call("function", "b", name="read_file"),
        e.Result("function", "b", name="read_file", result="text"),
        e.Call("google_search", "c"),
        e.Call("mcp_server_tool", "d", name="find", server="books"),
        e.Call("function", "", name="nameless"),
    )

    assert open_calls(steps) == (ToolCall(id="a", name="look", arguments={"where": "here"}),)


def test_a_call_told_twice_is_one() -> None:
    """Of equal ids one is answered."""
    assert len(open_calls((CALL, CALL))) == 1


def owed(asked_at: int | None, answered_at: int | None) -> OwedCall:
    return OwedCall(
        turn=TurnId("turn-1"),
        number=0,
        run=0,
        call=ToolCall(id="a", name="look", arguments={}),
        state=CallState.ASKED,
        asked_at=None if asked_at is None else Milliseconds(asked_at),
        answered_at=None if answered_at is None else Milliseconds(answered_at),
    )


def test_two_questions_at_once_are_waited_for_once() -> None:
    """Times that overlap count once; an open question counts until now; what was not asked counts nothing."""
    calls = (owed(10, 20), owed(15, 30), owed(50, None), owed(None, 40))

    assert waited_for_people(calls, Milliseconds(60)) == 30
    assert waited_for_people((), Milliseconds(60)) == 0
